"""A post of the outbox in the words and the language of its reader. The worker calls it; it stands here because words live with pages."""

from __future__ import annotations

from flask import current_app

from ....notices.message import Message
from ....notices.outbox import Post
from ...labels.notices import notice_words
from ...web.locale import LOCALES, speaking
from ...web.locale import gettext as _
from . import links


def message_of(post: Post) -> Message:
    """The message. A group reads the language of the install."""
    language = (post.user.language if post.user else None) or current_app.config["LANGUAGE"]
    with speaking(LOCALES.get(language, LOCALES["zh"])):
        title, body = notice_words(post.notice.rule, post.notice.details)
        room = post.notice.details.get("class")
        to = post.choice.email if post.choice and post.delivery.channel == "email" else ""
        base = links.base_url()
        return Message(
            f"{room} · {title}" if room and post.notice.user_id else title,
            body,
            _link(post, base),
            post.delivery.key,
            _off(post, base) if to else "",
            to,
        )


def _link(post: Post, base: str) -> str:
    if not base:
        return ""
    if post.notice.rule == "confirm" and post.choice:
        return f"{base}/notices/confirm/{_token(post)}"
    return f"{base}/notices" if post.notice.user_id else base


def _off(post: Post, base: str) -> str:
    """How to switch mail off: a link, or where to do it when the install does not know its own address."""
    if not base:
        return _("不想再收到，请在安学的“收到的提醒”里关掉邮件。")
    return _("不想再收到，点这里关掉：%(url)s", url=f"{base}/notices/off/{_token(post)}")


def _token(post: Post) -> str:
    choice = post.choice
    return links.token_for(post.notice.school_id, post.notice.user_id or 0, choice.email if choice else "")
