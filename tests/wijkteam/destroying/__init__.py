"""The end of a case."""
