"""One set of templates per language, with its catalogue installed once.

Flask-Babel looks its catalogue up for every word of a page, several proxies deep: a tenth of the cost of a paper. Here a page
is rendered by the environment of its language, whose `_()` is a dictionary. It is made at the first page of a language, with
the globals and filters that the application has by then.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Mapping, MutableMapping
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from typing import Any

from flask import Flask
from flask.templating import Environment
from flask_babel import get_translations
from jinja2 import FileSystemBytecodeCache, Template, pass_eval_context
from jinja2.bccache import Bucket
from jinja2.nodes import EvalContext
from markupsafe import Markup

from ...shared import private_files
from .. import filters
from .locale import language


class LanguageTemplates(Environment):
    """`app.jinja_env`: finds a template in the environment of the page's language."""

    languages: dict[str, Environment] | None  #: by locale; None on such an environment itself

    def __init__(self, app: Any, **options: Any) -> None:
        super().__init__(app, **options)
        self.languages = {}

    def get_template(
        self, name: Any, parent: str | None = None, globals: MutableMapping[str, Any] | None = None
    ) -> Template:
        """As Jinja's; templates that one extends, includes or imports come from the same language."""
        if self.languages is None:
            return super().get_template(name, parent, globals)
        return self._of_language().get_template(name, parent, globals)

    def _of_language(self) -> Environment:
        key = language()
        found = (self.languages or {}).get(key)
        if found is None:
            found = self.overlay()
            found.languages = None
            found.globals = self.globals | _words()
            if self.languages is not None:
                self.languages[key] = found
        return found


def _words() -> dict[str, Any]:
    """`_`, `gettext` and `ngettext` of the locale in force, as Jinja's "newstyle": values are put in and escaped."""
    catalogue = get_translations()
    one = _remembered(catalogue.gettext)

    @pass_eval_context
    def ngettext(escaping: EvalContext, single: str, plural: str, n: int, **values: Any) -> str:
        text = catalogue.ngettext(single, plural, n)
        return (Markup(text) if escaping.autoescape else text) % ({"num": n} | values)

    return {"_": one, "gettext": one, "ngettext": ngettext}


def _remembered(gettext: Callable[[str], str]) -> Callable[..., str]:
    marked: dict[str, Markup] = {}
    empty: Mapping[str, Any] = {}

    @pass_eval_context
    def translated(escaping: EvalContext, text: str, /, **values: Any) -> str:
        if not escaping.autoescape:
            return gettext(text) % values
        if values:
            return Markup(gettext(text)) % values
        if text not in marked:
            marked[text] = Markup(gettext(text)) % empty
        return marked[text]

    return translated


def prepare(app: Flask) -> None:
    """Give an app its sets of templates; before anything asks for `app.jinja_env`."""
    app.jinja_environment = LanguageTemplates
    app.jinja_options = {"bytecode_cache": compiled_templates(Path(app.config["INSTANCE"]))}


class TemplateCode(FileSystemBytecodeCache):
    """Compiled templates, kept in the folder of the install, where nobody else can write: a tenth of a second less to the first
    page after each start, and most of a page's first time. Where they cannot be kept they are compiled each time."""

    def dump_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):  # a full disk, a folder that cannot be written, or one that a newer version took away
            super().dump_bytecode(bucket)


def compiled_templates(instance: Path) -> TemplateCode | None:
    """Where templates of this version of Jinja and of our own changes to them (filters.Unindented) are kept compiled; what other
    versions left is taken away. None where the folder cannot be made."""
    every = instance / "cache" / "templates"
    stamp = hashlib.blake2s(version("jinja2").encode() + Path(filters.__file__).read_bytes(), digest_size=8).hexdigest()
    try:
        private_files.folder(every.parent)
        private_files.folder(private_files.folder(every) / stamp)
        for other in every.iterdir():
            if other.name != stamp:
                shutil.rmtree(other, ignore_errors=True)
    except OSError:
        return None
    return TemplateCode(str(every / stamp))
