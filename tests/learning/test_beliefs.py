"""What most pupils think who were wrong."""

from collections import Counter

from eduplatform.curriculum.grading import commonest


def test_the_most_frequent_belief_is_told_and_right_answers_are_none():
    assert commonest(Counter({"": 30, "跑得快就行": 4, "别人也这样": 7})) == ("别人也这样", 7)


def test_of_equals_it_is_always_the_same_one():
    assert commonest(Counter({"乙": 2, "甲": 2})) == commonest(Counter({"甲": 2, "乙": 2}))


def test_where_nobody_was_wrong_there_is_none():
    assert commonest(Counter({"": 30})) == commonest(Counter()) == ("", 0)
