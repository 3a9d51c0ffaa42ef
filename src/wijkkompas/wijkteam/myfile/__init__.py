"""The own file of a resident: read, correct, object, stop a share, take it home; and the desk where we see who somebody is."""
