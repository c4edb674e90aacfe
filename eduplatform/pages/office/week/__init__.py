"""The week of a school: what its broadcast reads, which 1530 reminders were held, what the product takes of a teacher's week."""
