"""Audit: what was done in a unit, and who looked at pupils' names."""
