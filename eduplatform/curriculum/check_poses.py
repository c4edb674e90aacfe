"""Checks that a picture's words and its figures agree: whoever is said to crawl must be drawn crawling.

A blind pupil has the words alone, and a sighted one believes the picture: a drowning child described as waving teaches
the one mistake that kills. Read from the source (`media/src/NAME.svg`), where poses still have names.
"""

import re
from pathlib import Path
from xml.etree import ElementTree

from .check_context import CheckContext, PictureUse
from .schema import read_text

#: words of an act → the poses that show it. An act that no table row names is not checked.
ACTS: tuple[tuple[str, str], ...] = (
    (r"挥手|招手|摇手|摆手", "wave help help-2 cheer play-water refuse halt raise-hand sit-hand explain"),
    (r"举手|举起手", "raise-hand sit-hand help help-2 cheer wave"),
    (r"大声喊|大喊|呼喊|呼救|喊人|喊大人", "shout help help-2 phone sit-phone wave halt tell raise-hand point"),
    (r"(?:正在|在)打电话|打电话(?=[，、；。]|$)|拨打", "phone sit-phone"),
    (r"弯着?腰|低姿|压低身体", "low-walk crawl bend crouch"),
    (r"爬行|爬着|爬出|慢慢爬", "crawl prone prone-reach"),
    (r"趴在|趴下|趴着", "prone prone-reach crawl under-desk"),
    (r"仰面漂|仰漂|仰面浮", "float"),
    (r"头后仰|头向后仰|嘴没在水", "drowning"),
    (r"玩水|嬉水|打水仗", "play-water swim cheer wave"),
    (r"游过来|游过去|游着|在水里游", "swim"),
    (r"(?:躲|钻|趴)[到在进]?[^，、；。]{0,3}桌[子]?(?:底下|下)", "under-desk crouch cover crawl"),
    (r"护住?头|抱头|护着头", "cover under-desk head-bag"),
    (r"蹲下|蹲着|蹲在", "crouch cover squat-hold under-desk kneel hug-knees bend ears"),
    (r"捂住?耳朵?", "ears"),
    (r"抱着?膝", "hug-knees sit-low sit-low-talk"),
    (r"手背", "touch"),
    (r"(?:奔|飞|追|逃)跑|跑过来|跑过去|跑着", "run"),
    (r"胸外按压|按压胸", "chest-press"),
    (r"正?在洗手", "wash"),
    (r"拥抱|抱一抱|抱住(?:老师|妈妈|爸爸)", "hug kneel"),
)
_NOT = re.compile(r"(?:不要|不准|不能|不可|不|别|没有|没|勿|禁止|停止|打叉[:：])[^，、；。,;]{0,4}$")
_POSE = re.compile(r"[?&]pose=([a-z0-9-]+)")
SVG = "{http://www.w3.org/2000/svg}"


def contradictions(words: str, poses: set[str], drawn_by_hand: str = "") -> list[tuple[str, str]]:
    """(word, poses that would show it) of every act that is told and not drawn.

    `drawn_by_hand` is what the source's `<desc>` says its own shapes show.
    """
    found = []
    for act, shown in ACTS:
        if poses & set(shown.split()) or re.search(act, drawn_by_hand):
            continue
        said = next((m for m in re.finditer(act, words) if not _NOT.search(words[: m.start()])), None)
        if said:
            found.append((said[0], shown.replace(" ", "、")))
    return found


def check_poses(lesson: Path, used: list[PictureUse], place: CheckContext) -> None:
    """Alt text, title and poses of a lesson's pictures; a picture without kit people is the author's own."""
    for source in sorted((lesson / "media" / "src").glob("*.svg")):
        text = read_text(source, place.report)
        if text is None:
            continue
        try:
            root = ElementTree.fromstring(text)
        except ElementTree.ParseError:
            continue  # `flask courses pictures` says so with its line
        people = [h for use in root.iter(f"{SVG}use") if (h := use.get("href") or "").startswith("kit:people/")]
        if not people:
            continue
        poses = {found[1] if (found := _POSE.search(href)) else "stand" for href in people}
        by_hand = "".join(each.text or "" for each in root.iter(f"{SVG}desc"))
        told = [(use.alt, use.file, use.line) for use in used if use.src == f"media/{source.name}"]
        told.append((root.findtext(f"{SVG}title") or "", source, 2))
        for words, file, line in told:
            for word, shown in contradictions(words, poses, by_hand):
                place.report.error(
                    file,
                    line,
                    f"说明里写着“{word}”,{source.name} 里却没有人这样做(姿势:{'、'.join(sorted(poses))})"
                    f";改说明,或换成 {shown} 之一;自己用图形画的,在底稿里写 <desc>自画:{word}</desc>",
                )
