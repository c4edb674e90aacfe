"""Blanks of templates: gone where they are for us, kept where a browser needs them; a page that lost one is refused by every test."""

from __future__ import annotations

import pytest
from flask import render_template_string

from eduplatform.pages.guard import public

TAG = """<p>
  <input type="radio"{% if on %} checked{% endif %}
    value="{{ value }}"{% if on %}
    disabled
    {% endif %}
    title="{% if on %}
    a > b{% endif %}">
    {% if on %}
      yes
    {% endif %}
</p>"""


@pytest.fixture
def rendered(app):
    """rendered(on) → the page of TAG."""

    def render(on: bool) -> str:
        with app.test_request_context():
            return " ".join(render_template_string(TAG, on=on, value="a").split())

    return render


def test_an_attribute_on_the_next_line_stays_one_of_its_own(rendered):
    assert '<input type="radio" checked value="a" disabled title="a > b">' in rendered(True)
    assert '<input type="radio" value="a" title="">' in rendered(False)


def test_text_after_a_block_gets_no_blank(rendered):
    assert "> yes </p>" in rendered(True)


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ('<input aria-label="a" type="radio" checkedvalue="a">', "nothing stands between attributes"),
        ('<input aria-label="a"type="radio">', "nothing stands between attributes"),
        ("<div><p>open</div>", "tags do not pair"),
        ("<input>", "a field without a label"),
        ('<p style="color:red">a</p>', "the policy forbids"),
    ],
)
def test_a_broken_page_is_refused_by_the_client_of_every_test(app, body, fault):
    broken = public("a page of a test")(lambda: f"<html><head><title>t</title></head><body>{body}</body></html>")
    app.view_functions["account.sign_in"] = broken
    with pytest.raises(AssertionError, match=fault):
        app.test_client().get("/sign-in")
