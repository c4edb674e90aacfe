"""How a class's answer sheets came about: first for its own teacher, with a place to say why."""
