"""The OpenAPI 3.1 text of the API, in the reader's language, for everybody: it says what there is, not what is in it."""

from __future__ import annotations

from typing import Any

from flask import Response

from ... import __version__
from ...assessment import report_table
from ...assessment.gain_rules import KINDS, LEAST_PAIRS
from ...org.api_keys import A_MINUTE, READS
from ..guard import public
from ..web import problem_details
from ..web.locale import gettext as _
from . import parameters
from .blueprint import as_json, blueprint

Json = dict[str, Any]
#: code → status: every problem a program can meet beside those of any server
PROBLEMS = {
    "api_parameter": 400,
    "api_year": 400,
    "api_day": 400,
    "api_page": 400,
    "api_page_beyond": 400,
    "api_limit": 400,
    "api_cursor": 400,
    "key_missing": 401,
    "key_unknown": 401,
    "key_was_ended": 401,
    "key_over": 401,
    "key_left": 401,
    "key_reads_not": 403,
    "not_found": 404,
    "http": 405,
    "key_fast": 429,
    "address_slow": 429,
    "unexpected": 500,
    "busy": 503,
}


@blueprint.get("/openapi.json")
@public("says what the API offers, nothing of what is in it")
def openapi() -> Response:
    """The OpenAPI text."""
    parameters.only()
    return as_json(document())


def document() -> Json:
    """The whole text."""
    return {
        "openapi": "3.1.0",
        "info": {"title": _("安学数据接口"), "version": __version__, "description": _about()},
        "servers": [{"url": "/"}],
        "security": [{"key": []}],
        "paths": _paths(),
        "components": {
            "securitySchemes": {
                "key": {"type": "http", "scheme": "bearer", "description": _("“数据接口”页生成的密钥")}
            },
            "parameters": _parameters(),
            "schemas": _schemas(),
            "responses": _responses(),
        },
        "x-problems": {code: {"status": status} for code, status in PROBLEMS.items()},
    }


def _about() -> str:
    return _(
        "只读。密钥属于一个单位，能读它和它下面的单位，看到的数字和生成密钥的人在网页上看到的一样；没有任何学生的姓名。"
        "每个密钥每分钟最多 %(most)s 次。带上 If-None-Match 重新来取，没有变就答 304。出错的说明按 Accept-Language 用中文或英文。",
        most=A_MINUTE,
    )


def _paths() -> Json:
    return {
        "/api/v1/openapi.json": _get(_("这份说明"), {"type": "object"}, security=[], problems=("400",)),
        "/api/v1/key": _get(_("这个密钥能读什么、到哪一天"), _ref("Key"), problems=("400", "401", "429")),
        "/api/v1/units": _get(
            _("密钥的单位和下面所有单位"), _ref("UnitList"), ("cursor", "limit"), problems=("400", "401", "403", "429")
        ),
        "/api/v1/units/{unit_id}": _get(_("一个单位"), _ref("Unit"), ("unit_id",)),
        "/api/v1/units/{unit_id}/report": _get(
            _("一个单位的报表：自己的、下一级各单位的、各周和各专题的数字，学会了、记住了多少"),
            _ref("Report"),
            ("unit_id", "year", "day", "page"),
        ),
        "/api/v1/indicators": _get(
            _("每个指标怎样算，学会了、记住了怎样算"), _ref("IndicatorList"), problems=("400", "401", "403", "429")
        ),
        "/api/v1/units/{unit_id}/sessions": _get(
            _("一个单位和下面各班上过的课"), _ref("SessionList"), ("unit_id", "year", "cursor", "limit")
        ),
        "/api/v1/sessions/{session_id}": _get(
            _("一节上过的课，和全班怎样答题"), _ref("SessionWithAnswers"), ("session_id",)
        ),
    }


def _get(
    summary: str,
    schema: Json,
    names: tuple[str, ...] = (),
    security: list[Json] | None = None,
    problems: tuple[str, ...] = ("400", "401", "403", "404", "429"),
) -> Json:
    answers: Json = {
        "200": {
            "description": summary,
            "headers": {
                "ETag": {"schema": {"type": "string"}, "description": _("内容的标记，重取时放进 If-None-Match")}
            },
            "content": {"application/json": {"schema": schema}},
        },
        "304": {"description": _("和上次一样，没有正文")},
    }
    answers |= {status: {"$ref": f"#/components/responses/{status}"} for status in (*problems, "503")}
    found: Json = {"summary": summary, "responses": answers}
    if names:
        found["parameters"] = [{"$ref": f"#/components/parameters/{name}"} for name in names]
    if security is not None:
        found["security"] = security
    return {"get": found}


