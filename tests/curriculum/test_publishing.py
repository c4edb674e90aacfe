"""Publishing: what a change of a course makes anew, what stays, what is withdrawn, and that an unchanged load writes nothing."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from eduplatform.curriculum import operations, own_material, queries
from eduplatform.curriculum.check import check_package
from eduplatform.curriculum.models import Course, Item, QuizQuestion, Revision, Topic
from eduplatform.extensions import db
from eduplatform.shared import clock, ttl_cache
from eduplatform.shared.database import write
from eduplatform.shared.refusals import Refused

from .building import swapped

QUIZ, SKILL, TEXT, HEAD = "quiz.yaml", "skill.yaml", "lesson.md", "course.yaml"


@pytest.fixture
def publish(app, lesson, facts, taxonomy):
    """Load the sample course as it stands now: how many new revisions it made."""

    def load() -> int:
        package, problems = check_package(lesson.parents[1], facts, taxonomy)
        assert package, problems
        with write():
            made = operations.load_course(package)
        ttl_cache.drop()
        return made

    with app.app_context():
        yield load


def course() -> Course:
    return db.session.scalars(select(Course).where(Course.slug == "fire/p2-sample")).one()


def items(kind: str = "") -> dict[str, Item]:
    """uuid → item of the sample course, all or of one kind."""
    found = select(Item).where(Item.course_id == course().id)
    return {item.uuid: item for item in db.session.scalars(found.where(Item.kind == kind) if kind else found)}


def standing() -> dict[str, int | None]:
    """The revision in force of every item, by the last figures of its uuid."""
    return {uuid[-3:]: item.revision_id for uuid, item in items().items()}


def changed(publish) -> set[str]:
    """Publish; the items whose revision in force is another one now."""
    before = standing()
    publish()
    return {uuid for uuid, revision in standing().items() if before.get(uuid) != revision}


def rows(model) -> int:
    return db.session.scalar(select(func.count()).select_from(model))


def test_the_first_load_makes_every_part(publish):
    assert publish() == 19
    kinds = {kind: len(items(kind)) for kind in ("lesson", "quiz", "question", "skill", "video")}
    assert kinds == {"lesson": 1, "quiz": 1, "question": 16, "skill": 1, "video": 0}
    (head,) = items("lesson").values()
    assert (head.lesson_id, head.title_zh, head.title_en) == (None, "样板课时", "Sample lesson")
    assert {item.lesson_id for item in items("question").values()} == {head.id}
    assert sorted(item.position for item in items("question").values()) == list(range(16))
    assert {
        revision.number for revision in db.session.scalars(select(Revision).where(Revision.item_id == head.id))
    } == {1}


def test_a_load_that_changes_nothing_writes_nothing(publish, clock):
    publish()
    before = rows(Revision), rows(QuizQuestion), course().loaded_at
    clock.shift(timedelta(days=1))
    assert publish() == 0
    assert (rows(Revision), rows(QuizQuestion), course().loaded_at) == before


@pytest.mark.parametrize(
    ("file", "before", "after", "anew"),
    [
        (TEXT, "> 请学生坐好。", "> 请学生坐下。", {"002"}),
        (TEXT, "minutes: 40\n", "minutes: 40\nmaterials: [湿毛巾]\n", {"002"}),
        (QUIZ, "why: 理由a", "why: 另一个理由", {"003", "101"}),
        (QUIZ, "stem: 第 16 题", "stem: 最后一题", {"003", "116"}),
        (QUIZ, "draw: 6", "draw: 7", {"003"}),
        (QUIZ, "attempts: 3", "attempts: 2", {"003"}),
        (SKILL, "intro: 走一走。", "intro: 走两步。", {"004"}),
        (HEAD, "summary: {zh: 测试用的最小课程。", "summary: {zh: 另一句话。", set()),
    ],
)
def test_a_change_makes_its_own_part_anew_and_a_question_its_quiz(publish, lesson, file, before, after, anew):
    publish()
    swapped((lesson.parents[1] if file == HEAD else lesson) / file, before, after)
    assert changed(publish) == anew


def test_an_old_revision_stays_as_it_was_and_the_next_has_the_next_number(publish, lesson):
    publish()
    old = standing()["101"]
    said = dict(queries.body(old))
    swapped(lesson / QUIZ, "why: 理由a", "why: 另一个理由")
    publish()
    new = standing()["101"]
    assert db.session.get(Revision, old).body == said and db.session.get(Revision, old).number == 1
    assert db.session.get(Revision, new).number == 2
    assert db.session.get(Revision, new).body["options"][0]["why"] == "另一个理由"


def test_going_back_takes_the_old_revision_up_again(publish, lesson):
    publish()
    first = standing()
    source = swapped(lesson / QUIZ, "why: 理由a", "why: 另一个理由")
    publish()
    (lesson / QUIZ).write_text(source, encoding="utf-8")
    assert publish() == 0, "both revisions are there already"
    assert standing() == first


def test_a_quiz_revision_keeps_its_own_pool(publish, lesson):
    publish()
    old = standing()["003"]
    before = queries.questions(old)
    swapped(lesson / QUIZ, "why: 理由a", "why: 另一个理由")
    publish()
    new = standing()["003"]
    assert [revision for revision, _body in queries.questions(old)] == [revision for revision, _body in before]
    assert len(queries.questions(new)) == 16
    assert {one for one, _ in queries.questions(new)} - {one for one, _ in before} == {standing()["101"]}
    assert [said["stem"] for _, said in queries.questions(new)] == [said["stem"] for _, said in before]


def test_a_question_moved_in_the_file_is_the_same_question_in_another_pool(publish, lesson):
    publish()
    text = (lesson / QUIZ).read_text(encoding="utf-8")
    head, *asked = text.split("- uuid: ")
    (lesson / QUIZ).write_text("- uuid: ".join([head, *asked[1:], asked[0]]), encoding="utf-8")
    assert changed(publish) == {"003"}
    assert items("question")["00000000-0000-4000-8000-000000000101"].position == 15
    assert queries.questions(standing()["003"])[-1][0] == standing()["101"]


def test_what_the_files_no_longer_hold_is_withdrawn_and_its_records_stay(publish, lesson):
    publish()
    old = standing()["116"]
    text = (lesson / QUIZ).read_text(encoding="utf-8").replace("000000000116", "000000000117")
    (lesson / QUIZ).write_text(text, encoding="utf-8")
    publish()
    assert standing()["116"] is None and standing()["117"]
    assert db.session.get(Revision, old).body["stem"].startswith("第 16 题")
    assert queries.item_of(old) == items()["00000000-0000-4000-8000-000000000116"].id


def test_a_question_that_comes_back_is_in_force_again(publish, lesson):
    publish()
    first = standing()["116"]
    source = swapped(lesson / QUIZ, "000000000116", "000000000117")
    publish()
    (lesson / QUIZ).write_text(source, encoding="utf-8")
    publish()
    assert (standing()["116"], standing()["117"]) == (first, None)


def test_a_renamed_course_is_the_same_course(publish, lesson):
    publish()
    number = course().id
    swapped(lesson.parents[1] / HEAD, "title: {zh: 样板课, en: Sample course}", "title: {zh: 新名字, en: New name}")
    assert publish() == 0
    assert (course().id, course().title_zh, course().title_en) == (number, "新名字", "New name")
    assert "lessons" not in course().body and course().body["title"]["zh"] == "新名字"


def test_a_course_whose_folder_is_gone_is_retired_and_its_return_brings_it_back(publish, clock):
    publish()
    mine = course().uuid
    rest = {each.uuid for each in queries.courses_on_offer()} - {mine}
    with write():
        assert operations.retire_missing(rest) == 1
    ttl_cache.drop()
    when = course().retired_at
    assert when is not None and mine not in {each.uuid for each in queries.courses_on_offer()}
    assert queries.course_by_id(course().id).uuid == mine
    clock.shift(timedelta(days=1))
    with write():
        assert operations.retire_missing(rest) == 0, "once only"
    assert course().retired_at == when
    assert publish() == 0, "nothing has changed but that it is there"
    assert course().retired_at is None
    assert mine in {each.uuid for each in queries.courses_on_offer("P2")}


def test_lessons_of_a_retired_course_are_not_offered(publish):
    publish()
    (lesson_id,) = [item.id for item in items("lesson").values()]
    head = queries.lesson_head(lesson_id)
    assert (head.slug, head.folder, head.topic, head.stage, head.minutes) == (
        "fire/p2-sample",
        "01-sample",
        "FIRE",
        "P2",
        40,
    )
    assert (head.has_quiz, head.has_skill, head.has_video, head.picture, head.core_minutes) == (
        True,
        True,
        False,
        "media/room.svg",
        10,
    )
    assert head in queries.lessons_of("P2") and head not in queries.lessons_of("P1")
    with write():
        operations.retire_missing({each.uuid for each in queries.courses_on_offer()} - {course().uuid})
    ttl_cache.drop()
    assert queries.lesson_head(lesson_id) is None
    assert queries.item(lesson_id).title_zh == "样板课时", "records still find its name"


def test_parts_of_a_lesson_are_those_in_force(publish, lesson):
    publish()
    (lesson_id,) = [item.id for item in items("lesson").values()]
    quiz = queries.quiz_of(lesson_id)
    assert (quiz.draw, quiz.minutes, quiz.attempts, quiz.pass_mark, quiz.excellent_mark) == (6, 10, 3, 60, 85)
    assert (quiz.revision_id, quiz.lesson_id) == (standing()["003"], lesson_id)
    skill = queries.skill_of(lesson_id)
    assert (skill[1], skill[2]["intro"]) == (standing()["004"], "走一走。")
    assert queries.video_of(lesson_id) is None
    swapped(lesson / QUIZ, "draw: 6", "draw: 9")
    publish()
    assert queries.quiz_of(lesson_id).draw == 9
    assert queries.quiz_head(quiz.quiz_id, quiz.revision_id, lesson_id).draw == 6


def test_a_pool_is_read_as_questions_and_no_quiz_has_none(publish):
    publish()
    pool = queries.question_pool(standing()["003"])
    assert [question.kind for _revision, question in pool[:7]] == ["single"] * 6 + ["multiple"]
    assert queries.question_pool(standing()["003"]) is pool, "read once a process"
    assert queries.question_pool(None) == () == queries.question_pool(0)


def test_two_questions_asked_aloud_mark_nobody(publish):
    publish()
    aloud = next(row for row in queries.lessons_of("K"))
    assert not aloud.has_quiz and not queries.is_marked(queries.quiz_of(aloud.lesson_id).revision_id)
    assert queries.is_marked(standing()["003"]) and not queries.is_marked(None)


def test_items_of_a_list_are_found_at_once(publish):
    publish()
    numbers = {item.id for item in items("question").values()}
    assert set(queries.items(numbers | {10**9})) == numbers
    assert queries.items(set()) == {}


def test_topics_follow_the_taxonomy_in_its_order(publish):
    with write():
        operations.load_topics({"B": {"zh": "乙", "en": "Two"}, "FIRE": {"zh": "火灾", "en": "Fires"}})
    ttl_cache.drop()
    found = db.session.scalars(select(Topic).where(Topic.code.in_(("B", "FIRE"))).order_by(Topic.position)).all()
    assert [(each.code, each.zh, each.en, each.position) for each in found] == [
        ("B", "乙", "Two", 0),
        ("FIRE", "火灾", "Fires", 1),
    ]
    with write():
        operations.load_topics({"FIRE": {"zh": "火灾", "en": "Fires"}})
    assert rows(Topic) == len(queries.topics()), "none twice"


def test_a_digest_does_not_hang_on_the_order_of_keys():
    assert operations.body_digest({"a": 1, "b": [1, 2]}) == operations.body_digest({"b": [1, 2], "a": 1})
    assert operations.body_digest({"a": [1, 2]}) != operations.body_digest({"a": [2, 1]})
    assert operations.body_digest({"字": "火"}) != operations.body_digest({"字": "水"})


def test_own_material_is_one_lesson_a_topic_and_stage_and_never_on_offer(publish):
    with write():
        first, again, other = (own_material.item_for("FIRE", stage) for stage in ("P2", "P2", "J"))
    assert first == again != other
    item = queries.item(first)
    assert (item.title_zh.endswith("（自备材料）"), item.title_en.endswith("(own material)")) == (True, True)
    home = queries.course_by_id(item.course_id)
    assert (home.slug, home.topic, home.stage, home.retired_at) == ("own/fire-p2", "FIRE", "P2", clock.now())
    assert queries.lesson_head(first) is None


@pytest.mark.parametrize(("topic", "stage"), [("NONE", "P2"), ("fire", "P2"), ("FIRE", "P9"), ("FIRE", "")])
def test_own_material_on_what_does_not_exist_is_refused(publish, topic, stage):
    with pytest.raises(Refused) as refused:
        own_material.item_for(topic, stage)
    assert refused.value.code == "odd_choice"


@pytest.mark.parametrize(
    ("file", "before", "after"),
    [
        (HEAD, "uuid: 00000000-0000-4000-8000-000000000001", "uuid: 00000000-0000-4000-8000-00000000000a"),
        (TEXT, "uuid: 00000000-0000-4000-8000-000000000002", "uuid: {taken}"),
    ],
)
def test_what_belongs_to_another_course_is_refused_by_name_and_nothing_is_stored(publish, lesson, file, before, after):
    """Records point at it there: a part that is moved is a new part, and a course keeps its uuid."""
    publish()
    taken = next(
        item.uuid for item in db.session.scalars(select(Item).where(Item.kind == "lesson")) if item.uuid[-3:] != "002"
    )
    swapped((lesson.parents[1] if file == HEAD else lesson) / file, before, after.format(taken=taken))
    before_it = rows(Course), rows(Item), rows(Revision)
    with pytest.raises(operations.TakenUuid, match=r"fire/p2-sample：uuid [0-9a-f-]{36} 已经属于课程 ") as refused:
        publish()
    assert "新的 uuid" in str(refused.value)
    assert (rows(Course), rows(Item), rows(Revision)) == before_it
