"""One hall for all tests of access in a process: built once, changes are undone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine

from tests import databases
from tests.conftest import NOW

from .hall import Hall


@pytest.fixture(scope="session")
def hall(template: databases.Template, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    with time_machine.travel(NOW, tick=False):
        made = Hall(template, tmp_path_factory.mktemp("hall"))
    yield made
    made.close()
