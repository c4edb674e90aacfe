"""WebVTT captions and the transcript, from the sentences of the scenes."""

import re

from .storyboard import Board

ZH_LINE, EN_LINE = 22, 44  #: characters that fit a caption line
ZH_SPEED, EN_SPEED = 9, 17  #: characters a second that can be read
BREAKS = {"zh": "[\uff0c\u3002\uff1b\uff1a\uff01\uff1f\u3001,;:!?]\u201d?", "en": " "}  #: a line may end after these
PAUSE = 0.08  #: seconds between two captions


def length(text: str, lang: str) -> int:
    """Characters that have to be read (Chinese: without spaces)."""
    return len(re.sub(r"\s", "", text)) if lang == "zh" else len(text)


def wrap(text: str, lang: str) -> list[str]:
    """At most two lines of about the same length; Chinese breaks after punctuation when it can. [] if it cannot fit."""
    limit = ZH_LINE if lang == "zh" else EN_LINE
    if length(text, lang) <= limit:
        return [text]
    spots = [m.end() for m in re.finditer(BREAKS[lang], text)] or list(range(1, len(text)))
    middle = len(text) / 2
    for spot in sorted(spots, key=lambda s: abs(s - middle)):
        parts = [text[:spot].strip(), text[spot:].strip()]
        if all(parts) and all(length(p, lang) <= limit for p in parts):
            return parts
    parts = [text[: round(middle)], text[round(middle) :]]
    return parts if lang == "zh" and all(length(p, lang) <= limit for p in parts) else []


def stamp(second: float) -> str:
    whole = round(second * 1000)
    return f"{whole // 3600000:02}:{whole // 60000 % 60:02}:{whole // 1000 % 60:02}.{whole % 1000:03}"


def vtt(board: Board, lang: str) -> str:
    """A WebVTT file: one cue per scene."""
    out, start = ["WEBVTT", f"Language: {lang}", ""], 0.0
    for scene in board.scenes:
        end = start + scene.seconds
        out += [scene.id, f"{stamp(start)} --> {stamp(end - PAUSE)}", *wrap(getattr(scene.say, lang), lang), ""]
        start = end
    return "\n".join(out)


def transcript(board: Board) -> str:
    """Markdown in both languages; says that the video is silent."""
    zh = "\n".join(f"{n}. {s.say.zh}" for n, s in enumerate(board.scenes, 1))
    en = "\n".join(f"{n}. {s.say.en}" for n, s in enumerate(board.scenes, 1))
    return (
        f"# {board.title.zh}\n\n视频没有声音,内容都在画面和字幕里。时长 {board.seconds:.0f} 秒。\n\n{zh}\n\n"
        f"# {board.title.en}\n\nThe video is silent: everything is in the pictures and the captions. {board.seconds:.0f} seconds.\n\n{en}\n"
    )
