"""The case in pages: the list of a team, one case on a phone, and the same as a file."""
