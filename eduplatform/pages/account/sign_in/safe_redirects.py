"""Where to go after signing in: a path of this site, never another one."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

from flask import url_for

from ....org.access import Viewer
from ...navigation import home_of

LONGEST = 500
_PLAIN = re.compile(r"/[A-Za-z0-9._~!$&'()*+,;=:@%?/\[\]-]*")


def own_path(text: str | None) -> str | None:
    """`text` if it is a path on this site, else None. Whatever a browser might read as another host is refused."""
    if not text or len(text) > LONGEST or not _PLAIN.fullmatch(text):
        return None
    twice = unquote(unquote(text))
    if "//" in twice.partition("?")[0] or "\\" in twice or not twice.isprintable():
        return None
    parts = urlsplit(text)
    return text if not parts.scheme and not parts.netloc else None


def after_sign_in(viewer: Viewer, wanted: str | None) -> str:
    """The page asked for, else the first page of the viewer's desk."""
    return own_path(wanted) or url_for(home_of(viewer))
