"""A card's marker as SVG path data, in cells: our own drawing, so that printing needs no opencv."""

from __future__ import annotations

from collections.abc import Iterator

from .codes import CELLS, cells_of


def white(number: int) -> str:
    """The white cells of card `number` inside its black square of 8 × 8 cells, as the `d` of one path.

    Every cell is covered by a run along its row and one along its column: neighbours overlap, and no printer shows a hairline.
    """
    cells = cells_of(number)
    flipped = tuple(zip(*cells, strict=True))
    rows = [f"M{start + 1} {row + 1}h{n}v1h-{n}z" for row in range(CELLS) for start, n in _runs(cells[row])]
    columns = [f"M{column + 1} {start + 1}h1v{n}h-1z" for column in range(CELLS) for start, n in _runs(flipped[column])]
    return "".join(rows + columns)


def _runs(line: tuple[int, ...]) -> Iterator[tuple[int, int]]:
    """(start, length) of each run of white in a line of cells."""
    start = None
    for at, cell in enumerate((*line, 0)):
        if cell and start is None:
            start = at
        elif not cell and start is not None:
            yield start, at - start
            start = None
