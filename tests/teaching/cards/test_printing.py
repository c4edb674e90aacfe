"""The pages that print answer cards: open to everybody, right in every turn, with nothing of any person."""

import re

import pytest

from eduplatform.shared.refusals import Refused
from eduplatform.teaching.cards import print_sheet
from eduplatform.teaching.cards.codes import LETTERS
from eduplatform.teaching.cards.marker_svg import white

PRINT = "/cards/print?first=1&last=45&per=1"


def test_the_chooser_is_open_before_anybody_has_an_account(client_for):
    page = client_for(None).get("/cards")
    assert page.status_code == 200 and 'action="/cards/print"' in page.text and len(page.data) < 30_000


def test_the_sheet_has_a_page_for_each_number(client_for):
    page = client_for(None).get(PRINT).text
    assert page.count('<section class="sheet sheet-cards">') == 45
    assert all(white(number) in page for number in range(1, 46)) and white(46) not in page
    assert page.count("10 厘米") == 1, "the ruler stands on the first page only"


def test_two_on_a_page_are_in_order_after_one_cut(client_for):
    page = client_for(None).get("/cards/print?first=1&last=45&per=2").text
    assert page.count('<section class="sheet sheet-cards">') == 23
    assert print_sheet.pages(tuple(range(1, 6)), print_sheet.LAYOUTS[2]) == [(1, 4), (2, 5), (3,)]


def test_letters_go_round_clockwise_and_stand_upright_at_the_top(client_for):
    page = client_for(None).get(PRINT).text
    edges = page[page.index('id="edges"') : page.index('id="told"')]
    turned = dict(re.findall(r'rotate\((\d+) 105\.0 105\.0\)"><text[^>]*>([A-D])', edges))
    assert turned == {str(90 * n): letter for n, letter in enumerate(LETTERS)}


def test_lost_cards_are_printed_alone(client_for):
    page = (
        client_for(None).get("/cards/print", query_string={"first": 1, "last": 45, "only": "3，17、 46-48 58～60"}).text
    )
    assert page.count("sheet-cards") == 8 and white(59) in page and white(1) not in page


def test_without_a_choice_a_usual_class_is_printed(client_for):
    page = client_for(None).get("/cards/print")
    assert page.status_code == 200 and page.text.count("sheet-cards") == 45


@pytest.mark.parametrize(
    "asked",
    ("first=0&last=5", "first=1&last=61", "first=9&last=3", "only=0", "only=61", "only=abc", "only=1-999", "first=x"),
)
def test_numbers_without_a_card_are_refused_in_words(client_for, asked):
    page = client_for(None).get(f"/cards/print?{asked}")
    assert page.status_code == 422 and "号码要在 1 到 60 之间" in page.text and 'name="only"' in page.text


def test_the_pages_speak_english(client_for):
    client = client_for(None)
    client.set_cookie("lang", "en")
    assert "Print answer cards" in client.get("/cards").text
    page = client.get(PRINT).text
    assert "True" in page and "No. 45" in page and "对" not in page


def test_sheets_fit_on_a4_and_frames_are_large_enough():
    for layout in print_sheet.LAYOUTS.values():
        for x, y in layout.places:
            assert 0 <= x <= 210 - layout.card and 0 <= y <= 297 - layout.card
        assert layout.edge >= 1.5 * layout.cell, "paper to hold it by, and white around the frame"
    assert print_sheet.LAYOUTS[1].marker >= 120


def test_a_list_of_numbers_is_read_as_people_write_it():
    assert print_sheet.cards_to_print(None, None, " 3,17;46至48 ") == (3, 17, 46, 47, 48)
    with pytest.raises(Refused):
        print_sheet.cards_to_print(None, None, "3..5")
