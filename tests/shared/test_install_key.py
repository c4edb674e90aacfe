"""The key of the install: marks only its holder makes, older keys still believed, purposes apart."""

from __future__ import annotations

from random import Random

import pytest

from eduplatform.shared import install_key


@pytest.fixture(autouse=True)
def _back():
    install_key.use("test")
    yield
    install_key.use("test")


def test_a_mark_fits_what_it_was_made_for_and_nothing_else():
    random = Random(1)
    said = [random.randbytes(random.randrange(40)) for _ in range(30)]
    marks = [install_key.install_mark("audit", one) for one in said]
    assert len(set(marks)) == len(set(said)) and {len(mark) for mark in marks} == {32}
    for number, mark in enumerate(marks):
        fits = [place for place, one in enumerate(said) if install_key.mark_fits(mark, "audit", one)]
        assert fits == [place for place, one in enumerate(said) if one == said[number]]
        assert not install_key.mark_fits(mark, "erased", said[number]), "made for another purpose"
        assert not install_key.mark_fits(mark[:-1], "audit", said[number]) and not install_key.mark_fits(
            b"", "audit", said[number]
        )


def test_a_purpose_cannot_be_lengthened_into_another():
    assert install_key.install_mark("ab", b"c") != install_key.install_mark("a", b"bc")
    assert install_key.install_mark("ab", b"") != install_key.install_mark("a", b"b")


def test_the_first_key_makes_marks_and_the_further_ones_are_believed():
    install_key.use("old")
    before, print_before = install_key.install_mark("audit", b"x"), install_key.fingerprint()
    install_key.use("  new \n old\t")
    assert install_key.install_mark("audit", b"x") != before and install_key.fingerprint() != print_before
    assert install_key.mark_fits(before, "audit", b"x") and install_key.knows_fingerprint(print_before)
    assert install_key.all_marks("audit", b"x") == {before.hex(), install_key.install_mark("audit", b"x").hex()}
    install_key.use("new")
    assert not install_key.mark_fits(before, "audit", b"x") and not install_key.knows_fingerprint(print_before)
    assert install_key.all_marks("audit", b"x") == {install_key.install_mark("audit", b"x").hex()}


def test_the_order_of_keys_says_which_one_is_used():
    install_key.use("a b")
    first = install_key.fingerprint()
    install_key.use("b a")
    assert install_key.fingerprint() != first and install_key.knows_fingerprint(first)


def test_a_fingerprint_is_16_digits_and_none_of_a_mark():
    seen = install_key.fingerprint()
    assert len(seen) == 16 and set(seen) <= set("0123456789abcdef")
    assert not install_key.knows_fingerprint("") and not install_key.knows_fingerprint(seen[:15])
    assert not install_key.install_mark("audit", b"").hex().startswith(seen)


def test_without_a_key_nothing_is_marked_and_nothing_fits():
    mark = install_key.install_mark("audit", b"x")
    install_key.use(" \n ")
    with pytest.raises(IndexError):
        install_key.install_mark("audit", b"x")
    assert not install_key.mark_fits(mark, "audit", b"x") and install_key.all_marks("audit", b"x") == set()
