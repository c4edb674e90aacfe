"""Where you belong and what you may touch: unit tree, calendars, enrolment, posts, access, roster import, rollover."""
