"""Codes as words in the reader's language, for more than one desk."""
