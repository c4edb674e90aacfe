"""Which of the tests that ask a database are run on PostgreSQL as well.

Everything about rows, transactions and order of text is. Not run twice is what Python decides: the words and places of a page (of
tests/pages every third test; each page's statements run there anyway, because the matrix opens every route), who may come in (of the
persons of tests/access one of each kind) and which fields a form takes. Of long sweeps over seeds a few.
"""

from __future__ import annotations

from collections import Counter
from zlib import crc32

import pytest

#: Whoever opens the pages of a desk, and a stranger to each
ONE_OF_EACH = {
    "nobody",
    "pupil_yu",
    "guardian_yu",
    "teacher_lin",
    "teacher_far",
    "officer_safe",
    "city_song",
    "admin_root",
}
#: Of tests/access: every route opened, every form sent once, numbers of strangers by one sender, an error at each call of a quarter of them
ACCESS = {
    "test_matrix.py": 1,
    "test_cases_work.py": 1,
    "test_sessions_end.py": 1,
    "test_names.py": 4,
    "test_ids.py": 6,
    "test_fail_closed.py": 4,
    "test_forms.py": 6,
}
#: Of a sweep over seeds each so many-th
SEEDS = {"tests/assessment/test_hours_oracle.py": 5, "tests/notices/test_year.py": 4}


def of(items: list[pytest.Item]) -> list[pytest.Item]:
    """Those of `items` that are run on PostgreSQL, in their order."""
    seen: Counter[str] = Counter()
    return [item for item in items if _in_sample(item, seen)]


def _in_sample(item: pytest.Item, seen: Counter[str]) -> bool:
    file = item.nodeid.partition("::")[0]
    if file.startswith("tests/pages/"):
        return crc32(item.nodeid.encode()) % 3 == 0
    each = SEEDS.get(file, 1)
    if file.startswith("tests/access/"):
        each = ACCESS.get(file.rpartition("/")[2], 0)
        person = item.callspec.params.get("name") if hasattr(item, "callspec") else None
        if not each or (person and person not in ONE_OF_EACH):
            return False
    seen[file] += 1
    return seen[file] % each == 1 % each
