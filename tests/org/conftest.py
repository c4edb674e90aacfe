"""The world of tests/org/world.py for all tests of the package."""

from .world import org

__all__ = ["org"]
