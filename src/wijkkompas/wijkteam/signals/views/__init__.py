"""Pages of signals: for who worries, and for the team."""
