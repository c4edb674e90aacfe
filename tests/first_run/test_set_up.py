"""An empty install asks who it is for, once, whoever holds the code of its console; then the page is gone for good."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import select

from eduplatform.accounts import people
from eduplatform.accounts.install_code import InstallCode
from eduplatform.accounts.models import User
from eduplatform.extensions import db
from eduplatform.org.models import Holiday, Post, Unit
from eduplatform.pages.account import first_run
from eduplatform.shared import audit_chain
from eduplatform.shared.database import write
from eduplatform.shared.models import AuditEntry

from .conftest import CODE, SCHOOL, YOU, to_last_step

PAGES = ("/setup", "/setup/school", "/setup/you")


def units(app) -> list[tuple[str, str, str, str]]:
    with app.app_context():
        return [
            tuple(row)
            for row in db.session.execute(select(Unit.kind, Unit.code, Unit.name, Unit.stages).order_by(Unit.path))
        ]


def test_every_page_leads_to_the_first_question(blank):
    client = blank.test_client()
    for path in ("/", "/sign-in", "/office/", "/teacher", "/guide", "/no-such-page"):
        answer = client.get(path)
        assert (answer.status_code, answer.headers.get("Location")) == (303, "/setup"), path
    assert client.post("/sign-in", data={"tab": "staff"}).headers["Location"] == "/setup"
    assert "安装码" in client.get("/setup").get_data(as_text=True)
    assert client.get("/healthz").status_code == client.get("/readyz").status_code == 200
    assert client.get("/static/css/base.css").status_code == 200
    english = client.get("/language?to=en&next=/setup")
    assert (
        english.headers["Location"] == "/setup" and "setup code" in client.get("/setup").get_data(as_text=True).lower()
    )


def test_from_the_code_to_the_own_start_page(blank):
    client = blank.test_client()
    assert client.post("/setup", data={"code": " abcd-2345 "}).headers["Location"] == "/setup/school", (
        "typed as people type"
    )
    client.post("/setup/school", data=SCHOOL)
    page = client.get("/setup/you").get_data(as_text=True)
    assert 'value="QSS"' in page and 'value="QSS-QXXX"' in page, "codes are proposed"
    done = client.post("/setup/you", data=YOU)
    assert done.status_code == 303
    assert units(blank) == [("city", "QSS", "青石市", ""), ("school", "QSS-QXXX", "青溪小学", "P1,P2,P3")]
    home = client.get(done.headers["Location"])
    assert home.status_code == 200 and "青溪小学" in home.get_data(as_text=True)
    assert client.get("/office/system").status_code == 200, "backups are within reach"
    assert client.get("/office/rosters").status_code == 200
    with blank.app_context():
        held = {
            tuple(row) for row in db.session.execute(select(Post.role, Unit.kind).join(Unit, Unit.id == Post.unit_id))
        }
        assert held == {("safety_officer", "school"), ("system_admin", "city")}
        school = db.session.scalar(select(Unit.id).where(Unit.kind == "school"))
        assert db.session.scalars(select(User)).one().school_id == school
        kept = {row.action for row in db.session.scalars(select(AuditEntry).where(AuditEntry.school_id == school))}
        assert {"unit.add", "post.give"} <= kept
        working = [day.starts_on.day for day in db.session.scalars(select(Holiday).where(Holiday.kind == "work"))]
        assert sorted(working) == [10, 20], "the official days off of the year are in, for the city"
        assert not [unit for unit in db.session.scalars(select(Unit.id)) if audit_chain.broken_at(unit)]
    fresh = blank.test_client()
    signed = fresh.post("/sign-in", data={"tab": "staff", "login": "gaomin", "password": YOU["password"]})
    assert signed.status_code == 303 and "/sign-in" not in signed.headers["Location"]


def test_after_set_up_the_page_is_gone_for_good(blank, tmp_path):
    client = blank.test_client()
    to_last_step(client)
    client.post("/setup/you", data=YOU)
    for one in (client, blank.test_client()):
        for path in PAGES:
            assert (
                one.get(path).status_code == 404
                and one.post(path, data=YOU | SCHOOL | {"code": CODE}).status_code == 404
            ), path
    assert blank.test_client().get("/").status_code == 200
    blank.extensions[first_run.KEY] = InstallCode(CODE)  # as after a start that made a code before looking
    with blank.app_context(), write():
        people.disable(db.session.scalars(select(User)).one())
    assert client.get("/setup").status_code == 404, "people who have left are people too"
    assert first_run.KEY not in blank.extensions


def test_where_nothing_was_ever_asked_there_is_no_page(app, client_for):
    app.extensions[first_run.KEY] = InstallCode(CODE)  # an install with people: a code would be a mistake
    for who in (None, "officer_safe", "admin_top"):
        for path in PAGES:
            assert client_for(who).get(path).status_code == 404
    assert client_for(None).get("/").status_code == 200
    assert first_run.KEY not in app.extensions


def test_without_a_console_there_is_no_page(blank):
    del blank.extensions[first_run.KEY]
    client = blank.test_client()
    assert client.get("/setup").status_code == 404 and client.get("/").status_code == 200


def test_without_the_code_nothing_can_be_done(blank):
    client = blank.test_client()
    for path in PAGES[1:]:
        assert client.get(path).headers["Location"] == "/setup"
    assert client.post("/setup/school", data=SCHOOL).headers["Location"] == "/setup"
    assert client.post("/setup/you", data=YOU | SCHOOL | {"code": "AAAA-AAAA"}).headers["Location"] == "/setup"
    wrong = client.post("/setup", data={"code": "ABCD-2346"})
    assert wrong.status_code == 422 and "安装码不对" in wrong.get_data(as_text=True)
    assert "ABCD-2346" in wrong.get_data(as_text=True), "what was typed stands there still"
    assert units(blank) == []


def test_many_codes_are_not_looked_at(blank, clock):
    client = blank.test_client()
    said = [client.post("/setup", data={"code": f"AAAA-000{n}"}).status_code for n in range(9)]
    assert said == [422] * 5 + [429] * 4
    answer = client.post("/setup", data={"code": CODE})
    assert answer.status_code == 429 and int(answer.headers["Retry-After"]) > 0, "the right one has to wait as well"
    other = blank.test_client()
    assert (
        other.post("/setup", data={"code": CODE}, environ_overrides={"REMOTE_ADDR": "10.0.0.9"}).status_code == 303
    ), "who holds the code is not shut out"
    clock.shift(31)
    assert client.post("/setup", data={"code": CODE}).status_code == 303


def test_a_crowd_of_addresses_neither_guesses_faster_nor_fills_the_memory():
    code, looked = InstallCode(CODE), 0
    for n in range(20_000):
        try:
            code.check("AAAA0000", f"10.{n >> 16}.{(n >> 8) & 255}.{n & 255}")
        except Exception as refusal:
            looked += str(refusal) == "install_code_wrong"
    assert looked < 7_000 and len(code._tries) <= 1_001


@pytest.mark.parametrize(
    "body", [b"[]", b"{", b'{"code": ["ABCD2345"]}', b'{"code": "ABCD2345"}', b"null", b'"' + b"x" * 5000 + b'"']
)
def test_odd_bodies_are_refused(blank, body):
    client = blank.test_client()
    for path in PAGES:
        assert client.post(path, data=body, content_type="application/json").status_code == 400
    for odd in ({"code": "x" * 10_000}, {"code": "😀" * 3}, {"code": ["ABCD", "2345"]}, {}):
        assert client.post("/setup", data=odd).status_code in (400, 422, 429)
    assert units(blank) == []


def test_a_form_needs_its_token(blank):
    blank.config["WTF_CSRF_ENABLED"] = True
    for path in PAGES:
        assert blank.test_client().post(path, data={"code": CODE}).status_code == 400
    foreign = blank.test_client().post("/setup", data={"code": CODE}, headers={"Sec-Fetch-Site": "cross-site"})
    assert foreign.status_code == 400 and units(blank) == []


def test_what_is_refused_is_said_and_nothing_typed_is_lost(blank):
    client = blank.test_client()
    client.post("/setup", data={"code": CODE})
    for wrong, said in (
        (SCHOOL | {"school": "  "}, "学校的名称"),
        (SCHOOL | {"stages": []}, "学段"),
        (SCHOOL | {"city": "市" * 81}, "青溪小学"),
        (SCHOOL | {"stages": ["P1", "Z9"]}, "学段"),
    ):
        answer = client.post("/setup/school", data=wrong)
        assert answer.status_code == 422 and said in answer.get_data(as_text=True)
    client.post("/setup/school", data=SCHOOL)
    for wrong, said in (
        ({"name": " "}, "姓名"),
        ({"login": "a"}, "账号名要"),
        ({"password": "short", "repeat": "short"}, "太短了"),
        ({"repeat": "heliu-shanyang-8"}, "两次输入的不一样"),
        ({"password": "qingxixiaoxue", "repeat": "qingxixiaoxue", "login": "qingxixiaoxue"}, "密码里不要用"),
        ({"city_code": "青"}, "代码只用"),
        ({"school_code": "QSS"}, "代码"),
    ):
        answer = client.post("/setup/you", data=YOU | wrong)
        assert answer.status_code == 422 and said in answer.get_data(as_text=True), (wrong, said)
        if "name" not in wrong:
            assert 'value="高敏"' in answer.get_data(as_text=True)
        assert "heliu-shanyang-7" not in answer.get_data(as_text=True), "passwords are never sent back"
    assert units(blank) == []
    assert client.post("/setup/you", data=YOU).status_code == 303


def test_a_restart_in_between_asks_for_the_new_code_and_keeps_the_rest(blank):
    client = blank.test_client()
    to_last_step(client)
    blank.extensions[first_run.KEY] = InstallCode("WXYZ6789")
    assert client.post("/setup/you", data=YOU).headers["Location"] == "/setup"
    assert client.post("/setup", data={"code": CODE}).status_code == 422, "the old code is dead"
    assert client.post("/setup", data={"code": "WXYZ6789"}).headers["Location"] == "/setup/you", (
        "the school was in already"
    )
    page = client.get("/setup/you").get_data(as_text=True)
    assert 'value="高敏"' in page and 'value="gaomin"' in page
    assert client.post("/setup/you", data=YOU).status_code == 303


def test_of_two_people_at_once_one_wins_and_the_other_is_told(blank):
    clients = [blank.test_client() for _ in range(4)]
    for client in clients:
        to_last_step(client)
    ready, answers = threading.Barrier(len(clients)), []

    def finish(number: int) -> None:
        ready.wait()
        answers.append(
            clients[number].post(
                "/setup/you",
                data=YOU | {"login": f"gaomin{number}", "school_code": f"S{number}", "city_code": f"C{number}"},
            )
        )

    threads = [threading.Thread(target=finish, args=(number,)) for number in range(len(clients))]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    codes = sorted(answer.status_code for answer in answers)
    assert codes[0] == 303 and set(codes[1:]) <= {404, 409}, codes
    assert [kind for kind, *_rest in units(blank)] == ["city", "school"]
    with blank.app_context():
        assert len(db.session.scalars(select(User)).all()) == 1
    told = [answer for answer in answers if answer.status_code == 409]
    assert all("先完成了设置" in answer.get_data(as_text=True) for answer in told)


def test_the_one_who_was_slower_is_told(blank):
    first, second = blank.test_client(), blank.test_client()
    to_last_step(first), to_last_step(second)
    with blank.app_context(), write():
        from eduplatform.org import tree

        tree.add_child_unit(None, "city", "XX", "别处")
    answer = second.post("/setup/you", data=YOU)
    assert answer.status_code == 409 and "先完成了设置" in answer.get_data(as_text=True)
    assert second.get("/setup").status_code == 404


def test_no_line_of_the_log_holds_the_code(blank, capsys):
    client = blank.test_client()
    to_last_step(client)
    client.post("/setup/you", data=YOU)
    client.get("/setup")
    written = "".join(capsys.readouterr())
    assert "setup.done" in written
    for secret in (CODE, "ABCD-2345", YOU["password"], "高敏", "gaomin"):
        assert secret not in written
