"""Runs a pydantic model over a marked YAML file and words its errors for editors."""

from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from . import yaml_lines
from .problems import Report

_REASONS = {
    "missing": "缺少 {field};请补上",
    "extra_forbidden": "不认识的字段 {field};请检查拼写或删去",
    "string_type": "{field} 要写成文字(数字或 yes/no 请加引号)",
    "string_too_short": "{field} 太短,至少 {min_length} 个字",
    "string_too_long": "{field} 太长,最多 {max_length} 个字",
    "string_pattern_mismatch": "{field} 的写法不对(应符合 {pattern})",
    "too_short": "{field} 太少:至少 {min_length} 项,现在 {actual_length} 项",
    "too_long": "{field} 太多:最多 {max_length} 项,现在 {actual_length} 项",
    "int_type": "{field} 要写整数",
    "int_parsing": "{field} 要写整数",
    "int_from_float": "{field} 要写整数",
    "bool_parsing": "{field} 只能写 true 或 false",
    "bool_type": "{field} 只能写 true 或 false",
    "list_type": "{field} 要写成列表(每项以 - 开头)",
    "greater_than_equal": "{field} 不能小于 {ge}",
    "greater_than": "{field} 要大于 {gt}",
    "less_than_equal": "{field} 不能大于 {le}",
    "literal_error": "{field} 只能是 {expected}",
    "union_tag_invalid": "kind 只能是 {expected_tags}",
    "union_tag_not_found": "缺少 kind(题目或训练的类型)",
    "float_type": "{field} 要写数",
    "float_parsing": "{field} 要写数",
    "finite_number": "{field} 要写数",
    "date_type": "{field} 要写日期,例如 2026-09-01",
    "date_parsing": "{field} 要写日期,例如 2026-09-01",
    "date_from_datetime_parsing": "{field} 要写日期,例如 2026-09-01",
    "date_from_datetime_inexact": "{field} 只写日期,例如 2026-09-01",
    "model_type": "{field} 下面要写一行一个的 `字段: 值`",
    "model_attributes_type": "{field} 下面要写一行一个的 `字段: 值`",
    "dict_type": "{field} 下面要写一行一个的 `字段: 值`",
    "invalid_key": "字段名要是文字;是数字或空的,请改掉",
    "uuid_parsing": "{field} 不是 uuid;请换一个新生成的(courses/README.md 有命令)",
    "uuid_type": "{field} 不是 uuid;请换一个新生成的(courses/README.md 有命令)",
}


def read_yaml(text: str, file: Path, report: Report, offset: int = 0) -> yaml_lines.Marked | None:
    """Parse YAML; a fault goes to the report."""
    try:
        return yaml_lines.read_yaml_text(text, offset)
    except yaml_lines.BrokenYaml as error:
        report.error(file, error.line, error.reason)
        return None


def read_yaml_file(file: Path, report: Report) -> yaml_lines.Marked | None:
    """Parse a YAML file; a fault goes to the report."""
    source = read_text(file, report)
    return None if source is None else read_yaml(source, file, report)


def read_text(file: Path, report: Report) -> str | None:
    """The text of a file (a byte order mark is taken off); another encoding than UTF-8 goes to the report."""
    source = file.read_bytes()
    try:
        return source.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        report.error(file, source.count(b"\n", 0, error.start) + 1, "文件要存成 UTF-8 编码;请在编辑器里另存为 UTF-8")
        return None


def validate(model: Any, document: yaml_lines.Marked | None, file: Path, report: Report) -> Any:
    """The model built from the document, or None with every error reported at its line."""
    if document is None:
        return None
    if not isinstance(document.data, dict):
        report.error(file, 1 + document.offset, "文件内容要是 `字段: 值` 的形式")
        return None
    try:
        return TypeAdapter(model).validate_python(document.data)
    except ValidationError as failure:
        for error in failure.errors(include_url=False):
            report.error(file, document.line(*_path(error["loc"], document.data)), _reason(error))
        return None


def _path(loc: tuple[int | str, ...], data: Any) -> list[int | str]:
    """Where an error stands in the file: without the kind that pydantic names on its way into a part of several kinds (a kind may
    be called like one of its fields)."""
    path: list[int | str] = []
    entered = None
    for step in loc:
        if isinstance(data, dict) and data is not entered and step == data.get("kind"):
            entered = data
            continue
        path.append(step)
        known = isinstance(data, dict) and step in data
        known = known or (isinstance(data, list) and isinstance(step, int) and step < len(data))
        data = data[step] if known else None
    return path


def _reason(error: Any) -> str:
    field = next((str(part) for part in reversed(error["loc"]) if isinstance(part, str)), "内容")
    if error["type"] == "extra_forbidden" and not field.isascii():
        return "{ … } 里的半角逗号把一句话切开了;请改成一行一个字段的写法,或给整句加双引号"
    wording = _REASONS.get(error["type"])
    return wording.format(field=field, **error.get("ctx", {})) if wording else f"{field}:{error['msg']}"
