"""One served world for all tests of access in a process: built once, changes are undone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine

from tests import databases
from tests.conftest import NOW

from .served_world import ServedWorld


@pytest.fixture(scope="session")
def served(template: databases.Template, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedWorld]:
    with time_machine.travel(NOW, tick=False):
        made = ServedWorld(template, tmp_path_factory.mktemp("served"))
    yield made
    made.close()
