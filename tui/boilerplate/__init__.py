"""A Document gets Verdicts: which blocks are not the article, and why."""
