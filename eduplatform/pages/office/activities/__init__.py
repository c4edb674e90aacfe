"""Special-topic activities on the office desk: the list, the page where one is composed, who took part."""
