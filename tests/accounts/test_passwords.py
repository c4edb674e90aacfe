"""Hashes: argon2id at the cost the product promises, and the same work for nobody."""

from __future__ import annotations

from unittest.mock import patch

from eduplatform.accounts import passwords


def test_the_real_cost_is_argon2id_with_nineteen_mib_two_rounds_one_lane(app):
    passwords.use_cost(app.config["PASSWORD_KIB"])
    assert passwords.hash_password("x").startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_right_and_wrong():
    kept = passwords.hash_password("lanshan-47")
    assert passwords.matches(kept, "lanshan-47") and not passwords.matches(kept, "lanshan-48")


def test_without_a_hash_one_is_checked_all_the_same_and_the_answer_is_no():
    with patch.object(passwords, "_hasher", wraps=passwords._hasher) as hasher:
        hasher.memory_cost = 64
        assert not passwords.matches(None, "anything") and not passwords.matches(None, "nobody's")
        assert hasher.verify.call_count == 2


def test_a_broken_hash_lets_nobody_in():
    assert not passwords.matches("not a hash", "x")


def test_a_hash_of_another_cost_is_known_as_old():
    kept = passwords.hash_password("x")
    assert not passwords.is_old(kept)
    passwords.use_cost(128)
    assert passwords.is_old(kept)
