"""Puts the demo into the states in which every page has something to show: a lesson under way, a roster to confirm, a quiz begun."""

from __future__ import annotations

import io
import re
import secrets
import time
from dataclasses import dataclass

import xlsxwriter
from sqlalchemy import select

from bench.serving import Client
from eduplatform.accounts.models import LoginName, User
from eduplatform.extensions import db
from eduplatform.learning import makeup
from eduplatform.org.access import Viewer
from eduplatform.org.models import ClassYear, Enrolment, Unit
from eduplatform.pages.account.notices import links
from eduplatform.pages.current_viewer import COOKIE
from eduplatform.shared.database import write
from eduplatform.teaching.models import ClassSession

from ..lessons import head_of
from . import office_states
from .demo import Demo

SCHOOL = "LJ-DC-SY"


@dataclass
class Person:
    """Somebody with a kept connection, and where a walk of theirs begins."""

    who: str
    client: Client
    starts: list[str]


def signed_in(demo: Demo, user: tuple[int, int]) -> Client:
    """A client of somebody (user, school), as if just signed in."""
    return Client(demo.server.port, {"lang": "en", COOKIE: demo.cookie(*user)["value"]})


def by_form(demo: Demo, login: str) -> Client:
    client = Client(demo.server.port, {"lang": "en"})
    client.get("/sign-in?tab=staff")
    answer = client.post("/sign-in", {"tab": "staff", "login": login, "password": demo.accounts[login]})
    assert answer.status == 303, f"{login} cannot sign in"
    return client


def staff(demo: Demo, login: str) -> tuple[int, int]:
    with demo.app.app_context():
        return tuple(
            db.session.execute(select(LoginName.user_id, LoginName.school_id).where(LoginName.login == login)).one()
        )  # type: ignore[return-value]


def pupils(demo: Demo, class_code: str) -> list[tuple[int, int]]:
    """(user, school) of the pupils of a class, by number."""
    with demo.app.app_context():
        found = select(Enrolment.pupil_id, Enrolment.school_id).join(Unit, Unit.id == Enrolment.class_id)
        return [
            tuple(row) for row in db.session.execute(found.where(Unit.code == class_code).order_by(Enrolment.number))
        ]  # type: ignore[misc]


def roll(class_code: str) -> list[tuple[str, str, str]]:
    """(name, number, sex) of a class as a roster writes it; needs an app context."""
    found = (
        select(User.name, Enrolment.number, User.sex)
        .join(Enrolment, Enrolment.pupil_id == User.id)
        .join(Unit, Unit.id == Enrolment.class_id)
    )
    rows = db.session.execute(found.where(Unit.code == class_code).order_by(Enrolment.number))
    return [(name, number, {"m": "男", "f": "女"}.get(sex, "")) for name, number, sex in rows]


def class_of(demo: Demo, grade: int, number: int) -> str:
    """Code of a class of the demo's primary school this year."""
    with demo.app.app_context():
        found = select(Unit.code).join(ClassYear, ClassYear.class_id == Unit.id)
        return db.session.execute(
            found.where(Unit.code.startswith(SCHOOL), ClassYear.grade == grade, Unit.number == number)
        ).scalar_one()


