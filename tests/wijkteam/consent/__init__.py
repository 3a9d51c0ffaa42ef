"""Sharing, secrecy and agreement."""
