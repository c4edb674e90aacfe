"""Weak topics of a unit: the map, the funnel of the units below, what to teach again, into the plan with one click."""
