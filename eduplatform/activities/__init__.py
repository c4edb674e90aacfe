"""Special-topic activities: a window of days, topics and the classes that took part by being taught."""
