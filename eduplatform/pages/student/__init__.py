"""The student desk: today, lessons, quiz, skill training and the own record."""
