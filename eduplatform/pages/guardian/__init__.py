"""The guardian desk: reading only, nothing demanded."""
