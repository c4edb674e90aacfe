"""What the robots of 企业微信, 钉钉 and 飞书 take, how each is signed, and how each says that it took it. Pure.

By their manuals: 企业微信 群机器人 (the key stands in the address), 钉钉 自定义机器人 加签 (timestamp and sign in the address),
飞书 自定义机器人 签名校验 (timestamp and sign in the body). Every message carries our own signature too, for programs.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote_plus

from .message import Message

KINDS = ("wecom", "dingtalk", "feishu", "json")
SIGNATURE, KEY = "X-Anxue-Signature", "Idempotency-Key"


@dataclass(frozen=True)
class Post:
    """What is sent: query to add to the address, body and headers."""

    query: str
    body: bytes
    headers: dict[str, str]


def shape(kind: str, message: Message, secret: str, now_ms: int) -> Post:
    """A message as a kind of robot takes it. `now_ms`: epoch milliseconds, part of what is signed."""
    said, query = _bodies(message)[kind], ""
    if kind == "dingtalk" and secret:
        sign = _mac(secret.encode(), f"{now_ms}\n{secret}".encode())
        query = f"timestamp={now_ms}&sign={quote_plus(sign)}"
    if kind == "feishu" and secret:
        seconds = now_ms // 1000
        said |= {"timestamp": str(seconds), "sign": _mac(f"{seconds}\n{secret}".encode(), b"")}
    body = json.dumps(said, ensure_ascii=False).encode()
    headers = {"Content-Type": "application/json; charset=utf-8", KEY: message.key, "User-Agent": "anxue"}
    if secret:
        headers[SIGNATURE] = "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return Post(query, body, headers)


def _bodies(message: Message) -> dict[str, dict[str, Any]]:
    text = "\n".join(part for part in (message.title, message.body, message.url) if part)
    link = f"\n\n[{message.url}]({message.url})" if message.url else ""
    marked = f"**{message.title}**\n\n{message.body}{link}"
    return {
        "wecom": {"msgtype": "markdown", "markdown": {"content": marked}},
        "dingtalk": {"msgtype": "markdown", "markdown": {"title": message.title, "text": marked}},
        "feishu": {"msg_type": "text", "content": {"text": text}},
        "json": {"key": message.key, "title": message.title, "body": message.body, "url": message.url},
    }


def _mac(key: bytes, said: bytes) -> str:
    return base64.b64encode(hmac.new(key, said, hashlib.sha256).digest()).decode()


def took_it(status: int, answer: bytes) -> str:
    """'' where the robot took the message, else the code of why not: they answer 200 and say the error in the body."""
    if not 200 <= status < 300:
        return "hook_moved" if 300 <= status < 400 else "hook_refused" if 400 <= status < 500 else "hook_failed"
    try:
        said = json.loads(answer or b"{}")
    except ValueError:
        return ""
    code = (
        next((said[name] for name in ("errcode", "code", "StatusCode") if said.get(name)), 0)
        if isinstance(said, dict)
        else 0
    )
    return "hook_refused" if code else ""
