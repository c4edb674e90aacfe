"""What robots are sent and how their answers are read, sentence by sentence of their manuals. Pure."""

from __future__ import annotations

import hashlib
import hmac
import json

import pytest

from eduplatform.notices import webhook_shapes
from eduplatform.notices.message import Message

NOW_MS = 1_795_000_000_999
URL = "http://10.1.2.3/notices"


def message(url: str = URL) -> Message:
    return Message("本周小结", "辛苦了。", url, "k" * 32)


def body(kind: str, secret: str = "", url: str = URL) -> dict:
    return json.loads(webhook_shapes.shape(kind, message(url), secret, NOW_MS).body)


def test_each_robot_reads_the_words_and_the_link():
    marked = f"**本周小结**\n\n辛苦了。\n\n[{URL}]({URL})"
    assert body("wecom") == {"msgtype": "markdown", "markdown": {"content": marked}}
    assert body("dingtalk") == {"msgtype": "markdown", "markdown": {"title": "本周小结", "text": marked}}
    assert body("feishu") == {"msg_type": "text", "content": {"text": f"本周小结\n辛苦了。\n{URL}"}}
    assert body("json") == {"key": "k" * 32, "title": "本周小结", "body": "辛苦了。", "url": URL}


def test_an_install_that_does_not_know_its_address_leaves_no_empty_link():
    assert body("wecom", url="")["markdown"]["content"] == "**本周小结**\n\n辛苦了。"
    assert body("dingtalk", url="")["markdown"]["text"] == "**本周小结**\n\n辛苦了。"
    assert body("feishu", url="")["content"] == {"text": "本周小结\n辛苦了。"}
    assert body("json", url="")["url"] == ""


@pytest.mark.parametrize("kind", webhook_shapes.KINDS)
def test_chinese_is_sent_as_it_is_and_the_key_is_in_the_head(kind):
    post = webhook_shapes.shape(kind, message(), "", NOW_MS)
    assert "辛苦了。".encode() in post.body and post.query == ""
    assert post.headers == {
        "Content-Type": "application/json; charset=utf-8",
        "Idempotency-Key": "k" * 32,
        "User-Agent": "anxue",
    }


@pytest.mark.parametrize("kind", webhook_shapes.KINDS)
def test_with_a_secret_the_very_bytes_that_are_sent_are_signed(kind):
    post = webhook_shapes.shape(kind, message(), "SEC+/=", NOW_MS)
    want = hmac.new(b"SEC+/=", post.body, hashlib.sha256).hexdigest()
    assert post.headers["X-Anxue-Signature"] == f"sha256={want}"
    assert b"SEC" not in post.body and "SEC" not in post.query, "the secret itself is never sent"
    assert bool(post.query) is (kind == "dingtalk") and ("sign" in json.loads(post.body)) is (kind == "feishu")


def test_each_robot_gets_its_own_unit_of_time():
    """钉钉 counts milliseconds, 飞书 whole seconds, rounded down: a sign a second ahead is refused."""
    assert f"timestamp={NOW_MS}&" in webhook_shapes.shape("dingtalk", message(), "s", NOW_MS).query
    assert body("feishu", "s")["timestamp"] == str(NOW_MS // 1000) == "1795000000"


def test_the_sign_of_dingtalk_survives_the_address():
    """A sign holds + and /: in an address + would be read as a blank."""
    queries = [webhook_shapes.shape("dingtalk", message(), f"s{n}", NOW_MS).query for n in range(60)]
    signs = [query.partition("sign=")[2] for query in queries]
    assert not any(set(sign) & set("+/= ") for sign in signs) and any("%2B" in sign for sign in signs)


@pytest.mark.parametrize(
    ("status", "answer", "code"),
    [
        (200, b'{"errcode":0,"errmsg":"ok"}', ""),  # 企业微信, 钉钉
        (200, b'{"code":0,"msg":"success"}', ""),  # 飞书
        (200, b'{"StatusCode":0,"StatusMessage":"success"}', ""),  # 飞书, old
        (200, b'{"errcode":93000,"errmsg":"invalid webhook url"}', "hook_refused"),
        (200, b'{"errcode":310000,"errmsg":"sign not match"}', "hook_refused"),
        (200, b'{"code":19021,"msg":"sign match fail or timestamp is not within one hour"}', "hook_refused"),
        (200, b'{"StatusCode":1,"code":0}', "hook_refused"),
        (200, b'{"errcode":0,"code":9}', "hook_refused"),
        (200, b"", ""),
        (204, b"", ""),
        (299, b"", ""),
        (200, b"ok", ""),
        (200, b"[1]", ""),
        (200, b"17", ""),
        (200, b'"errcode"', ""),
        (200, b"\xff\xfe", ""),
        (300, b"", "hook_moved"),
        (301, b'{"errcode":0}', "hook_moved"),
        (399, b"", "hook_moved"),
        (400, b"", "hook_refused"),
        (404, b'{"errcode":0}', "hook_refused"),
        (429, b"", "hook_refused"),
        (499, b"", "hook_refused"),
        (500, b"", "hook_failed"),
        (503, b'{"errcode":0}', "hook_failed"),
        (199, b"", "hook_failed"),
    ],
)
def test_an_answer_is_read_by_its_status_first_and_then_by_what_its_body_admits(status, answer, code):
    assert webhook_shapes.took_it(status, answer) == code
