"""A file has a standard name, written down in docs/VOCABULARY.md; a public function shares its name with few others."""

import pytest

from .shared_names import public_functions, share
from .sources import PACKAGE, modules, odd_names, vocabulary

LEAST = 0.2  #: of the public functions may share their name with another


def test_every_file_is_in_the_vocabulary():
    wrong = odd_names([path for path, _tree in modules()], vocabulary())
    assert not wrong, "\n".join(wrong)


def test_the_vocabulary_names_files_that_exist():
    there = {path for path, _tree in modules()}
    gone = [
        f"{package}{name}.py"
        for package, names in vocabulary().items()
        for name in names
        if f"{package}{name}.py" not in there
    ]
    assert not gone, f"take these out of docs/VOCABULARY.md: {gone}"


def test_no_folder_of_pages_is_a_heap():
    for folder in (PACKAGE / "pages" / "office", PACKAGE / "pages"):
        files = [file.name for file in folder.glob("*.py")]
        assert len(files) <= 10, (
            f"{folder.name} holds {len(files)} files: give a topic a folder of its own (prefixes are folders not yet made)"
        )


def test_few_public_functions_share_their_name():
    found = share(public_functions(modules()))
    assert found < LEAST, (
        f"{found:.0%} share their name: python -m tests.guards.shared_names lists the worst; say what yours does"
    )


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("org/stuff.py", "org/stuff.py: no such name in docs/VOCABULARY.md"),
        ("pages/office/drill_words.py", "labels.py"),
        ("pages/office/drill_shape.py", "presenters.py"),
        ("pages/office/doors.py", "loaders.py"),
        ("pages/teacher/sentences.py", "messages.py"),
        ("newroom/rules.py", "newroom/"),
    ],
)
def test_an_odd_name_is_found_and_told_what_to_do(path, said):
    wrong = odd_names([path], {"org/": {"access"}, "pages/office/": {"loaders"}, "pages/teacher/": {"loaders"}})
    assert len(wrong) == 1 and said in wrong[0]


def test_shared_names_are_counted():
    import ast

    found = public_functions(
        [("a.py", ast.parse("def one(): ...\ndef two(): ...\ndef _own(): ...")), ("b.py", ast.parse("def one(): ..."))]
    )
    assert found == {"one": ["a.py", "b.py"], "two": ["a.py"]} and share(found) == pytest.approx(2 / 3)
