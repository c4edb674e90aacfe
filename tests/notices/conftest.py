"""The world of tests/org/world.py for tests of verbs and reads."""

from tests.org.world import org

__all__ = ["org"]
