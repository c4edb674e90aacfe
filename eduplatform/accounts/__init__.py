"""Who you are: users, passwords, picture passwords, one-use slips, server-side sessions and rate limits."""
