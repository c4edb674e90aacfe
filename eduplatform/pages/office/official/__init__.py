"""Official figures: prepared, signed by a second person, printed; a figure is contested on its page and answered."""
