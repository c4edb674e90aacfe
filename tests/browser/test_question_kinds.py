"""Newer kinds of questions on a phone: by finger, by keyboard, with no network, without JavaScript."""

from __future__ import annotations

import pytest

from eduplatform.extensions import db
from tests.learning import world

from . import axe, pupil

pytestmark = pytest.mark.browser
PLACES = {"毛巾": "窗边", "灭火器": "墙角", "手电": "门边"}
BASKETS = {"湿毛巾": "能用", "电梯": "不能用", "楼梯": "能用", "衣柜": "不能用"}


@pytest.fixture(scope="module")
def browser():
    with pupil.browser() as opened:
        yield opened


@pytest.fixture
def begun(app, people, tmp_path):
    """(token, number of an attempt that asks every kind)."""
    with app.app_context():
        lesson = world.load_kinds(tmp_path)
        app.config["COURSES"] = str(tmp_path / "sample")
        person = people["pupil_yu"]
        number = world.begin(world.viewer_for(person), lesson)
    return pupil.token_of(app, person), number


@pytest.fixture
def site(app):
    made = pupil.Site(app)
    yield made
    made.down()


@pytest.fixture
def paper(site, browser, begun):
    """paper(**context settings) → the page with the paper, its errors noted in `page.errors`."""
    token, number = begun

    def open_page(**more):
        page = browser(site, token, **more).new_page()
        page.errors = []
        page.on("pageerror", lambda error: page.errors.append(str(error)))
        page.on("console", lambda said: page.errors.append(said.text) if said.type == "error" else None)
        page.goto(f"/student/attempts/{number}")
        return page

    return open_page


def turn_to(page, kind: str):
    """The question of a kind, on the screen."""
    question = page.locator(f'[data-kind="{kind}"]').first
    page.locator(f'[data-dot="{question.get_attribute("data-q")}"]').click()
    assert question.is_visible()
    if question.locator("[data-board]").count():
        question.locator(".is-board").wait_for()  # the board is made by a script of its own, after the paper's
    return question


def hand_in(page) -> None:
    page.locator("[data-dot]").last.click()
    page.click("[data-send]")
    page.click("[data-send-anyway]")
    page.wait_for_url("**/result", timeout=45000)


def shares(app, kind: str) -> list[int]:
    """What the questions of a kind earned."""
    with app.app_context():
        row = db.session.execute(db.select(world.QuizAttempt.__table__)).one()
        questions = world.Paper.of(row).questions
        return [share for question, share in zip(questions, row.shares, strict=True) if question.kind == kind]


