"""The English catalogue is not skipped when compiled: a fuzzy header would do that without a word."""

from babel.messages.pofile import read_po

from .test_templates import PO


def test_the_header_is_not_fuzzy():
    with PO.open("rb") as file:
        assert not read_po(file).fuzzy, (
            "take `#, fuzzy` off the header of messages.po, or pybabel compile skips the file"
        )


def test_a_page_speaks_english(client_for):
    client = client_for(None)
    client.set_cookie("lang", "en")
    page = client.get("/sign-in")
    assert "Sign in" in page.text, "run `make setup`: it compiles the catalogue"
