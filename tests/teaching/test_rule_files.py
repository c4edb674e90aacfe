"""Files of rules: read as they stand, the product's where an install has none, and each mistake in its exact words."""

from __future__ import annotations

import os
from datetime import date

import pytest

from eduplatform.teaching import rule_files
from eduplatform.teaching.dated_rules import ALWAYS
from eduplatform.teaching.rule_files import HOLDS, check_rules, shipped_rules

HEAD = """documents:
- {key: S0, zh: 甲通知, en: Notice A}
- {key: S1, zh: 乙办法, en: Measures B}
rules:
"""
ONE = "- {code: a, measure: drills, period: year, least: 9, holds: everywhere, sources: [{id: S0-1, quote: 九次}]}\n"
TOPICS = frozenset({"FIRE", "DRUG"})


def write(folder, text: str, name: str = "a.yaml") -> None:
    (folder / name).write_text(HEAD + text, encoding="utf-8")


#: full-width signs by number: editors make them plain
PLAIN = {0xFF0C: ",", 0xFF1A: ":", 0xFF08: "(", 0xFF09: ")"}


def plain(reasons: list[str]) -> list[str]:
    return [one.translate(PLAIN) for one in reasons]


def said(folder) -> list[str]:
    return [one.reason for one in check_rules(folder, TOPICS)]


def test_a_rule_says_only_what_its_file_says(tmp_path):
    write(tmp_path, ONE)
    (one,) = shipped_rules(tmp_path)
    rule = one.rule
    assert (rule.measure, rule.period, rule.least, rule.unit_id, rule.number) == ("drills", "year", 900, 0, 0)
    assert (rule.stages, rule.grades, rule.topic, rule.from_on, rule.to_on) == (frozenset(), None, "", ALWAYS, None)
    assert (rule.sources, rule.document, rule.code, one.holds) == (("S0-1",), "甲通知", "a", True)
    assert (one.sources[0].quote, one.sources[0].title) == ("九次", {"zh": "甲通知", "en": "Notice A"})


def test_a_rule_with_everything(tmp_path):
    write(
        tmp_path,
        "- {code: b, measure: topic_hours, topic: DRUG, period: year, least: 1.5, stages: [J, S], grades: [7, 10],"
        " from: 2026-09-01, to: 2027-08-31, holds: where adopted,"
        " sources: [{id: S1-2, quote: x}, {id: S0-3, quote: y}, {id: S1-9, quote: z}]}\n",
    )
    (one,) = shipped_rules(tmp_path)
    rule = one.rule
    assert (rule.least, rule.grades, rule.topic, one.holds) == (150, (7, 10), "DRUG", False)
    assert (rule.from_on, rule.to_on) == (date(2026, 9, 1), date(2027, 8, 31))
    assert sorted(rule.people) == [("J", 7), ("J", 8), ("J", 9), ("S", 10)]
    assert rule.document == "乙办法; 甲通知", "each document once, in the order it is named"
    assert said(tmp_path) == []


def test_rules_stand_in_the_order_of_files_and_a_changed_file_is_read_again(tmp_path):
    write(tmp_path, ONE.replace("code: a", "code: z"), "2.yaml")
    write(tmp_path, ONE + ONE.replace("code: a", "code: b"), "1.yaml")
    assert [one.rule.code for one in shipped_rules(tmp_path)] == ["a", "b", "z"]
    assert shipped_rules(tmp_path) is shipped_rules(tmp_path), "read once"
    write(tmp_path, ONE.replace("least: 9", "least: 8"), "1.yaml")
    os.utime(tmp_path / "1.yaml", ns=(1, 1))
    assert [(one.rule.code, one.rule.least) for one in shipped_rules(tmp_path)] == [("a", 800), ("z", 900)]


def test_courses_without_rules_take_nothing_away(tmp_path):
    assert shipped_rules(tmp_path) == shipped_rules(tmp_path / "nowhere") == shipped_rules(rule_files.PRODUCT)
    assert len(shipped_rules(tmp_path)) > 10 and check_rules(tmp_path, TOPICS) == []


