"""Filings: what a unit hands in. A list of what lies ready, a page of each, the same as .docx, .xlsx and on paper (PDF)."""
