"""Done, done with plausible effort, done in a class session: side by side, for a unit and the units below."""
