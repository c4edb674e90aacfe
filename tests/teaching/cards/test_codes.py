"""Our table of cards is the dictionary that opencv and js-aruco2 know, and no card is like another."""

import re

import cv2
import numpy as np

from eduplatform.teaching.cards import marker_svg
from eduplatform.teaching.cards.codes import FIRST, LAST, LETTERS, cells_of, code_of_card, letter_at, turn_of
from tests.guards.sources import ROOT

NUMBERS = range(FIRST, LAST + 1)


def test_the_codes_are_those_of_opencv():
    known = cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_ARUCO_MIP_36h12)
    for number in NUMBERS:
        theirs = cv2.aruco.Dictionary.getBitsFromByteList(known.bytesList[number : number + 1], 6)
        assert np.array_equal(theirs, cells_of(number)), number


def test_the_codes_are_those_of_the_live_camera():
    script = (ROOT / "static/vendor/js-aruco2/aruco.js").read_text(encoding="utf-8")
    listed = re.search(r"ARUCO_MIP_36h12.{0,80}?codeList:\s*\[([^\]]*)", script, re.S)
    codes = [int(code, 16) for code in listed[1].split(",")]
    assert [code_of_card(number) for number in NUMBERS] == codes[FIRST : LAST + 1]


def test_cards_differ_in_thirteen_cells_and_from_mirrored_ones_in_six():
    turned = {(n, k): np.rot90(cells_of(n), k) for n in NUMBERS for k in range(4)}
    flat = np.array([turned[key].ravel() for key in turned])
    apart = (flat[:, None] != flat[None]).sum(axis=2) + 99 * np.eye(len(flat), dtype=int)
    assert apart.min() == 13
    mirrored = np.array([np.fliplr(cells_of(n)).ravel() for n in NUMBERS])
    assert (mirrored[:, None] != flat[None]).sum(axis=2).min() == 6


def test_the_drawing_has_the_white_cells_and_no_other():
    for number in NUMBERS:
        drawn = np.zeros((8, 8), int)
        for x, y, steps in re.findall(r"M(\d) (\d)([^z]*)z", marker_svg.white(number)):
            wide, tall = (int(re.search(rf"{axis}(\d)", steps)[1]) for axis in "hv")
            drawn[int(y) : int(y) + tall, int(x) : int(x) + wide] = 1
        assert np.array_equal(drawn[1:7, 1:7], cells_of(number)) and drawn.sum() == drawn[1:7, 1:7].sum(), number


def test_a_turn_to_the_left_brings_the_next_letter_to_the_top():
    assert [letter_at(turn_of(letter)) for letter in LETTERS] == [(letter, 0) for letter in LETTERS]
    assert letter_at(-75) == ("B", 15) and letter_at(100) == ("D", 10) and letter_at(44)[0] == "A"
