"""Readings of characters: what pypinyin gets wrong is set right, what is no Chinese stays, a rule that fits nowhere is refused."""

import shutil
from pathlib import Path

import pytest

from eduplatform.curriculum import pinyin
from eduplatform.curriculum.check import check_package
from eduplatform.curriculum.check_pinyin import common_rules
from eduplatform.curriculum.problems import Report

COURSES = Path(__file__).parents[2] / "courses"

#: word in a sentence → the reading it must get
READ = {
    "长竹竿": "cháng zhú gān",
    "没在水面": "mò zài shuǐ miàn",
    "数一数": "shǔ yī shǔ",
    "跑得快": "pǎo de kuài",
    "一行一行": "yī háng yī háng",
    "门把手": "mén bǎ shǒu",
    "手拉着手": "shǒu lā zhe shǒu",
    "着火了": "zháo huǒ le",
    "系好安全带": "jì hǎo ān quán dài",
    "没关系": "méi guān xì",
    "滑倒": "huá dǎo",
    "干毛巾": "gān máo jīn",
    "乱划": "luàn huá",
    "背书包": "bēi shū bāo",
    "慢慢地": "màn màn de",
    "两只脚": "liǎng zhī jiǎo",
    "大家都来": "dà jiā dōu lái",
    "火还没过来": "huǒ hái méi guò lái",
    "不得": "bù dé",
    "单老师": "shàn lǎo shī",
    "曾同学": "zēng tóng xué",
    "查叔叔": "zhā shū shu",
    "骑单车": "qí dān chē",
    "不要": "bù yào",
}


@pytest.fixture(scope="module")
def rules():
    report = Report()
    found = common_rules(COURSES, report)
    assert not report.problems
    return found


@pytest.mark.parametrize(("word", "reading"), READ.items())
def test_a_word_is_read_rightly_in_a_sentence(rules, word, reading):
    assert f" {reading} " in f" {pinyin.read(f'他说：{word}。大家听。', rules)} "


def test_every_common_rule_is_what_comes_out(rules):
    wrong = {
        phrase: pinyin.read(phrase, rules)
        for phrase, reading in rules.phrases.items()
        if pinyin.read(phrase, rules) != reading
    }
    assert not wrong


def test_numbers_latin_letters_and_marks_have_no_syllable():
    assert pinyin.read("打119，说SOS：3号楼！") == "dǎ shuō hào lóu"
    assert pinyin.read("119 SOS!") == ""


def test_markup_is_no_part_of_the_text():
    assert pinyin.table(["**低**下来", "OK"]) == {"低下来": "dī xià lái"}


def test_the_course_outranks_the_common_rules(rules):
    assert pinyin.read("没在水面", rules, pinyin.Rules({"没在": "méi zài"})) == "méi zài shuǐ miàn"


def test_a_checked_course_holds_the_reading_of_every_sentence(course, facts, taxonomy):
    package, _ = check_package(course, facts, taxonomy)
    lesson = package.lessons[0]
    lines = [line.text for slide in lesson.slides for line in [*slide.body, *slide.text]]
    assert all(pinyin.MARKUP.sub("", line) in lesson.pinyin for line in lines if pinyin.HAN.search(line))
    assert all(question.stem in question.pinyin for question in lesson.quiz.questions)
    assert lesson.skill.intro in lesson.skill.pinyin


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("骆驼: luò tuo", "没有一处写着“骆驼”"),
        ("有烟: yǒu", "2 个汉字,读音写了 1 个"),
        ("有烟: yǒu1 yān", "不像拼音"),
        ("SOS: sos", "没有汉字"),
    ],
)
def test_a_rule_that_fits_nowhere_or_is_no_pinyin_is_refused(course, facts, taxonomy, line, reason):
    (course / "pinyin.yaml").write_text(f"放低身子: fàng dī shēn zi\n{line}\n", encoding="utf-8")
    package, problems = check_package(course, facts, taxonomy)
    assert package is None
    assert [(Path(each.file).name, each.line) for each in problems if each.level == "error"] == [("pinyin.yaml", 2)]
    assert reason.replace(",", "，") in problems[0].reason or reason in problems[0].reason


def test_a_rule_of_the_course_is_heard(course, facts, taxonomy):
    (course / "pinyin.yaml").write_text("放低身子: fàng dī shēn zǐ\n", encoding="utf-8")
    package, problems = check_package(course, facts, taxonomy)
    assert package, problems
    assert any("zǐ" in reading for reading in package.lessons[0].pinyin.values())


def test_everything_a_pupil_reads_in_a_training_and_a_question_has_its_reading(course, lesson, facts, taxonomy):
    shutil.copy(Path(__file__).parent / "states.yaml", lesson / "skill.yaml")
    package, problems = check_package(course, facts, taxonomy)
    assert package, problems
    skill, quiz = package.lessons[0].skill, package.lessons[0].quiz
    talk, route = skill.nodes[0].talk, skill.nodes[1].route
    need = talk.needs[0]
    read = [talk.speaker, need.name, need.ask, need.again, need.lines[0].text, need.lines[0].why, route.places[0].name]
    read += [route.back.why, route.ways[0].why, skill.intro, skill.title.zh, skill.nodes[0].text]
    assert [text for text in read if text not in skill.pinyin] == []
    assert not {"scenario", "call", skill.objective} & set(skill.pinyin), "what nobody reads has none"
    by_kind = {question.kind: question for question in quiz.questions}
    statement, spot, match = by_kind["truefalse"], by_kind["spot"], by_kind["matching"]
    assert {statement.why_true, statement.why_false, statement.stem} <= set(statement.pinyin)
    assert {region.label for region in spot.regions} <= set(spot.pinyin)
    assert {match.why, match.left[0].text, match.right[0].text, match.pairs[0].why} <= set(match.pinyin)
    assert statement.objective not in statement.pinyin and statement.belief not in statement.pinyin
