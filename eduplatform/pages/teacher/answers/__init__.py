"""After the lesson: who answered what, by name, for those who teach the class."""
