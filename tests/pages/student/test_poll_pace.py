"""A class asks every two seconds; a thousand devices ask less often and never more than one machine can answer."""

from __future__ import annotations

from eduplatform.pages.student.poll_pace import CALM_MS, MOST, Pace


def settled(devices: int) -> tuple[float, int]:
    """(questions a second, wait) after two minutes of so many devices that do as they are told."""
    pace, due, now, asked = Pace(), [n * 2 / devices for n in range(devices)], 0.0, 0
    wait = CALM_MS
    while now < 120:
        now += 0.05
        for place, at in enumerate(due):
            if at <= now:
                wait = pace.next_wait(place, now)
                due[place] = now + wait / 1000
                asked += now > 90
    return asked / 30, wait


def test_fifty_devices_ask_every_two_seconds():
    rate, wait = settled(50)
    assert wait == CALM_MS and 20 <= rate <= 26


def test_a_thousand_devices_ask_no_more_than_one_machine_answers():
    rate, wait = settled(1000)
    assert rate <= 1.25 * MOST and wait <= 10_000
