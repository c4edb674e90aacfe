"""Files as phones send them, and as nobody should."""

import struct
import sys
import zlib
from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from eduplatform.shared.refusals import Refused
from eduplatform.teaching.cards import photo
from eduplatform.teaching.cards.reader import read

from .drawn import held, letters, saved, wall

KINDS = ("JPEG", "PNG", "WEBP", "HEIF")
SHOWN = {4: "A", 5: "B", 6: "C", 7: "D"}
#: What must be done to an upright picture so that EXIF orientation n brings it back.
LYING = {
    1: lambda a: a, 2: np.fliplr, 3: lambda a: np.rot90(a, 2), 4: np.flipud,
    5: lambda a: a.T, 6: lambda a: np.rot90(a), 7: lambda a: np.rot90(a, 2).T, 8: lambda a: np.rot90(a, 3),
}  # fmt: skip


def picture() -> np.ndarray:
    return wall([held(n, letter) for n, letter in SHOWN.items()])


def refusal(data: bytes) -> str:
    with pytest.raises(Refused) as refused:
        read(data)
    return refused.value.code


@pytest.mark.parametrize("orientation", LYING)
def test_exif_says_where_up_is(orientation):
    exif = Image.Exif()
    exif[0x0112] = orientation
    data = saved(LYING[orientation](picture()), exif=exif.tobytes())
    reading = read(data)
    assert letters(reading) == SHOWN and reading.size == (1200, 900)


@pytest.mark.parametrize("turn", (3, 6, 8))
def test_a_heic_photo_says_where_up_is(turn):
    exif = Image.Exif()
    exif[0x0112] = turn
    assert letters(read(saved(LYING[turn](picture()), "HEIF", exif=exif.tobytes()))) == SHOWN


def test_where_heic_cannot_be_read_the_phone_is_told_what_to_set(monkeypatch):
    data = saved(picture(), "HEIF")
    monkeypatch.setitem(sys.modules, "pi_heif", None)  # as where no decoder could be installed
    photo._heic_is_read.cache_clear()
    assert refusal(data) == "photo_heic"
    photo._heic_is_read.cache_clear()


def test_what_is_no_photo_is_told_apart_before_any_heic_was_seen(monkeypatch):
    monkeypatch.delitem(Image.OPEN, "HEIF", raising=False)  # as in a process that has just begun
    assert (refusal(b"hello"), refusal(b"\xff\xd8\xff\xe0 no more")) == ("photo_kind", "photo_corrupt")


@pytest.mark.parametrize("kind", KINDS)
def test_the_kinds_of_photo_that_phones_make_are_read(kind):
    assert letters(read(saved(picture(), kind))) == SHOWN


@pytest.mark.parametrize("mode", ("RGB", "CMYK", "L", "P", "LA", "RGBA", "1", "I;16"))
def test_every_way_to_store_colours_is_read(mode):
    grey = Image.fromarray(picture())
    image = Image.fromarray(picture().astype(np.uint16) * 256) if mode == "I;16" else grey.convert("RGB").convert(mode)
    kind = {"CMYK": "JPEG", "RGB": "JPEG", "L": "JPEG"}.get(mode, "PNG")
    assert letters(read(saved(image, kind))) == SHOWN


def test_a_photo_of_fifty_megapixels_is_shrunk_before_it_is_read():
    large = Image.fromarray(picture()).resize((8160, 6120))
    reading = read(saved(large, quality=60))
    assert letters(reading) == SHOWN and reading.size == (4080, 3060)


def test_a_phone_that_hides_a_second_picture_behind_the_first():
    first, second = Image.fromarray(picture()), Image.new("L", (640, 480))
    assert letters(read(saved(first, "MPO", save_all=True, append_images=[second]))) == SHOWN


@pytest.mark.parametrize(("data", "code"), (
    (b"", "photo_empty"),
    (b"hello", "photo_kind"),
    (b"%PDF-1.7 and so on", "photo_kind"),
    (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "photo_corrupt"),
    (b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic", "photo_corrupt"),
    (b"\xff\xd8\xff\xe0 no more", "photo_corrupt"),
    (b"\x89PNG\r\n\x1a\n and no more", "photo_corrupt"),
    (b"\xff\xd8\xff" + bytes(50_000_000), "photo_too_big"),
))  # fmt: skip
def test_what_is_no_photo_is_refused(data, code):
    assert refusal(data) == code


def test_half_a_photo_is_corrupt_at_whatever_place_it_ends():
    for kind in KINDS:
        data = saved(picture(), kind)
        for share in (0.05, 0.3, 0.6, 0.9):
            assert refusal(data[: int(len(data) * share)]) == "photo_corrupt", (kind, share)


def test_spoilt_bytes_never_raise_anything_else():
    random = np.random.default_rng(1)
    for kind in KINDS:
        data = bytearray(saved(wall([held(4, "A")], size=(400, 400)), kind))
        for _ in range(40):
            spoilt = bytearray(data)
            for place in random.integers(0, len(data), 8):
                spoilt[place] = random.integers(256)
            try:
                assert letters(read(bytes(spoilt))) in ({}, {4: "A"})
            except Refused as refused:
                assert refused.code.startswith("photo_")


@pytest.mark.parametrize("side", (8_000, 12_000, 40_000))
def test_a_bomb_is_refused_by_its_header(side):
    head = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(bytes(1000))), (b"IEND", b""))
    data = b"\x89PNG\r\n\x1a\n" + b"".join(struct.pack(">I", len(b)) + k + b + struct.pack(">I", zlib.crc32(k + b)) for k, b in chunks)
    assert refusal(data) == "photo_too_big"


def test_a_thumbnail_is_too_small():
    assert refusal(saved(wall([], size=(240, 320)))) == "photo_too_small"


@pytest.mark.filterwarnings("ignore::UserWarning")  # Pillow mentions it
def test_broken_exif_does_no_harm():
    data = saved(picture(), exif=b"Exif\0\0MM\0*\0\0\0\x08\xff\xff" + b"\x01\x12\0\x03" * 20)
    assert letters(read(data)) == SHOWN


def test_decoding_keeps_to_grey():
    assert photo.upright(saved(Image.fromarray(picture()).convert("RGB"))).ndim == 2
    assert Image.open(BytesIO(saved(picture()))).mode == "L"
