"""Codes on slips: long, random, easy to read and to type."""

from __future__ import annotations

import pytest

from eduplatform.accounts import codes


def test_a_code_has_eighty_random_bits_in_an_alphabet_without_look_alikes():
    made = {codes.new() for _ in range(500)}
    assert len(made) == 500
    assert all(len(code) == 16 and set(code) <= set(codes.ALPHABET) for code in made)
    assert len(codes.ALPHABET) == 32 and not set("ILOU") & set(codes.ALPHABET)


def test_it_is_printed_in_groups_of_four():
    assert codes.grouped("0123456789ABCDEF") == "0123-4567-89AB-CDEF"


@pytest.mark.parametrize(
    "typed",
    [
        "0123-4567-89AB-CDEF",
        "0123456789abcdef",
        " 0123 4567 89ab cdef ",
        "O123-4567-89AB-CDEF",
        "0I23-4567-89AB-CDEF",
        "0l23-4567-89AB-CDEF",
        "０１２３－４５６７－８９ＡＢ－ＣＤＥＦ",
        "0123–4567—89AB·CDEF",
    ],
)
def test_what_a_child_types_is_understood(typed):
    assert codes.tidy_code(typed) == "0123456789ABCDEF"


@pytest.mark.parametrize(
    "typed", ["", "0123", "0123-4567-89AB-CDE", "0123-4567-89AB-CDEFG", "0123-4567-89AB-CDEU", "'; drop table"]
)
def test_what_can_be_no_code_is_nothing(typed):
    assert codes.tidy_code(typed) == ""
