"""A word that seldom stands behind another, while one of other marks often does, is doubted."""

from __future__ import annotations

import pytest

from digitizer.paper.neighbours import (
    borne_out,
    has_dash_inside,
    is_outranked,
    is_written,
    parted_words,
)
from digitizer.paper.voting import Settled


@pytest.mark.parametrize(
    ("before", "word", "so"),
    [
        ("CƠ", "SỚ", True),  # cơ sở
        ("CƠ", "SỞ", False),
        ("hồ", "sớ", True),  # hồ sơ
        ("Mẫu", "Mẫn", False),  # nothing is known of it
        ("3", "sớ", False),
    ],
)
def test_a_word_is_outranked_where_one_of_other_marks_is_far_more_usual(
    before: str, word: str, so: bool
) -> None:
    assert is_outranked(before, word) is so


@pytest.mark.parametrize(
    ("word", "so"), [("Kim", True), ("PHƯỢNG", True), ("Kừn", False), ("H'Bia", False)]
)
def test_a_syllable_that_no_office_text_holds_is_known_as_such(word: str, so: bool) -> None:
    assert is_written(word) is so


@pytest.mark.parametrize(
    ("read", "parted"),
    [
        ("Dịchvụ phục vụ đồ uống", "Dịch vụ phục vụ đồ uống"),
        ("Côngan phường", "Công an phường"),
        ("UBND TTPVHCC Krông", "UBND TTPVHCC Krông"),
        ("kinh doanh", "kinh doanh"),
    ],
)
def test_two_words_whose_space_was_lost_are_parted_as_office_texts_have_them(
    read: str, parted: str
) -> None:
    assert parted_words(read) == parted


def test_a_dash_inside_a_name_is_dirt_and_one_between_two_names_is_none() -> None:
    assert has_dash_inside("Ủy ban nhân dân tỉnh Quảng - Ngãi")
    assert not has_dash_inside("Phòng Văn hóa - Xã hội")
    assert not has_dash_inside("Độc lập - Tự do - Hạnh phúc")


def test_words_as_usual_beside_their_neighbours_are_borne_out_and_misread_or_rare_ones_not() -> (
    None
):
    def told(text: str) -> list[str]:
        words = [Settled(word, agree=2, heard=2, score=0.9) for word in text.split()]
        return [words[number].text for number in sorted(borne_out(words, words))]

    assert told("Đăng ký khai sinh") == ["Đăng", "ký", "khai", "sinh"]
    assert "mình" not in told("để xác mình")  # minh
    assert told("Trần Mẫn Vỹ") == []
    assert told("số 12") == []
