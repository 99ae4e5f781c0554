"""A cleaned article as other tools take it: one file a format.

Each function takes Verdicts and returns text that ends in one line end. What the text says has
passed the gate of `articles.safe_text` when the article was read.
"""
