"""Assessment schemes of a bureau: versions, their forms, what-if, and the scores of schools down to an indicator."""
