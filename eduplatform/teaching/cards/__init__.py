"""Answer cards: a printed square per roll number whose turn is the answer, drawn as SVG (`marker_svg`, `print_sheet`) and read from a photo
(`reader.read`). Pure: no Flask, no session, no names; opencv is imported only when the first photo is read."""
