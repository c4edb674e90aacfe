"""Pupils of the class."""

from eduplatform.extensions import db
from eduplatform.shared import audit
from eduplatform.shared.models import AccessLook

from ...conftest import sql_count


def text(answer):
    return answer.get_data(as_text=True)


def test_names_and_accounts_are_listed_and_the_look_is_on_record(desk, monkeypatch):
    monkeypatch.setattr(audit, "_seen", {})  # kept by the process: another test may have looked already
    page = text(desk.get("/pupils"))
    assert "甲一" in page and "乙一" not in page and "已开通" in page
    with desk.app.app_context():
        assert db.session.query(AccessLook).filter_by(subject=f"class:{desk.class_id}").one().names == 4


def test_fifty_pupils_take_few_statements_and_little_html(fifty):
    fifty.get("/pupils")
    answer = fifty.get("/pupils")
    assert sql_count(answer) <= 10 and len(answer.data) <= 30_000


def test_one_pupils_record_shows_the_lessons_missed(desk, people, clock):
    yu = people["pupil_yu"].user_id
    session = desk.start()
    desk.script(f"/sessions/{session}/roll", absent=yu)
    clock.shift(40 * 60)
    desk.close(session)
    assert "缺课 1 次" in text(desk.get("/pupils"))
    answer = desk.get(f"/classes/{desk.class_id}/pupils/{yu}")
    assert "缺的课" in text(answer) and sql_count(answer) <= 14


def test_pupils_of_other_classes_and_graduates_are_404(desk, people, client_for):
    for name in ("pupil_next", "pupil_far", "graduate", "teacher_lin"):
        assert desk.get(f"/classes/{desk.class_id}/pupils/{people[name].user_id}").status_code == 404
    assert (
        client_for("teacher_chen")
        .get(f"/teacher/classes/{desk.class_id}/pupils/{people['pupil_yu'].user_id}")
        .status_code
        == 404
    )


def test_the_subject_teacher_sees_names_but_prints_no_slips(desk, client_for):
    page = text(client_for("teacher_wu").get(f"/teacher/classes/{desk.class_id}/pupils"))
    assert "甲一" in page and "打印登录条" not in page
