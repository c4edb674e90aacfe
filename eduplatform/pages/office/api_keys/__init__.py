"""Keys by which other programs read figures of a unit."""
