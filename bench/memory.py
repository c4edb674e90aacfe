"""Peak memory of the largest pictures that are allowed, each read in a process of its own (part of `cards`).

`python -m bench.memory make KIND FILE` writes a picture, `… read FILE` prints the megabytes that reading it took beyond the process
at rest: libraries loaded, a small photo read before, the file's own bytes held.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from .figures import Figure

MOST = 150.0
SIZES = {  # megapixels, pixels across and down; what it is saved as
    "JPEG of 64 MP": ((9248, 6936), "jpg", {}),
    "JPEG of 108 MP": ((12000, 9000), "jpg", {}),
    "JPEG of 200 MP": ((16320, 12240), "jpg", {}),
    "progressive JPEG of 33 MP": ((6640, 4980), "jpg", {"progressive": True}),
    "PNG of 16 MP": ((4608, 3456), "png", {}),
    "WEBP of 25 MP": ((5760, 4320), "webp", {}),
    "HEIC of 25 MP": ((5712, 4284), "heic", {}),
}


def measure() -> list[Figure]:
    """A line for each kind."""
    with TemporaryDirectory() as folder:
        return [_figure(kind, Path(folder) / f"photo.{ending}") for kind, (_size, ending, _how) in SIZES.items()]


def _figure(kind: str, file: Path) -> Figure:
    _child("make", kind, str(file))
    said = _child("read", str(file)).split()
    return Figure(
        "cards",
        f"memory beyond rest: {kind}",
        float(said[0]),
        "MB",
        MOST,
        note=f"{said[1]} cards read; {file.stat().st_size / 1e6:.0f} MB",
    )


def _child(*asked: str) -> str:
    return subprocess.run(
        [sys.executable, "-m", "bench.memory", *asked], check=True, capture_output=True, text=True
    ).stdout


def make(kind: str, file: Path) -> None:
    """A room of 50 at a size as phones take it, in colours."""
    import pillow_heif
    from PIL import Image

    from . import rooms

    pillow_heif.register_heif_opener()
    size, _ending, how = SIZES[kind]
    small = file.with_suffix(".small")
    small.write_bytes(rooms.photo(rooms.fill(rooms.Room(1))))
    with Image.open(small) as image:
        image.resize(size, Image.Resampling.BILINEAR).save(file, quality=80, **how)


def peak(file: Path) -> tuple[float, int]:
    """(megabytes beyond rest at the worst moment, cards read)."""
    from eduplatform.teaching.cards.reader import read_cards

    from . import rooms

    small = rooms.photo_of({1: "A", 2: "B", 3: "C"}, width=1200)
    data = file.read_bytes()
    read_cards(small)
    Path("/proc/self/clear_refs").write_text("5")  # the peak begins anew
    rest = _memory("VmRSS")
    cards = len(read_cards(data).cards)
    return (_memory("VmHWM") - rest) / 1024, cards


def _memory(which: str) -> int:
    """Kilobytes, from /proc."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(which))


if __name__ == "__main__":
    if sys.argv[1] == "make":
        make(sys.argv[2], Path(sys.argv[3]))
    else:
        print(*peak(Path(sys.argv[2])))
