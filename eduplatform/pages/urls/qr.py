"""QR codes as SVG that stands in the page."""

from __future__ import annotations

from markupsafe import Markup


def svg(text: str) -> Markup:
    """`text` as a QR code; sized by the style sheet."""
    import segno  # only the pages that show one need it

    code = segno.make(text, micro=False, error="m")
    return Markup(code.svg_inline(scale=1, border=2, omitsize=True, svgclass=None, lineclass=None))
