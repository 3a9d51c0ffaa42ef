"""Wegwijzer: the way to the right help. The directory, the search, the question that a resident leaves."""
