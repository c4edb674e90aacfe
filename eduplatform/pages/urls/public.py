"""Addresses for other devices: what stands in a QR code on the screen must open on a phone, not only on the PC that shows it."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app, request

from ...shared import lan_addresses


@dataclass(frozen=True)
class Base:
    """`url` without a slash at its end. `reachable` False: the server listens to this machine only. `others`: further
    addresses of the machine, where it stands in several networks."""

    url: str
    reachable: bool = True
    others: tuple[str, ...] = ()


def base(which: int = 0) -> Base:
    """The setting PUBLIC_URL; else as this browser reaches us; else, where that is localhost, the machine's address in the
    school network (the `which`-th, round and round)."""
    if current_app.config["PUBLIC_URL"]:
        return Base(current_app.config["PUBLIC_URL"])
    asked = request.host_url.rstrip("/")
    host, port = _split(request.host)
    if not lan_addresses.is_here_only(host):
        return Base(asked)
    listens = current_app.config["HOST"]
    if lan_addresses.is_here_only(listens):
        return Base(asked, reachable=False)
    found = lan_addresses.addresses() if listens in ("0.0.0.0", "::") else [listens]  # noqa: S104 – compared, not bound
    if not found:
        return Base(asked, reachable=False)
    urls = [f"{request.scheme}://{address}{port}" for address in found]
    return Base(urls[which % len(urls)], others=tuple(url for url in urls if url != urls[which % len(urls)]))


def public_url(path: str, which: int = 0) -> str:
    """An address another device can open, for a path from url_for()."""
    return base(which).url + path


def _split(host: str) -> tuple[str, str]:
    """(name, ':port' or '') of a Host header."""
    if host.startswith("["):
        name, _bracket, port = host.partition("]")
        return name[1:], port
    name, colon, port = host.partition(":")
    return name, colon + port
