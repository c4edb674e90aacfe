"""From the bytes a phone sends to a grey picture the right way up. Everything odd is refused before it is decoded, and what is
decoded is meant to cost at most 150 MB beside the file.

Refusals: photo_empty; photo_heic (no decoder on this machine); photo_kind; photo_too_big (megabytes, megapixels); photo_kind_too_big
(kind, megapixels); photo_too_small (pixels); photo_corrupt.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING, Any

from ...shared.refusals import Refused
from . import file_headers

if TYPE_CHECKING:
    import numpy

KINDS = ("PNG", "WEBP")
MEGABYTES = 50
MEGAPIXELS = 200  # of a JPEG: the decoder makes it smaller while it reads
OTHERS = {
    "PNG": 16,
    "WEBP": 25,
    "HEIC": 25,
}  # megapixels; these are decoded whole. An iPhone's usual HEIC has 12 or 24.5
HELD = 100_000_000  # bytes that the decoder of a JPEG in several scans may hold
LONG_SIDE = 4096  # pixels kept: cards of an 8 m room need no more, and the time grows with them
LEAST_SIDE = 320  # pixels; smaller is a thumbnail
THUMB = 320  # pixels
_STRIP = 256  # rows turned to grey at one time
_HEIC = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")


@dataclass(frozen=True, eq=False)
class Photo:
    """`grey`: rows × columns, 0–255, at most 4096 pixels long, turned as the file says; `says_up`: whether the file says where up
    is. Where it does not, the rows are as they lie in the file, and that may be any way."""

    grey: numpy.ndarray
    says_up: bool

    def thumb(self) -> bytes:
        """A JPEG of at most 320 pixels, for a teacher to see which way is up."""
        import cv2

        scale = THUMB / max(self.grey.shape)
        small = cv2.resize(self.grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        return bytes(cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, 60])[1])


def open_photo(data: bytes) -> Photo:
    """The photo of a file. EXIF orientation is the phone's word, a turn property the HEIC's; 0 and odd values are none."""
    if not data:
        raise Refused("photo_empty")
    if len(data) > MEGABYTES * 1_000_000:
        raise _too_big()
    if _is_heic(data) and not _heic_is_read():
        raise Refused("photo_heic")
    try:
        grey, turn = _heic(data) if _is_heic(data) else _jpeg(data) if _is_jpeg(data) else _other(data)
    except Refused:
        raise
    except MemoryError:
        raise _too_big() from None
    except Exception:  # the decoders raise whatever they stumble upon: OSError, SyntaxError, struct.error, ValueError …
        raise Refused("photo_corrupt" if _known(data) else "photo_kind") from None
    return Photo(_turned(_shrunk(grey), turn or 1), turn is not None)


def upright_picture(data: bytes) -> numpy.ndarray:
    """The grey picture alone."""
    return open_photo(data).grey


def _is_heic(data: bytes) -> bool:
    """Whether it is a picture as iPhones keep it."""
    return data[4:8] == b"ftyp" and data[8:12] in _HEIC


def _is_jpeg(data: bytes) -> bool:
    return data[:3] == b"\xff\xd8\xff"


def _known(data: bytes) -> bool:
    """Whether it begins like one of our kinds, and so is a broken one."""
    return (
        _is_jpeg(data)
        or data[:8] == b"\x89PNG\r\n\x1a\n"
        or (data[:4] == b"RIFF" and data[8:12] == b"WEBP")
        or _is_heic(data)
    )


@cache
def _heic_is_read() -> bool:
    try:
        import pi_heif  # noqa: F401
    except ImportError:
        return False
    return True


def _too_big() -> Refused:
    return Refused("photo_too_big", megabytes=MEGABYTES, megapixels=MEGAPIXELS)


def _measured(kind: str, width: int, height: int) -> None:
    """Refuse a picture by the size that its head names."""
    if kind in OTHERS and width * height > OTHERS[kind] * 1_000_000:
        raise Refused("photo_kind_too_big", kind=kind, megapixels=OTHERS[kind])
    if width * height > MEGAPIXELS * 1_000_000:
        raise _too_big()
    if min(width, height) < LEAST_SIDE:
        raise Refused("photo_too_small", pixels=LEAST_SIDE)


def _jpeg(data: bytes) -> tuple[numpy.ndarray, int | None]:
    """Made smaller by the decoder itself, by 2, 4 or 8. A second picture behind the first (MPO), as many phones write, is not looked at."""
    from PIL.JpegImagePlugin import JpegImageFile

    with JpegImageFile(BytesIO(data)) as image:  # not Image.open, which calls 200 megapixels a bomb
        _measured("JPEG", image.width, image.height)
        held = file_headers.bytes_held(data)
        if held > HELD:
            raise Refused(
                "photo_kind_too_big",
                kind="progressive JPEG",
                megapixels=HELD * image.width * image.height // held // 1_000_000,
            )
        turn, long = _orientation(image.getexif), max(image.size)
        image.draft("L", _half_as_long(image.size, long) if long > LONG_SIDE else image.size)
        return _grey(image), turn


def _half_as_long(size: tuple[int, int], long: int) -> tuple[int, int]:
    """What is asked of the decoder: at least half of what is kept, in the picture's own shape, so that a panorama is made smaller too."""
    wide, high = (max(1, side * (LONG_SIDE // 2 + 1) // long) for side in size)
    return wide, high


def _other(data: bytes) -> tuple[numpy.ndarray, int | None]:
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(BytesIO(data), formats=KINDS) as image:
            kind = str(image.format)
            _measured(kind, *image.size)
            turn = _orientation(image.getexif)
            if kind == "PNG":
                return _grey(image), turn
    except UnidentifiedImageError:
        raise Refused("photo_corrupt" if _known(data) else "photo_kind") from None
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Refused(
            "photo_kind_too_big", kind="PNG" if data[:1] == b"\x89" else "WEBP", megapixels=min(OTHERS.values())
        ) from None
    return _webp(data), turn


def _webp(data: bytes) -> numpy.ndarray:
    """Pillow holds four copies of a WEBP, opencv one."""
    import cv2
    import numpy

    grey = cv2.imdecode(numpy.frombuffer(data, numpy.uint8), cv2.IMREAD_GRAYSCALE | cv2.IMREAD_IGNORE_ORIENTATION)
    if grey is None:
        raise ValueError("broken WEBP")
    return grey


def _heic(data: bytes) -> tuple[numpy.ndarray, int | None]:
    """The decoder does what the turn property says; a picture that a program made of another may have EXIF alone."""
    import numpy
    import pi_heif
    from PIL import Image

    image = pi_heif.open_heif(BytesIO(data))
    image = image[image.primary_index]
    _measured("HEIC", *image.size)
    exif = Image.Exif()
    if image.info.get("exif"):
        exif.load(image.info["exif"])
    said = _orientation(lambda: exif)
    turn = 1 if file_headers.heic_turns(data) else said
    rows = numpy.frombuffer(image.data, numpy.uint8).reshape(-1, image.stride)
    return _from_rows(rows, image.size, image.mode), turn


def _from_rows(rows: numpy.ndarray, size: tuple[int, int], mode: str) -> numpy.ndarray:
    """Grey of rows of bytes, strip by strip: L, 16 bits of grey, RGB or RGBA."""
    import cv2
    import numpy

    width, height = size
    if mode.startswith("I;16"):
        return (rows[:height, : 2 * width].copy().view("<u2") >> 8).astype(numpy.uint8)
    if mode[0] == "L":
        return rows[:height, : width * len(mode) : len(mode)].copy()  # the bytes end with the decoder's picture
    grey, colours = numpy.empty((height, width), numpy.uint8), 4 if mode.startswith("RGBA") or mode == "RGBa" else 3
    for top in range(0, height, _STRIP):
        strip = numpy.ascontiguousarray(rows[top : min(top + _STRIP, height), : width * colours]).reshape(
            -1, width, colours
        )
        grey[top : top + _STRIP] = cv2.cvtColor(strip, cv2.COLOR_RGBA2GRAY if colours == 4 else cv2.COLOR_RGB2GRAY)
    return grey


def _orientation(exif: Any) -> int | None:
    """EXIF orientation 1–8; None when there is none, or it or all of EXIF is broken."""
    try:
        said = exif().get(0x0112)
    except Exception:  # a broken EXIF block does not make the picture worse
        return None
    return said if said in range(1, 9) else None


def _grey(image: Any) -> numpy.ndarray:
    """Strip by strip, so that no second copy of a large picture in colours stands beside the first."""
    import numpy

    grey = numpy.empty((image.height, image.width), numpy.uint8)
    image.load()
    for top in range(0, image.height, _STRIP):
        rows = (0, top, image.width, min(top + _STRIP, image.height))
        grey[top : top + _STRIP] = numpy.asarray(_one_channel(image.crop(rows)))
    return grey


def _one_channel(image: Any) -> Any:
    if image.mode.startswith("I;16"):
        return image.point(lambda value: value * (1 / 256)).convert("L")
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        from PIL import Image

        whole = image.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", whole.size, "white"), whole).convert("L")
    return image.convert("L")


def _shrunk(grey: numpy.ndarray) -> numpy.ndarray:
    long = max(grey.shape)
    if long <= LONG_SIDE:
        return grey
    import cv2

    scale = LONG_SIDE / long
    return cv2.resize(grey, (round(grey.shape[1] * scale), round(grey.shape[0] * scale)), interpolation=cv2.INTER_AREA)


def _turned(grey: numpy.ndarray, orientation: int) -> numpy.ndarray:
    """Undo an EXIF orientation: 2, 4, 5 and 7 are mirrored (selfie cameras), 5–8 lie on their side."""
    import numpy

    if orientation >= 5:
        grey = grey.T
    if orientation in (2, 3, 6, 7):
        grey = grey[:, ::-1]
    if orientation in (3, 4, 7, 8):
        grey = grey[::-1]
    return numpy.ascontiguousarray(grey)
