"""Before a lesson and weeks after it: asked in class by name, counted apart, and shown in reports from ten pupils on."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from eduplatform.assessment.jobs import take_marks
from eduplatform.curriculum import corrected_keys
from eduplatform.curriculum.models import CorrectedKey, Revision
from eduplatform.curriculum.operations import body_digest
from eduplatform.extensions import db
from eduplatform.learning import remarking
from eduplatform.learning.models import CheckAnswer, QuizAttempt, RemarkedSheet
from eduplatform.org.models import Enrolment
from eduplatform.shared import clock as product_clock
from eduplatform.shared import jobs, ttl_cache
from eduplatform.shared.database import end_read, write
from eduplatform.teaching import card_questions
from eduplatform.teaching.models import ClassSession
from eduplatform.teaching.session_run import run_of
from tests.conftest import sql_count
from tests.lessons import quizzed
from tests.pages.teacher.conftest import Desk

from .by_name import JSON, lesson, text_of  # noqa: F401 – lesson is a fixture


@dataclass
class Taught:
    """Lessons of the whole class by cards, typed in by its teacher."""

    desk: Desk
    clock: object
    right: dict[int, int] = field(default_factory=dict)  #: number of a question → how many answer rightly

    def ids(self) -> list[int]:
        with self.desk.app.app_context():
            rows = db.session.query(Enrolment.pupil_id).filter_by(class_id=self.desk.class_id).order_by(Enrolment.id)
            return [row[0] for row in rows]

    def run(self, number: int):
        return run_of(db.session.query(ClassSession).filter_by(id=number).one())

    def type(self, number: int, step, right: int) -> None:
        """The first `right` of the class answer rightly, the others wrongly."""
        with self.desk.app.app_context():
            asked = self.run(number).asked[step.number]
            good = card_questions.right_option(asked.question, step.part)
            letters = {choice.id: choice.letter for choice in asked.choices}
        bad = next(letter for option, letter in letters.items() if option != good)
        ids = self.ids()
        fields = {f"p{one}": letters[good] if place < right else bad for place, one in enumerate(ids)}
        answer = self.desk.post(f"/sessions/{number}/typed", q=step.number, part=step.part, **fields)
        assert answer.status_code == 303, text_of(answer)

    def give(self, lesson_id: int, before: int, after: int, late: int = 0) -> int:
        """A lesson from its cover to its end: so many right in checks before it, at its end, and in checks of lessons weeks ago."""
        self.desk.lesson_id = lesson_id
        number = self.desk.start("cards")
        with self.desk.app.app_context():
            run = self.run(number)
            steps, checks = list(run.steps), run.checks
        for place, step in enumerate(steps):
            assert self.desk.script(f"/sessions/{number}/turn", place=place).status_code == 200
            if step.kind == "check":
                self.type(number, step, before if checks[step.number].kind == "before" else late)
            elif step.kind == "vote":
                self.type(number, step, after)
        self.clock.shift(timedelta(minutes=40))
        assert self.desk.close(number).status_code == 303
        return number

    def pairs(self, kind: str) -> list[tuple[int, int]]:
        with self.desk.app.app_context():
            rows = db.session.query(CheckAnswer).filter_by(kind=kind).order_by(CheckAnswer.id)
            return [(row.was, row.became) for row in rows]

    def settle(self) -> None:
        with self.desk.app.app_context():
            while take_marks():
                pass
            end_read()


@pytest.fixture
def taught(fifty, clock) -> Taught:  # noqa: F811
    return Taught(fifty, clock)


@pytest.fixture
def heads(app):
    with app.app_context():
        return [head.lesson_id for head in quizzed()]


def chart(page) -> str:
    """The words of the chart of gains, '' where there is none."""
    found = re.search(
        r'<figure class="chart chart-moved"><figcaption class="chart-title">学会了.*?</figure>',
        page.get_data(as_text=True),
        re.S,
    )
    return re.sub(r"\s+", " ", re.sub(r"<svg.*?</svg>|<[^>]+>", " ", found[0], flags=re.S)) if found else ""


def test_a_lesson_and_three_weeks_later(taught, heads, client_for, clock):
    water, other = heads[:2]
    first = taught.give(water, before=20, after=45)
    pairs = taught.pairs("before")
    assert len(pairs) == 100 and sum(was for was, _b in pairs) == 4000 and sum(b for _w, b in pairs) == 9000
    assert taught.pairs("later") == []
    with taught.desk.app.app_context():
        sheets = db.session.query(QuizAttempt).filter_by(session_id=first).all()
        own = {str(one.question.uuid) for one in taught.run(first).asked[: card_questions.CARD_QUESTIONS]}
        assert len(sheets) == 50 and {tuple(sorted(row.asked)) for row in sheets} == {tuple(sorted(own))}
        assert sum(row.score == 100 for row in sheets) == 45  # what was tried before the lesson lowers no mark
    clock.shift(timedelta(weeks=3))
    taught.desk.client = client_for("teacher_lin")
    second = taught.give(other, before=10, after=50, late=30)
    later = taught.pairs("later")
    assert len(later) == 50 and sum(was for was, _b in later) == 4500 and sum(b for _w, b in later) == 3000
    with taught.desk.app.app_context():
        sheets = db.session.query(QuizAttempt).filter_by(session_id=second).all()
        assert {row.score for row in sheets} == {100} and len(sheets) == 50
        assert db.session.query(QuizAttempt).filter_by(lesson_id=water).count() == 50
    taught.settle()
    teacher = client_for("teacher_lin")
    address = f"/office/units/{taught.desk.class_id}"
    page = teacher.get(address)
    words = chart(page)
    assert "课前 → 课后 30% → 95%" in words and "+65 个百分点" in words and "2 节课，100 人次" in words
    assert "课后 → 2–6 周后 90% → 60%" in words and "−30 个百分点" in words and "1 节课，50 人次" in words
    assert sql_count(teacher.get(address)) <= 10  # as before there were gains: they are read with the topics
    city = client_for("city_song")
    assert chart(city.get(f"/office/units/{taught.desk.school_id}")) == words
    clock.shift(timedelta(weeks=3))  # asked once about: not again
    taught.desk.client = client_for("teacher_lin")
    third = taught.give(heads[2], before=0, after=50)
    with taught.desk.app.app_context():
        kinds = {(one.kind, one.lesson) for one in taught.run(third).checks.values()}
        assert ("later", other) in kinds and ("later", water) not in kinds


def test_nine_pupils_show_nothing_anywhere(taught, heads, client_for):
    ids = taught.ids
    taught.ids = lambda: ids()[:9]
    taught.give(heads[0], before=3, after=9)
    assert len(taught.pairs("before")) == 18
    taught.settle()
    for who, unit_id in (("teacher_lin", taught.desk.class_id), ("city_song", taught.desk.school_id)):
        assert chart(client_for(who).get(f"/office/units/{unit_id}")) == ""


def test_an_answer_put_right_afterwards_moves_its_pair(taught, heads):
    number = taught.give(heads[0], before=0, after=50)
    with taught.desk.app.app_context():
        run = taught.run(number)
        one = next(check for check in run.checks.values() if check.kind == "before")
        asked = run.asked[one.of]
        wrong = next(choice.id for choice in asked.choices if not choice.right)
        right = card_questions.right_option(asked.question, 0)
    pupil, name = taught.ids()[0], f"{one.of}-0"
    fields = {f"a{name}": wrong, f"was{name}": right}
    assert taught.desk.post(f"/sessions/{number}/pupils/{pupil}", **fields).status_code == 303
    with taught.desk.app.app_context():
        mine = db.session.query(CheckAnswer).filter_by(pupil_id=pupil, place=one.number).one()
        assert (mine.was, mine.became) == (0, 0)
    assert sorted(taught.pairs("before")) == [(0, 0), *[(0, 100)] * 99]


def test_who_is_away_after_all_has_no_pair(taught, heads):
    number = taught.give(heads[0], before=0, after=50)
    pupil = taught.ids()[0]
    assert taught.desk.post(f"/sessions/{number}/pupils/{pupil}", presence="away").status_code == 303
    assert len(taught.pairs("before")) == 98
    assert taught.desk.post(f"/sessions/{number}/pupils/{pupil}", presence="here").status_code == 303
    assert len(taught.pairs("before")) == 100


def correct_key(app, revision_id: int, option: str) -> None:
    """An edition that says `option` is right, as a load of the course's corrected file leaves it; the worker marks again."""
    with app.app_context():
        old = db.session.get(Revision, revision_id)
        body = json.loads(json.dumps(old.body))
        for one in body["options"]:
            one["right"] = one["id"] == option
        body["key_corrected"] = {"since": "2026-11-02", "why": "两个选项写反了"}
        with write():
            new = Revision(
                item_id=old.item_id, number=99, digest=body_digest(body), body=body, loaded_at=product_clock.now()
            )
            db.session.add(new)
            db.session.flush()
            row = CorrectedKey(question_revision_id=old.id, by_revision_id=new.id, made_at=product_clock.now())
            db.session.add(row)
            corrected_keys.ask_to_mark_again([old.id])
            ttl_cache.forget_remembered()
        while jobs.run_next():
            pass


