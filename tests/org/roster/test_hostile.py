"""Bytes of any kind end in a book or a refusal, never in another exception; the child dies instead of the server."""

import subprocess
import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eduplatform.org.roster import sandbox, zipguard
from eduplatform.org.roster.messages import SENTENCES
from eduplatform.org.roster.read import read_file
from eduplatform.org.roster.refusals import RosterRefused
from eduplatform.org.roster.rows import read_roster
from tests.org.roster import builders as b
from tests.org.roster.corpus import OLD, PLAIN

GOOD = [
    b.xlsx(PLAIN),
    b.xls(OLD),
    b.text(PLAIN),
    b.text(OLD, "gbk"),
    b.html(PLAIN),
    b.xml2003(PLAIN),
    b.text(PLAIN, "utf-16-le"),
]
HEADS = [
    b"",
    b"PK\x03\x04",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"<table><tr><td>",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    "姓名,班级\n".encode(),
    "姓名,班级\n".encode("gbk"),
]
CALM = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def read_any(data):
    """Reads as a server would; only a refusal with a known code may come out."""
    try:
        roster = read_roster(read_file("a.xlsx", data))
    except RosterRefused as refused:
        assert refused.code in SENTENCES
    else:
        assert all(problem.code in SENTENCES for problem in roster.problems + roster.notes)


@CALM
@given(st.sampled_from(HEADS), st.binary(max_size=600))
def test_random_bytes(head, tail):
    read_any(head + tail)


@CALM
@given(st.sampled_from(GOOD), st.data())
def test_good_files_with_flipped_bytes(good, data):
    spoiled = bytearray(good)
    for _ in range(data.draw(st.integers(1, 6))):
        spoiled[data.draw(st.integers(0, len(good) - 1))] = data.draw(st.integers(0, 255))
    read_any(bytes(spoiled[: data.draw(st.integers(1, len(good)))] if data.draw(st.booleans()) else spoiled))


@CALM
@given(
    st.lists(
        st.lists(
            st.sampled_from(
                [
                    "",
                    "姓名",
                    "班级",
                    "学号",
                    "王伟",
                    "三(2)班",
                    "合计",
                    "1",
                    "=1",
                    "三年级",
                    "身份证号",
                    "班主任",
                    "\ue000",
                ]
            ),
            max_size=5,
        ),
        max_size=12,
    )
)
def test_any_table_gives_rows_or_problems(rows):
    roster = read_roster(read_file("a.csv", b.text([["x"], *rows])))
    assert roster.rows or roster.problems


def test_a_bomb_that_tells_its_size_is_refused_before_anything_is_unpacked(monkeypatch):
    monkeypatch.setattr(zipguard, "_true_size", None)
    with pytest.raises(RosterRefused, match="zip_bomb"):
        read_file("a.xlsx", b.bomb())


def test_many_half_bombs_are_not_all_unpacked(monkeypatch):
    counted = []
    monkeypatch.setattr(zipguard, "_true_size", lambda data, member: counted.append(member) or 30_000_000)
    with pytest.raises(RosterRefused, match="zip_bomb"):
        zipguard.check_zip(b.zipped({f"{i}": b"" for i in range(50)}))
    assert len(counted) < 3


def test_a_grid_that_no_check_sees_kills_only_the_child(monkeypatch, tmp_path):
    """With the size check blinded, the reader asks for far more than 512 MB."""
    folder = tmp_path / "roster"
    folder.mkdir()
    for file in (sandbox.Path(sandbox.__file__).parent).glob("*.py"):
        (folder / file.name).write_text(
            file.read_text().replace("_check_box(xml)\n\n", "pass\n\n")
            if file.name == "workbook.py"
            else file.read_text()
        )
    assert "            pass\n" in (folder / "workbook.py").read_text()
    monkeypatch.setattr(sandbox, "_CHILD", str(folder / "sandbox_child.py"))
    with pytest.raises(RosterRefused, match="file_too_heavy"):
        sandbox.read_file_safely("a.xlsx", b.far_cells())


def test_a_file_that_takes_too_long_is_refused(monkeypatch, tmp_path):
    slow = tmp_path / "sandbox_child.py"
    slow.write_text("import resource\nresource.setrlimit(resource.RLIMIT_CPU, (1, 2))\nwhile True: pass\n")
    monkeypatch.setattr(sandbox, "_CHILD", str(slow))
    with pytest.raises(RosterRefused, match="file_too_slow"):
        sandbox.read_file_safely("a.csv", b"a", timeout=1)


def test_the_child_reads_under_its_limits(monkeypatch, tmp_path):
    """A copy of the child whose reader only tells its limits."""
    folder = tmp_path / "roster"
    folder.mkdir()
    for name in ("sandbox_child.py", "refusals.py"):
        (folder / name).write_text(sandbox.Path(sandbox.__file__).with_name(name).read_text())
    (folder / "read.py").write_text(
        "import resource as r\nfrom .refusals import RosterRefused\n"
        "def read_file(*_): raise RosterRefused('told', limits=[r.getrlimit(x)[0] for x in (r.RLIMIT_AS, r.RLIMIT_CPU, r.RLIMIT_FSIZE)])\n"
    )
    monkeypatch.setattr(sandbox, "_CHILD", str(folder / "sandbox_child.py"))
    with pytest.raises(RosterRefused) as caught:
        sandbox.read_file_safely("a.csv", b"a", timeout=7)
    assert caught.value.values["limits"] == [512 * 1024 * 1024, 7, 0]


def test_the_child_loads_no_web_and_no_pandas():
    code = (
        f"import sys; sys.path.append({str(sandbox.Path(sandbox._CHILD).parent.parent)!r}); import roster.read; "
        "print([m for m in ('flask', 'sqlalchemy', 'pandas', 'numpy', 'eduplatform') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, check=True, text=True)
    assert done.stdout.strip() == "[]"
