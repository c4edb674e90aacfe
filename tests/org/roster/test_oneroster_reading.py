"""OneRoster 1.1 CSV in: pupils with their classes, or what is wrong with file, line and reason."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eduplatform.org.roster import messages
from eduplatform.org.roster.oneroster_names import join_name, split_name
from eduplatform.org.roster.oneroster_tables import grade_code, grade_of_code
from eduplatform.org.roster.read import read_file
from eduplatform.org.roster.refusals import RosterRefused
from eduplatform.org.roster.rows import read_roster

from .oneroster_builder import GOOD, packed, with_change


def roster(files, folder: str = ""):
    return read_roster(read_file("x.zip", packed(files, folder)), school_year=2026)


@pytest.mark.parametrize("folder", ["", "export/"])
def test_pupils_with_class_grade_and_homeroom_teacher_at_their_lines(folder):
    found = roster(GOOD, folder)
    assert found.problems == [] and [(row.line, row.name, row.homeroom_name) for row in found.rows] == [
        (3, "田小雨甲一", "林梅"),
        (4, "赵新来", ""),
        (5, "周一鸣甲二", "林梅"),
    ]
    assert [(row.class_.grade, row.class_.number) for row in found.rows] == [(3, 2), (4, 2), (3, 2)]


def test_nothing_that_is_not_kept_is_in_the_book():
    kept = str(read_file("x.zip", packed(GOOD)).to_json())
    assert "田小雨甲一" in kept
    for secret in ("13800000000", "yu@example.invalid", "secret", "p1"):
        assert secret not in kept


NO_FILE = {name: text for name, text in GOOD.items() if name != "enrollments.csv"}
BROKEN = [
    (NO_FILE, ("enrollments.csv", 0, "oneroster_missing")),
    ({**GOOD, "classes.csv": GOOD["classes.csv"].encode("gb18030")}, ("classes.csv", 0, "oneroster_encoding")),
    ({**GOOD, "orgs.csv": ""}, ("orgs.csv", 0, "oneroster_empty")),
    (with_change("users.csv", ",password\n", "\n"), ("users.csv", 1, "oneroster_head_missing")),
    (with_change("users.csv", "password\n", "password,extra\n"), ("users.csv", 1, "oneroster_head_odd")),
    (
        with_change("manifest.csv", "oneroster.version,1.1", "oneroster.version,1.2"),
        ("manifest.csv", 3, "oneroster_version"),
    ),
    (with_change("manifest.csv", "file.users,bulk", "file.users,delta"), ("manifest.csv", 16, "oneroster_delta")),
    (with_change("manifest.csv", "file.users,bulk", "file.users,absent"), ("manifest.csv", 16, "oneroster_absent")),
    (with_change("manifest.csv", "file.users,bulk", "file.users,all"), ("manifest.csv", 16, "oneroster_mode")),
    (with_change("manifest.csv", "propertyName", "name"), ("manifest.csv", 1, "oneroster_head_missing")),
    (with_change("users.csv", "p3,,,true", "p1,,,true"), ("users.csv", 5, "oneroster_id_twice")),
    (with_change("users.csv", "一鸣甲二,周", "一鸣甲二,"), ("users.csv", 5, "oneroster_empty_cell")),
    (with_change("users.csv", "p3,,,true,", "p3,,,"), ("users.csv", 5, "oneroster_cells")),
    (with_change("users.csv", '"新来"', '"新来'), ("users.csv", 4, "oneroster_quotes")),
    (with_change("users.csv", "true,o1,student,p3", "true,o9,student,p3"), ("users.csv", 5, "oneroster_unknown")),
    (with_change("enrollments.csv", "e2,,,k2", "e2,,,k9"), ("enrollments.csv", 4, "oneroster_unknown")),
    (with_change("enrollments.csv", "o1,p3", "o1,p9"), ("enrollments.csv", 5, "oneroster_unknown")),
    (with_change("enrollments.csv", "e0,,,k1,o1,t1", "e0,,,k1,o1,t9"), ("enrollments.csv", 2, "oneroster_unknown")),
    (with_change("classes.csv", "o1,y26,,,\nk2", 'o1,"y26,y27",,,\nk2'), ("classes.csv", 2, "oneroster_unknown")),
    (with_change("enrollments.csv", "e4,,,m1", "e4,,,k2"), ("users.csv", 3, "oneroster_two_classes")),
    (with_change("enrollments.csv", "e3,,,k1,o1,p3,student,,,\n", ""), ("users.csv", 5, "oneroster_no_class")),
]


@pytest.mark.parametrize(("files", "wanted"), BROKEN, ids=[f"{n}-{one[1][2]}" for n, one in enumerate(BROKEN)])
def test_what_is_wrong_is_told_with_file_line_and_reason(files, wanted):
    found = roster(files)
    assert [(one.sheet, one.line, one.code) for one in found.problems] == [wanted] and found.rows == []
    for language in ("zh", "en"):
        said = messages.say(found.problems[0], language)
        assert wanted[0] in said and "{" not in said and messages.message_in(wanted[2], {}, language) != wanted[2]


def test_pupils_of_two_schools_are_two_files():
    files = with_change("orgs.csv", "o1,,,实验小学,school,,\n", "o1,,,实验小学,school,,\no2,,,别的小学,school,,\n")
    files["classes.csv"] = GOOD["classes.csv"].replace("homeroom,,o1,y26,,,\nm1", "homeroom,,o2,y26,,,\nm1")
    assert [one.code for one in roster(files).problems] == ["oneroster_schools"]


def test_a_thousand_faults_and_no_more_are_told():
    rows = "".join(f"x{n},,,k9,o1,p1,student,,,\n" for n in range(3000))
    assert len(roster({**GOOD, "enrollments.csv": GOOD["enrollments.csv"] + rows}).problems) == 1000


def test_any_other_zip_is_still_refused():
    with pytest.raises(RosterRefused) as refused:
        read_file("x.zip", packed({"notes.txt": "x"}))
    assert refused.value.code == "file_stranger"
    with pytest.raises(RosterRefused) as bomb:
        read_file("x.zip", packed({**GOOD, "users.csv": GOOD["users.csv"] + " " * (41 * 1024 * 1024)}))
    assert bomb.value.code == "zip_bomb"


HAN = st.text("王欧阳诸葛明伟娜丁上官", min_size=1, max_size=5)
NAMES = st.one_of(
    HAN, st.builds("{}·{}".format, HAN, HAN), st.from_regex(r"[A-Z][a-z]{1,6}( [A-Z][a-z]{1,6}){0,2}", fullmatch=True)
)


@given(NAMES)
def test_a_name_in_two_parts_is_the_same_name_again(name):
    given_name, family = split_name(name)
    assert given_name and family and join_name(given_name, family) == name


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("王伟", ("伟", "王")),
        ("欧阳娜娜", ("娜娜", "欧阳")),
        ("欧阳", ("阳", "欧")),
        ("Ann Lee", ("Ann", "Lee")),
        ("丁", ("丁", ".")),
    ],
)
def test_where_a_name_is_cut(name, parts):
    assert split_name(name) == parts


def test_grades_go_out_and_come_back():
    assert [grade_of_code(grade_code(grade)) for grade in range(-3, 13)] == list(range(-3, 13))
    assert [grade_of_code(code) for code in ("13", "UG", "", "1", "٣")] == [None, None, None, 1, None]