def test_a_corrected_key_moves_the_pairs_it_belongs_to_and_no_other(taught, heads, monkeypatch):
    """30 of 50 chose before the lesson what the corrected key calls right, and nobody's answers at its end are touched."""
    monkeypatch.setattr(remarking, "UNSEEN", 0)
    number = taught.give(heads[0], before=20, after=45)
    with taught.desk.app.app_context():
        run = taught.run(number)
        checks = [one for one in run.checks.values() if one.kind == "before"]
        one = next(check for check in checks if run.asked[check.number].question.kind == "single")
        asked = run.asked[one.number]
        good = card_questions.right_option(asked.question, 0)
        taken = next(choice.id for choice in asked.choices if choice.id != good)
    correct_key(taught.desk.app, one.revision, taken)
    with taught.desk.app.app_context():
        rows = db.session.query(CheckAnswer).filter_by(session_id=number).all()
        sums = {place: (sum(row.was for row in rows if row.place == place)) for place in {row.place for row in rows}}
        assert sums.pop(one.number) == 3000 and set(sums.values()) <= {2000}
        assert sum(row.became for row in rows) == 4500 * len(checks)
        assert db.session.query(RemarkedSheet).count() == 0
    taught.settle()


def test_the_page_of_a_lesson_says_how_many_sheets_were_marked_again(taught, heads, client_for, monkeypatch):
    monkeypatch.setattr(remarking, "UNSEEN", 0)
    number = taught.give(heads[0], before=20, after=45)
    with taught.desk.app.app_context():
        asked = next(one for one in taught.run(number).asked if one.question.kind == "single")
        good = card_questions.right_option(asked.question, 0)
        taken = next(choice.id for choice in asked.choices if choice.id != good)
        passed = db.session.query(QuizAttempt).filter_by(session_id=number, passed=True).count()
    page = f"/office/sessions/{number}"
    assert "重新判了分" not in text_of(client_for("teacher_lin").get(page))
    correct_key(taught.desk.app, asked.revision_id, taken)
    for who in ("teacher_lin", "principal_he"):
        words = text_of(client_for(who).get(page))
        assert "50 份答卷重新判了分：5 份分数变高，0 份因此合格。 已经合格的不取消。" in words
    with taught.desk.app.app_context():
        assert db.session.query(QuizAttempt).filter_by(session_id=number, passed=True).count() == passed


