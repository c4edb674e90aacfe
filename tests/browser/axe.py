"""What a browser finds on a page: axe's serious and critical findings, words that run off the side, broken pictures, blocks that
touch."""

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
#: What is folded is opened first: its words have to fit too.
MEASURE = """() => {
    const folded = [...document.querySelectorAll('details:not([open])')];
    for (const one of folded) one.open = true;
    const faults = [], wide = document.documentElement.scrollWidth, room = document.documentElement.clientWidth;
    if (wide > room) {
        const out = [...document.querySelectorAll('body *')].filter((one) => one.getBoundingClientRect().right > room + 1 && one.getClientRects().length)
            .filter((one) => { for (let up = one.parentElement; up; up = up.parentElement)
                if (getComputedStyle(up).overflowX !== 'visible' && up !== document.body && up !== document.documentElement) return false; return true; })
            .slice(0, 3).map((one) => one.outerHTML.slice(0, 120));
        faults.push(`runs off the side: ${wide} > ${room}: ${out.join(' | ')}`);
    }
    for (const image of document.images) if (image.complete && image.naturalWidth === 0 && image.loading !== 'lazy') faults.push('broken picture ' + image.src);
    for (const one of folded) one.open = false;
    return faults;
}"""

#: Neighbours below each other of which one ends or begins in a box (a card, a list, a button, a field), with less than 2 px between
#: them: a margin that nobody set. Text is measured by its letters, not by its line.
TOUCHING = """() => {
    const seen = new Map(), range = document.createRange();
    const boxed = (style, at) => at.height >= 28 && (style.borderTopColor !== 'rgba(0, 0, 0, 0)'
            && ['Top', 'Left', 'Bottom'].every((side) => style[`border${side}Width`] !== '0px')
        || style.borderTopLeftRadius !== '0px' && style.backgroundColor !== 'rgba(0, 0, 0, 0)');
    const joined = (found, at, box) => found ? {left: Math.min(found.left, at.left), right: Math.max(found.right, at.right),
        top: Math.min(found.top, at.top), topBox: at.top < found.top ? box.topBox : found.topBox,
        bottom: Math.max(found.bottom, at.bottom), bottomBox: at.bottom > found.bottom ? box.bottomBox : found.bottomBox}
        : {left: at.left, right: at.right, top: at.top, bottom: at.bottom, ...box};
    const painted = (one) => {
        if (seen.has(one)) return seen.get(one);
        const style = getComputedStyle(one), at = one.getBoundingClientRect();
        let found = null;
        const flows = style.visibility !== 'hidden' && style.float === 'none' && !/absolute|fixed|sticky/.test(style.position);
        if (at.height > 1 && at.width > 1 && flows) {
            if (boxed(style, at)) found = joined(null, at, {topBox: true, bottomBox: true});
            else if (one.matches('img, svg, video, progress')) found = joined(null, at, {topBox: false, bottomBox: false});
            else for (const node of one.childNodes) {
                if (node.nodeType === 1) { const inner = painted(node); if (inner) found = joined(found, inner, inner); }
                else if (node.nodeType === 3 && node.data.trim()) {
                    range.selectNodeContents(node);
                    found = joined(found, range.getBoundingClientRect(), {topBox: false, bottomBox: false});
                }
            }
        }
        seen.set(one, found);
        return found;
    };
    const out = new Set();
    for (const one of document.querySelectorAll('main *, .paper-tools > *')) {
        const here = !one.closest('table, svg') && painted(one);
        let before = here && one.previousElementSibling;
        while (before && !painted(before)) before = before.previousElementSibling;
        if (!before) continue;
        const there = painted(before), gap = here.top - there.bottom;
        if ((here.topBox || there.bottomBox) && gap > -2 && gap < 2 && here.left < there.right && there.left < here.right)
            out.add(`touch: ${before.className || before.tagName} / ${one.className || one.tagName} ${gap.toFixed(1)}px`);
    }
    return [...out];
}"""


def findings(page: Page) -> list[str]:
    """Serious and critical findings of axe on the page as it stands."""
    page.evaluate("scrollTo(0, 0)")  # a link under the fixed bar would count as too small
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(SOURCE)
    return page.evaluate(RUN)


def misfits(page: Page) -> list[str]:
    """What does not fit into the window, folded parts opened, or did not load."""
    return page.evaluate(MEASURE)


def touching(page: Page) -> list[str]:
    """Blocks that stand too close to what is above them."""
    return page.evaluate(TOUCHING)
