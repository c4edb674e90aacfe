"""From the bytes a phone sends to a grey picture the right way up. Everything odd is refused before it is decoded.

Refusals: photo_empty; photo_heic (no decoder on this machine); photo_kind; photo_too_big (megabytes, megapixels); photo_too_small (pixels); photo_corrupt.
"""

from __future__ import annotations

from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING, Any

from ...shared.refusals import Refused

if TYPE_CHECKING:
    import numpy

KINDS = ("JPEG", "PNG", "WEBP")  # a JPEG with a second picture behind it (MPO), as many phones write, is opened as JPEG
MEGABYTES = 30
MEGAPIXELS = 54  # phones have up to 50; more would be decompression for its own sake
LONG_SIDE = 4096  # pixels kept: cards of an 8 m room need no more, and the time grows with them
LEAST_SIDE = 320  # pixels; smaller is a thumbnail
_HEIC = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")


def upright(data: bytes) -> numpy.ndarray:
    """The photo in shades of grey (rows × columns, 0–255), turned as its EXIF orientation says, at most 4096 pixels long.

    Without EXIF the rows are taken as they stand: programs that drop it turn the picture first.
    """
    if not data:
        raise Refused("photo_empty")
    if len(data) > MEGABYTES * 1_000_000:
        raise _too_big()
    if _is_heic(data) and not _heic_is_read():
        raise Refused("photo_heic")
    return _grey(data)


def _is_heic(data: bytes) -> bool:
    """Whether it is a picture as iPhones keep it."""
    return data[4:8] == b"ftyp" and data[8:12] in _HEIC


@cache
def _heic_is_read() -> bool:
    """Teach Pillow to read HEIC, where the decoder is there. It turns the picture upright itself."""
    try:
        from pi_heif import register_heif_opener
    except ImportError:
        return False
    register_heif_opener(thumbnails=False)
    return True


def _too_big() -> Refused:
    return Refused("photo_too_big", megabytes=MEGABYTES, megapixels=MEGAPIXELS)


def _grey(data: bytes) -> numpy.ndarray:
    import numpy
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(BytesIO(data), formats=("HEIF",) if _is_heic(data) else KINDS) as image:
            if image.width * image.height > MEGAPIXELS * 1_000_000:
                raise _too_big()
            if min(image.size) < LEAST_SIDE:
                raise Refused("photo_too_small", pixels=LEAST_SIDE)
            turn = _orientation(image)
            image.draft("L", (LONG_SIDE // 2 + 1,) * 2 if max(image.size) > LONG_SIDE else image.size)
            return _turned(_shrunk(numpy.asarray(_one_channel(image))), turn)
    except UnidentifiedImageError:
        raise Refused("photo_corrupt" if _known(data) else "photo_kind") from None
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_big() from None
    except Refused:
        raise
    except Exception:  # the decoders raise whatever they stumble upon: OSError, SyntaxError, struct.error, ValueError …
        raise Refused("photo_corrupt") from None


def _known(data: bytes) -> bool:
    """Whether it begins like one of our kinds, and so is a broken one."""
    return data[:3] == b"\xff\xd8\xff" or data[:8] == b"\x89PNG\r\n\x1a\n" or (data[:4] == b"RIFF" and data[8:12] == b"WEBP") or _is_heic(data)


def _orientation(image: Any) -> int:
    """EXIF orientation 1–8; 1 when there is none or it is broken."""
    try:
        said = image.getexif().get(0x0112, 1)
    except Exception:  # a broken EXIF block does not make the picture worse
        return 1
    return said if said in range(1, 9) else 1


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