def _responses() -> Json:
    titles = problem_details.titles()
    problem = {problem_details.TYPE: {"schema": _ref("Problem")}}
    found: Json = {
        str(status): {"description": titles[status], "content": problem} for status in (400, 401, 403, 404, 429, 503)
    }
    wait = {"Retry-After": {"schema": {"type": "integer", "minimum": 1}, "description": _("几秒以后再来")}}
    for status in ("429", "503"):
        found[status]["headers"] = wait
    return found


def _parameters() -> Json:
    number = {"type": "integer", "minimum": 1, "maximum": 10**18 - 1}
    return {
        "unit_id": _in("path", "unit_id", number, _("单位的编号")),
        "session_id": _in("path", "session_id", number, _("课的编号")),
        "year": _in(
            "query", "year", {"type": "integer", "minimum": 2000, "maximum": 9999}, _("学年的第一年，不写就是本学年")
        ),
        "day": _in("query", "day", {"type": "string", "format": "date"}, _("截至哪天，不写就是最近一天")),
        "page": _in("query", "page", {"type": "integer", "minimum": 1, "maximum": 999_999}, _("第几页，从 1 起")),
        "limit": _in(
            "query",
            "limit",
            {"type": "integer", "minimum": 1, "maximum": parameters.MOST, "default": parameters.USUAL},
            _("一页几条"),
        ),
        "cursor": _in("query", "cursor", {"type": "string", "maxLength": 200}, _("上一页给出的 next，原样抄回来")),
    }


def _in(place: str, name: str, schema: Json, about: str) -> Json:
    return {"in": place, "name": name, "required": place == "path", "schema": schema, "description": about}


def _ref(name: str) -> Json:
    return {"$ref": f"#/components/schemas/{name}"}


def _record(**fields: Json) -> Json:
    """An object with just these fields, all of them there."""
    return {"type": "object", "additionalProperties": False, "required": list(fields), "properties": fields}


def _list_of(schema: Json) -> Json:
    return _record(items={"type": "array", "items": schema}, next={"type": ["string", "null"]})


TEXT: Json = {"type": "string"}
WHOLE: Json = {"type": "integer"}
YES_NO: Json = {"type": "boolean"}
DAY: Json = {"type": "string", "format": "date"}
MOMENT: Json = {"type": "string", "format": "date-time"}
SHARE: Json = {"type": ["number", "null"], "minimum": 0}
GAIN: Json = {"enum": list(KINDS)}
KIND: Json = {"enum": ["province", "city", "district", "school", "class"]}


def _or_null(schema: Json) -> Json:
    return schema | {"type": [schema["type"], "null"]}


def _array(schema: Json) -> Json:
    return {"type": "array", "items": schema}


def _schemas() -> Json:
    return {
        "Key": _record(unit=_ref("Unit"), reads=_array({"enum": list(READS)}), last_day=DAY, a_minute=WHOLE),
        "Unit": _record(
            id=WHOLE,
            code=TEXT,
            name=TEXT,
            kind=KIND,
            parent_id=_or_null(WHOLE),
            stages=_array(TEXT),
            closed_on=_or_null(DAY),
        ),
        "UnitList": _list_of(_ref("Unit")),
        **_report_schemas(),
        "Indicator": _record(
            code=TEXT,
            name=TEXT,
            group={"enum": ["lessons", "quiz", "skill", "activity"]},
            formula=TEXT,
            over=_array(TEXT),
            under=_array(TEXT),
            counted={"enum": ["lesson", "pupil", "class"]},
            personal=YES_NO,
            evidence=_array({"enum": ["A", "B", "C", "D"]}),
            without_stages=_array(TEXT),
            since=TEXT,
            who=TEXT,
            hidden_below=_or_null(WHOLE),
            range_below=_or_null(WHOLE),
        ),
        "IndicatorList": _record(
            **_list_of(_ref("Indicator"))["properties"],
            gains=_array(_record(kind=GAIN, name=TEXT, how=_array(TEXT), hidden_below=WHOLE)),
        ),
        **_session_schemas(),
        "Problem": _record(
            type=TEXT, title=TEXT, status=WHOLE, code={"enum": list(PROBLEMS)}, detail=TEXT, request_id=TEXT
        ),
    }


