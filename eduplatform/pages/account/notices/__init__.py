"""The inbox of staff, what they want sent beside it, and the links in mails."""
