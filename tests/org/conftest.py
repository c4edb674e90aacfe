"""The world of tests/org/world.py and an empty install for all tests of the package."""

from tests.first_run.conftest import blank

from .world import org

__all__ = ["blank", "org"]
