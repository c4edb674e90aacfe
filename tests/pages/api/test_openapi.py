"""The OpenAPI text is valid, says every route there is, and a program that drives the API by it alone finds no answer it does not promise."""

from __future__ import annotations

import re
from collections import Counter

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from openapi_spec_validator import OpenAPIV31SpecValidator
from schemathesis.specs.openapi.checks import ignored_auth, negative_data_rejection, positive_data_acceptance

from eduplatform.pages import messages
from eduplatform.pages.api import openapi
from eduplatform.shared.refusals import Refused

from .api_doing import Program, key_of

#: Left out: it makes up keys of its own beside ours (test_keys.py tries them); a cursor or a page may be well written and still be none
LEFT_OUT = [ignored_auth, positive_data_acceptance]
EACH = 15  #: requests to each address


@pytest.fixture
def text(app) -> dict:
    return app.test_client().get("/api/v1/openapi.json").json


def test_it_is_valid_openapi(text):
    assert text["openapi"] == "3.1.0"
    OpenAPIV31SpecValidator(text).validate()


def test_it_says_every_address_of_the_api(app, text):
    there = {
        re.sub(r"<int:(\w+)>", r"{\1}", str(rule))
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("api.")
    }
    assert set(text["paths"]) == there


def test_it_reads_in_both_languages(app):
    chinese, english = (
        Program(app, "", language).get("/openapi.json").text for language in ("zh-CN,en;q=0.5", "en-US,zh;q=0.2")
    )
    assert "安学数据接口" in chinese and "Anxue data API" in english
    assert not re.search(r"[\u4e00-\u9fff]", english)


def test_every_problem_it_lists_has_words(app):
    with app.test_request_context("/api/v1/units"):
        for code in set(openapi.PROBLEMS) - {"http", "unexpected", "busy"}:
            refusal = Refused(
                code, **dict.fromkeys(("name", "first", "last", "pages", "most", "wait", "reads"), 7), day=None
            )
            assert messages.MESSAGES[code] and messages.message_for(refusal)


@pytest.mark.parametrize("mode", list(schemathesis.GenerationMode))
def test_schemathesis_finds_nothing_it_does_not_promise(app, client_for, few, monkeypatch, mode):
    from eduplatform.org import api_keys

    monkeypatch.setattr(api_keys, "A_MINUTE", 10**6)
    program = Program(app, key_of(client_for, app, "LJ"))
    schema = schemathesis.openapi.from_dict(program.get("/openapi.json").json)
    schema.app = app
    asked: Counter[int] = Counter()
    for operation in schema.get_all_operations():
        drive(operation.ok(), program, few, mode, asked)
    good = mode == schemathesis.GenerationMode.POSITIVE
    allowed = {200, 400, 404} if good else {200, 400, 401, 404}  # it writes the key wrongly as well
    assert set(asked) <= allowed and asked.total() > 60, asked
    assert asked[200] > 20 if good else asked[400] + asked[401] > 20, asked


def drive(operation, program: Program, few: dict[str, int], mode, asked: Counter[int]) -> None:
    """Ask one address what schemathesis makes up; of what is well written every other request gets numbers that are there."""
    good = mode == schemathesis.GenerationMode.POSITIVE

    @given(case=operation.as_strategy(generation_mode=mode), real=st.booleans())
    @settings(
        max_examples=EACH,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        deadline=None,
    )
    def ask(case, real: bool) -> None:
        if good and real and case.path_parameters:
            case.path_parameters = {"unit_id": few["LJ-DC"], "session_id": few["session"]}
        answer = case.call(headers={**program.headers, "Accept-Encoding": "identity"})
        asked[answer.status_code] += 1
        case.validate_response(answer, excluded_checks=[*LEFT_OUT, *([negative_data_rejection] if good else [])])

    try:
        ask()
    except Unsatisfiable:  # an address that takes nothing cannot be asked wrongly
        assert not good and not (list(operation.path_parameters) or list(operation.query)), operation.label
