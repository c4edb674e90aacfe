"""Whose connections give way when there are too many: the rule, on channels as waitress keeps them."""

from __future__ import annotations

import resource
import time
from types import SimpleNamespace

import pytest
import structlog

from eduplatform.cli import connections
from eduplatform.cli.connections import Share

NOW = time.time


class Channel(SimpleNamespace):
    """What the rule looks at in a waitress channel."""

    def handle_close(self) -> None:
        self.closed = True


def channel(address: str = "10.0.0.1", rested: float = 0, **more) -> Channel:
    """A connection at rest for so many seconds."""
    usual = dict(
        addr=(address, 1234),
        requests=[],
        request=None,
        total_outbufs_len=0,
        last_activity=NOW() - rested,
        creation_time=NOW() - rested,
        closed=False,
    )
    return Channel(**usual | more)


def begun(age: float, finished: bool = False, **more) -> Channel:
    """A connection that began a request so many seconds ago."""
    return channel(request=SimpleNamespace(headers_finished=finished), creation_time=NOW() - age, **more)


def closed(rule: Share, address: str, *channels: Channel) -> list[int]:
    """Which of the channels are closed when one more comes from an address."""
    rule.make_room(address, channels)
    return [at for at, one in enumerate(channels) if one.closed]


def test_below_the_limits_nobody_gives_way():
    assert closed(Share(4, 3), "10.0.0.1", channel(), channel(), channel("10.0.0.2")) == []


def test_an_address_at_its_share_gives_up_the_one_that_rested_longest():
    assert closed(Share(100, 3), "10.0.0.1", channel(rested=5), channel(rested=9), channel(rested=1)) == [1]
    assert closed(Share(100, 3), "10.0.0.2", channel(rested=5), channel(rested=9), channel(rested=1)) == []


def test_an_address_over_its_share_gives_up_as_many_as_are_too_many():
    many = [channel(rested=at) for at in range(5)]
    assert closed(Share(100, 3), "10.0.0.1", *many) == [2, 3, 4]


@pytest.mark.parametrize("busy", [{"requests": ["a request"]}, {"total_outbufs_len": 1}])
def test_a_connection_that_is_being_answered_stays(busy):
    assert closed(Share(100, 2), "10.0.0.1", channel(rested=99, **busy), channel(rested=1)) == [1]
    assert closed(Share(100, 2), "10.0.0.1", channel(**busy), channel(**busy)) == []


def test_an_unfinished_head_gives_way_before_one_at_rest():
    assert closed(Share(100, 2), "10.0.0.1", channel(rested=99), begun(5)) == [1]


def test_of_unfinished_heads_the_oldest_gives_way():
    assert closed(Share(100, 3), "10.0.0.1", begun(3), begun(7), begun(5)) == [1]


def test_at_the_limit_of_all_the_address_with_most_gives_one():
    held = [channel("10.0.0.1", 50), channel("10.0.0.2", 9), channel("10.0.0.2", 20), channel("10.0.0.2", 1)]
    assert closed(Share(4, 100), "10.0.0.9", *held) == [2]


def test_where_the_largest_is_all_busy_another_gives_way():
    busy = [channel("10.0.0.2", requests=["x"]), channel("10.0.0.2", requests=["x"])]
    assert closed(Share(3, 100), "10.0.0.9", *busy, channel("10.0.0.1", 3)) == [2]
    assert closed(Share(2, 100), "10.0.0.9", *busy) == []


def test_a_connection_without_an_address_is_one_address():
    assert closed(Share(100, 1), "", channel(addr=None, rested=1)) == [0]


def test_a_head_that_is_not_whole_after_twenty_seconds_is_closed():
    slow, rule = begun(30), Share(100, 100)
    assert closed(rule, "10.0.0.2", slow) == [], "seen unfinished for the first time"
    slow.unfinished_since = NOW() - 20.5
    rule.looked = float("-inf")
    assert closed(rule, "10.0.0.2", slow) == [0]


