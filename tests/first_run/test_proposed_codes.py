"""Codes for a city and a school, proposed from their names: only letters and digits, never empty, never the same for both."""

import pytest

from eduplatform.org.proposed_codes import propose


@pytest.mark.parametrize(
    ("city", "school", "want"),
    [
        ("青石市", "青溪小学", ("QSS", "QSS-QXXX")),
        ("临江市", "临江市实验小学", ("LJS", "LJS-SYXX")),
        ("Riverside", "School No 3", ("R", "R-SN3")),
        ("", "", ("CITY", "CITY-1")),
        ("亳州市", "亳州一小", ("ZS", "ZS-ZYX")),
        ("🏫", "!!", ("CITY", "CITY-1")),
        (
            "很长很长的名字的一个自治州",
            "很长很长的名字的一个自治州第一百二十三完全中学附属小学",
            ("HCHCDMZD", "HCHCDMZD-DYBESSWQZXFSXX"),
        ),
    ],
)
def test_codes_from_names(city, school, want):
    made = propose(city, school)
    assert made[0] != made[1] and all(len(code) <= 24 for code in made)
    assert made == want
