"""Pages of this room. Thin: read the request, ask or act, show."""