def changed(was: str, now: str) -> str:
    assert was in ONE
    return ONE.replace(was, now)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (changed("holds: everywhere, ", ""), "缺少 `holds`"),
        (changed("period: year, least: 9, ", ""), "缺少 `period`、`least`"),
        (changed("[{id: S0-1, quote: 九次}]", "[]"), "缺少 `sources`"),
        (changed("least: 9", "least: 9, b: 1, a: 2"), "不认识 `a`、`b`"),
        (changed("period: year", "period: week"), "`period` 要是 year、term、quarter、month、first_week 之一"),
        (changed("least: 9", "least: 51"), "`least` 要是大于 0、不超过 50 的数"),
        (changed("least: 9", "least: true"), "`least` 要是大于 0、不超过 50 的数"),
        (changed("least: 9", "least: -1"), "`least` 要是大于 0、不超过 50 的数"),
        (changed("drills, period: year", "activities, period: year, topic: XX"), "没有专题 `XX`,见 taxonomy.yaml"),
        (changed("least: 9", "least: 9, topic: FIRE"), "`topic` 只用于专题课时(必写)、活动和教职工培训"),
        (changed("measure: drills", "measure: topic_hours"), "`topic` 只用于专题课时(必写)、活动和教职工培训"),
        (changed("least: 9", "least: 9, stages: J"), "`stages` 要是学段的列表:K、P1、P2、P3、J、S、V"),
        (changed("least: 9", "least: 9, grades: [7]"), "`grades` 写成 [最低年级, 最高年级]"),
        (changed("least: 9", "least: 9, grades: [7, true]"), "`grades` 写成 [最低年级, 最高年级]"),
        (changed("least: 9", "least: 9, grades: 7"), "`grades` 写成 [最低年级, 最高年级]"),
        (changed("least: 9", "least: 9, stages: [J], grades: [1, 6]"), "`stages` 和 `grades` 没有共同的年级"),
        (changed("measure: drills", "measure: class_hours, grades: [1, 2]"), "`class_hours` 按学段定,不写 `grades`"),
        (changed("least: 9", "least: 9, from: 九月"), "`from`、`to` 写成 2026-09-01"),
        (changed("least: 9", "least: 9, to: 2026"), "`from`、`to` 写成 2026-09-01"),
        (changed("least: 9", "least: 9, from: 2026-09-02, to: 2026-09-01"), "`to` 不能早于 `from`"),
        (changed("holds: everywhere", "holds: sometimes"), "`holds` 要写成 `everywhere` 或 `where adopted`"),
        (changed("quote: 九次", "quote: ''"), "`sources` 每一条要有编号 `id` 和原文短语 `quote`"),
        (
            changed("id: S0-1", "id: S7-1"),
            "`sources` 里有编号找不到文件:编号横线前的部分要在 `documents` 里",
        ),
    ],
)
def test_each_mistake_in_its_words(tmp_path, text, reason):
    write(tmp_path, text)
    assert plain(said(tmp_path)) == [reason]


@pytest.mark.parametrize("day", ["2026-09-01", "2026-09-02"])
def test_a_rule_of_one_day_and_edges_of_what_is_asked_are_sound(tmp_path, day):
    write(tmp_path, changed("least: 9", f"least: 50, from: 2026-09-01, to: {day}, grades: [12, 12]"))
    assert said(tmp_path) == []
    write(tmp_path, changed("least: 9", "least: 0.01, stages: []"))
    assert said(tmp_path) == []


def test_a_code_stands_once_in_all_files(tmp_path):
    write(tmp_path, ONE, "a.yaml")
    write(tmp_path, ONE, "b.yaml")
    (problem,) = check_rules(tmp_path, TOPICS)
    assert problem.file.endswith("b.yaml") and problem.line == 5 and problem.reason == "`code: a` 与 a.yaml 里的重复"


def test_files_that_cannot_be_read_are_told_and_the_others_are_checked(tmp_path):
    (tmp_path / "a.yaml").write_bytes("documents: 文".encode("gbk"))
    (tmp_path / "b.yaml").write_text("documents: [\n", encoding="utf-8")
    (tmp_path / "c.yaml").write_text("just words", encoding="utf-8")
    (tmp_path / "d.yaml").write_text("documents: [1]\nrules: []\n", encoding="utf-8")
    write(tmp_path, changed("least: 9", "least: 99"), "e.yaml")
    found = [(os.path.basename(one.file), one.reason) for one in check_rules(tmp_path, TOPICS)]
    assert found[0] == ("a.yaml", "不是 UTF-8 文本")
    assert [name for name, _reason in found] == ["a.yaml", "b.yaml", "c.yaml", "d.yaml", "e.yaml"]
    assert found[2][1] == found[3][1] == "要有 `documents` 和 `rules` 两个列表" and HOLDS[0] == "everywhere"
