"""Weak topics of a class: what to teach again, with one click into the plan, and who needs help with it."""
