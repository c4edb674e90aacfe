"""What can be learned: topics, facts, courses, lessons, questions, skill videos and trainings; loader and grading."""
