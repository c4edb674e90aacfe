"""The shipped quizzes measure: who knows nothing does not pass, and the figures the README promises hold."""

import pytest

from eduplatform.curriculum.alike import bare, repeats, same
from eduplatform.curriculum.check import check_package, package_folders
from eduplatform.curriculum.check_aims import clauses
from eduplatform.curriculum.check_measure import bare_number
from eduplatform.curriculum.guessing import earned
from eduplatform.curriculum.question import Single, TrueFalse, load_question

from .conftest import COURSES

#: a kindergarten has no quiz: its two questions are asked aloud and mark nobody (test_story.py)
WITH_QUIZ = [folder for folder in package_folders(COURSES) if not folder.name.startswith("k-")]


@pytest.fixture(scope="module", params=WITH_QUIZ, ids=lambda folder: f"{folder.parent.name}-{folder.name}")
def quiz(request, facts, taxonomy):
    package, problems = check_package(request.param, facts, taxonomy)
    assert package is not None, problems
    return package.lessons[0].quiz


def test_no_way_to_guess_earns_more_than_two_fifths(quiz):
    ways = earned(quiz)
    assert len(ways) >= 10
    assert {way: share for way, share in ways.items() if share > 0.4} == {}


def test_the_pool_is_mixed(quiz):
    asked = quiz.questions
    answers = [question.answer for question in asked if isinstance(question, TrueFalse)]
    assert 0.4 <= sum(answers) / len(answers) <= 0.6
    assert len(asked) >= 16 and len({question.kind for question in asked}) >= 5
    assert sum(question.level != "recall" for question in asked) >= len(asked) / 2
    assert sum(map(bare_number, asked)) <= 0.15 * len(asked)
    for objective in {question.objective for question in asked}:
        forms = [question.form for question in asked if question.objective == objective]
        assert forms.count("A") == forms.count("B") >= 1


def test_a_question_from_before_the_levels_is_still_read(quiz):
    question = next(each for each in quiz.questions if isinstance(each, Single))
    old = question.model_dump(mode="json", exclude={"level": True, "form": True, "options": {"__all__": {"belief"}}})
    assert load_question(old).form is None


def test_an_objective_falls_into_what_it_promises():
    assert clauses("满12岁骑车的规则:戴头盔、不并行、不双手离把") == [
        "满12岁骑车的规则",
        "戴头盔",
        "不并行",
        "不双手离把",
    ]
    assert clauses("会用“叫、伸、抛”在岸上帮忙") == ["会用“叫", "抛”在岸上帮忙"]


def test_alike_is_told_from_a_reason_of_its_own():
    rule = bare("骑车转弯先减速、伸手示意,不双手离把。")
    assert repeats(bare("对。转弯先减速、伸手示意。"), rule)
    assert not repeats(bare("慢下来才转得稳,后面的人也看得懂。"), rule)
    assert same(bare("再想一想。毛巾是用来堵门缝的。"), bare("对,这句话错了。毛巾用来堵门缝。")) is True
    assert not same(bare("门一开,烟会扑到脸上。"), bare("毛巾留着堵门缝。"))
