"""Addresses of this machine in the school network, found without sending anything and without any network beyond it."""

from __future__ import annotations

import ipaddress
import os
import socket
import struct
from collections.abc import Iterator
from functools import lru_cache

#: A UDP "connect" only asks the routing table which of our addresses would be used: nothing is sent. One target of each
#: private range follow the one beyond, because a network without a way out has no route to anywhere else.
_TARGETS = ("203.0.113.1", "192.168.255.254", "10.255.255.254", "172.31.255.254")
_ASK_ADDRESS = 0x8915  # SIOCGIFADDR
_OTHERS = ("docker", "veth", "br-", "virbr", "vmnet", "vboxnet", "zt", "tun", "tailscale")  # bridges no phone can reach


def addresses() -> list[str]:
    """IPv4 addresses another device of the network could use, likeliest first; empty without a network."""
    found = dict.fromkeys(one for one in (*_routed(), *_interfaces()) if _usable(one))
    return sorted(found, key=_rank)


@lru_cache(256)
def is_here_only(host: str) -> bool:
    """Whether an address or host name means this machine itself and nobody else's."""
    name = host.strip("[]").lower()
    if name in ("localhost", "") or name.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def _routed() -> Iterator[str]:
    for target in _TARGETS:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
            try:
                asking.connect((target, 9))
                yield asking.getsockname()[0]
            except OSError:
                continue


def _interfaces() -> Iterator[str]:
    if os.name == "nt":  # answered by the machine itself there
        try:
            yield from socket.gethostbyname_ex(socket.gethostname())[2]
        except OSError:
            return
        return
    try:
        import fcntl

        names = [name for _number, name in socket.if_nameindex() if not name.startswith(_OTHERS)]
    except (ImportError, OSError):
        return
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        for name in names:
            try:
                told = fcntl.ioctl(asking.fileno(), _ASK_ADDRESS, struct.pack("256s", name.encode()[:15]))
                yield socket.inet_ntoa(told[20:24])
            except OSError:
                continue


def _usable(text: str) -> bool:
    address = ipaddress.ip_address(text)
    return not (address.is_loopback or address.is_link_local or address.is_unspecified or address.is_multicast)


def _rank(text: str) -> int:
    """Home and school routers give 192.168 or 10 addresses; 172.16–31 are more often made by software on the machine."""
    address = ipaddress.ip_address(text)
    return 0 if text.startswith("192.168.") else 1 if text.startswith("10.") else 2 if address.is_private else 3
