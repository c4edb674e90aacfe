"""Signing in and out: the page, what follows a secret, and where the browser goes next."""
