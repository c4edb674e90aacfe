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
from eduplatform.teaching.cards.reader import read_cards

from .drawn import held, letters, saved, wall

KINDS = ("JPEG", "PNG", "WEBP", "HEIF")
SHOWN = {4: "A", 5: "B", 6: "C", 7: "D"}
#: What must be done to an upright picture so that EXIF orientation n brings it back.
LYING = {
    1: lambda a: a,
    2: np.fliplr,
    3: lambda a: np.rot90(a, 2),
    4: np.flipud,
    5: lambda a: a.T,
    6: lambda a: np.rot90(a),
    7: lambda a: np.rot90(a, 2).T,
    8: lambda a: np.rot90(a, 3),
}


def picture() -> np.ndarray:
    return wall([held(n, letter) for n, letter in SHOWN.items()])


def refusal(data: bytes) -> str:
    with pytest.raises(Refused) as refused:
        read_cards(data)
    return refused.value.code


@pytest.mark.parametrize("orientation", LYING)
def test_exif_says_where_up_is(orientation):
    exif = Image.Exif()
    exif[0x0112] = orientation
    data = saved(LYING[orientation](picture()), exif=exif.tobytes())
    reading = read_cards(data)
    assert letters(reading) == SHOWN and reading.size == (1200, 900)


@pytest.mark.parametrize("turn", (3, 6, 8))
def test_a_heic_photo_says_where_up_is(turn):
    exif = Image.Exif()
    exif[0x0112] = turn
    assert letters(read_cards(saved(LYING[turn](picture()), "HEIF", exif=exif.tobytes()))) == SHOWN


def _said_in_exif_alone(data: bytes, turn: int) -> bytes:
    """A HEIC whose EXIF says another direction than it was saved with: as programs write it that make one photo of another."""
    entry = b"\x01\x12\x00\x03\x00\x00\x00\x01\x00"
    if entry not in data:
        entry = b"\x12\x01\x03\x00\x01\x00\x00\x00"
    assert data.count(entry + b"\x01") == 1
    return data.replace(entry + b"\x01", entry + bytes([turn]))


@pytest.mark.parametrize("turn", range(2, 9))
def test_a_heic_that_was_made_of_another_photo_is_turned_as_its_exif_says(turn):
    exif = Image.Exif()
    exif[0x0112] = 1
    data = _said_in_exif_alone(saved(LYING[turn](picture()), "HEIF", exif=exif.tobytes()), turn)
    assert b"irot" not in data and b"imir" not in data
    assert photo.open_photo(data).says_up and letters(read_cards(data)) == SHOWN


@pytest.mark.parametrize("turn", (3, 6, 8))
def test_a_heic_with_a_turn_property_is_not_turned_twice(turn):
    exif = Image.Exif()
    exif[0x0112] = turn
    data = saved(LYING[turn](picture()), "HEIF", exif=exif.tobytes())
    assert b"irot" in data, "the writer of this test has said it in the property"
    again = data.replace(
        b"\x01\x12\x00\x03\x00\x00\x00\x01\x00\x01", b"\x01\x12\x00\x03\x00\x00\x00\x01\x00" + bytes([turn])
    )
    assert photo.open_photo(again).says_up and letters(read_cards(again)) == SHOWN


@pytest.mark.parametrize(
    ("kind", "said"),
    [(kind, said) for kind in KINDS for said in (None, 0, 1, 6, 9) if kind != "HEIF" or said in (None, 1, 6)],
)
def test_whether_a_file_says_where_up_is(kind, said):
    exif = Image.Exif()
    if said is not None:
        exif[0x0112] = said
    data = saved(LYING.get(said or 1, LYING[1])(picture()), kind, exif=exif.tobytes())
    assert photo.open_photo(data).says_up is (said in (1, 6))


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
    assert letters(read_cards(saved(picture(), kind))) == SHOWN


@pytest.mark.parametrize("mode", ("RGB", "CMYK", "L", "P", "LA", "RGBA", "1", "I;16"))
def test_every_way_to_store_colours_is_read(mode):
    grey = Image.fromarray(picture())
    image = Image.fromarray(picture().astype(np.uint16) * 256) if mode == "I;16" else grey.convert("RGB").convert(mode)
    kind = {"CMYK": "JPEG", "RGB": "JPEG", "L": "JPEG"}.get(mode, "PNG")
    assert letters(read_cards(saved(image, kind))) == SHOWN


