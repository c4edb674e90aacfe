"""Whether an address lies inside the own network: what a form can make the server call must not be the server's neighbours."""

from __future__ import annotations

import socket
from ipaddress import IPv4Address, IPv6Network, ip_address
from urllib.parse import SplitResult, urlsplit

from .message import NeverAgain, TryAgain

NAT64 = IPv6Network("64:ff9b::/96")  #: through it a network without IPv4 reaches any IPv4 number, its own ones too


def read_address(url: str) -> SplitResult:
    """The parts of a webhook's address; NeverAgain where it is none: only http and https, without name and password."""
    try:
        parts = urlsplit(url.strip())
        _port = parts.port
    except ValueError as odd:
        raise NeverAgain("hook_address") from odd
    if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc or len(url) > 500:
        raise NeverAgain("hook_address")
    if any(ord(sign) <= 32 or ord(sign) > 126 for sign in url.strip()):
        raise NeverAgain("hook_address")
    return parts


def resolve_outside(parts: SplitResult, inside_allowed: bool) -> tuple[str, int]:
    """(number, port) to connect to. Every number the name stands for must lie outside, and it is the number looked at that is called:
    a name that answers otherwise a moment later gains nothing."""
    port = parts.port or (443 if parts.scheme == "https" else 80)
    try:
        found = socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as unknown:
        raise TryAgain("hook_unknown") from unknown
    numbers = [str(each[4][0]) for each in found]
    if not inside_allowed and not all(is_outside(number) for number in numbers):
        raise NeverAgain("hook_inside")
    return numbers[0], port


def is_outside(number: str) -> bool:
    """Whether an IP number belongs to the public internet; one that wraps an IPv4 number is judged by that."""
    address = ip_address(number.partition("%")[0])
    mapped = getattr(address, "ipv4_mapped", None) or getattr(address, "sixtofour", None)
    if mapped is not None:
        address = mapped
    elif address in NAT64:
        address = IPv4Address(int(address) & 0xFFFFFFFF)
    return address.is_global and not address.is_multicast
