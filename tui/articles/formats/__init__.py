"""One file a format, each with SUFFIXES and a reader that gives a Document."""