def _report_schemas() -> Json:
    states = {
        "enum": ["shown", "too_few", "untested", "none"],
        "description": _("too_few 就是页面上的“人数少”，value 是 null"),
    }
    rate = {
        "state": states,
        "value": SHARE,
        "low": SHARE,
        "high": SHARE,
        "over": _or_null(WHOLE),
        "under": _or_null(WHOLE),
        "few": YES_NO | {"description": _("人数不多，要连同 low 和 high 一起引用")},
    }
    text = TEXT | {"description": _("页面上显示的样子")}
    count = _record(state=states, value={"type": ["number", "null"]}, text=text)
    cells = {field.code: _ref("Rate" if field.kind == "rate" else "Count") for field in report_table.FIELDS}
    return {
        "Rate": _record(**rate, text=text),
        "Count": count,
        "Cells": _record(**cells),
        "Column": _record(code={"enum": list(cells)}, name=TEXT, kind={"enum": ["count", "hours", "rate"]}, group=TEXT),
        "UnitLine": _record(id=WHOLE, code=TEXT, name=TEXT, kind=KIND, cells=_ref("Cells")),
        "Week": _record(
            number=WHOLE,
            starts_on=DAY,
            ends_on=DAY,
            due=WHOLE,
            lessons=WHOLE,
            state={"enum": ["taught", "partly", "missed", "now", "future", "holiday", "before"]},
        ),
        "Topic": _record(topic=TEXT, name=TEXT, sheets=_or_null(WHOLE), weak=YES_NO, **rate),
        "Report": _record(
            unit=_ref("Unit"),
            year=WHOLE,
            day=DAY,
            counted_at=_or_null(MOMENT),
            columns=_array(_ref("Column")),
            own=_ref("Cells"),
            units=_array(_ref("UnitLine")),
            page=WHOLE,
            pages=WHOLE,
            total=WHOLE,
            weeks=_array(_ref("Week")),
            topics=_array(_ref("Topic")),
            gains=_array(_ref("Gain")) | {"description": _("没有问过的、不足 10 人的，不在里面")},
        ),
        "Gain": _gain_schema(text),
    }


def _gain_schema(text: Json) -> Json:
    share, points = {"type": "number", "minimum": 0, "maximum": 1}, {"type": "number", "minimum": -1, "maximum": 1}
    return _record(
        kind=GAIN | {"description": _("before：课前和课后；later：课后和 2–6 周后")},
        name=TEXT,
        lessons=WHOLE,
        pairs=WHOLE | {"minimum": LEAST_PAIRS, "description": _("前后两次都答了的人次")},
        was=share,
        became=share,
        apart=points | {"description": _("后一次减前一次；low 和 high 是 95% 范围，要一起引用")},
        low=points,
        high=points,
        text=text,
    )


def _session_schemas() -> Json:
    session = {
        "id": WHOLE,
        "class_id": WHOLE,
        "year": WHOLE,
        "week": WHOLE,
        "opened_at": MOMENT,
        "closed_at": _or_null(MOMENT),
        "lesson": _record(uuid=TEXT, title=TEXT, topic=TEXT),
        "carrier": TEXT,
        "quiz_mode": TEXT,
        "core_only": YES_NO,
        "counts": YES_NO | {"description": _("false：已撤回，不计课时")},
        "minutes": WHOLE,
        "hours": {"type": "number", "description": _("课时")},
        "evidence": {"enum": ["A", "B", "C", "D", None]},
        "roll": WHOLE,
        "present": WHOLE,
    }
    question = _record(uuid=TEXT, stem=TEXT, pupils=WHOLE, right={"type": "number", "minimum": 0, "maximum": 1})
    option = _record(letter=TEXT, text=TEXT, count=WHOLE)
    hands = _record(stem=TEXT, hands=WHOLE, options=_array(option))
    answers = _record(state={"enum": ["shown", "too_few", "none"]}, questions=_array(question), hands=_array(hands))
    return {
        "Session": _record(**session),
        "SessionList": _list_of(_ref("Session")),
        "SessionWithAnswers": _record(**session, answers=answers),
    }
