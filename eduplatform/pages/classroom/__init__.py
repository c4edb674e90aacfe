"""The phone in the classroom: remote control and card reader of one lesson, joined by the code on the screen, without signing in."""
