"""How many connections `python app.py` holds, and whose are closed when there are too many.

waitress stops accepting at its limit, so that a room of browsers, or one idle visitor with many connections, locks everybody out.
Here the newcomer always gets in: the address with most connections gives up the one that has rested, or dawdled, longest. Only
connections with a request being answered stay.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import structlog
from flask import Flask
from waitress.channel import HTTPChannel

log = structlog.get_logger("connections")
SPARE_FILES = 200  #: files the process opens beside its connections: database, logs, pages
BEYOND = 100  #: waitress's own limit stands so much above ours and is never reached
WARN_EVERY = 60  #: seconds between two warnings
HEAD_SECONDS = 20  #: a browser sends the head of a request at once
LOOK_EVERY = 5  #: seconds between two looks for unfinished heads


def settings(app: Flask) -> dict[str, Any]:
    """What waitress is told. poll() because select() ends at 1,024 files."""
    return {
        "connection_limit": _limit(app) + BEYOND,
        "channel_timeout": 30,
        "cleanup_interval": 10,
        "asyncore_use_poll": True,
    }


def share(server: Any, app: Flask) -> None:
    """Let every socket the server listens on keep to the shares."""
    most = _limit(app)
    rule = Share(
        most, most if app.config["TRUST_PROXY"] else app.config["CONNECTIONS_EACH"]
    )  # a proxy brings everybody

    class Channel(HTTPChannel):
        def __init__(self, server: Any, sock: Any, addr: Any, adj: Any, map: Any = None) -> None:
            rule.make_room((addr or ("",))[0], (one for one in (map or {}).values() if isinstance(one, HTTPChannel)))
            super().__init__(server, sock, addr, adj, map=map)

    sockets = (
        server.map if hasattr(server, "effective_listen") else server._map
    )  # of several listening sockets, or of one
    for each in list(sockets.values()):
        if hasattr(each, "channel_class"):
            each.channel_class = Channel


def _limit(app: Flask) -> int:
    """CONNECTIONS, or as many files as the system lets a process open."""
    wanted = app.config["CONNECTIONS"]
    try:
        import resource
    except ImportError:  # Windows counts handles, not files
        return wanted
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = wanted + BEYOND + SPARE_FILES
    if soft != resource.RLIM_INFINITY and soft < most:
        soft = most if hard == resource.RLIM_INFINITY else min(hard, most)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return wanted if soft == resource.RLIM_INFINITY else max(50, min(wanted, soft - BEYOND - SPARE_FILES))


class Share:
    """At most `most` connections, at most `each` of one address."""

    def __init__(self, most: int, each: int):
        self.most, self.each = most, each
        self.warned = self.looked = float("-inf")

    def make_room(self, address: str, channels: Iterable[HTTPChannel]) -> None:
        """Close what must give way before a connection from `address` is added. Asked once a connection, in waitress's own thread."""
        now, by_address = time.time(), defaultdict(list)
        for channel in channels:
            by_address[(channel.addr or ("",))[0]].append(channel)
        if now - self.looked > LOOK_EVERY:
            self.looked = now
            self._close([one for held in by_address.values() for one in held if _dawdles(one, now)])
        if len(by_address[address]) >= self.each:
            self._full("connections.address_full", address, len(by_address[address]))
            self._close(_givers(by_address[address])[: len(by_address[address]) - self.each + 1])
        elif sum(map(len, by_address.values())) >= self.most:
            largest = max(by_address, key=lambda each: len(by_address[each]))
            self._full("connections.full", largest, self.most)
            self._close(
                _givers(by_address[largest])[:1] or _givers([one for held in by_address.values() for one in held])[:1]
            )

    def _close(self, channels: list[HTTPChannel]) -> None:
        for channel in channels:
            channel.handle_close()

    def _full(self, event: str, address: str, held: int) -> None:
        """One line a minute, whatever happens: it says what to do."""
        if time.monotonic() - self.warned >= WARN_EVERY:
            self.warned = time.monotonic()
            log.warning(
                event,
                address=address,
                connections=held,
                advice="idle connections are closed; raise CONNECTIONS if so many devices are real",
            )


def _dawdles(channel: HTTPChannel, now: float) -> bool:
    """Whether the head of a request is still not whole after HEAD_SECONDS."""
    started = channel.request is not None and not channel.request.headers_finished
    return bool(
        started
        and not channel.requests
        and now - channel.creation_time > HEAD_SECONDS
        and now - _since(channel, now) > HEAD_SECONDS
    )


def _since(channel: HTTPChannel, now: float) -> float:
    """When the unfinished request was first seen."""
    if getattr(channel, "unfinished", None) is not channel.request:
        channel.unfinished, channel.unfinished_since = channel.request, now
    return float(channel.unfinished_since)


def _givers(channels: list[HTTPChannel]) -> list[HTTPChannel]:
    """Connections no request of which is being answered, those with an unfinished head first, then those that rested longest."""
    free = [one for one in channels if not one.requests and not one.total_outbufs_len]
    return sorted(free, key=lambda one: (one.request is None, one.creation_time if one.request else one.last_activity))
