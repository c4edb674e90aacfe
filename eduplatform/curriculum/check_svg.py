"""Checks an SVG picture: self-contained, no script, nothing fetched from elsewhere."""

import re
from xml.parsers import expat

from .limits import PICTURE_BYTES

_FORBIDDEN = {
    "script",
    "foreignobject",
    "iframe",
    "embed",
    "object",
    "audio",
    "video",
    "image",
    "set",
    "handler",
    "listener",
}
_SUSPECT = re.compile(  # nothing of this in the bytes: no need to look at every attribute
    rb"[<:](?:script|foreignobject|iframe|embed|object|audio|video|image|set|handler|listener)\b"
    rb"|\son\w+\s*=|style\s*=|href|src\s*=|attributename|url\(|@import|javascript:|<!|<\?|&#|\0",
    re.I,
)
_URL = re.compile(r"url\(\s*['\"]?\s*(?!['\"]?#)", re.I)


def svg_faults(source: bytes) -> list[tuple[int, str]]:
    """(line, reason) of everything that may not be in a picture."""
    reader = _Reader()
    if len(source) > PICTURE_BYTES:
        reader.found.append((1, f"图片 {len(source) // 1024} KB,超过 {PICTURE_BYTES // 1024} KB;请简化图形"))
    reader.read(source)
    return reader.found


class _Reader:
    """Streams the file once, noting faults with their lines."""

    def __init__(self) -> None:
        self.found: list[tuple[int, str]] = []
        self.closely = True
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self.root
        self.parser.StartDoctypeDeclHandler = lambda *_: self.fault("不能有 <!DOCTYPE …>;请删去这一行")
        self.parser.ProcessingInstructionHandler = lambda *_: self.fault("不能有 <?…?> 指令;请删去这一行")

    def read(self, source: bytes) -> None:
        self.closely = bool(_SUSPECT.search(source))
        try:
            self.parser.Parse(source, True)
        except expat.ExpatError as error:
            self.found.append((error.lineno, f"SVG 写法有误({expat.ErrorString(error.code)});请重新导出"))
        except (LookupError, ValueError):  # an encoding that expat or Python does not know, such as GBK
            self.found.append((1, "图片要存成 UTF-8 编码;请在编辑器里另存为 UTF-8"))

    def fault(self, reason: str) -> None:
        self.found.append((self.parser.CurrentLineNumber, reason))

    def root(self, name: str, attributes: dict[str, str]) -> None:
        if name.split(":")[-1] != "svg" or "viewBox" not in attributes:
            self.fault("最外层要是带 viewBox 的 <svg>")
        self.parser.StartElementHandler = self.element if self.closely else None
        self.parser.CharacterDataHandler = self.text if self.closely else None
        if self.closely:
            self.element(name, attributes)

    def element(self, name: str, attributes: dict[str, str]) -> None:
        if name.split(":")[-1].lower() in _FORBIDDEN:
            self.fault(f"图里不能有 <{name}>;请只用图形和文字")
        for key, value in attributes.items():
            if reason := _attribute(key, value):
                self.fault(reason)

    def text(self, data: str) -> None:
        if "@import" in data or _URL.search(data):
            self.fault("样式里不能引用外部文件(@import 或 `url(…)`);只用图内的 #编号")


def _attribute(key: str, value: str) -> str:
    """Why an attribute is refused, or ""."""
    plain = key.split(":")[-1].lower()
    if plain.startswith("on"):
        return f"图里不能有事件属性 {key}=;请删去"
    if plain == "style":
        return "不要用 style= 属性(安全策略不允许);改用 fill=、stroke= 等属性或图内 <style>"
    if plain in ("href", "src") and not value.startswith("#"):
        return f"图里不能引用外部内容 {value[:40]};把内容画进图里,只引用 #编号"
    if plain == "attributename" and value.lower().endswith("href"):
        return "动画不能改 href;请删去"
    if _URL.search(value) or "javascript:" in value.lower():
        return f"属性 {key} 引用了外部内容;只用 `url(#编号)`"
    return ""
