"""What a pupil has done: lesson views, video watch, quiz attempts, skill training and the own record."""
