"""The outer edge: whose address it is behind a proxy, what HTTPS adds, what may be kept, and which address is printed."""

from __future__ import annotations

import pytest

from eduplatform.pages.current_viewer import COOKIE
from eduplatform.settings import OddSetting, load_settings
from tests.accounts.doing import PASSWORD, give_password, give_session
from tests.conftest import make_app


@pytest.fixture
def app_with(app, template, tmp_path):
    """app_with(TRUST_PROXY=1, …): an app with other settings on the same database."""
    return lambda **settings: make_app(app.config["DATABASE_URL"], tmp_path, **settings)


def addresses(app, peer: str, forwarded: list[str]) -> list[str]:
    seen = []
    app.before_request(lambda: seen.append(__import__("flask").request.remote_addr))
    for said in forwarded:
        app.test_client().get("/healthz", headers={"X-Forwarded-For": said}, environ_base={"REMOTE_ADDR": peer})
    return seen


@pytest.mark.parametrize(("text", "hops"), [("yes", 1), ("no", 0), ("1", 1), ("0", 0), ("2", 2), ("true", 1)])
def test_the_number_of_proxies_is_read_and_the_words_of_old_installs_too(text, hops, tmp_path):
    assert load_settings({"TRUST_PROXY": text, "INSTANCE": str(tmp_path)})["TRUST_PROXY"] == hops


@pytest.mark.parametrize("odd", [{"TRUST_PROXY": "many"}, {"TRUST_PROXY": "77"}, {"PROXY_HOSTS": "my proxy"}])
def test_odd_settings_of_the_proxy_are_refused(odd, tmp_path):
    with pytest.raises(OddSetting):
        load_settings({"INSTANCE": str(tmp_path)} | odd)


def test_forty_five_clients_behind_one_proxy_are_told_apart(app_with):
    clients = [f"10.2.{n}.{n + 1}" for n in range(45)]
    assert addresses(app_with(TRUST_PROXY=1), "127.0.0.1", clients) == clients


def test_what_a_client_writes_before_the_proxy_is_not_believed(app_with):
    assert addresses(app_with(TRUST_PROXY=1), "127.0.0.1", ["1.1.1.1, 10.2.0.9"]) == ["10.2.0.9"]
    assert addresses(app_with(TRUST_PROXY=2), "127.0.0.1", ["1.1.1.1, 10.2.0.9, 10.2.0.1"]) == ["10.2.0.9"]


def test_only_named_proxies_may_say_who_asks(app_with):
    assert addresses(app_with(TRUST_PROXY=1), "10.9.9.9", ["1.1.1.1"]) == ["10.9.9.9"]
    assert addresses(app_with(TRUST_PROXY=1, PROXY_HOSTS=("10.9.0.0/16",)), "10.9.9.9", ["1.1.1.1"]) == ["1.1.1.1"]
    assert addresses(app_with(), "127.0.0.1", ["1.1.1.1"]) == ["127.0.0.1"]


def test_staff_behind_the_proxy_get_in_while_another_address_guesses(app_with, people):
    app = app_with(TRUST_PROXY=1)
    give_password(app, people["teacher_lin"])

    def tries(address, login, password):
        form = {"tab": "staff", "login": login, "password": password}
        return app.test_client().post("/sign-in", data=form, headers={"X-Forwarded-For": address}).status_code

    assert 429 in [tries("10.66.6.6", f"someone{n}", "wrong-wrong-12") for n in range(60)]
    assert tries("10.2.3.4", "lin", PASSWORD) == 303


def test_behind_https_browsers_are_told_to_stay_there(app_with, client_for):
    secure = app_with(COOKIE_SECURE=True)
    for path in ("/", "/healthz", "/static/css/base.css"):
        assert secure.test_client().get(path).headers["Strict-Transport-Security"] == "max-age=31536000"
        assert "Strict-Transport-Security" not in client_for(None).get(path).headers


def test_behind_https_the_cookies_belong_to_this_host_alone(app_with, people):
    app = app_with(COOKIE_SECURE=True)
    give_password(app, people["teacher_lin"])
    answer = app.test_client().post(
        "/sign-in", data={"tab": "staff", "login": "lin", "password": PASSWORD}, base_url="https://localhost"
    )
    said = [line for line in answer.headers.getlist("Set-Cookie") if line.startswith("__Host-anxue=")]
    assert said and "Secure" in said[0] and "Path=/" in said[0] and "Domain" not in said[0]
    assert app.config["SESSION_COOKIE_NAME"] == "__Host-anxue_form"


def test_who_was_signed_in_before_the_upgrade_stays_so_under_the_new_name(app_with, people):
    app = app_with(COOKIE_SECURE=True)
    client = app.test_client()
    client.set_cookie(COOKIE, give_session(app, people["teacher_lin"]))
    first = client.get("/me", base_url="https://localhost")
    assert first.status_code == 200
    names = [line.partition("=")[0] for line in first.headers.getlist("Set-Cookie") if "Max-Age=0" not in line]
    gone = [line.partition("=")[0] for line in first.headers.getlist("Set-Cookie") if "Max-Age=0" in line]
    assert "__Host-anxue" in names and COOKIE in gone
    assert client.get_cookie(COOKIE) is None
    assert client.get("/me", base_url="https://localhost").status_code == 200
    client.post("/sign-out", base_url="https://localhost")
    assert client.get("/me", base_url="https://localhost").status_code == 302


@pytest.mark.parametrize(
    "path",
    [
        "/office/units/{school}/report.xlsx",
        "/office/units/{school}/report.csv",
        "/office/units/{school}/lessons.csv",
        "/me/data.json",
        "/me",
    ],
)
def test_files_and_personal_pages_are_kept_nowhere(client_for, people, path):
    answer = client_for("officer_safe").get(path.format(school=people["officer_safe"].school_id))
    assert answer.status_code == 200 and answer.headers["Cache-Control"] == "no-store"


def test_a_staff_slip_names_the_public_address_whatever_the_browser_calls_us(app_with, people):
    app = app_with(PUBLIC_URL="https://anxue.example.cn")
    client, school = app.test_client(use_cookies=False), people["officer_safe"].school_id
    token = give_session(app, people["officer_safe"])
    form = {"role": "principal", "name": "新校长", "login": "newhead"}
    page = client.post(
        f"/office/units/{school}/people", data=form, headers={"Host": "evil.example", "Cookie": f"{COOKIE}={token}"}
    ).get_data(as_text=True)
    assert "打开 https://anxue.example.cn 输上面的码" in page and "evil.example" not in page


def test_a_slip_printed_at_the_server_itself_names_an_address_phones_can_open(app_with, people, monkeypatch):
    monkeypatch.setattr("eduplatform.shared.lan_addresses.addresses", lambda: ["192.168.3.7"])
    app = app_with(HOST="0.0.0.0")
    client = app.test_client()
    client.set_cookie(COOKIE, give_session(app, people["officer_safe"]))
    form = {"role": "principal", "name": "新校长", "login": "newhead"}
    page = client.post(
        f"/office/units/{people['officer_safe'].school_id}/people", data=form, base_url="http://localhost:5000"
    ).get_data(as_text=True)
    assert "打开 http://192.168.3.7:5000 输上面的码" in page
