"""Special-topic activities 专题活动."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Date, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from ..extensions import Model
from ..shared.database import BigInt, Instant, Replicated


class Activity(Replicated, Model):
    """A campaign of a unit for the classes below it. A class takes part by being taught one of its topics in the window."""

    __tablename__ = "activity"
    __table_args__ = (Index("ix_activity_unit_year", "unit_id", "year"),)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), comment="unit that set it")
    year: Mapped[int] = mapped_column(comment="school year")
    title: Mapped[str] = mapped_column(String(80), comment="title in Chinese")
    title_en: Mapped[str] = mapped_column(String(120), default="", comment="title in English")
    topics: Mapped[list[Any]] = mapped_column(JSON, comment="topic codes, one of which is to be taught")
    stages: Mapped[list[Any]] = mapped_column(JSON, default=list, comment="stage codes; empty: all")
    starts_on: Mapped[date] = mapped_column(Date, comment="first day of the window")
    ends_on: Mapped[date] = mapped_column(Date, comment="last day of the window")
    set_by: Mapped[int | None] = mapped_column(BigInt, comment="user who set it")
    set_at: Mapped[datetime] = mapped_column(Instant, comment="when")
    withdrawn_at: Mapped[datetime | None] = mapped_column(Instant, comment="taken back")
