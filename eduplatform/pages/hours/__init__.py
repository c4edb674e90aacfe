"""Class hours taken apart, on the office's and the teacher's desk: what is asked for, words, the table on screen and as .xlsx."""
