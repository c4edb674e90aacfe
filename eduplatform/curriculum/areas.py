"""Rectangles on a picture, in per cent of its width and height from the top left corner."""

from __future__ import annotations

from typing import Protocol


class Area(Protocol):
    """A region, a place to put a thing, a box of a plan."""

    @property
    def x(self) -> float: ...
    @property
    def y(self) -> float: ...
    @property
    def w(self) -> float: ...
    @property
    def h(self) -> float: ...


def is_inside(area: Area, least: float) -> bool:
    """Whether it lies wholly on the picture and is at least so wide and so high."""
    return area.x + area.w <= 100 and area.y + area.h <= 100 and min(area.w, area.h) >= least


def overlap(one: Area, other: Area) -> bool:
    """Whether they share more than an edge."""
    across = one.x < other.x + other.w and other.x < one.x + one.w
    return across and one.y < other.y + other.h and other.y < one.y + one.h
