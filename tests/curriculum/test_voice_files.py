"""A recording is told by its bytes: the three kinds that browsers make pass, films and everything else do not."""

import pytest

from eduplatform.curriculum.voice_files import kind_of_sound, sentence_hash

M4A = b"\0\0\0\x18ftypM4A \0\0\0\0" + b"....moov....mp4a...."
OPUS = b"OggS\0\x02" + b"." * 22 + b"OpusHead..."
WEBM = b"\x1aE\xdf\xa3....webm....A_OPUS...."


@pytest.mark.parametrize(("data", "kind"), [(M4A, ".m4a"), (OPUS, ".opus"), (WEBM, ".webm")])
def test_what_browsers_record_is_known(data, kind):
    assert kind_of_sound(data) == kind


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"ID3\x04 an mp3",
        b"RIFF....WAVEfmt ",
        M4A.replace(b"mp4a", b"alac"),
        M4A + b"vide",
        OPUS.replace(b"OpusHead", b"\x01vorbis."),
        WEBM.replace(b"A_OPUS", b"A_VORB"),
        WEBM + b"V_VP8",
        WEBM + b"V_VP9",
        WEBM + b"V_AV1",
        b"<html>OpusHead",
        b"x" + WEBM,
    ],
)
def test_everything_else_is_refused(data):
    assert kind_of_sound(data) is None


def test_another_sentence_has_another_hash():
    assert sentence_hash("先试门。") == sentence_hash("先试门。") != sentence_hash("先试门！")
    assert len(sentence_hash("")) == 12