@pytest.mark.parametrize(
    "kept",
    [
        lambda: begun(30, finished=True),
        lambda: begun(30, requests=["x"]),
        lambda: channel(rested=300),
        lambda: begun(10),
    ],
)
def test_who_has_sent_the_head_or_rests_does_not_dawdle(kept):
    one, rule = kept(), Share(100, 100)
    one.unfinished, one.unfinished_since = one.request, NOW() - 60
    assert closed(rule, "10.0.0.2", one) == []


def test_a_new_request_on_an_old_connection_has_its_own_time():
    one, rule = begun(300), Share(100, 100)
    one.unfinished, one.unfinished_since = object(), NOW() - 60
    assert closed(rule, "10.0.0.2", one) == []
    assert one.unfinished is one.request and one.unfinished_since == pytest.approx(NOW(), abs=1)


def test_unfinished_heads_are_looked_for_every_five_seconds():
    rule, one = Share(100, 100), begun(30)
    rule.make_room("10.0.0.2", [])
    one.unfinished, one.unfinished_since = one.request, NOW() - 60
    assert closed(rule, "10.0.0.2", one) == []
    rule.looked -= 5.1
    assert closed(rule, "10.0.0.2", one) == [0]


def test_one_line_a_minute_says_what_to_do():
    rule = Share(100, 1)
    with structlog.testing.capture_logs() as said:
        rule.make_room("10.0.0.1", [channel()])
        rule.make_room("10.0.0.1", [channel()])
    assert [(one["event"], one["address"], one["connections"]) for one in said] == [
        ("connections.address_full", "10.0.0.1", 1)
    ]
    assert "raise CONNECTIONS" in said[0]["advice"]
    rule.warned -= 60
    with structlog.testing.capture_logs() as said:
        rule.make_room("10.0.0.1", [channel()])
    assert len(said) == 1


def test_the_whole_house_full_is_another_line():
    with structlog.testing.capture_logs() as said:
        Share(2, 100).make_room("10.0.0.9", [channel("10.0.0.1"), channel("10.0.0.1")])
    assert [(one["event"], one["address"], one["connections"]) for one in said] == [("connections.full", "10.0.0.1", 2)]


@pytest.fixture
def files(monkeypatch):
    """files(soft, hard) → the list of limits that are set from then on."""

    def of(soft: int, hard: int) -> list[tuple[int, int]]:
        raised: list[tuple[int, int]] = []
        monkeypatch.setattr(resource, "getrlimit", lambda _what: (soft, hard))
        monkeypatch.setattr(resource, "setrlimit", lambda _what, limits: raised.append(limits))
        return raised

    return of


@pytest.mark.parametrize(
    ("soft", "hard", "most", "raised"),
    [
        (1024, 4096, 1000, [(1300, 4096)]),
        (1300, 4096, 1000, []),
        (1024, 1100, 800, [(1100, 1100)]),
        (256, 300, 50, [(300, 300)]),
        (1024, resource.RLIM_INFINITY, 1000, [(1300, resource.RLIM_INFINITY)]),
        (resource.RLIM_INFINITY, resource.RLIM_INFINITY, 1000, []),
    ],
)
def test_as_many_connections_as_the_system_has_files(app, monkeypatch, files, soft, hard, most, raised):
    monkeypatch.setitem(app.config, "CONNECTIONS", 1000)
    set_to = files(soft, hard)
    said = connections.settings(app)
    assert said["connection_limit"] == most + connections.BEYOND and set_to == raised
    assert said["asyncore_use_poll"] is True


@pytest.mark.parametrize(("proxies", "each"), [(0, 40), (1, 500)])
def test_behind_a_proxy_everybody_comes_from_one_address(app, monkeypatch, files, proxies, each):
    files(4096, 4096)
    for name, value in (("CONNECTIONS", 500), ("CONNECTIONS_EACH", 40), ("TRUST_PROXY", proxies)):
        monkeypatch.setitem(app.config, name, value)
    made: list[Share] = []
    monkeypatch.setattr(connections, "Share", lambda *limits: made.append(Share(*limits)) or made[0])
    listening = SimpleNamespace(channel_class=None)
    connections.share(SimpleNamespace(_map={1: listening, 2: object()}), app)
    assert (made[0].most, made[0].each) == (500, each) and listening.channel_class is not None
