"""The year planner: what the office's and the teacher's desk share of it."""
