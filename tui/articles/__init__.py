"""A file becomes a Document: everything it says, in one coordinate system, made harmless."""
