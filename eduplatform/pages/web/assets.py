"""Addresses of static files carry a digest, so browsers may keep them for a year and still see each release.

Scripts carry one digest of them all, and in the path: what a module imports by a relative address then comes from the same
release. With `?v=` alone an updated page could run with last month's queue.js, and an answer be lost.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Flask, Response, current_app, g, has_request_context, request, url_for

SCRIPTS = "js/"


def register(app: Flask) -> None:
    app.jinja_env.globals["asset"] = asset
    app.add_url_rule(f"{app.static_url_path}/r-<string:release>/<path:filename>", endpoint="static")
    app.url_value_preprocessor(_set_release_aside)
    app.after_request(_keep)


def asset(name: str) -> str:
    """Address of static/`name` with its digest. Kept as long as the server runs, as its digest is: a page names ten."""
    known: dict[tuple[str, str], str] = current_app.extensions.setdefault("assets", {})
    key = (request.script_root if has_request_context() else "", name)
    if key not in known:
        known[key] = _address(name)
    return known[key]


def _address(name: str) -> str:
    folder = str(current_app.static_folder)
    if name.startswith(SCRIPTS):
        return url_for("static", filename=name, release=digest_of_scripts(folder))
    return url_for("static", filename=name, v=_digest(folder, name))


@lru_cache(maxsize=500)
def _digest(folder: str, name: str) -> str:
    path = Path(folder) / name
    return hashlib.sha256(path.read_bytes()).hexdigest()[:10] if path.exists() else "0"


@lru_cache(maxsize=8)
def digest_of_scripts(folder: str) -> str:
    """One digest of all scripts, by name and content."""
    found = hashlib.sha256()
    for path in sorted((Path(folder) / SCRIPTS).rglob("*.js")):
        found.update(f"{path.relative_to(folder)}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()[:10]


def _set_release_aside(endpoint: str | None, values: dict[str, Any] | None) -> None:
    if endpoint == "static" and values:
        g.release = values.pop("release", None)


def _keep(response: Response) -> Response:
    """A year for an address of this release; an hour without digest; another release's address is not kept."""
    if request.endpoint == "static" and response.status_code in (200, 206, 304):
        asked, now = _digests()
        kept = (
            "public, max-age=3600"
            if asked is None
            else "public, max-age=31536000, immutable"
            if asked == now
            else "no-cache"
        )
        response.headers["Cache-Control"] = kept
    return response


def _digests() -> tuple[str | None, str]:
    """(digest in the address, digest of what is there now)."""
    folder = str(current_app.static_folder)
    if g.get("release"):
        return g.release, digest_of_scripts(folder)
    return request.args.get("v"), _digest(folder, (request.view_args or {}).get("filename", ""))
