"""A pupil never loses an answer: offline, reloads, closed tabs, a busy server, two tabs, shared devices."""

from __future__ import annotations

import pytest

from tests.learning import world

from . import pupil

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser():
    with pupil.browser() as opened:
        yield opened


@pytest.fixture
def lesson(app):
    with app.app_context():
        return world.load_sample()


@pytest.fixture
def site(app, lesson):
    made = pupil.Site(app)
    yield made
    made.down()


@pytest.fixture
def token(app, people):
    """token('pupil_yu') → a cookie for that person."""

    return lambda name: pupil.token_of(app, people[name])


def last_place(page) -> int:
    return page.locator("[data-q]").count() - 1


@pytest.mark.parametrize("host", ["127.0.0.1", "school.test"], ids=["with service worker", "plain http"])
def test_offline_in_mid_quiz_reloaded_closed_and_back(site, browser, token, lesson, host):
    context = browser(site, token("pupil_yu"), host)
    page = context.new_page()
    pupil.open_quiz(page, lesson)
    pupil.answer(page, 0, 2)
    address = page.url
    if host == "127.0.0.1":
        pupil.wait_until_page_is_kept(page)
    site.down()
    context.set_offline(True)
    if host == "127.0.0.1":  # the kept page comes up without a network, with the answers in it
        for _again in range(2):  # as often as the child tries
            page.reload()
            page.wait_for_selector(".paper.is-paged")
            page.wait_for_timeout(500)  # the page keeps itself anew a moment after it is drawn
            assert "3" in page.inner_text("[data-kept-words]")
    else:  # no service worker on plain http: the browser's own error page, then everything is there again
        with pytest.raises(Exception, match="ERR_"):
            page.reload()
        site.up()
        context.set_offline(False)
        page.goto(address)
        page.wait_for_selector(".paper.is-paged")
        assert "3" in page.inner_text("[data-kept-words]")
        site.down()
        context.set_offline(True)
    pupil.answer(page, 3, last_place(page))
    page.click("[data-send]")
    page.wait_for_selector("[data-waiting-offline]:visible")
    page.close()
    assert site.attempts()[0].submitted_at is None
    site.up()
    context.set_offline(False)
    again = context.new_page()
    again.goto("/student/")
    pupil.wait_until_sent(again)
    (row,) = site.attempts()
    assert row.submitted_at is not None
    assert len(row.answers) == 6 and all(given is not None for given in row.answers)
    context.close()


def test_a_server_that_is_busy_two_times_in_three_gets_it_once(site, browser, token, lesson):
    site.busy = lambda n: n % 3 != 0
    context = browser(site, token("pupil_yu"))
    page = context.new_page()
    pupil.open_quiz(page, lesson)
    pupil.answer(page, 0, last_place(page))
    page.click("[data-send]")
    page.wait_for_url("**/result", timeout=45000)
    assert len(site.posts) == 3
    assert [row.submitted_at is not None for row in site.attempts()] == [True]
    assert pupil.kept(page) == {}
    context.close()


def test_a_double_click_hands_in_once(site, browser, token, lesson):
    context = browser(site, token("pupil_yu"))
    page = context.new_page()
    pupil.open_quiz(page, lesson)
    pupil.answer(page, 0, last_place(page))
    page.dblclick("[data-send]")
    page.wait_for_url("**/result")
    assert len(site.attempts()) == 1
    context.close()


def test_two_tabs_are_one_attempt_and_the_first_hand_in_stays(site, browser, token, lesson):
    context = browser(site, token("pupil_yu"))
    one, two = context.new_page(), context.new_page()
    pupil.open_quiz(one, lesson)
    two.goto(f"/student/lessons/{lesson}/quiz")
    two.click("text=接着做")
    two.wait_for_selector(".paper.is-paged")
    assert one.url == two.url
    pupil.answer(one, 0, last_place(one))
    one.click("[data-send]")
    one.wait_for_url("**/result")
    two.wait_for_url("**/result")  # the other tab notices
    assert len(site.attempts()) == 1
    context.close()


def test_another_device_goes_on_where_the_first_one_stopped(site, browser, token, lesson):
    first, second = browser(site, token("pupil_yu")), browser(site, token("pupil_yu"))
    page = first.new_page()
    pupil.open_quiz(page, lesson)
    pupil.answer(page, 0, 2)
    pupil.wait_for(page, "document.querySelector('[data-kept-words]').textContent.includes('换一台')")
    first.set_offline(True)  # its battery is empty
    other = second.new_page()
    other.goto(f"/student/lessons/{lesson}/quiz")
    other.click("text=接着做")
    other.wait_for_selector(".paper.is-paged")
    other.wait_for_selector("[data-q]:visible")  # the page has turned
    assert other.is_visible('[data-q="3"]'), "it goes on at the first question that is open"
    pupil.answer(other, 3, last_place(other))
    other.click("[data-send]")
    other.wait_for_url("**/result")
    (row,) = site.attempts()
    assert len(row.answers) == 6 and all(given is not None for given in row.answers) and row.draft is None
    first.set_offline(False)
    pupil.answer(page, 3, 3)
    page.wait_for_url("**/result")  # the first one, back again, finds it handed in as soon as it says anything
    first.close()
    second.close()


