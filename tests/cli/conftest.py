"""An empty install for all tests of commands."""

from tests.first_run.conftest import blank

__all__ = ["blank"]
