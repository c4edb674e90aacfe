"""The year plan with its rules, the school calendar, special-topic activities."""