def test_unanswered_questions_are_named_before_handing_in(site, browser, token, lesson):
    context = browser(site, token("pupil_yu"))
    page = context.new_page()
    pupil.open_quiz(page, lesson)
    page.click(f'[data-dot="{last_place(page)}"]')
    page.click("[data-send]")
    assert page.is_visible("#missing")
    page.click("[data-go-missing]")
    assert page.is_visible('[data-q="0"]')
    assert site.attempts()[0].submitted_at is None
    context.close()


def test_when_time_is_up_what_was_answered_is_handed_in(site, browser, token, lesson, app):
    context = browser(site, token("pupil_yu"))
    page = context.new_page()
    pupil.open_quiz(page, lesson)
    pupil.answer(page, 0, 1)
    page.evaluate("""() => { for (const name of Object.keys(localStorage)) if (name.startsWith('anxue.q.')) {
        const entry = JSON.parse(localStorage[name]); entry.due = Date.now() + 1500; localStorage[name] = JSON.stringify(entry); } }""")
    page.reload()
    page.wait_for_url("**/result")
    assert sum(given is not None for given in site.attempts()[0].answers) >= 2
    context.close()


def test_on_a_shared_device_answers_wait_for_their_own_pupil(site, browser, token, lesson):
    context = browser(site, token("pupil_yu"))
    page = context.new_page()
    pupil.open_quiz(page, lesson)
    pupil.answer(page, 0, last_place(page))
    site.busy = lambda _n: True
    page.click("[data-send]")
    page.wait_for_selector("[data-waiting-offline]:visible")
    page.goto("/student/")
    assert "6" in page.inner_text("[data-queue-words]")
    page.click("[data-menu] > summary")
    page.click("form[action$='/sign-out'] button")
    page.wait_for_selector("#leave[open]")  # asked before leaving
    page.click("[data-leave]")
    page.wait_for_url(lambda url: "/student" not in url)
    assert len(pupil.kept(page)) == 1
    assert page.evaluate("caches.has('anxue-quiz')") is False
    site.busy = None
    posts = len(site.posts)
    pupil.sign_in(context, site, token("pupil_ming"))
    page.goto("/student/")
    page.wait_for_timeout(800)
    assert len(site.posts) == posts, "another pupil's answers were sent"
    assert len(pupil.kept(page)) == 1
    pupil.sign_in(context, site, token("pupil_yu"))
    page.goto("/student/")
    pupil.wait_until_sent(page)
    assert site.attempts()[0].submitted_at is not None
    context.close()


def test_the_browser_keeps_no_name(site, browser, token, lesson, people):
    context = browser(site, token("pupil_yu"))
    page = context.new_page()
    pupil.open_quiz(page, lesson)
    pupil.answer(page, 0, 2)
    pupil.wait_until_page_is_kept(page)
    everything = page.evaluate("""async () => {
        const cache = await caches.open('anxue-quiz');
        const texts = await Promise.all((await cache.keys()).map(async (key) => (await cache.match(key)).text()));
        return JSON.stringify(localStorage) + JSON.stringify(sessionStorage) + texts.join('');
    }""")
    assert "田小雨" not in everything and "甲01" not in everything
    pages = page.evaluate(
        "caches.open('anxue-quiz').then((c) => c.keys()).then((k) => k.map((r) => r.url).filter((u) => u.includes('/student/')))"
    )
    assert pages == [page.url]
    context.close()


def test_an_expired_sign_in_keeps_the_answers_until_the_next(site, browser, token, lesson):
    context = browser(site, token("pupil_yu"))
    page = context.new_page()
    pupil.open_quiz(page, lesson)
    pupil.answer(page, 0, last_place(page))
    context.clear_cookies(name="anxue")
    page.click("[data-send]")
    page.wait_for_selector("[data-waiting-sign-in]:visible")
    assert len(pupil.kept(page)) == 1
    pupil.sign_in(context, site, token("pupil_yu"))
    page.goto("/student/")
    pupil.wait_until_sent(page)
    assert site.attempts()[0].submitted_at is not None
    context.close()
