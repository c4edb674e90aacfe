"""The world of tests/org/world.py for all tests of activities."""

from tests.org.world import org

__all__ = ["org"]
