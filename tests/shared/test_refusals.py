"""Each kind of refusal with its status; what is gone by now is what never was."""

from __future__ import annotations

import pytest

from eduplatform.shared import refusals
from eduplatform.shared.refusals import NotFound, Refused, there

STATUS = {
    "Refused": 422,
    "Unreadable": 400,
    "Unauthorized": 401,
    "Forbidden": 403,
    "NotFound": 404,
    "Conflict": 409,
    "TooMany": 429,
}


def test_every_kind_has_its_status_and_no_kind_is_missing_here():
    kinds = {name: one for name, one in vars(refusals).items() if isinstance(one, type) and issubclass(one, Refused)}
    assert {name: one.status for name, one in kinds.items()} == STATUS


@pytest.mark.parametrize("name", STATUS)
def test_a_refusal_carries_its_code_and_values_even_one_called_code(name):
    said = getattr(refusals, name)("too_small", code="x", least=3)
    assert (said.code, said.values, str(said)) == ("too_small", {"code": "x", "least": 3}, "too_small")
    with pytest.raises(Refused):
        raise said


def test_what_is_there_is_handed_back_even_where_it_is_empty():
    assert there(0) == 0 and there("") == "" and there([]) == []
    with pytest.raises(NotFound) as said:
        there(None)
    assert (said.value.code, said.value.values) == ("not_found", {})
