"""Errors of the API as application/problem+json (RFC 9457), in the language the program asked for."""

from __future__ import annotations

import json

from flask import Response, g, request

from .locale import gettext as _
from .locale import language

API = "/api/"
TYPE = "application/problem+json"


def of_the_api() -> bool:
    """Whether the request is one of the API, also where no route answers it."""
    return request.path.startswith(API)


def problem(status: int, code: str, words: str, retry: int | None = None) -> Response:
    """The problem: `type` and `code` name it for ever, `title` is said of the status, `detail` of the case."""
    said = {
        "type": f"/api/v1/openapi.json#/x-problems/{code}",
        "title": titles().get(status, titles()[500]),
        "status": status,
        "code": code,
        "detail": words or titles().get(status, titles()[500]),
        "request_id": g.get("request_id"),
    }
    response = Response(json.dumps(said, ensure_ascii=False), status, mimetype=TYPE)
    response.headers["Content-Language"] = "en" if language() == "en" else "zh-Hans"
    response.vary.add("Accept-Language")
    if status == 401:
        response.headers["WWW-Authenticate"] = 'Bearer realm="anxue"'
    if status == 405:
        response.headers["Allow"] = "GET, HEAD, OPTIONS"
    if retry:
        response.headers["Retry-After"] = str(retry)
    return response


def titles() -> dict[int, str]:
    """What each status means."""
    return {
        400: _("请求的写法不对"),
        401: _("没有可用的密钥"),
        403: _("这个密钥不能读这一项"),
        404: _("没有找到，或者不在这个密钥的范围里"),
        405: _("接口只读，只能用 GET"),
        413: _("请求太大"),
        422: _("请求的内容不能处理"),
        429: _("请求太快"),
        500: _("服务出错了，已经记下"),
        503: _("服务正忙，请稍后再来"),
    }
