"""Each answer is sent as it is made: another device goes on where the first one stopped."""

from __future__ import annotations

import pytest

from eduplatform.learning import quiz_draft
from tests.learning import world


@pytest.fixture
def form(app, began):
    """Fields of the right answers to the attempt that began."""
    with app.app_context():
        row = world.stored(began)
        return world.form_of(row, world.right_answers(row))


def some(form, *places):
    """The fields of these questions, as the page sends them while they are answered."""
    ours = {name: value for name, value in form.items() if name.split("-")[0] in {f"q{place}" for place in places}}
    return ours | {"key": form["key"], "places": ",".join(map(str, places))}


def keep(client, began, fields):
    return client.post(f"/student/attempts/{began}/draft", data=fields, headers={"Accept": "application/json"})


def test_the_other_device_shows_what_was_answered_on_the_first(app, yu, began, form, client_for):
    assert keep(yu, began, some(form, 0, 1)).json == {"no": 1}
    page = client_for("pupil_yu").get(f"/student/attempts/{began}").get_data(as_text=True)
    assert page.count("data-answered") == 2 and 'data-draft-no="1"' in page


def test_answers_of_two_devices_stand_side_by_side(app, yu, began, form, client_for):
    other = client_for("pupil_yu")
    keep(yu, began, some(form, 0, 1, 2))
    keep(other, began, some(form, 3, 4, 5))
    handed = some(form, 0) | {"known": "0"}  # a question of pairs has several fields
    yu.post(f"/student/attempts/{began}", data=handed)
    with app.app_context():
        row = world.stored(began)
    assert row.score == 100 and row.draft is None


def test_an_answer_taken_away_here_is_not_brought_back_by_the_draft(app, yu, began, form):
    keep(yu, began, some(form, *range(6)))
    yu.post(f"/student/attempts/{began}", data={"key": form["key"], "known": "0,1,2,3,4,5"})
    with app.app_context():
        assert world.stored(began).answers == [None] * 6


def test_an_answer_taken_away_leaves_the_draft(app, yu, began, form):
    keep(yu, began, some(form, 0))
    keep(yu, began, {"key": form["key"], "places": "0"})
    with app.app_context():
        assert world.stored(began).draft == {}


def test_a_draft_earns_nothing(app, yu, began, form):
    keep(yu, began, some(form, *range(6)))
    with app.app_context():
        row = world.stored(began)
    assert (row.submitted_at, row.score, row.passed) == (None, None, False)


def test_who_has_handed_in_elsewhere_is_sent_to_the_result(app, yu, began, form):
    yu.post(f"/student/attempts/{began}", data=form)
    before = yu.get(f"/student/attempts/{began}/result").data
    assert keep(yu, began, some(form, 0)).json == {"result": f"/student/attempts/{began}/result"}
    assert yu.get(f"/student/attempts/{began}/result").data == before


def test_another_pupil_and_a_foreign_key_find_nothing(yu, began, form, client_for):
    assert keep(client_for("pupil_ming"), began, some(form, 0)).status_code == 404
    assert keep(yu, began, some(form, 0) | {"key": "somebody-elses-key"}).status_code == 404


def test_two_days_after_time_was_up_it_is_refused_in_words(began, form, clock, client_for):
    clock.shift(49 * 3600)
    answer = keep(client_for("pupil_yu"), began, some(form, 0))
    assert answer.status_code >= 400 and answer.json["message"]


@pytest.mark.parametrize("places", ["", "x", "-1", "99", "9" * 5000, "0,0,0", "0;1", "１"])
def test_odd_places_break_nothing(yu, began, form, places):
    assert keep(yu, began, {"key": form["key"], "q0": "nonsense", "places": places}).status_code == 200


def test_filling_leaves_what_this_device_knows():
    assert quiz_draft.filled(["a", None, None], {"0": "x", "1": "y", "2": "z"}, {0, 2}) == ["a", "y", None]
