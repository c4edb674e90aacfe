"""Is the install sound, what waits in it, when was it last backed up."""
