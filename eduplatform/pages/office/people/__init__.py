"""Staff and their posts, units below, pupils who come, move and leave, the next school year."""