def everybody(demo: Demo) -> list[Person]:
    """Each demo role, with the addresses that no page links to because a person brings them: slips, join codes, what they began."""
    code = class_of(demo, 3, 2)
    teacher, pupil = signed_in(demo, staff(demo, code.lower())), signed_in(demo, pupils(demo, code)[0])
    joining, session = Client(demo.server.port, {"lang": "en"}), _lesson_under_way(teacher)
    _join(joining, teacher, session)
    begun = _begin(pupil)
    safety, city = by_form(demo, "safety"), by_form(demo, "city")
    fresh, slip = demo.slips.values()
    together, on_paper = "LJ-DC-EZ-J2025-2", "LJ-DC-EZ-J2024-1"  # classes that no other walk uses
    paced, paper = signed_in(demo, staff(demo, together.lower())), signed_in(demo, staff(demo, on_paper.lower()))
    taught, typed = _lesson_under_way(paced, "paced"), _lesson_under_way(paper, "paper")
    phone, code_on_screen = _phone(demo, paced, taught)
    activities, questions = office_states.activity_of_all_steps(demo, code)
    helped = (
        activities.removesuffix("/activities") + "/weak-topics/pupils?topic=FIRE"
    )  # linked to where a class is weak: by chance
    begun_above = office_states.begun_by(city, demo)
    missed, ticket = _made_up(demo, teacher, staff(demo, code.lower()))
    return [
        Person(
            "nobody",
            Client(demo.server.port, {"lang": "en"}),
            ["/", "/sign-in", f"/s/{fresh}", "/s", "/healthz", "/readyz"],
        ),
        Person("mailed", Client(demo.server.port, {"lang": "en"}), _mail_links(demo, staff(demo, code.lower()))),
        Person("calendar", Client(demo.server.port, {"lang": "en"}), [_feed(demo, teacher, code)]),
        Person("joining", joining, ["/join/me"]),
        Person("phone", phone, ["/room/", "/room/camera", "/room/readings", code_on_screen]),
        Person(
            "together",
            signed_in(demo, pupils(demo, together)[0]),
            ["/student/room", "/student/room/now", "/student/room/piece"],
        ),
        Person("paper", paper, [f"{typed}/paper", f"{typed}/typed", _reminder(paper)]),
        Person("missed", missed, ["/student/make-up", ticket]),
        Person("city", city, ["/", *_export(city), *begun_above]),
        Person("district", by_form(demo, "district"), ["/"]),
        Person(
            "safety",
            safety,
            ["/", *_roster(safety), *office_states.answer_of(safety), *office_states.official_figures(demo, SCHOOL)],
        ),
        Person("principal", by_form(demo, "principal"), ["/"]),
        Person(
            "homeroom",
            teacher,
            ["/", session, f"{session}/steps/0", _answers(teacher), _read_aloud(demo, teacher), activities, helped],
        ),
        Person("kindergarten", signed_in(demo, staff(demo, "lj-dc-yg-k2025-1")), ["/"]),
        Person("pupil", pupil, ["/", *begun, _with_film(demo), questions, "/student/offline-worker"]),
        Person("young", signed_in(demo, pupils(demo, class_of(demo, 1, 1))[0]), ["/"]),
        Person("guardian", by_form(demo, "parent"), ["/"]),
        Person("subject", by_form(demo, "subject"), ["/"]),
        Person("studio", by_form(demo, "studio"), ["/"]),
        Person("audit", by_form(demo, "audit"), [*_records(demo), "/"]),
        Person("admin", by_form(demo, "admin"), ["/", "/office/system/progress"]),
        Person("choosing", _must_choose(demo, slip), ["/choose"]),
    ]


def _records(demo: Demo) -> list[str]:
    """The chain and the looks of a school where something happened: the city's own may be empty, and has then nothing to download."""
    with demo.app.app_context():
        school = db.session.execute(select(Unit.id).where(Unit.code == SCHOOL)).scalar_one()
    return [f"/office/units/{school}/audit", f"/office/units/{school}/audit/looks"]


def _lesson_under_way(teacher: Client, mode: str = "devices") -> str:
    """Start a lesson in which pupils answer on devices, or another way; its address."""
    page = teacher.get("/teacher").text
    lesson, class_id = (
        re.search(r'name="lesson"[^>]*value="(\d+)"', page),
        re.search(r"/teacher/classes/(\d+)/sessions", page),
    )
    assert lesson and class_id, "the week page offers no lesson"
    answer = teacher.post(
        f"/teacher/classes/{class_id[1]}/sessions",
        {"lesson": lesson[1], "carrier": "class_activity", "quiz_mode": mode},
    )
    assert answer.status == 303, answer.text[:300]
    return answer.headers["Location"].removesuffix("/screen")


