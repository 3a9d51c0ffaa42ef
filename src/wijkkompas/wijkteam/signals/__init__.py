"""Signals: somebody worries about somebody, or about a place. One inbox for each team, whatever way it came in.

docs/werk/signalen.md tells workers how it works.
"""