def test_a_pupil_answers_on_a_device_and_is_told_nothing_before_the_lesson(lesson):  # noqa: F811
    lesson.open("paced")
    with lesson.app.app_context():
        number = next(iter(lesson.run().checks))
    lesson.to("check", number)
    yu = lesson.pupil("pupil_yu")
    page = yu.get("/student/room")
    assert "1 / 2" in text_of(page) or "第 1 题" in text_of(page)
    option = re.search(r'name="option" value="([^"]+)"', page.get_data(as_text=True))[1]
    answer = {"number": number, "part": 0, "option": option}
    assert yu.post("/student/room", data=answer, headers=JSON).status_code == 200
    screen = lesson.teacher.get(f"/teacher/sessions/{lesson.number}/screen")
    assert "上课前先试试" in text_of(screen) and "揭晓答案" not in text_of(screen)
    lesson.to("slide", 1)
    assert "看大屏幕" in text_of(yu.get("/student/room"))
    refused = yu.post("/student/room", data=answer, headers=JSON)
    assert refused.status_code == 409
    lesson.to("check", number)  # turned back: it stays closed, or what the lesson taught would count as known before
    assert yu.post("/student/room", data=answer, headers=JSON).status_code == 409
    assert "不再收答案" in text_of(lesson.teacher.get(f"/teacher/sessions/{lesson.number}/screen"))
    assert "为什么" not in text_of(yu.get("/student/room"))


