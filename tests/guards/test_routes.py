"""Every route names its rule, and addresses are kebab-case with typed values."""

import re

from eduplatform.org.roles import PERMISSIONS, ROLES


def rules(app):
    return [(rule, app.view_functions[rule.endpoint]) for rule in app.url_map.iter_rules() if rule.endpoint != "static"]


def test_every_route_names_its_rule(app):
    without = [str(rule) for rule, view in rules(app) if not hasattr(view, "rule")]
    assert not without, f"say who may come in: @guard.public, @guard.signed_in or @guard.needs on {without}"


def test_every_rule_asks_for_a_known_permission(app):
    known = set(PERMISSIONS) | {
        "public",
        "signed-in",
        "phone",
        "key",
    }  # "phone": joined by the code on the class screen
    # "key": a program of the API
    odd = {view.rule.permission for _rule, view in rules(app)} - known
    assert not odd, f"not in org.roles.PERMISSIONS: {odd}"
    assert set().union(*ROLES.values()) <= set(PERMISSIONS)


def test_addresses_are_kebab_case_and_typed(app):
    odd = [
        str(rule)
        for rule, _view in rules(app)
        if not re.fullmatch(r"(/(<[a-z]+(\([^)]*\))?:[a-z_]+>|[a-z0-9.-]*))+", str(rule))
    ]
    assert not odd, f"use /kebab-case/<int:typed>: {odd}"


def test_every_entry_of_the_navigation_leads_somewhere(app):
    from eduplatform.pages import navigation

    with app.test_request_context():
        entries = [entry for desk in navigation.DESKS for entry in navigation.pages_of(desk)]
    for endpoint, _label, _icon, permission in entries:
        view = app.view_functions[endpoint]
        assert view.rule.permission == permission, (
            f"{endpoint} asks for {view.rule.permission}, the navigation for {permission}"
        )
    mains = {view.main_page for view in app.view_functions.values() if hasattr(view, "main_page")}
    assert mains <= {endpoint for endpoint, *_rest in entries}, "navigation.below() names a page that no menu has"
