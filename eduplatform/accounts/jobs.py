"""The daily sweep: what sign-in no longer needs is removed."""

from __future__ import annotations

from typing import Any

from ..shared import jobs
from ..shared.database import write
from ..shared.models import Job
from . import guesses, sessions, slips


@jobs.kind("accounts.sweep")
def sweep_accounts(_job: Job | None = None) -> dict[str, Any]:
    """Guesses and addresses after 30 days, ended sessions after 30, slips after 90. Safe to run again."""
    with write():
        guesses.forget_old_guesses()
        sessions.forget_old_sessions()
        slips.forget_old_slips()
    return {}
