"""The top of each report: who is behind, why, what to do; and which of the units below are listed."""
