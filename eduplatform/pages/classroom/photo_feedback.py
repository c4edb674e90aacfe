"""What a photo brought, in the words the phone shows: what is new, who is missing, what to do for the next photo."""

from __future__ import annotations

from collections.abc import Sequence

from ...learning import class_answers
from ...learning.class_answers import Seat, Told
from ...shared.refusals import NotFound
from ...teaching import sessions, votes
from ...teaching.cards.reader import Reading
from ..filters import listed
from ..web.locale import gettext as _
from .loaders import Phone

MANY = 8  #: names in a row before "and … more"
Line = dict[str, str]


def feedback_lines(
    phone: Phone, number: int, part: int, told: Told, reading: Reading | None, with_names: bool, new: bool = False
) -> list[Line]:
    """Sentences {kind, text}, the most useful first. `reading` None: a photo that came twice, or (`new`) one
    that the teacher has just turned. Names stay out of what a cookie
    would carry (`with_names` False): then only card numbers are said."""
    put = votes.votes_of(phone.session)
    if number not in put:
        raise NotFound()
    seats = class_answers.seats_of(
        phone.session, put.get(number), part, votes.questions_put(phone.session, put)[number]
    )
    away = sessions.absent_ids(phone.session)
    there = [seat for seat in seats if seat.pupil.pupil_id not in away]
    missing = [seat for seat in there if not seat.letter and not seat.rival]
    answered = sum(1 for seat in seats if seat.letter and not seat.rival)
    found = [_first(told, answered, len(there), bool(reading and reading.unreadable))]
    found += _troubles(told, seats, reading)
    if missing and (told.new or told.same or told.changed):
        found.append(_line("plain", _("还没看到：%(who)s", who=_row(missing, with_names))))
    return found + ([] if new else _advice(told, reading))


def _line(kind: str, text: str) -> Line:
    return {"kind": kind, "text": text}


def _first(told: Told, answered: int, present: int, unclear: bool) -> Line:
    if told.new or told.changed:
        words = _(
            "新读到 %(n)s 人，共 %(all)s / %(present)s 人",
            n=len(told.new) + len(told.changed),
            all=answered,
            present=present,
        )
        return _line("good", words)
    if told.same:
        return _line("info", _("都读过了，共 %(all)s / %(present)s 人", all=answered, present=present))
    if told.disputed or told.odd or told.strange or told.away or unclear:
        return _line("info", _("这张没有读到新的答案，共 %(all)s / %(present)s 人", all=answered, present=present))
    return _line("warn", _("照片里没有看到答题卡。请让全班把卡片举高，正面朝着手机，再拍一张。"))


def _troubles(told: Told, seats: Sequence[Seat], reading: Reading | None) -> list[Line]:
    doubles = [seat for seat in seats if seat.rival == class_answers.COPY]
    clash = [seat for seat in seats if seat.rival not in (None, class_answers.COPY)]
    found = []
    if clash:
        found.append(
            _line("warn", _("两次读到的不一样：%(who)s。点下面选对的那个，或再拍一张。", who=_row(clash, False)))
        )
    if doubles:
        found.append(
            _line(
                "warn", _("一张照片里看到两张一样的卡：%(who)s。收起多出来的那张，再拍一次。", who=_row(doubles, False))
            )
        )
    if told.odd:
        found.append(_line("warn", _("举的是这题没有的字母：%(who)s。", who=_numbers(told.odd))))
    if told.strange:
        of_others = len(told.strange) > len(told.new) + len(told.same) + len(told.changed) + len(told.disputed)
        found.append(
            _line(
                "warn",
                _("照片里多半不是这个班的卡：%(who)s。没有记下。", who=_numbers(told.strange))
                if of_others
                else _("本班没有这几个号：%(who)s。没有记下。", who=_numbers(told.strange)),
            )
        )
    if told.away:
        found.append(
            _line(
                "warn",
                _(
                    "点名记的是没来，卡却读到了：%(who)s。没有算。来了就去“点名”改一下，再拍一张。",
                    who=_numbers(told.away),
                ),
            )
        )
    if reading and reading.unreadable:
        found.append(_line("warn", _unclear(seats, reading)))
    return found


def _unclear(seats: Sequence[Seat], reading: Reading) -> str:
    """Who was seen and not read: by number where it can be told, else by place in the picture."""
    open_ = {seat.card for seat in seats if seat.card and not seat.letter}
    known = sorted(
        {one.number for one in reading.unreadable if one.number in open_}
        - {card.number for card in reading.cards}
        - {None}
    )
    nobody = [one for one in reading.unreadable if one.number is None]
    thirds = [int(3 * one.corners[0][0] / reading.size[0]) for one in nobody]
    sides = [
        (_("左边"), thirds.count(0)),
        (_("中间"), thirds.count(1)),
        (_("右边"), sum(third > 1 for third in thirds)),
    ]
    where = listed(_("%(where)s %(n)s 张", where=where, n=n) for where, n in sides if n)
    who = _numbers([number for number in known if number is not None])
    if known and nobody:
        return _("看到了但没看清：%(who)s，还有 %(where)s。请把卡摆正，手指别挡黑框。", who=who, where=where)
    if known or nobody:
        return _("看到了但没看清：%(who)s。请把卡摆正，手指别挡黑框。", who=who or where)
    return _("有 %(n)s 张没看清。", n=len(reading.unreadable))


def _advice(told: Told, reading: Reading | None) -> list[Line]:
    if reading is None:
        return [_line("info", _("这张照片刚才已经收到，没有重复计算。"))]
    words = {
        "dark": _("照片太暗，请开灯或换个方向再拍。"),
        "blurred": _("照片有点糊，请拿稳手机再拍。"),
        "crooked": _("有几张卡举歪了，认不出是哪个字母。请把想选的字母转到正上方。"),
        "small": _("卡片太小，请走近一点再拍。"),
    }
    return [_line("warn", words[code]) for code in reading.hints if code in words]


def _row(seats: Sequence[Seat], with_names: bool) -> str:
    said = [
        _("%(card)s 号 %(name)s", card=seat.card, name=seat.pupil.name)
        if with_names and seat.card
        else (seat.pupil.name if with_names else _("%(card)s 号", card=seat.card or "–"))
        for seat in seats[:MANY]
    ]
    more = len(seats) - MANY
    return listed(said) + (_("，还有 %(n)s 人", n=more) if more > 0 else "")


def _numbers(cards: Sequence[int]) -> str:
    return listed(_("%(card)s 号", card=card) for card in cards[:MANY]) + (
        _("，还有 %(n)s 张", n=len(cards) - MANY) if len(cards) > MANY else ""
    )
