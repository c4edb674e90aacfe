"""Every setting: default, unit and meaning in one place; environment first, odd values refused at start."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import ip_network
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

ROOT = Path(__file__).resolve().parent.parent


class OddSetting(ValueError):
    """A setting has a value the product cannot run with; the message names it and says what is allowed."""


@dataclass(frozen=True)
class Setting:
    name: str
    default: Any
    read: Callable[[str], Any]
    meaning: str


def whole_setting(low: int, high: int) -> Callable[[str], int]:
    """A reader of whole numbers between low and high, both allowed."""

    def read(text: str) -> int:
        number = int(text)
        if not low <= number <= high:
            raise ValueError(f"must lie between {low} and {high}")
        return number

    return read


def yes_no(text: str) -> bool:
    if text.lower() not in ("1", "0", "yes", "no", "true", "false"):
        raise ValueError("must be yes or no")
    return text.lower() in ("1", "yes", "true")


def hops(text: str) -> int:
    """How many proxies stand in front; the words of old installs still count: yes is one, no is none."""
    return int(yes_no(text)) if text.lower() in ("yes", "no", "true", "false") else whole_setting(0, 9)(text)


def networks(text: str) -> tuple[str, ...]:
    """Addresses and networks with commas between: 127.0.0.1, 10.1.0.0/24."""
    return tuple(str(ip_network(part.strip(), strict=False)) for part in text.split(",") if part.strip())


def address_setting(text: str) -> str:
    if not re.fullmatch(r"https?://[A-Za-z0-9.:\[\]-]+(/[A-Za-z0-9._/-]*)?", text):
        raise ValueError("must look like http://10.1.2.3:5000 or https://anxue.example.cn")
    return text.rstrip("/")


def tls_kind(text: str) -> str:
    if text.lower() not in ("starttls", "tls", "none"):
        raise ValueError("must be starttls, tls or none")
    return text.lower()


def mail_address(text: str) -> str:
    if not re.fullmatch(r"[^@\s]+@[^@\s]+", text):
        raise ValueError("must look like anxue@school.example.cn")
    return text


def zone(text: str) -> str:
    ZoneInfo(text)
    return text


SETTINGS = (
    Setting("DATABASE_URL", "", str, "sqlite:///… or postgresql://…; empty: instance/anxue.db"),
    Setting("SECRET_KEY", "", str, "signs forms and notices; empty: made once and kept in instance/secret.key"),
    Setting(
        "CHAIN_KEY",
        "",
        str,
        "keeps audit chains and marks of erased people; empty: made once and kept in instance/chain.key. Copy it elsewhere",
    ),
    Setting("INSTANCE", "", str, "folder for the database, backups and the key; empty: ./instance"),
    Setting("BACKUPS", "", str, "folder of backups, best on another disk; empty: backups in INSTANCE"),
    Setting("BACKUP_DAILY", True, yes_no, "yes: the worker makes one a day and keeps 7 days, 4 weeks and 12 months"),
    Setting("COURSES", "", str, "folder of course packages; empty: ./courses"),
    Setting("TIMEZONE", "Asia/Shanghai", zone, "zone in which school days begin and end"),
    Setting("LANGUAGE", "zh", str, "first language of the pages: zh or en"),
    Setting("COOKIE_SECURE", False, yes_no, "yes on HTTPS; no is for a school network without a certificate"),
    Setting("PORT", 5000, whole_setting(1, 65535), "TCP port of `python app.py`"),
    Setting("HOST", "127.0.0.1", str, "address `python app.py` listens on; 0.0.0.0 serves the school network"),
    Setting("THREADS", 8, whole_setting(1, 64), "request threads"),
    Setting(
        "TRUST_PROXY",
        0,
        hops,
        "how many reverse proxies in front set X-Forwarded-For and -Proto: 0 none, 1 nginx; yes means 1",
    ),
    Setting(
        "PROXY_HOSTS",
        ("127.0.0.0/8", "::1/128"),
        networks,
        "whose X-Forwarded headers are believed: addresses or networks with commas between",
    ),
    Setting(
        "CONNECTIONS",
        4000,
        whole_setting(100, 20000),
        "connections `python app.py` holds at once: some 8 for each device that is on",
    ),
    Setting(
        "CONNECTIONS_EACH",
        1200,
        whole_setting(8, 20000),
        "the same from one address; a whole school may sit behind one",
    ),
    Setting("PUPIL_SESSION_DAYS", 30, whole_setting(1, 60), "days a pupil stays signed in on an own device"),
    Setting("STAFF_SESSION_HOURS", 12, whole_setting(1, 24), "hours a staff session lasts at most"),
    Setting("STAFF_IDLE_MINUTES", 30, whole_setting(5, 720), "minutes of rest after which staff sign in again"),
    Setting(
        "PASSWORD_KIB", 19456, whole_setting(19456, 1048576), "memory of one password hash in KiB (argon2id, t=2, p=1)"
    ),
    Setting(
        "PUBLIC_URL",
        "",
        address_setting,
        "address people type, printed on slips, e.g. http://10.1.2.3:5000; empty: as the printing browser sees it",
    ),
    Setting("SLIP_DAYS", 14, whole_setting(1, 60), "days a printed sign-in slip can be used"),
    Setting("UNDO_DAYS", 30, whole_setting(1, 90), "days a roster import or a year rollover can be undone"),
    Setting("APPEAL_DAYS", 10, whole_setting(1, 60), "days after signing in which an official figure can be contested"),
    Setting("ANSWER_DAYS", 10, whole_setting(1, 60), "days in which such an appeal is to be answered"),
    Setting("UPLOAD_MB", 16, whole_setting(1, 64), "largest upload in MB"),
    Setting("RECOUNT_SECONDS", 5, whole_setting(1, 60), "seconds between two looks of the worker for changed records"),
    Setting("SMTP_HOST", "", str, "mail server that sends notices to staff; empty: no mail"),
    Setting("SMTP_PORT", 587, whole_setting(1, 65535), "its TCP port: 587 with starttls, 465 with tls, 25 with none"),
    Setting("SMTP_TLS", "starttls", tls_kind, "starttls, tls or none (a server in the own machine room)"),
    Setting("SMTP_USER", "", str, "account at the mail server; empty: it asks for none"),
    Setting("SMTP_PASSWORD", "", str, "password or code of that account"),
    Setting("SMTP_FROM", "", mail_address, "address mail comes from; empty: SMTP_USER"),
    Setting("WEBHOOK_INSIDE", False, yes_no, "yes: webhooks may lie inside the own network"),
    Setting("NOTICE_CONSOLE", False, yes_no, "yes: every notice is written into the log as well, to try things out"),
    Setting("LOG_JSON", False, yes_no, "yes: one JSON object per log line"),
)


def load_settings(environment: Mapping[str, str] | None = None, **overrides: Any) -> dict[str, Any]:
    """Settings by name from the environment and `overrides` (which win); OddSetting when a value cannot be used."""
    environment = os.environ if environment is None else environment
    values: dict[str, Any] = {}
    for setting in SETTINGS:
        text = environment.get(setting.name)
        try:
            values[setting.name] = setting.default if text in (None, "") else setting.read(text)
        except (ValueError, KeyError) as wrong:
            raise OddSetting(f"{setting.name}={text!r}: {wrong} ({setting.meaning})") from wrong
    values.update(overrides)
    return _completed(values)


def _completed(values: dict[str, Any]) -> dict[str, Any]:
    instance = Path(values["INSTANCE"] or ROOT / "instance").resolve()
    values["INSTANCE"] = str(instance)
    values["BACKUPS"] = str(Path(values["BACKUPS"] or instance / "backups").resolve())
    values["COURSES"] = str(Path(values["COURSES"] or ROOT / "courses").resolve())
    values["DATABASE_URL"] = database_url(values["DATABASE_URL"], instance)
    if values["LANGUAGE"] not in ("zh", "en"):
        raise OddSetting(f"LANGUAGE={values['LANGUAGE']!r}: must be zh or en")
    values["SECRET_KEY"] = values["SECRET_KEY"] or _kept_key(instance, "secret.key")
    values["CHAIN_KEY"] = values["CHAIN_KEY"] or _kept_key(instance, "chain.key")
    return values


def database_url(text: str, instance: Path) -> str:
    """The SQLAlchemy address; plain postgresql:// gets the psycopg 3 driver."""
    if not text:
        return f"sqlite:///{instance / 'anxue.db'}"
    for prefix in ("postgres://", "postgresql://"):
        if text.startswith(prefix):
            return "postgresql+psycopg://" + text[len(prefix) :]
    if not text.startswith(("sqlite:", "postgresql+psycopg:")):
        raise OddSetting(f"DATABASE_URL={text!r}: must begin with sqlite: or postgresql:")
    return text


def _kept_key(instance: Path, name: str) -> str:
    """A key in a file that only we may read, made when there is none. Several processes may start at once: one of them makes it."""
    path = instance / name
    if not path.exists():
        instance.mkdir(mode=0o700, parents=True, exist_ok=True)
        made = instance / f".{name}.{secrets.token_hex(4)}"
        made.touch(mode=0o600)
        made.write_text(secrets.token_hex(32))
        with suppress(FileExistsError):
            os.link(made, path)
        made.unlink()
    return path.read_text().strip()
