"""Bringing in a roster file, and the empty list to fill in."""
