"""What a notice says, word for word, in both languages: a teacher acts on these sentences without looking anything up."""

from __future__ import annotations

from datetime import date

import pytest

from eduplatform.notices import rules
from eduplatform.pages.labels.notices import kinds_of_hook, notice_words, rule_names, state_words, trouble_words
from eduplatform.pages.web.locale import LOCALES, speaking

SENT = {"title": "防踩踏", "title_en": "Crowds", "by": "临江市", "by_kind": "city", "day": "2026-11-27"}
ANSWER = {"by": "东城区", "by_kind": "district", "number": 3, "as_of": "2026-11-17"}
THREE = {"title": "消防月", "title_en": "Fire month", "day": "2026-11-23"}
ROOM = {"class": "三(2)班", "this_week": 1, "given": 10, "due": 12, "theme": "防溺水", "theme_en": "Water"}
#: (rule, details, title, sentence)
CHINESE = [
    ("holiday", {"day": "2026-10-01", "name": "国庆节"}, "2026年10月1日起放假（国庆节）", None),
    (
        "holiday",
        {"day": "2027-01-19", "name": ""},
        "2027年1月19日起放假",
        "放假前给学生做一次 30 分钟的安全提醒，内容已经备好，在“1530 安全提醒”里。",
    ),
    (
        "deployed",
        SENT | {"kind": "lesson"},
        "临江市教育局布置了一节课：《防踩踏》",
        "已经排进本班的计划，到2026年11月27日为止。哪周上可以自己改。",
    ),
    ("deployed", SENT | {"kind": "reminder"}, "临江市教育局提醒：防踩踏", "看过就行，不用填报。"),
    (
        "deployed",
        SENT | {"kind": "reminder", "by": "实验小学", "by_kind": "school"},
        "实验小学提醒：防踩踏",
        "看过就行，不用填报。",
    ),
    (
        "returns",
        SENT | {"kind": "return", "by": "临江市教育局"},
        "临江市教育局要一次上报：防踩踏",
        "打开填一次就行，到2026年11月27日为止。",
    ),
    ("activity", THREE, "“消防月”到2026年11月23日为止", "上一节这个专题的课就算参加，不用另外填表。"),
    (
        "key_day",
        {"title": "交通安全日", "day": "2026-12-02", "lesson": "过马路"},
        "下周：交通安全日（2026年12月2日）",
        "这一课已经备好：《过马路》。",
    ),
    (
        "key_day",
        {"title": "交通安全日", "day": "2026-12-02", "lesson": ""},
        "下周：交通安全日（2026年12月2日）",
        "下周的课围绕它来上。",
    ),
    ("lesson_due", {}, "本周的安全课还没上", "课已经备好，本周找一节课上完就行；上过没用系统的，可以补报。"),
    ("behind", {"behind": 4}, "比计划少上了 4 节课", "每周多上一节就能赶上；上过没用系统的，可以补报。"),
    (
        "season",
        {"season": "drown"},
        "周末前提醒：防溺水",
        "天热起来了。放学前用一分钟说一说不私自下水，内容在“1530 安全提醒”里。",
    ),
    (
        "season",
        {"season": "winter"},
        "冬季提醒：用火、用电、燃气",
        "取暖的季节到了。放学前用一分钟说一说，内容在“1530 安全提醒”里。",
    ),
    ("activities", THREE | {"count": 7}, "“消防月”到2026年11月23日为止", "还没参加的班：7 个。"),
    ("far_behind", {"count": 2}, "课时落后 3 节以上的班：2 个", "可以看看是不是课被占用，帮班主任排一排。"),
    ("appeals", {"count": 1, "due": "2026-11-18"}, "有 1 件申诉等答复", "最早的一件请在2026年11月18日前答复。"),
    (
        "appeals",
        {"count": 2, "due": "2026-11-17"},
        "有 2 件申诉等答复",
        "最早的一件应在2026年11月17日前答复，已经过期，请尽快看。",
    ),
    (
        "appeal_answered",
        ANSWER | {"state": "accepted"},
        "申诉已采纳：东城区教育局正式数据第 3 号（截至 2026年11月17日）",
        "更正版由另一人签发以后生效，打开看答复。",
    ),
    (
        "appeal_answered",
        ANSWER | {"state": "declined"},
        "申诉没有采纳：东城区教育局正式数据第 3 号（截至 2026年11月17日）",
        "理由写在答复里，打开就能看到。",
    ),
    (
        "digest",
        {"rooms": [ROOM, ROOM | {"class": "三(1)班", "theme": "", "theme_en": ""}]},
        "本周小结",
        "三(2)班：本周上了 1 节，本学年 10 节（计划到现在 12 节）。下周：防溺水。"
        " 三(1)班：本周上了 1 节，本学年 10 节（计划到现在 12 节）。",
    ),
    ("digest", {"classes": 12, "taught": 0}, "本周小结", "本周上过安全课的班：0 / 12。"),
    ("digest", {}, "本周小结", "一周结束了，辛苦了。周末注意安全。"),
    ("test", {}, "安学的测试消息", "收到这一条，说明这条路是通的。"),
    ("confirm", {}, "确认这个邮箱", "点下面的链接，安学以后才会往这里发提醒。不是你填的，不用理会。"),
    ("rule_of_a_later_release", {}, "安学的提醒", "请打开安学查看。"),
]
ENGLISH = [
    ("holiday", {"day": "2026-10-01", "name": "国庆节"}, "Holiday from 1 Oct 2026 (国庆节)", None),
    (
        "holiday",
        {"day": "2027-01-19"},
        "Holiday from 19 Jan 2027",
        "Give the class its 30-minute safety reminder before the holiday. It is ready under “1530 reminders”.",
    ),
    (
        "deployed",
        SENT | {"kind": "lesson"},
        "临江市 education bureau asks for a lesson: Crowds",
        "It is in the plan of your class, until 27 Nov 2026. You choose the week.",
    ),
    (
        "deployed",
        SENT | {"kind": "reminder"},
        "Reminder from 临江市 education bureau: 防踩踏",
        "Reading it is enough; there is nothing to fill in.",
    ),
    (
        "returns",
        SENT | {"kind": "return", "by_kind": "school"},
        "临江市 asks for a return: 防踩踏",
        "Open it and answer once, until 27 Nov 2026.",
    ),
    (
        "activity",
        THREE,
        "“Fire month” ends on 23 Nov 2026",
        "One lesson on its topic counts as taking part; there is no form to fill in.",
    ),
    ("activity", THREE | {"title_en": ""}, "“消防月” ends on 23 Nov 2026", None),
    (
        "key_day",
        {"title": "交通", "title_en": "Road day", "day": "2026-12-02", "lesson": "过马路", "lesson_en": "Crossing"},
        "Next week: Road day (2 Dec 2026)",
        "Its lesson is ready: “Crossing”.",
    ),
    (
        "key_day",
        {"title": "交通", "day": "2026-12-02"},
        "Next week: 交通 (2 Dec 2026)",
        "Next week’s lesson is about it.",
    ),
    (
        "lesson_due",
        {},
        "This week’s safety lesson is still to come",
        "It is ready: any period this week will do. If you gave it without the system, you can declare it.",
    ),
    (
        "behind",
        {"behind": 4},
        "Lessons behind the plan: 4",
        "One more lesson a week catches up. Lessons given without the system can be declared.",
    ),
    ("season", {"season": "drown"}, "Before the weekend: preventing drowning", None),
    ("season", {"season": "winter"}, "Winter: fire, electricity and gas", None),
    ("activities", THREE | {"count": 7}, "“Fire month” ends on 23 Nov 2026", "Classes still to take part: 7."),
    ("far_behind", {"count": 2}, "Classes three or more lessons behind: 2", None),
    (
        "appeals",
        {"count": 2, "due": "2026-11-17"},
        "Appeals to answer: 2",
        "The first was due by 17 Nov 2026 and is late: please look at it soon.",
    ),
    (
        "appeal_answered",
        ANSWER | {"state": "accepted"},
        "Appeal accepted: official figures no. 3 of 东城区 education bureau (as of 17 Nov 2026)",
        "The correction counts once somebody else has signed it. Open to read the answer.",
    ),
    (
        "digest",
        {"classes": 12, "taught": 9},
        "The week in brief",
        "Classes that had a safety lesson this week: 9 of 12.",
    ),
    ("digest", {}, "The week in brief", "The week is over. Thank you, and have a safe weekend."),
    ("test", {}, "Test message from Anxue", "If you can read this, messages get through."),
    ("rule_of_a_later_release", {}, "A reminder from Anxue", "Please open Anxue to read it."),
]
#: code of what went wrong → what the reader is told; the words name the setting or the field to look at
TROUBLES = {
    "mail_login": "SMTP_USER 和 SMTP_PASSWORD",
    "mail_unset": "SMTP_HOST",
    "mail_sender": "SMTP_FROM",
    "mail_recipient": "请检查邮箱",
    "mail_later": "会自动再试",
    "mail_down": "会自动再试",
    "mail_cut": "没有重发",
    "killed": "没有重发",
    "hook_address": "http:// 或 https://",
    "hook_inside": "内网",
    "hook_moved": "新的地址",
    "hook_refused": "密钥",
    "late": "放得太久",
    "done": "已经做完",
    "off": "已经关掉",
    "gone": "账号已停用",
}


