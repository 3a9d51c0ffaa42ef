"""Regelingen: what a household can get, in the fewest questions, honest about what nobody knows."""
