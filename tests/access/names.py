"""Looking for pupils' names in whatever the product sends: pages, JSON, headers, spreadsheets."""

from __future__ import annotations

import html
import io
import json
import zipfile
from typing import Any
from urllib.parse import unquote

from .served_world import Cell, ServedWorld
from .world import Actor

#: Paper work of a school: who prints slips or keeps the roster reads the names on it, and nowhere else.
PAPER = {
    "office.add_newcomer",
    "office.class_roll",
    "office.leaving",
    "office.let_go",
    "office.move_pupil",
    "office.moving",
    "office.newcomer",
    "office.put_back",
    "office.roster",
    "office.roster_answers",
    "office.roster_apply",
    "office.roster_columns",
    "office.roster_undo",
    "office.take_in",
    "office.transfer",
    "teacher.class_slips",
    "teacher.print_class_slips",
}
SLIP = {"account.slip", "account.open_slip"}  # greets the holder of a slip by name


def text_of(answer: Any) -> str:
    """All text of an answer, unpacked: headers, HTML without entities, JSON without escapes, sheets out of their zip."""
    data = answer.get_data()
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            body = "\n".join(packed.read(name).decode("utf-8", "replace") for name in packed.namelist())
    elif answer.mimetype == "application/json":
        body = json.dumps(json.loads(data), ensure_ascii=False)
    else:
        body = data.decode("utf-8", "replace")
    return html.unescape(body) + "\n" + "\n".join(f"{name}: {unquote(value)}" for name, value in answer.headers)


def names_in(served: ServedWorld, answer: Any) -> set[str]:
    """Names of pupils in an answer."""
    if answer.mimetype.startswith(("image/", "video/", "text/css", "text/javascript")) or not answer.data:
        return set()
    text = text_of(answer)
    return {marker for marker in served.markers if marker in text}


def leaks(served: ServedWorld, actor: Actor, cell: Cell, answer: Any) -> set[str]:
    """Names in an answer that this actor must not read there."""
    allowed = actor.names | (actor.paper_names if cell.endpoint in PAPER else frozenset())
    if cell.endpoint in SLIP:
        allowed |= served.world.names_of(cell.things["code"].owner)
    return names_in(served, answer) - allowed


def unrecorded(served: ServedWorld, actor: Actor, cell: Cell, answer: Any) -> bool:
    """Whether staff read names without a record of the look. `served.looked` must have been cleared before the request."""
    return bool(actor.posts) and cell.endpoint not in SLIP and not served.looked and bool(names_in(served, answer))
