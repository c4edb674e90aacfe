"""What a list leaves open is asked on the page, all at once; nothing can be imported before."""

import re

import pytest
from sqlalchemy import select

from eduplatform.accounts.models import User
from eduplatform.extensions import db
from tests.conftest import sql_count

from .test_rosters import batch, names_of, send, work

#: 周一鸣甲二 has left, 周一鸣甲三 sits on number 2; the second twin of one name has another number
LIST = "姓名,班级,学号\n田小雨甲一,三(2)班,1\n周一鸣甲三,三(2)班,2\n王梓涵甲同,三(2)班,3\n王梓涵甲同,三(2)班,4\n"


@pytest.fixture(autouse=True)
def _jobs():
    from eduplatform.org import jobs as org_jobs  # noqa: F401 – registers roster.read


def keys(page: str) -> list[str]:
    return sorted(set(re.findall(r'name="((?:rename|which|twins|moved|returned)-[0-9a-f]{8})"', page)))


def test_a_question_is_asked_and_the_answer_takes_effect(app, client_for, people):
    client, school = client_for("officer_safe"), people["officer_safe"].school_id
    there = send(client, school, LIST).location
    work(app)
    page = client.get(there)
    assert (
        "要你回答" in page.text
        and "周一鸣甲二" in page.text
        and "答好了，看变动" in page.text
        and sql_count(page) <= 10
    )
    assert client.post(there + "/apply", data={"consent": "告知书"}).status_code == 409, (
        "nothing is imported while a question is open"
    )
    refused = client.post(there + "/answers", data={}).text
    assert "没有回答" in refused and refused.count("还没回答") == 1 and "还没回答" not in page.text
    (key,) = keys(page.text)
    assert client.post(there + "/answers", data={key: "yes"}).status_code == 303
    work(app)
    page = client.get(there)
    assert "确认导入" in page.text and "你回答过的问题（1）" in page.text
    assert client.post(there + "/apply", data={"consent": "告知书"}).status_code == 303
    with app.app_context():
        assert db.session.scalar(select(User.id).where(User.name == "周一鸣甲三")) == people["pupil_ming"].user_id


def test_no_means_another_child_and_answers_can_be_given_afresh(app, client_for, people):
    client, school = client_for("officer_safe"), people["officer_safe"].school_id
    there = send(client, school, LIST).location
    work(app)
    (key,) = keys(client.get(there).text)
    client.post(there + "/answers", data={key: "no"})
    work(app)
    assert batch(app).counts | {"new": 1, "gone": 1} == batch(app).counts and batch(app).questions == []
    client.post(there + "/answers", data={"afresh": "1"})
    work(app)
    assert batch(app).state == "asking" and batch(app).answers == {}
    client.post(there + "/answers", data={"all-rename": "no"})
    work(app)
    client.post(there + "/apply", data={"consent": "告知书"})
    with app.app_context():
        assert db.session.scalar(select(User.id).where(User.name == "周一鸣甲三")) != people["pupil_ming"].user_id
    assert "周一鸣甲三" in names_of(app, school, "三(2)班")


#: both have left and newcomers of like names sit on their numbers
TWO_ALIKE = LIST.replace("田小雨甲一", "田小雨甲三")


def test_several_corrected_spellings_are_one_question_confirmed_line_by_line(app, client_for, people):
    client, school = client_for("officer_safe"), people["officer_safe"].school_id
    there = send(client, school, TWO_ALIKE).location
    work(app)
    page = client.get(there).text
    (key,) = keys(page)
    assert page.count(f'name="{key}-not"') == 2 and "还有 1 个问题" in page
    assert f'name="{key}" value="no"' in page and f'name="{key}" value="yes"' not in page
    assert "没有回答" in client.post(there + "/answers", data={key: "yes"}).text, "not all of them at one click"
    missing = client.post(there + "/answers", data={f"{key}-not": "2"}).text
    assert re.search(rf'name="{key}-not" value="2"\s+checked', missing), "a tick is not lost"
    assert client.post(there + "/answers", data={key: "no", f"{key}-not": "9"}).status_code == 422
    assert client.post(there + "/answers", data={key: "no", f"{key}-not": "2"}).status_code == 303
    work(app)
    assert batch(app).counts | {"new": 1, "gone": 1, "changed": 1} == batch(app).counts
    client.post(there + "/apply", data={"consent": "告知书"})
    with app.app_context():
        assert db.session.scalar(select(User.id).where(User.name == "周一鸣甲三")) == people["pupil_ming"].user_id
        assert db.session.scalar(select(User.id).where(User.name == "田小雨甲三")) != people["pupil_yu"].user_id


def test_in_english_too(app, client_for, people):
    client = client_for("officer_safe")
    there = send(client, people["officer_safe"].school_id, LIST).location
    work(app)
    client.set_cookie("lang", "en")
    assert "the same child with a corrected name" in client.get(there).text


def test_who_is_asked_about_is_named_with_the_line_also_with_a_mark_beside_the_name(app, client_for, people):
    client, school = client_for("officer_safe"), people["officer_safe"].school_id
    there = send(client, school, "姓名,班级,学号\n田小雨甲一,三(2)班,1\n周一鸣甲二（转学）,三(2)班,2\n").location
    work(app)
    page = client.get(there).text
    assert "第 3 行 · 三(2)班 · 周一鸣甲二" in page and "…" not in re.findall(r"<li>(.*?)</li>", page)[0]


def test_what_was_not_read_is_said_once(app, client_for, people):
    client, school = client_for("officer_safe"), people["officer_safe"].school_id
    there = send(client, school, "姓名,班级,学号,兴趣班\n新来的,三(1)班,9,画画\n").location
    work(app)
    page = client.get(there).text
    assert page.count("这些列没有读：兴趣班。") == 1 and "要知道的事" not in page
