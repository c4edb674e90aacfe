"""Who in a list is who on the roll: signs, steps from the surest to the weakest, and what is asked."""
