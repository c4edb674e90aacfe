"""Addresses compiled late are built as werkzeug's own rule builds them, and a start compiles none."""

from __future__ import annotations

import pytest
from werkzeug.routing import Map, Rule

from eduplatform.pages.web.late_addresses import LateRule

from ...conftest import make_app

VALUE = {"rownumber": 7, "integer": 7, "path": "a/b c.svg"}


def build(rule: Rule, unknown: bool) -> tuple[str, str] | None:
    values = {
        name: VALUE.get(type(each).__name__.removesuffix("Converter").lower(), "五 1/班")
        for name, each in rule._converters.items()
    }
    return rule.build({**values, "more": "a b"} if unknown else values, unknown)


@pytest.mark.parametrize("unknown", [True, False])
def test_every_address_is_built_as_by_its_own_rule(app, unknown):
    late = [rule for rule in app.url_map.iter_rules() if isinstance(rule, LateRule)]
    assert len(late) > 300
    plain = Map(converters=app.url_map.converters)
    for rule in late:
        own = Rule(rule.rule, endpoint=rule.endpoint, methods=rule.methods, defaults=rule.defaults)
        plain.add(own)
        assert build(rule, unknown) == build(own, unknown), rule.rule


def test_a_start_compiles_no_address(tmp_path, monkeypatch):
    compiled = []
    monkeypatch.setattr(
        Rule, "_compile_builder", lambda rule, unknown=True: compiled.append(rule.rule) or (lambda *_, **__: ("", "/"))
    )
    made = make_app(f"sqlite:///{tmp_path}/none.db", tmp_path)
    assert set(compiled) == {"/static/<path:filename>"}  # Flask's own, hung up before ours
    assert next(rule for rule in made.url_map.iter_rules() if rule.endpoint == "account.about").build({}) == ("", "/")
    assert len(compiled) == 3