def _phone(demo: Demo, teacher: Client, session: str) -> tuple[Client, str]:
    """A phone that joined the running lesson, and the address of the next code on the screen."""
    phone = Client(demo.server.port, {"lang": "en"})
    code = _code(teacher, session)
    phone.get(code)
    assert phone.post("/room/join", {"token": code.rpartition("/")[2]}).status == 303
    return phone, _code(teacher, session)


def _code(teacher: Client, session: str) -> str:
    teacher.get(session)
    found = re.search(r"/room/join/[^\"<\\]+", teacher.post(session + "/phone", {}).text)
    assert found, "no code for phones on the screen"
    return found[0]


def _made_up(demo: Demo, teacher: Client, who: tuple[int, int]) -> tuple[Client, str]:
    """A device that makes a missed lesson up, and a code not yet used."""
    missed = re.findall(r'action="/teacher/sessions/(\d+)/pupils/(\d+)/make-up"', teacher.get("/teacher/make-up").text)
    assert missed, "nobody missed a lesson in this class of the demo"
    device = Client(demo.server.port, {"lang": "en"})
    code = _makeup_code(demo, who, *missed[0])
    device.get(code)
    assert device.post(code, {}).status == 303
    return device, _makeup_code(demo, who, *missed[-1])


def _makeup_code(demo: Demo, who: tuple[int, int], session: str, pupil: str) -> str:
    """Where the code leads that the teacher's page shows once."""
    user, school = who
    with demo.app.app_context(), write():
        row = db.session.get(ClassSession, (school, int(session)))
        return "/student/make-up/" + makeup.open_for(Viewer(user, school, "staff", ""), row, int(pupil))


def _answers(teacher: Client) -> str:
    """Who answered what in the last lesson that was closed."""
    for number in re.findall(r'href="/teacher/sessions/(\d+)"', teacher.get("/teacher").text):
        if teacher.get(f"/teacher/sessions/{number}/answers").status == 200:
            return f"/teacher/sessions/{number}/answers"
    raise AssertionError("the week page leads to no lesson that was closed")


def _reminder(teacher: Client) -> str:
    """A reminder begun; the address of its screen."""
    page = teacher.get("/teacher/reminders").text
    form = re.search(r'action="(/teacher/classes/\d+/reminders)"', page)
    assert form
    return teacher.post(form[1], {"minutes": "5"}).headers["Location"]


def _join(joining: Client, teacher: Client, session: str) -> None:
    """Somebody has typed the join code of the running lesson."""
    screen = teacher.get(session + "/screen").text
    places = [teacher.get(f"{session}/steps/{place}") for place in range(screen.count("data-place="))]
    code = next(found for page in places if (found := re.search(r'join-code num">(\d{3}) (\d{3})<', page.text)))
    joining.get("/join")
    assert joining.post("/join", {"code": code[1] + code[2]}).status == 303


def _with_film(demo: Demo) -> str:
    with demo.app.app_context():
        return f"/student/lessons/{head_of().lesson_id}"


def _begin(pupil: Client) -> list[str]:
    """A quiz handed in, another quiz and a training begun."""
    first, second = sorted(set(re.findall(r"/student/lessons/\d+", pupil.get("/student/lessons").text)))[:2]
    done = _start(pupil, first + "/quiz")
    key = re.search(r'name="key" value="([^"]+)"', pupil.get(done).text)
    who = re.search(r'name="who" value="([^"]+)"', pupil.get(done).text)
    assert key and who, "the paper holds no key"
    assert pupil.post(done, {"key": key[1], "who": who[1]}).status == 303
    return [done + "/result", _start(pupil, second + "/quiz"), _start(pupil, first + "/skill")]


def _start(pupil: Client, address: str) -> str:
    pupil.get(address)
    answer = pupil.post(address, {"key": secrets.token_urlsafe(16)})
    assert answer.status == 303, f"{address} does not begin"
    return answer.headers["Location"]