def test_a_photo_of_fifty_megapixels_is_shrunk_before_it_is_read():
    large = Image.fromarray(picture()).resize((8160, 6120))
    reading = read_cards(saved(large, quality=60))
    assert letters(reading) == SHOWN and reading.size == (4080, 3060)


def test_a_photo_of_two_hundred_megapixels_is_made_smaller_by_the_decoder():
    large = Image.fromarray(picture()).resize((16320, 12240), Image.Resampling.NEAREST)
    reading = read_cards(saved(large, quality=60))
    assert letters(reading) == SHOWN and reading.size == (4080, 3060)


def test_a_panorama_is_made_smaller_too(monkeypatch):
    from PIL.JpegImagePlugin import JpegImageFile

    sizes, draft = [], JpegImageFile.draft
    monkeypatch.setattr(JpegImageFile, "draft", lambda image, *how: (draft(image, *how), sizes.append(image.size))[0])
    photo.upright_picture(saved(Image.new("L", (24000, 3000), 200), quality=60))
    assert sizes == [(3000, 375)]


@pytest.mark.parametrize(
    ("kind", "size"), (("PNG", (4700, 3500)), ("WEBP", (5900, 4300)), ("HEIF", (5900, 4300)), ("JPEG", (8200, 6150)))
)
def test_what_must_be_decoded_whole_is_refused_above_what_memory_allows(kind, size):
    image = Image.new("RGB", size, (200, 200, 200))
    data = saved(image, kind, progressive=True) if kind == "JPEG" else saved(image, kind)
    assert refusal(data) == "photo_kind_too_big"


def test_a_progressive_photo_of_twelve_megapixels_is_read():
    assert (
        letters(read_cards(saved(Image.fromarray(picture()).convert("RGB").resize((4000, 3000)), progressive=True)))
        == SHOWN
    )


def test_a_phone_that_hides_a_second_picture_behind_the_first():
    first, second = Image.fromarray(picture()), Image.new("L", (640, 480))
    assert letters(read_cards(saved(first, "MPO", save_all=True, append_images=[second]))) == SHOWN


@pytest.mark.parametrize(
    ("data", "code"),
    (
        (b"", "photo_empty"),
        (b"hello", "photo_kind"),
        (b"%PDF-1.7 and so on", "photo_kind"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "photo_corrupt"),
        (b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic", "photo_corrupt"),
        (b"\xff\xd8\xff\xe0 no more", "photo_corrupt"),
        (b"\x89PNG\r\n\x1a\n and no more", "photo_corrupt"),
        (b"\xff\xd8\xff" + bytes(50_000_000), "photo_too_big"),
    ),
)
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
                assert letters(read_cards(bytes(spoilt))) in ({}, {4: "A"})
            except Refused as refused:
                assert refused.code.startswith("photo_")


@pytest.mark.parametrize("side", (8_000, 12_000, 40_000))
def test_a_bomb_is_refused_by_its_header(side):
    head = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(bytes(1000))), (b"IEND", b""))
    data = b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(b)) + k + b + struct.pack(">I", zlib.crc32(k + b)) for k, b in chunks
    )
    assert refusal(data) == "photo_kind_too_big"


def test_a_thumbnail_is_too_small():
    assert refusal(saved(wall([], size=(240, 320)))) == "photo_too_small"


@pytest.mark.filterwarnings("ignore::UserWarning")  # Pillow mentions it
def test_broken_exif_does_no_harm():
    data = saved(picture(), exif=b"Exif\0\0MM\0*\0\0\0\x08\xff\xff" + b"\x01\x12\0\x03" * 20)
    assert letters(read_cards(data)) == SHOWN


def test_decoding_keeps_to_grey():
    assert photo.upright_picture(saved(Image.fromarray(picture()).convert("RGB"))).ndim == 2
    assert Image.open(BytesIO(saved(picture()))).mode == "L"
