"""Files for other programs: rosters, records of learning, anonymised facts."""