def _export(city: Client) -> list[str]:
    """A file asked for; the waiting page asks for its progress by script."""
    unit = city.get("/office/").headers["Location"].rpartition("/")[2]
    city.get(f"/office/units/{unit}/exports")
    answer = city.post(f"/office/units/{unit}/exports", {})
    assert answer.status == 303, "the export was not taken"
    exchange = f"/office/units/{unit}/exchange"
    city.get(exchange)
    asked = city.post(exchange, {"kind": "exchange.facts"})
    assert asked.status == 303, "the file for other programs was not taken"
    return [answer.headers["Location"], answer.headers["Location"] + "/progress", exchange, asked.headers["Location"]]


def _roster(safety: Client) -> list[str]:
    """A roster read and waiting to be confirmed: one new pupil of grade 2."""
    page = safety.get("/office/rosters").text
    school = re.search(r'<option[^>]*value="(\d+)"', page)
    assert school, "no school to bring a roster into"
    data = sheet([["姓名", "班级", "学号", "性别"], ["新来的", "二(1)班", "90", "女"]])
    address = upload(safety, school[1], "roster.xlsx", data)
    for _ in range(100):
        if "/progress" not in safety.get(address).text:
            return [address, address + "/progress"]
        time.sleep(0.1)
    raise TimeoutError("the worker did not read the roster")


def upload(client: Client, school: str, name: str, data: bytes) -> str:
    """Post a roster file as a browser would; the address of the batch."""
    return _send_file(client, "/office/rosters", {"school": school, "encoding": ""}, "file", name, data)


def _send_file(client: Client, path: str, fields: dict[str, str], field: str, name: str, data: bytes) -> str:
    """Post a form with one file; where it leads."""
    edge = secrets.token_hex(12)
    head = {"Content-Type": f"multipart/form-data; boundary={edge}"}
    parts = [
        f'--{edge}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
        for key, value in {"csrf_token": client.token, **fields}.items()
    ]
    parts.append(
        f'--{edge}\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n\r\n'.encode()
        + data
        + b"\r\n"
    )
    answer = client._ask("POST", path, b"".join(parts) + f"--{edge}--\r\n".encode(), head)  # type: ignore[arg-type]
    assert answer.status == 303, answer.text[:400]
    return answer.headers["Location"]


def _feed(demo: Demo, teacher: Client, code: str) -> str:
    """The private address under which a calendar program reads the class's year."""
    with demo.app.app_context():
        address = f"/teacher/classes/{db.session.scalars(select(Unit.id).where(Unit.code == code)).one()}/feed"
    teacher.get(address)
    found = re.search(r"/calendar/[^\"<\s]+\.ics", teacher.post(address, {}).text)
    assert found, "no address is shown"
    return found[0]


def _mail_links(demo: Demo, who: tuple[int, int]) -> list[str]:
    """Where the links in a mail lead."""
    user, school = who
    with demo.app.app_context():
        signed = links.token_for(school, user, "lin@example.cn")
    return [f"/notices/confirm/{signed}", f"/notices/off/{signed}"]


def _read_aloud(demo: Demo, teacher: Client) -> str:
    """A page on which the first sentence of a film has been recorded."""
    with demo.app.app_context():
        address = f"/studio/lessons/{head_of().lesson_id}/narration"
    scene = re.search(r'name="sound-([^"]+)"', teacher.get(address).text)
    assert scene, "no sentence to read"
    sound = b"\x1aE\xdf\xa3webm A_OPUS OpusHead" + bytes(200)
    fields = {"reader": "林老师", "agree": "1"}
    _send_file(teacher, address, fields, f"sound-{scene[1]}", f"{scene[1]}.webm", sound)
    return address


def sheet(rows: list[list[object]]) -> bytes:
    """An .xlsx with these rows."""
    kept = io.BytesIO()
    with xlsxwriter.Workbook(kept, {"in_memory": True}) as book:
        page = book.add_worksheet()
        for line, row in enumerate(rows):
            page.write_row(line, 0, row)
    return kept.getvalue()


def _must_choose(demo: Demo, slip: str) -> Client:
    """A pupil who has just used a slip and has no password yet."""
    client = Client(demo.server.port, {"lang": "en"})
    client.get(f"/s/{slip}")
    client.get("/s")  # where the address leads
    assert client.post(f"/s/{slip}", {}).status == 303
    return client
