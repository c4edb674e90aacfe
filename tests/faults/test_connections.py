"""Connections that say nothing, or slowly, lock nobody out of `python app.py`."""

from __future__ import annotations

import socket
import time

import pytest

from bench.serving import Client, Server
from eduplatform.cli import connections

SLOW = b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: "


@pytest.fixture
def server(template, tmp_path):
    """server(CONNECTIONS="100") → a running server on a database of its own."""
    if template.server:
        pytest.skip("the same server whatever the database")
    made = []

    def start(**settings):
        made.append(Server(template.copy(tmp_path), tmp_path, settings=settings))
        made[0].start()
        return made[0]

    yield start
    for one in made:
        one.stop()


def opened(port: int, number: int, source: str, said: bytes) -> list[socket.socket]:
    links = []
    for _ in range(number):
        link = socket.create_connection(("127.0.0.1", port), timeout=5, source_address=(source, 0))
        link.sendall(said)
        links.append(link)
    return links


def answers(port: int, seconds: float = 5) -> bool:
    client, began = Client(port), time.monotonic()
    client.link.timeout = seconds
    try:
        return client.get("/healthz").status == 200 and time.monotonic() - began < seconds
    except OSError:
        return False


def test_five_hundred_and_twenty_slow_connections_lock_nobody_out(server):
    running = server()
    slow = opened(running.port, 520, "127.0.0.9", SLOW)
    assert answers(running.port)
    for link in slow:
        link.close()


def test_a_room_of_eighty_five_browsers_with_six_connections_each_locks_nobody_out(server):
    running = server()
    kept = [
        link
        for n in range(85)
        for link in opened(running.port, 6, f"127.0.1.{n + 1}", b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
    ]
    assert answers(running.port)
    for link in kept:
        link.close()


def test_at_the_limit_the_address_with_most_gives_way_and_one_warning_is_written(server, tmp_path):
    running = server(CONNECTIONS="100")
    one = opened(running.port, 1, "127.0.0.7", b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")[0]
    assert one.recv(9) == b"HTTP/1.1 "
    slow = opened(running.port, 400, "127.0.0.9", SLOW)
    assert answers(running.port)
    one.sendall(
        b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
    )  # a kept connection of somebody else is still there
    time.sleep(0.5)
    assert b"HTTP/1.1 200" in one.recv(4000)
    log = (tmp_path / "server.log").read_text()
    assert log.count("connections.full") == 1 and "total open connections" not in log
    for link in [*slow, one]:
        link.close()


def test_one_address_has_a_share_only(server):
    running = server(CONNECTIONS_EACH="20")
    slow = opened(running.port, 60, "127.0.0.9", SLOW)
    time.sleep(0.5)
    gone = 0
    for link in slow:
        link.settimeout(0.05)
        try:
            gone += link.recv(1) == b""
        except TimeoutError:
            pass
        except ConnectionError:
            gone += 1
    assert gone >= 40 and answers(running.port)
    for link in slow:
        link.close()


def test_who_keeps_a_connection_and_says_nothing_is_let_go_within_forty_seconds(app):
    """The times waitress is told: a connection that rests 30 s is closed at the next look, 10 s later at most."""
    told = connections.settings(app)
    assert told["channel_timeout"] + told["cleanup_interval"] <= 40
