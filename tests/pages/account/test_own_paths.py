"""No address makes this site send somebody to another one."""

from __future__ import annotations

import pytest

from eduplatform.pages.account.sign_in.safe_redirects import own_path

BYPASSES = [
    "",
    "//evil.example",
    "///evil.example",
    "////evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "\\/evil.example",
    "/\\/evil.example",
    "/ /evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/\r/evil.example",
    "/\x00/evil.example",
    "\t//evil.example",
    " //evil.example",
    "%2f%2fevil.example",
    "/%2fevil.example",
    "/%2f%2fevil.example",
    "/%252fevil.example",
    "/%5cevil.example",
    "/%5c%5cevil.example",
    "/%255cevil.example",
    "/%09/evil.example",
    "/%0d%0aLocation:%20//evil.example",
    "/%0a/evil.example",
    "/%00/evil.example",
    "http://evil.example",
    "https://evil.example",
    "HTTP://evil.example",
    "http:/evil.example",
    "http:evil.example",
    "https:evil.example",
    "https:///evil.example",
    "https:\\\\evil.example",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)",
    "data:text/html,x",
    "vbscript:x",
    "file:///etc/passwd",
    "ftp://evil.example",
    "mailto:a@b",
    "blob:x",
    "//evil.example/%2e%2e",
    "/..//evil.example",
    "/.//evil.example",
    "/a//evil.example",
    "/me/..//evil.example",
    "//user@evil.example",
    "/@evil.example//x",
    "http://localhost@evil.example",
    "http://evil.example#localhost",
    "//localhost.evil.example",
    "//[::1]",
    "//0x7f.1",
    "//①②.example",
    "/／evil.example",
    "／／evil.example",
    "//ⓔvil.example",
    "/。evil",
    "evil.example",
    "./me",
    "../me",
    "me",
    "?x=1",
    "#top",
    "/" + "a" * 600,
    "/me\u2028x",
    "/me\ud800",
]


@pytest.mark.parametrize("text", BYPASSES, ids=[str(n) for n in range(len(BYPASSES))])
def test_a_trick_leads_nowhere(text):
    assert own_path(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "/",
        "/me",
        "/student/lessons/7?from=home&page=2",
        "/teacher/classes/3/slips",
        "/sign-in?q=%E5%AE%9E%E9%AA%8C",
        "/a-b_c.d~e",
    ],
)
def test_own_pages_are_kept(text):
    assert own_path(text) == text


@pytest.mark.parametrize("text", ["//evil.example", "/\\evil.example", "https://evil.example"])
def test_language_and_sign_in_go_home_instead(client_for, text):
    client = client_for(None)
    assert client.get("/language", query_string={"to": "en", "next": text}).headers["Location"] == "/"
    assert client.post("/language", data={"to": "en", "next": text}).headers["Location"] == "/"
    signed_in = client_for("pupil_yu")
    assert signed_in.get("/sign-in", query_string={"next": text}).headers["Location"] == "/student/"


def test_choosing_a_language_comes_back_to_the_page(client_for):
    answer = client_for(None).get("/language?to=en&next=/about")
    assert answer.headers["Location"] == "/about" and "lang=en" in answer.headers["Set-Cookie"]


def test_only_the_form_changes_the_account(app, client_for, people):
    from eduplatform.accounts import people as accounts

    yu = people["pupil_yu"]
    client = client_for("pupil_yu")
    for step, kept in ((client.get, None), (client.post, "en")):
        step("/language", **({"query_string": {"to": "en"}} if step == client.get else {"data": {"to": "en"}}))
        with app.app_context():
            assert accounts.by_user(yu.school_id, yu.user_id).user.language == kept


@pytest.mark.parametrize("to", ["", "fr", "zh_Hans_CN", "<script>", "en; path=/evil"])
def test_no_other_language_is_kept(client_for, to):
    answer = client_for(None).get("/language", query_string={"to": to})
    assert "lang=" not in str(answer.headers.getlist("Set-Cookie"))
