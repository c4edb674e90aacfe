"""Frames by Chromium, film by ffmpeg. The same storyboard and kit give the same frames."""

import base64
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import which
from typing import Any

from .captions import transcript, vtt
from .stage import Stage
from .storyboard import Board

FPS, WIDE, HIGH = 25, 1280, 720
POSTER_BYTES = 60 * 1024
X264 = [
    "-c:v",
    "libx264",
    "-preset",
    "slow",
    "-tune",
    "animation",
    "-crf",
    "23",
    "-profile:v",
    "high",
    "-pix_fmt",
    "yuv420p",
    "-g",
    "100",
    "-color_primaries",
    "bt709",
    "-color_trc",
    "bt709",
    "-colorspace",
    "bt709",
    "-vf",
    "scale=out_color_matrix=bt709:out_range=tv",
    "-movflags",
    "+faststart",
    "-map_metadata",
    "-1",
    "-fflags",
    "+bitexact",
    "-an",
]


def chromium() -> str | None:
    return which("chromium") or which("chromium-browser") or which("google-chrome")


def able() -> bool:
    """Whether this machine can render: Chromium, ffmpeg and Playwright's Python part are there."""
    try:
        import playwright.sync_api  # noqa: F401  (a development dependency; the platform runs without it)
    except ImportError:
        return False
    return bool(chromium() and which("ffmpeg"))


@contextmanager
def chromium_camera() -> Iterator[Callable[..., bytes]]:
    """A function (svg text, **screenshot options) → image bytes, from one browser page without network."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=chromium(),
            args=["--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--force-color-profile=srgb"],
        )
        context = browser.new_context(viewport={"width": WIDE, "height": HIGH}, offline=True)
        page = context.new_page()
        page.set_content('<html lang="zh-CN"><body style="margin:0;background:#fff">')
        session = context.new_cdp_session(page)

        def shoot(svg: str, **options: Any) -> bytes:
            page.evaluate("svg => { document.body.innerHTML = svg }", svg)
            options = options or {"format": "png", "optimizeForSpeed": True}
            return base64.b64decode(session.send("Page.captureScreenshot", options)["data"])

        yield shoot
        browser.close()


def film(stage: Stage, shoot: Callable[..., bytes], out: Path, fps: int = FPS) -> None:
    """Writes the MP4, whole or not at all. A frame whose SVG equals the one before is not drawn again."""
    part = out.with_suffix(".part.mp4")
    command = [
        "ffmpeg",
        "-v",
        "error",
        "-y",
        "-f",
        "image2pipe",
        "-c:v",
        "png",
        "-framerate",
        str(fps),
        "-i",
        "-",
        *X264,
        str(part),
    ]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as encoder:
        assert encoder.stdin  # it is a pipe
        last, image = "", b""
        for n in range(round(stage.board.seconds * fps)):
            svg = stage.frame(n / fps)
            if svg != last:
                last, image = svg, shoot(svg)
            encoder.stdin.write(image)
        encoder.stdin.close()
        if encoder.wait():
            raise RuntimeError(f"ffmpeg stopped with {encoder.returncode} on {out}")
    part.replace(out)


def poster_second(board: Board) -> float:
    start = 0.0
    for scene in board.scenes:
        if board.poster and scene.id == board.poster.scene:
            return start + board.poster.t
        start += scene.seconds
    return min(3.0, board.seconds / 2)


def poster(stage: Stage, shoot: Callable[..., bytes]) -> bytes:
    """A JPEG of at most 60 KB."""
    for quality in (88, 80, 70, 60, 45):
        image = shoot(stage.frame(poster_second(stage.board)), format="jpeg", quality=quality)
        if len(image) <= POSTER_BYTES:
            break
    return image


def write_texts(board: Board, folder: Path) -> None:
    """zh.vtt, en.vtt and transcript.md."""
    for lang in ("zh", "en"):
        (folder / f"{lang}.vtt").write_text(vtt(board, lang), "utf-8")
    (folder / "transcript.md").write_text(transcript(board), "utf-8")


def render(stage: Stage, folder: Path, fps: int = FPS) -> None:
    """Everything a video ships with, beside its storyboard."""
    write_texts(stage.board, folder)
    with chromium_camera() as shoot:
        (folder / "poster.jpg").write_bytes(poster(stage, shoot))
        film(stage, shoot, folder / "video.mp4", fps)
