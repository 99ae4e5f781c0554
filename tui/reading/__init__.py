"""Kept blocks become lines at one width; motions, sentences and search within them."""
