"""The install itself: is it sound, when was it last backed up, how large has it grown. Used by `flask doctor`, `flask backup` and the system page."""
