"""Signals: somebody worries about somebody, or about a place. One inbox for each team, whatever way it came in.

docs/werk/signalen.md tells workers how; docs/decisions/0027 why who reports stays apart.
"""
