"""The same content is the same zip, line ends as they were given."""

from __future__ import annotations

import io
import zipfile

from eduplatform.shared.packed_texts import packed_text


def packed(files: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as book:
        for name, text in files.items():
            with packed_text(book, name) as file:
                file.write(text)
    return out.getvalue()


def test_the_same_content_is_the_same_zip_at_any_hour(clock):
    files = {"a.csv": "sourcedId,姓名\r\n1,王小明\r\n", "b.csv": ""}
    before = packed(files)
    clock.shift(86_400 * 400)
    assert packed(files) == before and packed(files | {"b.csv": "x"}) != before


def test_text_is_utf_8_with_its_own_line_ends_and_packed():
    text = "一\r\n二\n三\r𬍤" + "安" * 10_000
    data = packed({"名单.csv": text})
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        (info,) = book.infolist()
        assert book.read(info).decode("utf-8") == text
        assert (info.filename, info.date_time) == ("名单.csv", (1980, 1, 1, 0, 0, 0))
        assert info.compress_type == zipfile.ZIP_DEFLATED and info.compress_size < 1000
