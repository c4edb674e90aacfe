"""Ways beside the inbox: an address is confirmed before it is used; robots are a unit's or a person's, and forgotten when taken away."""

from __future__ import annotations

from datetime import timedelta

import pytest

from eduplatform.extensions import db
from eduplatform.notices import choices, hooks
from eduplatform.notices.models import Notice, NoticeChoice, NoticeDelivery, NoticeHook
from eduplatform.shared import clock as school_clock
from tests.org.world import done, refusal, refused

MAIL = "lin.safe@school.example.cn"


def choose(org, email: str = MAIL, by_email: bool = True, off=(), who: str = "teacher_lin") -> bool:
    return done(choices.choose_ways, org.viewer(who), email, by_email, off)


def chosen(org, who: str = "teacher_lin") -> NoticeChoice | None:
    db.session.expire_all()
    return choices.choice_of(org.people[who].school_id, org.people[who].user_id)


def confirm(org, email: str = MAIL, who: str = "teacher_lin") -> bool:
    return done(choices.confirm_address, org.people[who].school_id, org.people[who].user_id, email)


def letters() -> list[str]:
    return [row.rule for row in db.session.query(Notice).order_by(Notice.id)]


@pytest.mark.parametrize(
    ("email", "fits"),
    [
        ("a@b.cn", True),
        ("first.last+safe@mail.school.edu.cn", True),
        ("a" * 64 + "@b.cn", True),
        ("a" * 65 + "@b.cn", False),
        ("a@" + "b" * 115 + ".cn", True),  # 120 signs in all
        ("a@" + "b" * 116 + ".cn", False),
        ("a@b", False),
        ("a@b.", False),
        ("a@.cn", False),
        ("@b.cn", False),
        ("a b@c.cn", False),
        ("a@b.cn\nBcc: x@y.cn", False),
        ("a@b.cn,c@d.cn", False),
        ("林@学校.cn", False),
        ("a@b_c.cn", False),
        ("<a@b.cn>", False),
    ],
)
def test_an_address_is_one_plain_address(org, email, fits):
    if fits:
        assert choose(org, email) and chosen(org).email == email
    else:
        assert refused(choices.choose_ways, org.viewer("teacher_lin"), email, True, []) == "email_odd"
        assert chosen(org) is None and letters() == []


def test_a_new_address_is_asked_to_confirm_itself_once_and_used_after_that(org, clock):
    assert choose(org, f"  {MAIL} ") and chosen(org).confirmed_at is None and letters() == ["confirm"]
    assert [row.channel for row in db.session.query(NoticeDelivery)] == ["email"]
    assert not choose(org, by_email=False), "the same address again: no second letter"
    assert letters() == ["confirm"] and not chosen(org).by_email
    assert confirm(org) and (first := chosen(org).confirmed_at) == school_clock.now()
    clock.shift(60)
    assert confirm(org) and chosen(org).confirmed_at == first, "opened twice it was confirmed the first time"
    assert not choose(org) and chosen(org).confirmed_at == first


def test_another_address_begins_anew_and_an_old_link_confirms_nothing(org):
    choose(org)
    confirm(org)
    assert choose(org, "new@b.cn") and chosen(org).confirmed_at is None
    assert not confirm(org, MAIL) and chosen(org).confirmed_at is None
    assert confirm(org, "new@b.cn") and letters() == ["confirm", "confirm"]
    assert not confirm(org, who="teacher_chen"), "who has chosen nothing has nothing to confirm"
    assert not choose(org, "") and (chosen(org).email, chosen(org).confirmed_at) == ("", None)


def test_what_is_kept_off_are_rules_there_are_and_choosing_ends_the_quiet(org):
    choose(org, off=["season", "rumour", "behind", "season"])
    assert chosen(org).off == ["behind", "season"]
    person = org.people["teacher_lin"]
    done(choices.switch_off, person.school_id, person.user_id)
    assert chosen(org).quiet and chosen(org).off == ["behind", "season"]
    choose(org, off=[])
    assert not chosen(org).quiet and chosen(org).off == [], "who chooses again wants to hear again"
    other = org.people["teacher_chen"]
    done(choices.switch_off, other.school_id, other.user_id)
    assert chosen(org, "teacher_chen") is None


