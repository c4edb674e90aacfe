"""Addresses a phone of the same network can reach, the likeliest first; which names mean this machine alone."""

from __future__ import annotations

import socket

import pytest

from eduplatform.shared import lan_addresses


def found(monkeypatch, routed: list[str], interfaces: list[str]) -> list[str]:
    monkeypatch.setattr(lan_addresses, "_routed", lambda: iter(routed))
    monkeypatch.setattr(lan_addresses, "_interfaces", lambda: iter(interfaces))
    return lan_addresses.addresses()


@pytest.mark.parametrize(
    ("routed", "interfaces", "said"),
    [
        ([], [], []),
        (["127.0.0.1"], ["127.0.0.2", "169.254.3.4", "0.0.0.0", "224.0.0.1"], []),  # noqa: S104 – an address to be left out
        (["10.1.2.3"], ["192.168.1.5"], ["192.168.1.5", "10.1.2.3"]),
        (["172.17.0.1", "10.1.2.3"], [], ["10.1.2.3", "172.17.0.1"]),
        (
            ["203.0.114.7", "172.31.0.9", "10.0.0.1", "192.168.0.2"],
            [],
            ["192.168.0.2", "10.0.0.1", "172.31.0.9", "203.0.114.7"],
        ),
        (["192.168.1.5", "192.168.1.5"], ["192.168.1.5"], ["192.168.1.5"]),
        (["192.168.9.9", "192.168.1.1"], [], ["192.168.9.9", "192.168.1.1"]),
        (["100.64.0.1", "172.32.0.1"], [], ["100.64.0.1", "172.32.0.1"]),
    ],
)
def test_the_likeliest_address_comes_first(monkeypatch, routed, interfaces, said):
    assert found(monkeypatch, routed, interfaces) == said


@pytest.mark.parametrize(
    "host",
    ["localhost", "LOCALHOST", "", "a.localhost", "127.0.0.1", "127.9.9.9", "::1", "[::1]"],
)
def test_this_machine_alone(host):
    assert lan_addresses.is_here_only(host)


@pytest.mark.parametrize(
    "host",
    ["192.168.1.5", "10.0.0.1", "school.example", "localhost.example", "notlocalhost", "fe80::1", "8.8.8.8", "安学.cn"],
)
def test_what_others_can_reach(host):
    assert not lan_addresses.is_here_only(host)


def test_without_any_route_nothing_is_said_and_nothing_breaks(monkeypatch):
    class Dead:
        def __init__(self, *_):
            pass

        def __enter__(self):
            return self

        def __exit__(self, *_):
            return None

        def connect(self, _target):
            raise OSError("network is unreachable")

        def fileno(self):
            return -1

    monkeypatch.setattr(lan_addresses.socket, "socket", Dead)
    assert list(lan_addresses._routed()) == []
    monkeypatch.setattr(lan_addresses.socket, "if_nameindex", lambda: [])
    assert lan_addresses.addresses() == []


def test_an_interface_that_has_gone_takes_no_other_with_it(monkeypatch):
    import fcntl

    asked: list[str] = []

    def answer(_socket, _what, packed):
        name = packed.rstrip(b"\0").decode()
        asked.append(name)
        if name == "gone0":
            raise OSError
        return b"\0" * 20 + socket.inet_aton("192.168.7.8") + b"\0" * 8

    names = [(1, "lo"), (2, "gone0"), (3, "eth0"), (4, "docker0"), (5, "br-1a2b"), (6, "veth9"), (7, "tun0")]
    monkeypatch.setattr(lan_addresses.socket, "if_nameindex", lambda: names)
    monkeypatch.setattr(fcntl, "ioctl", answer)
    assert list(lan_addresses._interfaces()) == ["192.168.7.8", "192.168.7.8"]
    assert asked == ["lo", "gone0", "eth0"], "bridges no phone can reach are not asked"
