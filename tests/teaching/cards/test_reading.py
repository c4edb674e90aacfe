"""What a photo says, card by card; and what it must never say."""

import subprocess
import sys

import cv2
import numpy as np
import pytest

from eduplatform.teaching.cards import decode
from eduplatform.teaching.cards.codes import LETTERS, cells_of
from eduplatform.teaching.cards.reader import read_cards
from tests.guards.sources import ROOT

from .drawn import held, letters, marker, wall


@pytest.mark.parametrize("number", (1, 27, 60))
@pytest.mark.parametrize("letter", LETTERS)
def test_the_letter_at_the_top_is_read(number, letter):
    reading = read_cards(wall([held(number, letter)]))
    assert letters(reading) == {number: letter} and reading.cards[0].sure and not reading.hints
    upper_left = reading.cards[0].corners[0]
    assert np.allclose(upper_left, {"A": (56, 56), "B": (56, 119), "C": (119, 119), "D": (119, 56)}[letter], atol=3)
    assert reading.cards[0].size_px == pytest.approx(64, abs=3)


def test_every_card_is_read_in_every_turn():
    for first in range(1, 61, 20):
        shown = {n: LETTERS[n % 4] for n in range(first, first + 20)}
        assert letters(read_cards(wall([held(n, letter) for n, letter in shown.items()], 7))) == shown


def test_a_card_at_two_places_is_a_copy_and_is_not_read():
    reading = read_cards(wall([held(5, "A"), held(6, "B"), held(5, "C")]))
    assert (
        letters(reading) == {6: "B"} and reading.copies == {5} and {one.letter for one in reading.doubled} == {"A", "C"}
    )


def test_a_mirrored_card_and_other_numbers_are_not_read():
    known = cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_ARUCO_MIP_36h12)
    foreign = [
        marker(cv2.aruco.Dictionary.getBitsFromByteList(known.bytesList[n : n + 1], 6)) for n in (0, 61, 62, 200, 249)
    ]
    mirrored = [np.fliplr(held(n, "A")) for n in (1, 2, 3, 30)]
    reading = read_cards(wall([*foreign, *mirrored]))
    assert not reading.cards and not reading.unreadable


@pytest.mark.parametrize("wrong", (3, 4, 5))
def test_a_card_with_three_wrong_cells_is_told_as_unclear(wrong):
    cells = np.array(cells_of(12))
    places = np.random.default_rng(wrong).permutation(36)[:wrong]
    cells.ravel()[places] ^= 1
    reading = read_cards(wall([marker(cells), held(7, "D")]))
    assert letters(reading) == {7: "D"} and [one.why for one in reading.unreadable] == ["unclear"]


def test_two_wrong_cells_are_forgiven_but_not_called_sure():
    cells = np.array(cells_of(12))
    cells[1, 1] ^= 1
    cells[4, 2] ^= 1
    reading = read_cards(wall([marker(cells)]))
    assert letters(reading) == {12: "A"} and not reading.cards[0].sure


def _chance() -> list[str]:
    """What 500 patterns by chance, each in a good black frame, are taken for; among them cards with seven cells spoilt."""
    random, found = np.random.default_rng(5), []
    for _ in range(10):
        patterns = [random.integers(0, 2, (6, 6)) for _ in range(40)]
        for _spoilt in range(10):
            cells = np.array(cells_of(int(random.integers(1, 61))))
            cells.ravel()[random.permutation(36)[:7]] ^= 1
            patterns.append(cells)
        image = wall([marker(cells) for cells in patterns], 10, (800, 1500))
        corners = np.array([(x, y) for y in range(56, 700, 136) for x in range(56, 1400, 136)], np.float32)
        quads = corners[:, None] + np.array([(0, 0), (63, 0), (63, 63), (0, 63)], np.float32)
        found += [word.number for word in decode.words(image, quads) if word.believed]
    return found


def test_patterns_by_chance_are_never_read():
    assert not _chance()


def test_the_rule_against_chance_bites_when_loosened(monkeypatch):
    monkeypatch.setattr(decode, "WRONG_CELLS", 9)
    monkeypatch.setattr(decode, "LIKENESS", 0.5)
    monkeypatch.setattr(decode, "NEARLY", 0.5)
    assert _chance()


def test_a_card_between_two_letters_is_not_guessed():
    image = wall([held(9, "A")], size=(300, 300))
    for angle, read_as in ((30, {9: "A"}), (45, {}), (60, {9: "B"}), (-60, {9: "D"})):
        turn = cv2.getRotationMatrix2D((88, 88), angle, 1.0)  # to the left
        turned = cv2.warpAffine(image, turn, (300, 300), borderValue=120)
        reading = read_cards(turned)
        assert letters(reading) == read_as, angle
        assert [one.why for one in reading.unreadable] == ([] if read_as else ["crooked"])


def test_a_tilt_does_not_change_the_turn_that_is_measured():
    """Seen from the side, at seven tenths of its width, the edges of a card held 37 degrees askew stand at 47 degrees."""
    image = wall([held(9, "C")], size=(300, 300))
    askew = cv2.warpAffine(image, cv2.getRotationMatrix2D((88, 88), 37, 1.0), (300, 300), borderValue=120)
    squeeze = np.array([(0.7, 0, 0), (0, 1.0, 0)])
    assert letters(read_cards(cv2.warpAffine(askew, squeeze, (300, 300), borderValue=120))) == {9: "C"}


def test_nothing_to_see_is_said():
    reading = read_cards(np.full((600, 800), 128, np.uint8))
    assert "empty" in reading.hints and reading.size == (800, 600) and not reading.cards


def test_a_colour_picture_is_read_as_well():
    assert letters(read_cards(cv2.cvtColor(wall([held(3, "B")]), cv2.COLOR_GRAY2BGR))) == {3: "B"}


def test_opencv_is_not_loaded_before_the_first_photo():
    code = "import sys, eduplatform.teaching.cards.reader, eduplatform.teaching.cards.print_sheet, eduplatform.teaching.cards.marker_svg; sys.exit('cv2' in sys.modules or 'PIL' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