def test_a_test_message_needs_a_confirmed_address(org):
    viewer = org.viewer("teacher_lin")
    assert refused(choices.send_test, viewer) == "email_unconfirmed"
    choose(org)
    assert refused(choices.send_test, viewer) == "email_unconfirmed"
    confirm(org)
    done(choices.send_test, viewer)
    assert letters() == ["confirm", "test"]
    choose(org, "")
    assert refused(choices.send_test, viewer) == "email_unconfirmed"


def hook(org, who: str = "officer_safe", code: str = "LJ-SY", kind: str = "json", **more) -> NoticeHook:
    said = {"name": "班主任群", "url": "http://8.8.8.8/x", "secret": ""} | more
    inside, own = said.pop("inside", False), said.pop("own", False)
    return done(hooks.add_hook, org.viewer(who), org.unit(code), kind, **said, inside_allowed=inside, own=own)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"kind": "telegram"}, "odd_choice"),
        ({"url": "8.8.8.8"}, "hook_address"),
        ({"url": "ftp://8.8.8.8/"}, "hook_address"),
        ({"url": "http://10.1.2.3/"}, "hook_inside"),
        ({"url": "http://[::1]:5000/"}, "hook_inside"),
    ],
)
def test_what_no_robot_can_be_is_refused(org, said, code):
    kept = {"kind": "json", "name": "", "url": "http://8.8.8.8/", "secret": ""} | said
    assert refused(hooks.add_hook, org.viewer("officer_safe"), org.unit("LJ-SY"), **kept, inside_allowed=False) == code
    assert db.session.query(NoticeHook).count() == 0 and org.audits("notices.hook") == []


def test_a_robot_that_gives_no_secret_gets_one_where_we_sign_and_none_where_it_must_give_its_own(org):
    secrets = {kind: hook(org, kind=kind).secret for kind in ("json", "wecom", "dingtalk", "feishu")}
    assert len(secrets["json"]) == len(secrets["wecom"]) == 32 and secrets["json"] != secrets["wecom"]
    assert (secrets["dingtalk"], secrets["feishu"]) == ("", "")
    row = hook(org, secret=" SEC1 ", name=f" 安全  {'群' * 50}", url=" http://8.8.8.8/y ")
    assert (row.secret, row.name, row.url) == ("SEC1", "安全 " + "群" * 37, "http://8.8.8.8/y")


def test_five_of_a_unit_and_five_of_a_person_are_enough(org):
    for _ in range(5):
        hook(org)
    said = refusal(
        hooks.add_hook, org.viewer("officer_safe"), org.unit("LJ-SY"), "json", "", "http://8.8.8.8/", "", False
    )
    assert (said.code, said.values) == ("hooks_many", {"most": 5})
    own = [hook(org, own=True).id for _ in range(5)]
    assert [row.id for row in hooks.hooks_of(org.unit("LJ-SY"), org.viewer("officer_safe"))] == own
    assert len(hooks.hooks_of(org.unit("LJ-SY"))) == 5 and hooks.hooks_of(org.unit("LJ-DZ")) == []
    done(hooks.end_hook, org.viewer("officer_safe"), hooks.hook_by_id(own[0]))
    hook(org, own=True)


def test_the_robot_of_a_work_group_is_on_record_and_a_persons_own_is_not(org, clock):
    unit, own = hook(org), hook(org, "teacher_lin", own=True)
    assert (unit.user_id, own.user_id) == (None, org.people["teacher_lin"].user_id)
    assert [entry.subject for entry in org.audits("notices.hook")] == [f"unit:{org.unit('LJ-SY').id}"]
    clock.shift(timedelta(days=1))
    for row in (unit, own):
        number = row.id
        done(hooks.end_hook, org.viewer("officer_safe"), row)
        assert hooks.hook_by_id(number) is None
        kept = db.session.query(NoticeHook).filter_by(id=number).one()
        assert (kept.url, kept.secret, kept.ended_at) == ("", "", school_clock.now()), (
            "address and secret are forgotten"
        )
    assert len(org.audits("notices.hook_end")) == 1 and hooks.hooks_of(org.unit("LJ-SY")) == []


def test_a_robot_is_tried_out_with_a_message_of_its_own(org):
    row = hook(org)
    done(hooks.try_hook, row)
    (sent,) = db.session.query(NoticeDelivery)
    assert (sent.channel, sent.hook_id, sent.state) == ("webhook", row.id, "waiting")
    (notice,) = db.session.query(Notice)
    assert (notice.rule, notice.recipient, notice.user_id, notice.slot) == ("test", f"h{row.id}", None, None)
