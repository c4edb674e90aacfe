"""Codes proposed for the first city and school from their names."""

from __future__ import annotations

import pytest

from eduplatform.org.founding import CODE
from eduplatform.org.proposed_codes import propose


@pytest.mark.parametrize(
    ("city", "school", "codes"),
    [
        ("青石市", "青溪小学", ("QSS", "QSS-QXXX")),
        ("青石市", "青石市第一小学", ("QSS", "QSS-DYXX")),
        ("青石市", "青石市", ("QSS", "QSS-1")),
        ("", "", ("CITY", "CITY-1")),
        ("！？", "★", ("CITY", "CITY-1")),
        ("Qingshi City", "No. 3 school", ("QC", "QC-N3S")),
        ("青石市", "第12中学", ("QSS", "QSS-D12ZX")),
        ("ＡＢ市", "１中", ("AS", "AS-1Z")),
        ("啊八擦", "搭额发", ("ABC", "ABC-DEF")),
        ("昨座做", "匝压", ("ZZZ", "ZZZ-ZY")),
        ("囍亍", "鑫", ("CITY", "CITY-1")),  # beyond the characters in the order of their sound
    ],
)
def test_first_letters_of_the_sounds(city, school, codes):
    assert propose(city, school) == codes


def test_long_names_are_cut_and_every_proposal_is_a_code():
    city, school = propose("青" * 30, "溪" * 30)
    assert (city, school) == ("Q" * 8, "Q" * 8 + "-" + "X" * 15)
    assert CODE.fullmatch(city) and CODE.fullmatch(school)


@pytest.mark.parametrize(
    ("character", "letter"),
    [
        ("澳", "A"),
        ("芭", "B"),
        ("错", "C"),
        ("堕", "D"),
        ("贰", "E"),
        ("咐", "F"),
        ("过", "G"),
        ("祸", "H"),
        ("骏", "J"),
    ]
    + [
        ("阔", "K"),
        ("络", "L"),
        ("穆", "M"),
        ("诺", "N"),
        ("藕", "O"),
        ("曝", "P"),
        ("群", "Q"),
        ("弱", "R"),
        ("所", "S"),
    ]
    + [("唾", "T"), ("误", "W"), ("迅", "X"), ("孕", "Y"), ("座", "Z")],
)
def test_the_last_sounds_of_each_letter(character, letter):
    assert propose(character, "")[0] == letter
