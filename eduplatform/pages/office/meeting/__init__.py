"""One page for a meeting: a chart, three or four sentences that the figures make, two small tables; numbers of units, never their names."""
