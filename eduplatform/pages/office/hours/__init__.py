"""Hours of any unit taken apart, of a teacher over tenure, and lessons that were lost to another subject."""
