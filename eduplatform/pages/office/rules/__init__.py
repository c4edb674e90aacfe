"""The dated rules of a unit: what holds, what it adds, ends or takes over."""
