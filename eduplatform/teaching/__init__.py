"""What a class is given: year plan, assignments, class sessions, class hours and the dated rules they are held against."""
