"""Which numbers are neighbours of the server, and what an address may look like. No name server is asked: all hosts are numbers."""

from __future__ import annotations

import pytest

from eduplatform.notices.inside_addresses import is_outside, read_address, resolve_outside
from eduplatform.notices.message import NeverAgain, TryAgain


@pytest.mark.parametrize(
    ("number", "outside"),
    [
        ("8.8.8.8", True),
        ("223.5.5.5", True),
        ("172.15.255.255", True),  # one below the private block
        ("172.16.0.0", False),
        ("172.31.255.255", False),
        ("172.32.0.0", True),
        ("10.0.0.0", False),
        ("11.0.0.0", True),
        ("192.168.0.1", False),
        ("192.169.0.1", True),
        ("100.63.255.255", True),
        ("100.64.0.0", False),  # shared by a provider's customers
        ("100.127.255.255", False),
        ("100.128.0.0", True),
        ("127.0.0.1", False),
        ("127.255.255.254", False),
        ("169.254.169.254", False),  # where clouds tell their secrets
        ("0.0.0.0", False),
        ("255.255.255.255", False),
        ("224.0.0.1", False),  # multicast
        ("239.255.255.250", False),
        ("240.0.0.1", False),
        ("198.18.0.1", False),
        ("192.0.2.1", False),
        ("2400:3200::1", True),
        ("2001:4860:4860::8888", True),
        ("::1", False),
        ("::", False),
        ("fc00::1", False),
        ("fd12:3456::1", False),
        ("fe80::1", False),
        ("fe80::1%eth0", False),
        ("ff02::1", False),
        ("ff0e::1", False),  # multicast with a worldwide scope
        ("2001:db8::1", False),
        ("::ffff:8.8.8.8", True),
        ("::ffff:127.0.0.1", False),
        ("::ffff:10.1.2.3", False),
        ("2002:808:808::1", True),  # 6to4 of 8.8.8.8
        ("2002:7f00:1::1", False),  # 6to4 of 127.0.0.1
        ("2002:a01:203::1", False),
        ("64:ff9b::808:808", True),  # NAT64 of 8.8.8.8
        ("64:ff9b::7f00:1", False),  # NAT64 of 127.0.0.1
        ("64:ff9b::a01:203", False),
    ],
)
def test_a_number_is_outside_or_a_neighbour(number, outside):
    assert is_outside(number) is outside


@pytest.mark.parametrize(
    ("url", "host", "port"),
    [
        ("http://8.8.8.8/x?key=1", "8.8.8.8", 80),
        ("https://8.8.8.8/x", "8.8.8.8", 443),
        ("http://8.8.8.8:8080/", "8.8.8.8", 8080),
        ("https://8.8.8.8:80/", "8.8.8.8", 80),
        ("  https://8.8.8.8/  ", "8.8.8.8", 443),
        ("HTTPS://8.8.8.8/", "8.8.8.8", 443),
        ("https://[2400:3200::1]:8443/", "2400:3200::1", 8443),
    ],
)
def test_the_number_that_was_looked_at_is_called_at_the_port_of_the_address(url, host, port):
    parts = read_address(url)
    assert parts.hostname == host and resolve_outside(parts, False) == (host, port)


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:8/x", "https://10.1.2.3/", "http://[::1]/", "http://0/", "http://0x7f.1/"]
)
def test_a_neighbour_is_called_only_where_the_install_allows_it(url):
    with pytest.raises(NeverAgain) as said:
        resolve_outside(read_address(url), False)
    assert said.value.code == "hook_inside"
    assert resolve_outside(read_address(url), True)[0] in ("127.0.0.1", "10.1.2.3", "::1", "0.0.0.0")


def test_a_name_nobody_knows_is_asked_again_later():
    with pytest.raises(TryAgain) as said:
        resolve_outside(read_address(f"http://{'x' * 64}.example/"), False)  # no label may be so long
    assert said.value.code == "hook_unknown" and not said.value.outage


@pytest.mark.parametrize(
    ("url", "fits"),
    [
        ("http://8.8.8.8/" + "x" * 485, True),
        ("http://8.8.8.8/" + "x" * 486, False),
        ("http://8.8.8.8/~!", True),
        ("http://8.8.8.8/a b", False),
        ("http://8.8.8.8/\x7f", False),
        ("http://8.8.8.8/路", False),
        ("http://例子.cn/", False),
        ("http://user@8.8.8.8/", False),
        ("http://8.8.8.8/@x", True),
        ("http://8.8.8.8:65535/", True),
        ("http://8.8.8.8:65536/", False),
        ("http://8.8.8.8:x/", False),
        ("http://[::1/", False),
        ("http:///x", False),
        ("//8.8.8.8/x", False),
        ("gopher://8.8.8.8/", False),
        ("javascript:alert(1)", False),
        ("", False),
    ],
)
def test_an_address_is_plain_short_and_names_nobody(url, fits):
    try:
        read_address(url)
    except NeverAgain as odd:
        assert odd.code == "hook_address" and not fits, url
    else:
        assert fits, url
