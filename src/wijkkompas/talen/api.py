"""All that other rooms use of talen."""

from wijkkompas.talen.values import CODES, LANGUAGES, NAMES

__all__ = ["CODES", "LANGUAGES", "NAMES"]
