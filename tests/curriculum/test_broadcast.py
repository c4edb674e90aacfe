"""The texts of the broadcast: what the check refuses, and that the shipped ones are enough for a term."""

from __future__ import annotations

from pathlib import Path

import pytest

from eduplatform.curriculum.broadcast import LONGEST, files_of, seconds_to_read, shelf_of
from eduplatform.curriculum.check_broadcast import check_broadcast
from eduplatform.curriculum.check_context import CheckContext
from eduplatform.curriculum.facts import load_facts, refusal
from eduplatform.curriculum.problems import Report
from eduplatform.curriculum.taxonomy import load_taxonomy

COURSES = Path(__file__).parents[2] / "courses"
FACTS, TAXONOMY = load_facts(COURSES / "facts.yaml"), load_taxonomy(COURSES / "taxonomy.yaml")
OPENINGS = (COURSES / "broadcast" / "_openings.yaml").read_text(encoding="utf-8")
GOOD = "见到烟先放低身子，再找没有烟的路；出来的时候，随手把门关上，火就烧得慢一些，楼里的人也多一点时间。"
DISPUTED, REVIEWED = "FIRE-09", "FIRE-14"  # grade D; grade C


def found(tmp_path: Path, *texts: str, topic: str = "FIRE", name: str = "fire", openings: str = OPENINGS) -> str:
    folder = tmp_path / "broadcast"
    folder.mkdir()
    if openings:
        (folder / "_openings.yaml").write_text(openings, encoding="utf-8")
    (folder / f"{name}.yaml").write_text(f"topic: {topic}\ntexts:\n" + "".join(texts), encoding="utf-8")
    place = CheckContext(Report(), FACTS, TAXONOMY)
    check_broadcast(tmp_path, place)
    return "\n".join(str(problem) for problem in place.report.problems)


def text(words: str = GOOD, fact: str = "FIRE-03", id_: str = "fire-1") -> str:
    return f"- id: {id_}\n  facts: [{fact}]\n  text: {words}\n"


def test_a_good_text_is_good(tmp_path):
    assert found(tmp_path, text()) == ""


@pytest.mark.parametrize(
    ("texts", "more", "said"),
    [
        ([text(fact=DISPUTED)], {}, "D 级"),
        ([text(fact=REVIEWED)], {}, "C 级"),
        ([text(fact="FIRE-33")], {}, "成年人"),
        ([text(fact="FIRE-99")], {}, "没有 FIRE-99"),
        ([text("太短。")], {}, "要在 40"),
        ([text(GOOD * 5)], {}, "要在 40"),
        ([text(), text(id_="fire-2")], {}, "每一篇都要不一样"),
        ([text(), text(GOOD + "再说一遍。")], {}, "每一篇都要不一样"),
        ([text()], {"topic": "SMOKE"}, "没有专题 SMOKE"),
        ([text()], {"name": "water"}, "文件要叫 fire.yaml"),
        ([text()], {"openings": ""}, "缺少 _openings.yaml"),
        (["- id: fire-1\n  text: " + GOOD + "\n"], {}, "缺少 facts"),
    ],
)
def test_what_the_check_refuses(tmp_path, texts, more, said):
    assert said in found(tmp_path, *texts, **more)


def test_every_shipped_text_rests_on_facts_pupils_may_be_told_and_is_a_minute():
    place = CheckContext(Report(), FACTS, TAXONOMY)
    check_broadcast(COURSES, place)
    assert not place.report.problems
    shelf = shelf_of(COURSES)
    assert len({one.text for one in shelf.texts}) == len(shelf.texts) > 130
    for one in shelf.texts:
        assert len(one.text) < LONGEST and one.facts
        assert not [fact for fact in one.facts if refusal(fact, FACTS, frozenset(), "quiz")]
        assert seconds_to_read(one.text) <= 60


def test_an_install_without_texts_has_none(tmp_path):
    assert shelf_of(tmp_path).texts == () and files_of(tmp_path) == []
