"""What it adds up to: tallies from records, rates with their uncertainty, reports for any unit, exports."""
