"""Special-topic activities of a class: what is asked, what is on record, and one button each to do it."""
