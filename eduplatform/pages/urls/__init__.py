"""Addresses: what may stand in them, pages of long lists, and those that other devices can open."""
