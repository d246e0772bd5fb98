"""The measure itself: known readings of known lines give the errors counted by hand."""

from __future__ import annotations

import unicodedata

import pytest

from benchmarks.scoring import Score, bare, folded, score

PRINTED = "Nơi cư trú: phường Cẩm Thành"


def test_a_perfect_reading_has_no_errors() -> None:
    found = score([PRINTED], [PRINTED])
    assert (found.errors, found.missed_words, found.wrong_marks) == (0, 0, 0)
    assert (found.lost, found.invented, found.letters, found.words) == (0, 0, 28, 6)
    assert found.known_bases == 22


def test_decomposed_letters_and_runs_of_spaces_are_no_errors() -> None:
    read = unicodedata.normalize("NFD", PRINTED).replace(" ", "   ")
    assert score([PRINTED], [read]).errors == 0


def test_fill_in_dots_are_no_text_on_either_side() -> None:
    assert folded("Họ tên: .......... Đỗ ……………") == "Họ tên: Đỗ"
    assert score(["Họ tên: Đỗ"], ["Họ tên: ......... Đỗ"]).errors == 0


@pytest.mark.parametrize(
    ("read", "errors", "marks"),
    [
        ("Nơi cư trú: phường Câm Thành", 1, 1),
        ("Nơi cu trú: phương Cẩm Thành", 2, 2),
        ("Nơi cư trú: phường Cầm Thánh", 2, 2),
        ("Nơi cư trủ: phuờng Cẩm Thàuh", 3, 2),
    ],
)
def test_a_wrong_mark_counts_as_letter_and_as_mark(read: str, errors: int, marks: int) -> None:
    found = score([PRINTED], [read])
    assert (found.errors, found.wrong_marks) == (errors, marks)


def test_the_bar_of_d_is_a_mark() -> None:
    assert bare("đ") == "d"
    assert bare("Ậ") == "A"
    assert score(["đường Đinh"], ["dường Đinh"]).wrong_marks == 1


def test_lines_match_whatever_their_order() -> None:
    lines = ["Điều 1. Phạm vi điều chỉnh", "Điều 2. Đối tượng áp dụng", "Điều 3. Hiệu lực"]
    assert score(lines, lines[::-1]).errors == 0


def test_two_columns_read_as_one_line_are_no_errors() -> None:
    printed = ["ỦY BAN NHÂN DÂN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"]
    found = score(printed, [" ".join(printed)])
    assert (found.errors, found.lost, found.invented) == (0, 0, 0)


def test_a_line_read_in_two_parts_costs_no_letter_but_the_space() -> None:
    printed = "Họ, chữ đệm, tên người yêu cầu: ĐỖ THỊ KIM UYÊN"
    found = score([printed], ["Họ, chữ đệm, tên người yêu cầu:", "ĐỖ THỊ KIM UYÊN"])
    assert (found.errors, found.lost, found.invented) == (0, 0, 0)


def test_a_line_nobody_read_is_lost() -> None:
    found = score([PRINTED, "Quan hệ: Mẹ đẻ"], [PRINTED])
    assert (found.errors, found.lost, found.missed_words) == (14, 14, 4)


def test_a_line_where_nothing_is_printed_is_invented_but_no_character_error() -> None:
    found = score([PRINTED], [PRINTED, "~ #|= ~"])
    assert (found.errors, found.invented) == (0, 7)


def test_rubbish_beside_print_is_invented_and_an_error() -> None:
    found = score([PRINTED], [PRINTED + " |=~~ ;;;; *** qwxz"])
    assert found.invented == found.errors == len("|=~~ ;;;; *** qwxz")


def test_nothing_read_is_all_lost_and_rates_are_percent() -> None:
    found = score([PRINTED], [])
    assert (found.cer, found.wer, found.lost_rate, found.mark_rate) == (100, 100, 100, 0)


def test_an_empty_page_has_no_rates() -> None:
    assert score([], []).cer == 0.0


def test_scores_add_up_field_by_field() -> None:
    one = score([PRINTED], ["Nơi cư trú: phường Câm Thành"])
    both = one + one + Score()
    assert (both.pages, both.letters, both.wrong_marks) == (2, 56, 2)
    assert both.cer == one.cer
