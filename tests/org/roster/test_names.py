"""Names keep what belongs to them; ids are found wherever they hide."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eduplatform.org.roster.id_numbers import MASK, checksum, holds_id, mask
from eduplatform.org.roster.messages import SENTENCES
from eduplatform.org.roster.names import clean_name

SEVENTEEN = st.builds(
    lambda area, date, order: f"{area}{date:%Y%m%d}{order:03}",
    st.integers(110000, 659999),
    st.dates(min_value=__import__("datetime").date(1930, 1, 1), max_value=__import__("datetime").date(2026, 12, 31)),
    st.integers(0, 999),
)


@given(SEVENTEEN, st.sampled_from(["{}", "G{}", "L{}", "王伟{}", " {} ", "'{}", "({})", "学籍号:G{}"]))
def test_every_valid_id_is_found_and_masked(seventeen, around):
    text = around.format(seventeen + checksum(seventeen))
    assert holds_id(text) and mask(text) == MASK and holds_id(mask(text))


@given(SEVENTEEN)
def test_an_id_with_a_wrong_last_digit_spaces_or_wide_digits_is_still_an_id(seventeen):
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in seventeen)
    assert (
        holds_id(seventeen + "0")
        and holds_id(f"{seventeen[:6]} {seventeen[6:14]}-{seventeen[14:]}1")
        and holds_id(wide + "Ｘ")
    )


@pytest.mark.parametrize(
    "text",
    ["", "0012", "20240312", "三(2)班", "13912345678", "王伟", "1E+05", "6222021234567890123", "2026-03-02T08:00:00"],
)
def test_other_numbers_are_no_ids(text):
    assert not holds_id(text) and mask(text) == text


def test_the_exponent_that_excel_leaves_of_an_id_counts():
    assert holds_id("1.10101E+17") and not holds_id("1.5E+3")


@given(
    st.text(alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), min_size=2, max_size=6),
    st.sampled_from([" ", "　", "\u200b", "\xa0"]),
)
def test_spaces_between_characters_go_and_nothing_else_changes(name, gap):
    assert clean_name(gap.join(name)).value == name
    assert clean_name(clean_name(name).value).value == name


@given(st.text(max_size=50))
def test_any_text_gives_a_name_or_a_worded_reason(text):
    found = clean_name(text)
    if found:
        assert clean_name(found.value).value == found.value and found.value[0] not in "=+-@\t\r"
    else:
        assert found.code in SENTENCES


@pytest.mark.parametrize(
    "name",
    ["𬍤𠮷", "\U00031350明", "﨑山", "阿依古丽·买买提", "བཀྲ་ཤིས", "Nguyễn Văn A", "O'Neil", "김민준", "NA", "null"],
)
def test_rare_and_foreign_names_survive(name):
    assert clean_name(name).value == name
