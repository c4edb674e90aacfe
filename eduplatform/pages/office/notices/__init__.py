"""Notices of a unit: which are on, how many, over which ways, and what went out."""
