"""The report of any unit, what stands behind its figures, and its files."""
