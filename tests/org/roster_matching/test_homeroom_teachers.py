"""Who leads a class: a name alone makes nobody homeroom teacher of a second one."""

from __future__ import annotations

from eduplatform.org.roster.questions import Asking
from eduplatform.org.roster_matching.homeroom_teachers import Member, find_homeroom_teachers

LABELS = {f"S-2024-{n}": f"三({n})班" for n in range(1, 10)}


def found(named: dict[str, str], *staff: Member, say: str = ""):
    """(who was found, the questions still open or asked), answering every question with `say`."""
    asking = Asking({})
    first = find_homeroom_teachers(asking, named, staff, LABELS)
    if not say:
        return first, asking.open
    answered = Asking({question.key: say for question in asking.open})
    return find_homeroom_teachers(answered, named, staff, LABELS), asking.open


def classes(*numbers: int, name: str = "林老师") -> dict[str, str]:
    return {f"S-2024-{n}": name for n in numbers}


def lead(user: int, *numbers: int, roles: str = "") -> Member:
    return Member(user, "林老师", frozenset(f"S-2024-{n}" for n in numbers), frozenset(roles.split()))


def test_who_leads_the_class_goes_on_unasked():
    assert found(classes(1), lead(5, 1)) == ({"S-2024-1": {"user": 5}}, [])
    assert found(classes(1, 2), lead(5, 1, 2)) == ({"S-2024-1": {"user": 5}, "S-2024-2": {"user": 5}}, [])


def test_of_two_of_one_name_the_one_who_leads_it_goes_on():
    assert found(classes(2), lead(5, 1), lead(6, 2)) == ({"S-2024-2": {"user": 6}}, [])


def test_a_new_name_is_a_new_person():
    assert found(classes(1)) == ({"S-2024-1": {"new": "林老师"}}, [])


def test_a_new_name_in_two_classes_is_asked():
    nobody, questions = found(classes(1, 2))
    assert nobody == {} and [question.code for question in questions] == ["teacher_twice"]
    assert questions[0].values == {"name": "林老师", "target": "三(1)班、三(2)班", "count": 2}
    one, _ = found(classes(1, 2), say="one")
    assert one == {"S-2024-1": {"new": "林老师"}, "S-2024-2": {"new": "林老师"}}
    several, _ = found(classes(1, 2), say="several")
    assert several == {"S-2024-1": {"new": "林老师 S-2024-1"}, "S-2024-2": {"new": "林老师 S-2024-2"}}


def test_a_teacher_without_a_class_gets_one_unasked_and_two_only_when_said():
    assert found(classes(1), lead(5, roles="subject_teacher")) == ({"S-2024-1": {"user": 5}}, [])
    nobody, questions = found(classes(1, 2), lead(5))
    assert nobody == {} and [question.code for question in questions] == ["teacher_known"]
    assert questions[0].values["source"] == "" and questions[0].values["count"] == 2
    assert found(classes(1, 2), lead(5), say="same")[0] == {"S-2024-1": {"user": 5}, "S-2024-2": {"user": 5}}


def test_where_the_list_means_somebody_else_it_is_asked_whether_that_is_one_new_person():
    asking = Asking({"teacher_known": "other"})
    assert find_homeroom_teachers(asking, classes(1, 2), [lead(5)], LABELS) == {}
    assert [question.code for question in asking.open] == ["teacher_twice"]
    asking = Asking({"teacher_known": "other", "teacher_twice": "one"})
    assert find_homeroom_teachers(asking, classes(1, 2), [lead(5)], LABELS) == {
        "S-2024-1": {"new": "林老师"},
        "S-2024-2": {"new": "林老师"},
    }


def test_who_is_something_else_at_the_school_is_asked():
    nobody, questions = found(classes(1), lead(5, roles="principal"))
    assert nobody == {} and [question.code for question in questions] == ["teacher_known"]
    assert found(classes(1), lead(5, roles="principal"), say="same")[0] == {"S-2024-1": {"user": 5}}
    assert found(classes(1), lead(5, roles="principal"), say="other")[0] == {"S-2024-1": {"new": "林老师"}}


def test_who_leads_another_class_is_asked_unless_the_list_gives_it_away():
    nobody, questions = found(classes(1), lead(5, 2))
    assert nobody == {} and [question.code for question in questions] == ["teacher_leads"]
    assert questions[0].values == {"name": "林老师", "target": "三(1)班", "count": 1, "source": "三(2)班"}
    given_away = classes(1) | classes(2, name="陈老师")
    assert found(given_away, lead(5, 2))[0]["S-2024-1"] == {"user": 5}
    kept = found(classes(1, 2), lead(5, 2), say="same")[0]
    assert kept == {"S-2024-1": {"user": 5}, "S-2024-2": {"user": 5}}


def test_one_of_two_of_the_name_is_chosen_class_by_class():
    nobody, questions = found(classes(3, 4), lead(5, 1), lead(6))
    assert nobody == {} and [question.code for question in questions] == ["teacher_which"] * 2
    assert questions[0].values == {"p1": "三(1)班", "p2": "#6", "name": "林老师", "target": "三(3)班", "count": 2}
    assert found(classes(3), lead(5, 1), lead(6), say="p2")[0] == {"S-2024-3": {"user": 6}}
    assert found(classes(3), lead(5, 1), lead(6), say="new")[0] == {"S-2024-3": {"new": "林老师 S-2024-3"}}


def test_six_classes_are_named_and_more_are_only_hinted_at():
    six = found(classes(*range(1, 7)))[1][0].values["target"]
    assert six.count("、") == 5 and six.endswith("三(6)班")
    seven = found(classes(*range(1, 8)))[1][0].values["target"]
    assert seven.endswith("三(6)班…") and "三(7)班" not in seven
