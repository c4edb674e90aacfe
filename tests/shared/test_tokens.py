"""Codes that are kept as hashes: one lookup in one school finds them, and nothing odd is taken for one."""

from __future__ import annotations

import hashlib

import pytest

from eduplatform.shared import tokens
from eduplatform.shared.refusals import NotFound


def test_a_token_names_its_school_and_its_hash_is_of_the_whole():
    made = {tokens.of_school(42) for _ in range(50)}
    assert len(made) == 50
    for token in made:
        assert tokens.split(token) == (42, hashlib.sha256(token.encode()).hexdigest())
        assert len(token) == 3 + 24, "144 random bits"
    assert len(tokens.of_school(7, 9)) == 2 + 12


@pytest.mark.parametrize(
    "token",
    [
        "",
        "42",
        "42-",
        "-abc",
        "x-abc",
        "４２-abc",
        "²-abc",
        "٣-abc",
        "4 2-abc",
        "+42-abc",
        "1" * 16 + "-abc",
        "0x1-abc",
    ],
)
def test_what_can_be_no_token_is_not_found(token):
    with pytest.raises(NotFound) as said:
        tokens.split(token)
    assert (said.value.code, said.value.status) == ("not_found", 404)
    with pytest.raises(NotFound) as said:
        tokens.split(token, "feed_gone")
    assert said.value.code == "feed_gone"


def test_dashes_in_the_random_part_and_long_numbers_are_taken():
    assert tokens.split("7-a-b-c")[0] == 7 and tokens.split("007--")[0] == 7
    assert tokens.split("9" * 15 + "-x")[0] == int("9" * 15)
    assert tokens.split("7-a")[1] != tokens.split("8-a")[1], "the school is part of what is hashed"
