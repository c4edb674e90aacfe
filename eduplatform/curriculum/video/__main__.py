"""`python -m eduplatform.curriculum.video PATH [--check | --texts | --frames DIR]`: renders every storyboard below PATH.

--check only checks, --texts writes captions and transcript without the film, --frames DIR saves stills of every scene.
"""

import argparse
import sys
import time
from pathlib import Path

from ..drawing.kit import Kit
from ..facts import load_facts
from . import render, rules
from .stage import Stage
from .storyboard import BoardError, load_storyboard


def boards(path: Path) -> list[Path]:
    return (
        [path]
        if path.is_file()
        else sorted(path.glob("**/video/storyboard.yaml")) or sorted(path.glob("storyboard.yaml"))
    )


def courses_of(file: Path) -> Path:
    """The courses folder above a storyboard: the one that holds `_kit`."""
    return next(p for p in file.resolve().parents if (p / "_kit").is_dir())


def stills(stage: Stage, folder: Path) -> None:
    """Three PNGs a scene, for looking at: early, middle, late."""
    folder.mkdir(parents=True, exist_ok=True)
    with render.chromium_camera() as shoot:
        for now in stage.sets:
            for n, share in enumerate((0.12, 0.5, 0.93)):
                second = now.start + now.scene.seconds * share
                (folder / f"{stage.sets.index(now) + 1:02}-{now.scene.id}-{n}.png").write_bytes(
                    shoot(stage.frame(second))
                )


def main(arguments: list[str] | None = None) -> int:
    """Exit code: 0 done, 1 a storyboard is wrong (printed as file:line: reason)."""
    parser = argparse.ArgumentParser(prog="video", description=__doc__)
    parser.add_argument("path", type=Path)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--texts", action="store_true")
    parser.add_argument("--frames", type=Path)
    given, failed = parser.parse_args(arguments), False
    found = boards(given.path)
    if not found:
        print(f"{given.path}: no video/storyboard.yaml below")
        return 1
    for file in found:
        courses = courses_of(file)
        kit = Kit(courses / "_kit")
        try:
            board, document = load_storyboard(file)
            wrong = rules.problems(board, document, file, kit, load_facts(courses / "facts.yaml"))
            if wrong:
                raise BoardError(wrong)
        except BoardError as error:
            print(error)
            failed = True
            continue
        if given.check:
            continue
        stage, began = Stage(board, kit), time.monotonic()
        if given.frames:
            stills(stage, given.frames)
        elif given.texts:
            render.write_texts(board, file.parent)
        else:
            render.render(stage, file.parent)
            size = (file.parent / "video.mp4").stat().st_size
            print(
                f"{file.parent}: {board.seconds:g} s, {size / 1048576:.2f} MB, rendered in {time.monotonic() - began:.0f} s"
            )
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
