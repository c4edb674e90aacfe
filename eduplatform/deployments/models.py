"""Answers of schools to returns. The deployment itself is `teaching.models.Deployment`: assignments point at it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ..extensions import Model
from ..shared.database import BigInt, BySchool, Instant


class ReturnAnswer(BySchool, Model):
    """What a school answered to a return 上报: a whole number or a short text. Answering again replaces it."""

    __tablename__ = "return_answer"
    __table_args__ = (UniqueConstraint("school_id", "deployment_id"),)
    deployment_id: Mapped[int] = mapped_column(ForeignKey("deployment.id"), index=True, comment="what was asked")
    number: Mapped[int | None] = mapped_column(BigInt, comment="answer, where a number was asked for")
    text: Mapped[str] = mapped_column(String(200), default="", comment="answer, where words were asked for")
    answered_by: Mapped[int] = mapped_column(BigInt, comment="user who answered last")
    answered_at: Mapped[datetime] = mapped_column(Instant, comment="when")
