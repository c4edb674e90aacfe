"""What every package uses and none owns: clock, database, refusals, stale marks, jobs, audit, sheets, paging."""
