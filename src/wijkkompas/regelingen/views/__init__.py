"""Pages of this room: thin. What somebody answered is read from their own browser (`drafts`)."""
