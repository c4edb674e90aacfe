"""Whose address a request comes from when a reverse proxy stands in front: the same for waitress, gunicorn and any other server."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import Any

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]


def register(app: Flask) -> None:
    """Believe as many X-Forwarded-For and -Proto values, from the right, as there are proxies, and only from hosts of PROXY_HOSTS."""
    if app.config["TRUST_PROXY"]:
        hosts = [ip_network(each) for each in app.config["PROXY_HOSTS"]]
        vars(app)["wsgi_app"] = _FromProxies(app.wsgi_app, app.config["TRUST_PROXY"], hosts)


class _FromProxies:
    def __init__(self, plain: Wsgi, hops: int, hosts: list[IPv4Network | IPv6Network]):
        self.plain, self.hosts = plain, hosts
        self.fixed = ProxyFix(plain, x_for=hops, x_proto=hops, x_host=0)
        self.is_proxy = lru_cache(maxsize=1000)(self._is_proxy)

    def __call__(self, environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        return (
            self.fixed(environ, start) if self.is_proxy(environ.get("REMOTE_ADDR", "")) else self.plain(environ, start)
        )

    def _is_proxy(self, peer: str) -> bool:
        """A peer without an address came by a socket file: only a program on this machine can."""
        if not peer:
            return True
        try:
            address = ip_address(peer.partition("%")[0])
        except ValueError:
            return False
        address = getattr(address, "ipv4_mapped", None) or address
        return any(address in network for network in self.hosts)
