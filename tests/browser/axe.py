"""What a browser finds on a page: axe's serious and critical findings, words that run off the side, broken pictures."""

from __future__ import annotations

from pathlib import Path

import axe_playwright_python
from playwright.sync_api import Page

SOURCE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
RUN = """async () => {
    const found = await axe.run(document, {resultTypes: ['violations'],
        runOnly: {type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']}});
    return found.violations.filter((one) => one.impact === 'serious' || one.impact === 'critical')
        .map((one) => `${one.impact} ${one.id}: ${one.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(' | ')}`);
}"""
MEASURE = """() => {
    const faults = [], wide = document.documentElement.scrollWidth, room = document.documentElement.clientWidth;
    if (wide > room) {
        const out = [...document.querySelectorAll('body *')].filter((one) => one.getBoundingClientRect().right > room + 1 && one.getClientRects().length)
            .filter((one) => { for (let up = one.parentElement; up; up = up.parentElement)
                if (getComputedStyle(up).overflowX !== 'visible' && up !== document.body && up !== document.documentElement) return false; return true; })
            .slice(0, 3).map((one) => one.outerHTML.slice(0, 120));
        faults.push(`runs off the side: ${wide} > ${room}: ${out.join(' | ')}`);
    }
    for (const image of document.images) if (image.complete && image.naturalWidth === 0 && image.loading !== 'lazy') faults.push('broken picture ' + image.src);
    return faults;
}"""


def findings(page: Page) -> list[str]:
    """Serious and critical findings of axe on the page as it stands."""
    page.evaluate("scrollTo(0, 0)")  # a link under the fixed bar would count as too small
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(SOURCE)
    return page.evaluate(RUN)


def misfits(page: Page) -> list[str]:
    """What does not fit into the window or did not load."""
    return page.evaluate(MEASURE)
