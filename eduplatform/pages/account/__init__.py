"""The account desk: the front door, sign-in, slips, join codes, and the own account."""