@pytest.mark.parametrize(("language", "table"), [("zh", CHINESE), ("en", ENGLISH)])
def test_each_notice_says_what_it_is_and_what_to_do(app, language, table):
    with app.app_context(), speaking(LOCALES[language]):
        for rule, details, title, body in table:
            said = notice_words(rule, details)
            assert said[0] == title and (body is None or said[1].strip() == body), (rule, said)
    assert {rule for rule, *_more in CHINESE} >= {*rules.ALL_RULES, *rules.OUTSIDE}, "a rule without its words"


def test_in_english_nothing_but_names_stays_chinese(app):
    """The digest, whose sentences are put together from parts, and what lists show."""
    with app.app_context(), speaking(LOCALES["en"]):
        _title, said = notice_words("digest", {"rooms": [ROOM | {"class": "3(2)"}, ROOM | {"class": "3(1)"}]})
        counts = "lessons this week: 1, this school year: 10 (planned by now: 12). Next week: Water."
        assert " ".join(said.split()) == f"3(2) – {counts} 3(1) – {counts}"
        listed = [*rule_names().values(), *kinds_of_hook().values(), *state_words().values()]
        listed += [trouble_words(code) for code in (*TROUBLES, "hook_down", "hook_slow", "hook_failed", "mail_refused")]
        chinese = [one for one in listed if any("一" <= sign <= "鿿" for sign in one)]
        assert chinese == [], chinese


def test_each_trouble_names_what_to_look_at_and_an_unknown_one_does_not_fail(app):
    with app.app_context(), speaking(LOCALES["zh"]):
        for code, words in TROUBLES.items():
            assert words in trouble_words(code), code
        assert trouble_words("") == "" and trouble_words("code_of_a_later_release") == "出了点问题，会自动再试。"
        said = [trouble_words(code) for code in TROUBLES]
        assert len(set(said)) == len(said), "two troubles in the same words cannot be told apart"


def test_every_rule_that_can_be_switched_off_has_a_name_in_the_list(app):
    with app.app_context():
        assert set(rule_names()) == set(rules.ALL_RULES)
        assert len(set(rule_names().values())) == len(rules.ALL_RULES)


def test_the_due_day_itself_is_not_late(app, clock):
    details = {"count": 1, "due": "2026-11-18"}
    with app.app_context():
        assert "已经过期" not in notice_words("appeals", details)[1]
        clock.shift(15 * 3600)  # 01:00 of the next day in Shanghai
        assert "已经过期" in notice_words("appeals", details)[1]
        assert date.fromisoformat(details["due"]) == date(2026, 11, 18)
