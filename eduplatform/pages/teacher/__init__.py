"""The teacher desk: this week's lesson, the class session on screen and phone, lessons, pupils, class hours."""
