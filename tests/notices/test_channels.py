"""Mail and webhooks against real receivers: what arrives, what is refused, and what each way of failing is called."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from urllib.parse import parse_qs, urlsplit

import pytest

from eduplatform.notices import inside_addresses, mail, webhook, webhook_shapes
from eduplatform.notices.mail import MailServer, send_mail
from eduplatform.notices.message import Message, NeverAgain, TryAgain
from eduplatform.notices.webhook import send_webhook

from .receivers import free_port, mail_server, robot

NOW_MS = 1_795_000_000_000


def message(to: str = "lin@example.cn") -> Message:
    return Message(
        "三(2)班 · 本周的安全课还没上", "课已经备好。", "http://10.1.2.3/notices", "k" * 32, "关掉：http://x/off", to
    )


def server(port: int) -> MailServer:
    return MailServer("127.0.0.1", port, "none", "", "", "anxue@school.example.cn")


def outcome(send) -> tuple[str, int]:
    """('ok' or the code of what went wrong, how often it was said that the message is being handed over)."""
    handed = []
    try:
        send(lambda: handed.append(1))
    except (TryAgain, NeverAgain) as problem:
        return f"{type(problem).__name__} {problem.code}", len(handed)
    return "ok", len(handed)


def test_a_mail_arrives_whole_in_chinese_with_its_key():
    with mail_server() as (letters, port):
        assert outcome(lambda handing: send_mail(server(port), message(), handing)) == ("ok", 1)
    (got,) = letters.got
    assert got["Subject"] == "三(2)班 · 本周的安全课还没上" and got["To"] == "lin@example.cn"
    assert got["Message-ID"] == f"<{'k' * 32}@school.example.cn>" and got["Auto-Submitted"] == "auto-generated"
    text = got.get_content()
    assert "课已经备好。" in text and "http://10.1.2.3/notices" in text and "http://x/off" in text


@pytest.mark.parametrize(
    ("to", "want"),
    [
        ("nobody@example.cn", ("NeverAgain mail_recipient", 0)),
        ("later@example.cn", ("TryAgain mail_later", 0)),
        ("refused@example.cn", ("NeverAgain mail_refused", 1)),
    ],
)
def test_a_mail_server_that_says_no_is_understood(to, want):
    with mail_server() as (_letters, port):
        assert outcome(lambda handing: send_mail(server(port), message(to), handing)) == want


def test_a_mail_server_that_is_down_is_an_outage():
    with pytest.raises(TryAgain) as said:
        send_mail(server(free_port()), message(), lambda: None)
    assert said.value.outage and said.value.code == "mail_down"


@pytest.mark.parametrize(
    ("path", "want"),
    [
        ("ok", ("ok", 1)),
        ("fails", ("TryAgain hook_failed", 1)),
        ("no", ("TryAgain hook_refused", 1)),
        ("moved", ("NeverAgain hook_moved", 1)),
        ("slow", ("TryAgain hook_slow", 1)),
        ("drips", ("ok", 1)),  # it said 200; the rest is not waited for
    ],
)
def test_each_way_a_receiver_can_behave_has_a_name(path, want, monkeypatch):
    monkeypatch.setattr(webhook, "TIMEOUT", 0.7)
    with robot() as there:
        url = f"http://127.0.0.1:{there.server_port}/{path}"
        began = time.monotonic()
        assert outcome(lambda handing: send_webhook(url, "json", "s", message(), NOW_MS, True, handing)) == want
        assert path != "drips" or time.monotonic() - began < 0.2 * 14, "nobody is waited for however long"
        assert len(there.got) == 1, "nobody is followed elsewhere"
    _path, headers, body = there.got[0]
    assert headers["Idempotency-Key"] == "k" * 32
    assert headers["X-Anxue-Signature"] == "sha256=" + hmac.new(b"s", body, hashlib.sha256).hexdigest()


def test_a_receiver_that_is_down_was_told_nothing():
    url = f"http://127.0.0.1:{free_port()}/"
    assert outcome(lambda handing: send_webhook(url, "json", "s", message(), NOW_MS, True, handing)) == (
        "TryAgain hook_down",
        0,
    )


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/x",
        "http://localhost:5000/x",
        "http://10.1.2.3/x",
        "http://192.168.1.1/x",
        "http://169.254.169.254/latest",
        "http://[::1]/x",
        "http://[::ffff:10.0.0.1]/x",
        "http://0.0.0.0/x",
        "http://2130706433/x",
        "http://100.64.0.1/x",
        "http://[fd00::1]/x",
    ],
)
def test_an_address_inside_the_own_network_is_refused(url):
    code, handed = outcome(lambda handing: send_webhook(url, "json", "", message(), NOW_MS, False, handing))
    assert (code, handed) in (("NeverAgain hook_inside", 0), ("TryAgain hook_unknown", 0))


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.com/",
        "example.com",
        "http://",
        "http://u:p@example.com/",
        "http://a b/",
        "http://x:99999/",
        "file:///etc/passwd",
    ],
)
def test_what_is_no_address_is_refused(url):
    with pytest.raises(NeverAgain, match="hook_address"):
        inside_addresses.read_address(url)


def test_the_robots_get_what_their_manuals_ask_for():
    said = {kind: webhook_shapes.shape(kind, message(), "SEC1", NOW_MS) for kind in webhook_shapes.KINDS}
    bodies = {kind: json.loads(post.body) for kind, post in said.items()}
    assert bodies["wecom"]["msgtype"] == "markdown" and "三(2)班" in bodies["wecom"]["markdown"]["content"]
    assert set(bodies["dingtalk"]["markdown"]) == {"title", "text"}
    assert bodies["feishu"]["msg_type"] == "text" and bodies["feishu"]["timestamp"] == str(NOW_MS // 1000)
    query = parse_qs(urlsplit("http://x/?" + said["dingtalk"].query).query)
    mac = hmac.new(b"SEC1", f"{NOW_MS}\nSEC1".encode(), hashlib.sha256).digest()
    assert query == {"timestamp": [str(NOW_MS)], "sign": [base64.b64encode(mac).decode()]}
    key = f"{NOW_MS // 1000}\nSEC1".encode()
    assert bodies["feishu"]["sign"] == base64.b64encode(hmac.new(key, b"", hashlib.sha256).digest()).decode()


def test_a_mail_is_readable_by_an_old_server():
    ready = mail.letter(server(25), message()).as_bytes(policy=mail._WIRE)
    assert ready.isascii() and b"\r\n" in ready
