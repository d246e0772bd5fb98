from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitizer.vietnamese import (
    collapse,
    compact,
    fold,
    is_syllable,
    name_case,
    nfc,
    same_text,
    similar,
    strip_filler,
)


@given(st.text())
def test_folding_keeps_the_length_of_the_stored_form(text: str) -> None:
    assert len(fold(text)) == len(nfc(text))


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_spelling_in_parts_or_whole_is_the_same_text(text: str) -> None:
    assert same_text(unicodedata.normalize("NFD", text), unicodedata.normalize("NFC", text))


@given(st.text())
def test_collapsing_leaves_no_two_spaces(text: str) -> None:
    assert "  " not in collapse(text)


@given(st.text())
def test_stripping_filler_never_adds_letters(text: str) -> None:
    assert len(strip_filler(text)) <= len(nfc(text))


def test_the_barred_letter_and_all_marks_fold_away() -> None:
    assert fold("Đường Nguyễn Huệ") == "duong nguyen hue"
    assert compact("Họ, chữ đệm, tên:") == "hochudemten"


@pytest.mark.parametrize(
    ("one", "other"),
    [("Hòa", "Hoà"), ("THUỶ", "thủy"), ("Quảng  Ngãi", "quảng ngãi"), ("TP. Huế", "TP Huế")],
)
def test_tone_placement_case_and_points_do_not_matter(one: str, other: str) -> None:
    assert same_text(one, other)


def test_another_tone_is_another_text() -> None:
    assert not same_text("Phương", "Phượng")
    assert similar("Phương", "Phượng") == 1.0


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        (": .......... Nguyễn Văn A ......", "Nguyễn Văn A"),
        ("… Kinh …", "Kinh"),
        ("____Nam____", "Nam"),
        ("TP. Huế", "TP. Huế"),
        ("Số 3 (cũ)", "Số 3 (cũ)"),
    ],
)
def test_dotted_leaders_go_and_the_value_stays(printed: str, value: str) -> None:
    assert strip_filler(printed) == value


def test_names_get_capital_initials() -> None:
    assert name_case("ĐỖ THỊ  UYÊN") == "Đỗ Thị Uyên"


@pytest.mark.parametrize("word", ["Nguyễn", "quyền", "giếng", "khuya", "ướt", "y", "Đắk", "gì"])
def test_vietnamese_syllables_are_known(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["Nguyễnn", "cạt1", "Wữ", "hoc", "tổt", "bnh", "xyz", "Phuợngg"])
def test_what_cannot_be_a_syllable_is_told(word: str) -> None:
    assert not is_syllable(word)


@given(st.text(max_size=12))
def test_any_word_can_be_asked_about(word: str) -> None:
    assert is_syllable(word) in (True, False)
