"""What both builds are asked about, made by the older one: `python older_world.py INSTANCE` in its tree prints JSON.

Runs with the environment and the code of the tree it is started in (`bench.older.COMMIT`), so names are that build's. The newer build
gets a copy of the database and migrates it: the same lessons, people and history on both sides.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any

sys.path.insert(0, os.getcwd())  # the older tree, not the folder of this file


def main(folder: str) -> None:
    from bench import places, pupils, world

    place = places.Place(f"sqlite:///{folder}/anxue.db", places.Path(folder))
    places.fill_courses(place)
    app = place.app()
    spot = world.small_city(app, 3, 600)
    tokens = pupils.enrol(app, spot.class_code, int(sys.argv[2]))
    found = {"lesson": spot.lesson_id, "class": spot.class_id, "pupils": tokens} | _teacher(app, spot)
    found["city_token"] = world.token_of(app, "city")
    with app.app_context():
        places.leave(app)
    print(json.dumps(found))


def _teacher(app: Any, spot: Any) -> dict[str, Any]:
    """The class's homeroom teacher and an open lesson in which the class answers together; the city."""
    from sqlalchemy import select

    from bench import world
    from eduplatform.accounts import sessions
    from eduplatform.accounts.models import LoginName
    from eduplatform.curriculum import queries as content
    from eduplatform.extensions import db
    from eduplatform.org.access import viewer_of
    from eduplatform.org.models import Post, Unit
    from eduplatform.shared import clock
    from eduplatform.shared.database import write
    from eduplatform.teaching import sessions as lessons

    with app.app_context():
        found = select(LoginName.login).join(Post, Post.user_id == LoginName.user_id)
        login = db.session.scalar(found.where(Post.unit_id == spot.class_id, Post.role == "homeroom_teacher"))
        city = db.session.scalar(select(Unit.id).where(Unit.kind == "city"))
    token = world.token_of(app, str(login))
    with app.app_context(), write():
        viewer = viewer_of(sessions.hash_token(token), clock.now())
        unit = db.session.scalars(select(Unit).where(Unit.id == spot.class_id)).one()
        head = next(head for head in content.lessons_of() if head.lesson_id == spot.lesson_id)
        lessons.open_session(viewer, unit, head, "practice", "paced")
    return {"teacher_token": token, "city": city}


if __name__ == "__main__":
    main(sys.argv[1])
