import pytest
from babel.messages.extract import extract_from_dir

from .sources import PACKAGE


@pytest.fixture(scope="session")
def extracted() -> set:
    """Every msgid in pages, forms and templates."""
    found = extract_from_dir(
        str(PACKAGE),
        [("**.py", "python"), ("templates/**.html", "jinja2")],
        keywords={"_": None, "gettext": None, "ngettext": (1, 2), "lazy_gettext": None, "_l": None},
    )
    return {text for _path, _line, text, _comments, _context in found}
