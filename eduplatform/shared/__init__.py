"""What every room uses and no room owns: clock, database, refusals, stale marks, jobs, audit, sheets, paging."""
