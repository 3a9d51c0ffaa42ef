"""Words that templates of this room need."""