@pytest.mark.parametrize("mode", ["hands", "paper", "devices", "none"])
def test_other_ways_of_answering_open_with_nothing(lesson, mode):  # noqa: F811
    lesson.open(mode)
    with lesson.app.app_context():
        assert lesson.run().checks == {} and lesson.session().checks is None
        assert not [step for step in lesson.run().steps if step.kind == "check"]


def test_a_way_chosen_anew_leaves_the_slide_where_it_is(lesson):  # noqa: F811
    lesson.open("cards")
    lesson.to("slide", 2)
    with lesson.app.app_context():
        was = lesson.run().now
    address = f"/teacher/sessions/{lesson.number}/mode"
    for mode in ("hands", "cards", "paper", "paced"):
        fields = {"version": lesson.session().version, "quiz_mode": mode}
        assert lesson.teacher.post(address, data=fields).status_code == 303
        with lesson.app.app_context():
            assert lesson.run().now == was, mode


def test_answers_to_a_check_outlive_every_change_of_the_way(lesson):  # noqa: F811
    lesson.open("paced")
    with lesson.app.app_context():
        number = next(iter(lesson.run().checks))
    lesson.to("check", number)
    page = lesson.pupil("pupil_yu").get("/student/room").get_data(as_text=True)
    option = re.search(r'name="option" value="([^"]+)"', page)[1]
    answer = {"number": number, "part": 0, "option": option}
    assert lesson.pupil("pupil_yu").post("/student/room", data=answer, headers=JSON).status_code == 200
    lesson.to("slide", 0)
    address = f"/teacher/sessions/{lesson.number}/mode"
    for mode in ("hands", "paced"):
        fields = {"version": lesson.session().version, "quiz_mode": mode}
        assert lesson.teacher.post(address, data=fields).status_code == 303
        lesson.to("slide", 1)
    lesson.close()
    assert lesson.session().state == "closed" and lesson.attempts("pupil_yu") == []


def test_a_practice_leaves_no_pair(lesson, clock):  # noqa: F811
    lesson.open("paced", rehearsal=True)
    with lesson.app.app_context():
        assert lesson.run().checks
    lesson.close()
    assert lesson.rows(CheckAnswer) == []


def test_nobody_asks_a_check_again_by_its_number(lesson):  # noqa: F811
    lesson.open("paced")
    with lesson.app.app_context():
        number = next(iter(lesson.run().checks))
    lesson.to("check", number)
    lesson.to("slide", 1)
    answer = lesson.teacher.post(f"/teacher/sessions/{lesson.number}/again", data={"number": number}, headers=JSON)
    assert answer.status_code == 404