def tab_to(page, words: str) -> None:
    for _tab in range(12):
        if words in page.evaluate("document.activeElement.textContent"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{words} is not reached by Tab")


def middle(box) -> tuple[float, float]:
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def no_wider_than_the_screen(page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_thing_is_tapped_then_its_basket_and_may_move_again(app, paper):
    page = paper()
    question = turn_to(page, "baskets")
    assert not question.locator("[data-board-plain]").is_visible() and no_wider_than_the_screen(page)
    question.locator(".board-thing", has_text="湿毛巾").click()
    question.locator(".board-home", has_text="不能用").click()
    for thing, basket in BASKETS.items():
        question.locator(".board-thing", has_text=thing).click()
        question.locator(".board-home").filter(has=page.get_by_role("button", name=basket, exact=True)).click()
    assert not question.locator(".board-tray").is_visible() and no_wider_than_the_screen(page)
    page.reload()
    page.wait_for_selector(".paper.is-paged")
    question = turn_to(page, "baskets")
    assert question.locator(".board-home").first.locator(".board-thing").count() == 2, "it stands as it was left"
    hand_in(page)
    assert shares(app, "baskets") == [100] and page.errors == []


def test_the_keyboard_alone_sorts(app, paper):
    page = paper()
    question = turn_to(page, "baskets")
    for thing, basket in BASKETS.items():
        question.locator(".board-thing", has_text=thing).focus()
        page.keyboard.press("Enter")
        tab_to(page, basket)
        page.keyboard.press("Enter")
        assert f"{thing} → {basket}" in question.locator(".board-hint").inner_text() or thing == "衣柜"
    hand_in(page)
    assert shares(app, "baskets") == [100]


def test_without_a_network_nothing_of_it_is_lost(app, site, paper):
    page = paper()
    question = turn_to(page, "baskets")
    site.down()
    page.context.set_offline(True)
    for thing, basket in BASKETS.items():
        question.locator(".board-thing", has_text=thing).click()
        question.locator(".board-home").filter(has=page.get_by_role("button", name=basket, exact=True)).click()
    page.locator("[data-dot]").last.click()
    page.click("[data-send]")
    page.click("[data-send-anyway]")
    page.wait_for_selector("[data-waiting-offline]:visible")
    site.up()
    page.context.set_offline(False)
    page.wait_for_url("**/result", timeout=45000)
    assert shares(app, "baskets") == [100]


def test_without_javascript_each_thing_is_a_row_of_radio_buttons(app, paper):
    page = paper(java_script_enabled=False)
    question = page.locator('[data-kind="baskets"]').first
    for thing, basket in BASKETS.items():
        question.locator(".sort-row", has_text=thing).get_by_label(basket, exact=True).check()
    page.click("[data-send]")
    assert page.url.endswith("/result") and shares(app, "baskets") == [100]


def test_being_sure_is_kept_and_alone_it_is_no_answer(app, paper):
    page = paper()
    question = page.locator('[data-kind="truefalse"]:has(.sure)')
    dot = page.locator(f'[data-dot="{question.get_attribute("data-q")}"]')
    dot.click()
    question.get_by_label("有把握", exact=True).check()
    assert "is-done" not in dot.get_attribute("class")
    question.locator("label.option").last.click()
    assert "is-done" in dot.get_attribute("class") and no_wider_than_the_screen(page)
    page.reload()
    page.wait_for_selector(".paper.is-paged")
    dot.click()
    assert question.get_by_label("有把握", exact=True).is_checked()
    hand_in(page)
    assert page.locator(".review-sure").count() == 1 and 0 in shares(app, "truefalse")


def test_an_answer_with_half_its_reason_is_not_finished(app, paper):
    page = paper()
    question = turn_to(page, "two_step")
    dot = page.locator(f'[data-dot="{question.get_attribute("data-q")}"]')
    question.get_by_label("做法b").check(force=True)
    assert "is-done" not in dot.get_attribute("class") and no_wider_than_the_screen(page)
    page.wait_for_timeout(200)
    seen = question.locator("label.option", has_text="因为一").bounding_box()
    assert seen["y"] + seen["height"] < page.locator(".quiz-foot").bounding_box()["y"], "the reasons came into sight"
    question.locator("label.option", has_text="因为二").click()
    assert "is-done" in dot.get_attribute("class")
    page.keyboard.press("ArrowUp")
    hand_in(page)
    assert shares(app, "two_step")[0] in (50, 100) and page.locator(".reason-under").count() == 1


def test_without_javascript_both_steps_are_two_groups_of_one_form(app, paper):
    page = paper(java_script_enabled=False)
    question = page.locator('[data-kind="two_step"]')
    question.locator("label.option", has_text="做法b").click()
    question.locator("label.option", has_text="因为一").click()
    page.click("[data-send]")
    assert shares(app, "two_step") == [100]


def test_a_picture_is_chosen_by_finger_or_key_and_comes_back_in_the_result(app, paper):
    page = paper()
    question = turn_to(page, "pictures")
    assert no_wider_than_the_screen(page)
    loaded = "all => all.every((one) => one.complete && one.naturalWidth > 0)"
    assert question.locator("img").count() == 4 and question.locator("img").evaluate_all(loaded)
    question.get_by_label("图a").focus()
    page.keyboard.press("Space")
    question.locator("label.option", has_text="图c").click()
    hand_in(page)
    assert shares(app, "pictures") == [100]
    told = page.locator(".review", has_text="选哪张图").locator(".reason-pic")
    told.scroll_into_view_if_needed()
    assert told.count() == 1 and told.get_attribute("alt") == "三号房间有一扇门" and no_wider_than_the_screen(page)


def test_without_javascript_a_picture_is_chosen(app, paper):
    page = paper(java_script_enabled=False)
    page.locator('[data-kind="pictures"] label.option', has_text="图c").click()
    page.click("[data-send]")
    told = page.locator(".review", has_text="选哪张图").locator(".reason-pic")
    assert shares(app, "pictures") == [100] and told.count() == 1


def test_a_thing_is_dragged_onto_the_picture(app, paper):
    page = paper()
    question = turn_to(page, "place")
    assert not question.locator("select").first.is_visible() and no_wider_than_the_screen(page)
    for thing, place in PLACES.items():
        page.mouse.move(*middle(question.locator(".board-thing", has_text=thing).bounding_box()))
        page.mouse.down()
        page.mouse.move(*middle(question.locator(".board-home", has_text=place).bounding_box()), steps=8)
        page.mouse.up()
        assert question.locator(".board-home", has_text=place).locator(".board-thing", has_text=thing).is_visible()
    assert no_wider_than_the_screen(page)
    hand_in(page)
    assert shares(app, "place") == [100] and page.errors == []


def test_on_the_picture_a_tap_and_a_tap_do_the_same_and_a_thing_may_come_back(app, paper):
    page = paper(has_touch=True)
    question = turn_to(page, "place")
    for thing, place in PLACES.items():
        question.locator(".board-thing", has_text=thing).tap()
        question.locator(".board-home", has_text=place).tap(position={"x": 8, "y": 8})
    question.locator(".board-thing", has_text="手电").tap()
    question.locator(".board-home", has_text="墙角").tap(position={"x": 4, "y": 4})
    page.reload()
    page.wait_for_selector(".paper.is-paged")
    question = turn_to(page, "place")
    assert question.locator(".board-home", has_text="墙角").locator(".board-thing").inner_text() == "手电"
    assert question.locator(".board-tray .board-thing").inner_text() == "灭火器", "what lay there went back"
    hand_in(page)
    assert shares(app, "place") == [33]


def test_the_keyboard_alone_puts_things_on_the_picture(app, paper):
    page = paper()
    question = turn_to(page, "place")
    for thing, place in PLACES.items():
        question.locator(".board-thing", has_text=thing).focus()
        page.keyboard.press("Enter")
        tab_to(page, place)
        page.keyboard.press("Enter")
    hand_in(page)
    assert shares(app, "place") == [100]


def test_without_javascript_places_are_chosen_from_lists(app, paper):
    page = paper(java_script_enabled=False)
    question = page.locator('[data-kind="place"]')
    for thing, place in PLACES.items():
        row = question.locator(".match-row", has_text=thing)
        row.locator("select").select_option(
            label=next(t for t in row.locator("option").all_inner_texts() if place in t)
        )
    page.click("[data-send]")
    assert shares(app, "place") == [100]


@pytest.mark.parametrize("js", [True, False], ids=["with JavaScript", "without"])
def test_axe_finds_nothing_serious_and_all_of_it_fits(paper, js):
    page = paper()  # (axe itself needs scripts: without them the plain fields are uncovered instead)
    if not js:
        page.evaluate("document.querySelectorAll('[data-board-plain]').forEach((one) => { one.hidden = false; })")
    for kind in ("baskets", "place", "two_step", "pictures"):
        question = turn_to(page, kind)
        if js and question.locator(".board-thing").count():
            question.locator(".board-thing").first.click()
            question.locator(".board-home").first.click(position={"x": 5, "y": 5})
        assert axe.findings(page) + axe.misfits(page) == [], kind
