from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitizer.vietnamese import nfc, same_text
from digitizer.vietnamese.tones import (
    Difference,
    Part,
    differences,
    next_shape,
    next_tone,
    syllable_at,
)

_LETTERS = "abcdđeêghiklmnoôơpqrstuưvxyăâàáảãạẩấộợừ NGUYỄ"


@pytest.mark.parametrize(
    ("syllable", "turned"),
    [
        ("Cam", ["Càm", "Cám", "Cảm", "Cãm", "Cạm", "Cam"]),
        ("hoa", ["hòa", "hóa", "hỏa", "hõa", "họa", "hoa"]),
        ("NGUYÊN", ["NGUYỀN", "NGUYẾN", "NGUYỂN", "NGUYỄN", "NGUYỆN", "NGUYÊN"]),
        ("quy", ["quỳ", "quý", "quỷ", "quỹ", "quỵ", "quy"]),
        ("gia", ["già", "giá", "giả", "giã", "giạ", "gia"]),
        ("thuy", ["thùy", "thúy", "thủy", "thũy", "thụy", "thuy"]),
        ("đương", ["đường", "đướng", "đưởng", "đưỡng", "đượng", "đương"]),
        ("toan", ["toàn", "toán", "toản", "toãn", "toạn", "toan"]),
        ("khuyu", ["khuỳu", "khuýu", "khuỷu", "khuỹu", "khuỵu", "khuyu"]),
    ],
)
def test_the_tone_of_a_syllable_turns_through_all_six(syllable: str, turned: list[str]) -> None:
    seen = []
    for _ in range(6):
        syllable = next_tone(syllable)
        seen.append(syllable)
    assert seen == turned


@pytest.mark.parametrize(
    ("syllable", "turned"),
    [("cám", "cắm"), ("cắm", "cấm"), ("cấm", "cám"), ("Đô", "Đơ"), ("di", "đi"), ("ĐI", "DI")],
)
def test_the_shape_turns_and_the_tone_stays(syllable: str, turned: str) -> None:
    assert next_shape(syllable) == turned


@pytest.mark.parametrize("text", ["123", "", "–", "btw"])
def test_what_has_no_vowel_stays_as_it_is(text: str) -> None:
    assert next_tone(text) == text
    assert next_shape("123") == "123"


def test_the_syllable_under_the_cursor_is_found_at_its_edges_too() -> None:
    text = "Số 9, Lê Lợi"
    assert text[slice(*syllable_at(text, 8))] == "Lê"
    assert text[slice(*syllable_at(text, 6))] == "Lê"
    assert syllable_at(text, 4) == (4, 4)


@pytest.mark.parametrize(
    ("one", "other", "kinds"),
    [
        ("Cấm Thành", "Cẩm Thành", {Difference.TONE}),
        ("Lê Van An", "Lê Văn An", {Difference.SHAPE}),
        ("Nghị lịnh", "Nghị định", {Difference.LETTER}),
        ("nguyễn", "Nguyễn", {Difference.CASE}),
        ("hòa", "hoà", set()),
        ("Lê An", "Lê Văn An", {Difference.LETTER}),
    ],
)
def test_kinds_of_difference_are_told_apart(one: str, other: str, kinds: set[Difference]) -> None:
    found = {part.kind for part in differences(one, other)} - {None}
    assert found == kinds


def test_only_the_letters_that_differ_are_marked() -> None:
    assert differences("Cấm Thành", "Cẩm Thành") == (
        Part("C", None),
        Part("ẩ", Difference.TONE),
        Part("m Thành", None),
    )


@given(st.text(alphabet=_LETTERS, max_size=24), st.text(alphabet=_LETTERS, max_size=24))
def test_the_runs_together_are_the_other_text(one: str, other: str) -> None:
    assert "".join(part.text for part in differences(one, other)) == nfc(other)


@given(st.text(alphabet=_LETTERS, max_size=24))
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    assert all(part.kind is None for part in differences(text, text))


@given(st.text(alphabet="abcdđeêghiklmnoôơpqrstuưvxyăâẩấộợừ", min_size=1, max_size=8))
def test_six_turns_of_the_tone_come_back_to_the_same_syllable(text: str) -> None:
    turned = text
    for _ in range(6):
        turned = next_tone(turned)
        assert unicodedata.is_normalized("NFC", turned)
    if sum(unicodedata.normalize("NFD", text).count(mark) for mark in "̣̀́̉̃") <= 1:
        assert same_text(turned, text)
