"""A lesson to take along: one page, slides with notes, .pptx; through HTTP as the homeroom teacher."""

import re
from io import BytesIO

import pytest

from eduplatform.curriculum import queries as content
from eduplatform.curriculum import short_runs, teacher_sheet

from ...conftest import sql_count


def text(answer):
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def papers(desk, kind, **more):
    return desk.get(f"/classes/{desk.class_id}/lessons/{desk.lesson_id}/{kind}", query_string=more)


def lesson(desk):
    with desk.app.app_context():
        return content.body(content.lesson_head(desk.lesson_id).revision_id)


def test_the_sheet_has_aims_steps_minutes_words_questions_and_the_line_for_home(desk):
    page, body = text(papers(desk, "sheet")), lesson(desk)
    for slide in body["slides"]:
        assert slide["title"] in page
    steps = teacher_sheet.sheet_steps(body)
    assert sum(step.minutes for step in steps) == body["minutes"] and all(step.say for step in steps)
    assert all(step.say in page and step.ask in page for step in steps)
    assert page.count('class="plan-core"') == len(short_runs.core_numbers(body))
    assert "学会什么" in page and "带回家的一句话" in page and page.count("btn-primary") == 1


def test_the_lesson_page_leads_to_all_three(desk):
    page = text(desk.get(f"/classes/{desk.class_id}/lessons/{desk.lesson_id}"))
    assert all(f'/lessons/{desk.lesson_id}/{kind}"' in page for kind in ("sheet", "handout", "slides.pptx"))


def test_the_slides_download_under_the_lessons_name(desk):
    from pptx import Presentation

    answer, body = papers(desk, "slides.pptx"), lesson(desk)
    assert (
        answer.mimetype.endswith("presentationml.presentation")
        and "attachment" in answer.headers["Content-Disposition"]
    )
    assert len(Presentation(BytesIO(answer.data)).slides) == len(body["slides"])
    short = papers(desk, "slides.pptx", core=1)
    assert len(Presentation(BytesIO(short.data)).slides) == len(short_runs.core_numbers(body))


def test_the_handout_whole_and_core(desk):
    body = lesson(desk)
    assert text(papers(desk, "handout")).count('class="hand-one"') == len(body["slides"])
    assert text(papers(desk, "handout", core=1)).count('class="hand-one"') == len(short_runs.core_numbers(body))


@pytest.mark.parametrize("kind", ["sheet", "handout", "slides.pptx"])
def test_few_statements(desk, kind):
    papers(desk, kind)
    assert sql_count(papers(desk, kind)) <= 10


@pytest.mark.parametrize("kind", ["sheet", "handout", "slides.pptx"])
def test_a_lesson_that_is_not_there(desk, kind):
    assert desk.get(f"/classes/{desk.class_id}/lessons/999999/{kind}").status_code == 404


def test_no_key_of_a_question_is_on_a_paper(desk):
    with desk.app.app_context():
        quiz = content.quiz_of(desk.lesson_id)
        stems = [question.stem for _revision, question in content.question_pool(quiz.revision_id)]
    for kind in ("sheet", "handout"):
        page = text(papers(desk, kind))
        assert not [stem for stem in stems if stem in page]


def test_what_is_said_is_cut_at_a_sentence():
    assert teacher_sheet.shortened("先试门。再看缝。最后才走，一步一步来。", 10) == "先试门。再看缝。"
    assert teacher_sheet.shortened("说：“先试门。再看缝，看清楚了再走。”", 12) == "说：“先试门。”"
    assert teacher_sheet.shortened("没有句号的一句很长很长的话", 8) == "没有句号的一句…"
    assert re.search(r"^短$", teacher_sheet.shortened("短", 8))
