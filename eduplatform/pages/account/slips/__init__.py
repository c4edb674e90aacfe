"""Printed sign-in slips: opening one, and what a printed one shows."""
