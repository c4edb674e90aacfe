"""One set of templates per language: neither shows words of the other, values are escaped, and compiled ones are kept if they can be."""

from __future__ import annotations

from pathlib import Path

from flask import Flask, render_template_string

from eduplatform.pages.web.language_templates import TemplateCode, compiled_templates
from eduplatform.pages.web.locale import speaking


def test_two_readers_take_turns_and_each_has_the_own_language(client_for):
    pages = []
    for _ in range(2):
        for language in ("zh", "en"):
            client = client_for("teacher_lin")
            client.set_cookie("lang", language)
            pages.append(client.get("/notices").text)
    assert "收到的提醒" in pages[0] and "收到的提醒" in pages[2]
    assert "收到的提醒" not in pages[1] and "收到的提醒" not in pages[3]
    assert "Your reminders" in pages[1]


def test_a_value_in_a_sentence_is_escaped_and_a_per_cent_sign_stays(app: Flask):
    with app.test_request_context():
        for locale in ("zh_Hans_CN", "en"):
            with speaking(locale):
                page = render_template_string("{{ _('到“%(desk)s”', desk='<b>') }}|{{ _('100%%') }}")
                assert "&lt;b&gt;" in page and page.endswith("|100%"), locale


def test_a_language_forced_within_a_request_has_its_own_words(app: Flask):
    with app.test_request_context():
        with speaking("en"):
            english = app.jinja_env.get_template("components/footer.html")
        assert app.jinja_env.get_template("components/footer.html") is not english
        with speaking("en"):
            assert app.jinja_env.get_template("components/footer.html") is english


def test_compiled_templates_are_kept_and_those_of_another_version_go(app: Flask, tmp_path: Path):
    (tmp_path / "cache" / "templates" / "0123456789abcdef").mkdir(parents=True)
    kept = compiled_templates(tmp_path)
    assert kept is not None
    [folder] = (tmp_path / "cache" / "templates").iterdir()
    assert folder.name != "0123456789abcdef" and folder.stat().st_mode & 0o077 == 0
    assert kept.directory == str(folder)


def test_where_nothing_can_be_kept_pages_are_shown_all_the_same(app: Flask, tmp_path: Path):
    (tmp_path / "file").write_text("where the folder should be")
    assert compiled_templates(tmp_path / "file") is None
    app.jinja_env.bytecode_cache = gone = TemplateCode(str(tmp_path / "gone"))
    assert app.test_client().get("/sign-in").status_code == 200
    assert not Path(gone.directory).exists()
