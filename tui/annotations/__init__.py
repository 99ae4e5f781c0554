"""A TextRange becomes an Annotation on disk, and is found again when the text changed."""
