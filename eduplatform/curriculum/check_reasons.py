"""A lesson tells why, and feedback gives a reason of its own: not the rule again, not the neighbour's words."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from .alike import bare, repeats, same
from .check_context import CheckContext
from .facts import Fact, Facts
from .limits import REASONS
from .slides import Slide


def explaining(topic: str, facts: Facts) -> list[Fact]:
    """Facts of a topic that say why and may be told to pupils."""
    return [fact for fact in facts.values() if fact.topic == topic and fact.explains and fact.quiz == "ok"]


def check_lesson_reasons(slides: Sequence[Slide], file: Path, place: CheckContext) -> None:
    """Refuse a lesson that only gives rules. A topic whose fact base explains less owes what there is."""
    told = {fact for slide in slides for fact in slide.facts if fact in place.facts and place.facts[fact].explains}
    known = explaining(place.topic, place.facts)
    if len(told) < min(REASONS, len(known)):
        names = "、".join(fact.id for fact in known[:8])
        place.report.error(
            file,
            1,
            f"这一课只引了 {len(told)} 条讲“为什么”的事实,至少 {REASONS} 条;投影或阅读文字里讲出道理,可用 {names}",
        )


def check_whys(whys: Sequence[tuple[str, int]], facts: Iterable[str], file: Path, place: CheckContext) -> None:
    """Refuse feedback that repeats a cited fact or another feedback of the same question; `whys` are (text, line)."""
    said = [(bare(text), line) for text, line in whys]
    rules = [bare(place.facts[fact].text) for fact in facts if fact in place.facts]
    for at, (why, line) in enumerate(said):
        if any(repeats(why, rule) for rule in rules):
            place.report.error(file, line, "理由只是把事实又说了一遍;请说出孩子看得见的原因:这样做会怎样、为什么")
        elif any(same(why, other) for other, _ in said[:at]):
            place.report.error(file, line, "理由和同一题的另一条几乎一样;请针对这一项的想法,说它为什么对、为什么不行")
