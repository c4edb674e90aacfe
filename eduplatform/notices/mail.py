"""Mail by the school's own SMTP server. Everything that can be refused is asked before the message itself is handed over."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any

from ..shared import clock
from .message import Handing, Message, NeverAgain, NotSure, TryAgain

TIMEOUT = 8  #: seconds without an answer


@dataclass(frozen=True)
class MailServer:
    """Settings SMTP_*. `tls`: none, starttls or tls."""

    host: str
    port: int
    tls: str
    user: str
    password: str
    sender: str

    @classmethod
    def of(cls, config: Mapping[str, Any]) -> MailServer | None:
        """The mail server of an install; None where none is set."""
        if not config["SMTP_HOST"]:
            return None
        return cls(
            config["SMTP_HOST"],
            config["SMTP_PORT"],
            config["SMTP_TLS"],
            config["SMTP_USER"],
            config["SMTP_PASSWORD"],
            config["SMTP_FROM"] or config["SMTP_USER"],
        )


def letter(server: MailServer, message: Message) -> EmailMessage:
    """The mail. Its Message-ID is made of the message's key, so that a server which was told twice can know it."""
    mail = EmailMessage()
    domain = server.sender.rpartition("@")[2] or "localhost"
    mail["From"], mail["To"] = Address("安学", addr_spec=server.sender), message.to
    mail["Subject"], mail["Message-ID"] = message.title, f"<{message.key}@{domain}>"
    mail["Date"] = format_datetime(clock.local(clock.now()))
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content("\n\n".join(part for part in (message.body, message.url, message.off_url) if part) + "\n")
    return mail


def send_mail(server: MailServer, message: Message, handing: Handing) -> None:
    """Send one mail; TryAgain, NeverAgain or NotSure say how it did not go."""
    ready = letter(server, message).as_bytes(policy=_WIRE)
    try:
        line = _connect(server)
    except smtplib.SMTPAuthenticationError as refused:
        raise TryAgain("mail_login", outage=True) from refused
    except (OSError, smtplib.SMTPException) as down:
        raise TryAgain("mail_down", outage=True) from down
    try:
        _address(line, server.sender, message.to)
        handing()
        _hand_over(line, ready)
    finally:
        line.close()


def _connect(server: MailServer) -> smtplib.SMTP:
    if server.tls == "tls":
        line: smtplib.SMTP = smtplib.SMTP_SSL(
            server.host, server.port, timeout=TIMEOUT, context=ssl.create_default_context()
        )
    else:
        line = smtplib.SMTP(server.host, server.port, timeout=TIMEOUT)
    try:
        if server.tls == "starttls":
            line.starttls(context=ssl.create_default_context())
        if server.user:
            line.login(server.user, server.password)
        line.ehlo_or_helo_if_needed()
    except BaseException:
        line.close()
        raise
    return line


def _address(line: smtplib.SMTP, sender: str, to: str) -> None:
    """Sender and recipient; a recipient that the server does not know is refused for good, one it cannot take now is asked again."""
    try:
        answers = line.mail(sender), line.rcpt(to)
    except (OSError, smtplib.SMTPException) as down:
        raise TryAgain("mail_down", outage=True) from down
    for which, (code, _said) in zip(("mail_sender", "mail_recipient"), answers, strict=True):
        if code >= 500:
            raise NeverAgain(which)
        if code >= 300:
            raise TryAgain("mail_later")


def _hand_over(line: smtplib.SMTP, ready: bytes) -> None:
    try:
        code, _said = line.data(ready)
    except smtplib.SMTPDataError as refused:  # said no before it was told anything
        code = refused.smtp_code
    except (OSError, smtplib.SMTPException) as cut:
        raise NotSure("mail_cut") from cut
    if code >= 500:
        raise NeverAgain("mail_refused")
    if code >= 300:
        raise TryAgain("mail_later")


_WIRE = EmailMessage().policy.clone(linesep="\r\n", cte_type="7bit")  # any server takes it, 8BITMIME or not
