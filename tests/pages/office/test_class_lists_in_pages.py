"""The lists on a class's report are cut into pages, so that the page does not grow with the year."""

from __future__ import annotations

import pytest

from eduplatform.pages.office.report_shape import LINES, given_piece, piece


def test_a_short_list_is_one_page():
    one = piece([1, 2, 3], None)
    assert (list(one.lines), one.page, one.pages, one.total) == ([1, 2, 3], 1, 1, 3)


def test_pages_hold_everything_once():
    lines = list(range(LINES * 2 + 1))
    pages = [piece(lines, number) for number in (1, 2, 3)]
    assert [line for page in pages for line in page.lines] == lines
    assert {page.pages for page in pages} == {3}


@pytest.mark.parametrize(("asked", "given"), [(0, 1), (-5, 1), (99, 2)])
def test_a_page_that_is_not_there_is_the_nearest(asked, given):
    assert piece(list(range(LINES + 1)), asked).page == given


def test_an_empty_list_is_one_empty_page():
    assert (piece([], 3).page, piece([], 3).pages, piece([], 3).total) == (1, 1, 0)


def test_a_page_cut_out_by_the_query_says_where_it_is():
    assert given_piece((["x"], LINES + 1), 2).page == 2
    assert given_piece((["x"], LINES + 1), 9).page == 1
