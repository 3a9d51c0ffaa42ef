"""The end of a case: a list a month, two people of the municipality who say yes, and longer only for a reason."""
