"""JSON of any shape at a form is refused in words, never an error of the server."""

from __future__ import annotations

import pytest

ODD = [
    "[]",
    "[1]",
    "true",
    "null",
    "1",
    '"text"',
    '{"a": {"b": []}}',
    "[" * 20_000 + "]" * 20_000,
    "1" * 5000,
    "{",
    '{"name": ["x"]}',
]


@pytest.mark.parametrize("body", ODD)
@pytest.mark.parametrize(
    "path",
    [
        "/office/rosters",
        "/office/units/{school}/people",
        "/office/units/{school}/calendar/terms",
        "/sign-in",
        "/me/password",
    ],
)
def test_json_at_a_form_is_refused_with_words(client_for, people, path, body):
    path = path.format(school=people["officer_safe"].school_id)
    answer = client_for("officer_safe").post(path, data=body, content_type="application/json")
    assert answer.status_code in (400, 404) and (answer.status_code == 404 or "格式不对" in answer.text)


@pytest.mark.parametrize(
    "body", [*ODD, '{"number": true}', '{"number": 1, "part": 0, "key": 5}', '{"letters": ["1A"]}', '{"number": 1e400}']
)
def test_json_of_another_shape_at_the_camera_is_refused_too(app, body):
    from eduplatform.pages.web import request_bodies

    with app.test_request_context("/room/readings", method="POST", data=body, content_type="application/json"):
        try:
            found = request_bodies.fields(number=(int, str), part=(int, str), key=str, letters=str)
        except request_bodies.OddBody:
            return
        assert not set(found) - {"number", "part", "key", "letters"} and not found
