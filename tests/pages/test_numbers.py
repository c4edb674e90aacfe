"""Numbers out of addresses and forms."""

import pytest

from eduplatform.pages.numbers import whole


@pytest.mark.parametrize(("text", "number"), [("0", 0), (" 12 ", 12), ("007", 7), ("9" * 15, 10**15 - 1)])
def test_short_whole_numbers_are_read(text, number):
    assert whole(text) == number


@pytest.mark.parametrize("text", [None, "", "-1", "1.0", "1e3", "１２", "²", "1 2", "x", "9" * 16, "9" * 5000])
def test_anything_else_is_none(text):
    assert whole(text) is None


def test_a_shorter_limit():
    assert (whole("999", 3), whole("1000", 3)) == (999, None)
