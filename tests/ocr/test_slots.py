"""What a hand wrote into the places of a printed heading is marked; print there is left."""

from __future__ import annotations

import pytest

from ocr.model import Box, RegionKind, Word
from ocr.regions import slots


def line(text: str, *guessed: str) -> list[Word]:
    """Return a line of words; those named were read with hardly any certainty."""
    return [
        Word(part, Box(100.0 * n, 10, 100.0 * n + 80, 50), 0.2 if part in guessed else 0.95, 0)
        for n, part in enumerate(text.split())
    ]


def by_hand(words: list[Word]) -> list[str]:
    return [word.text for word in slots.mark(words)[0] if word.by_hand]


@pytest.mark.parametrize(
    ("text", "guessed"),
    [
        ("Số: đ# /CT-UBND Quảng Ngãi, ngày 40 tháng 3 năm 2018", ["đ#", "40"]),
        ("Số: 9‡ /QĐ-UBND", ["9‡"]),
        ("Số: 4t/QĐ-UBND", ["4t/QĐ-UBND"]),
        ("Quảng Ngãi, ngày4{†tháng 01 năm 2025", ["ngày4{†tháng"]),
        ("Cẩm Thành, ngày || J5 tháng †À năm 2025", ["||", "J5", "†À"]),
    ],
)
def test_a_number_or_day_guessed_in_a_heading_is_marked(text: str, guessed: list[str]) -> None:
    assert by_hand(line(text, *guessed)) == guessed


def test_its_place_becomes_a_region_of_handwriting() -> None:
    words, regions = slots.mark(line("Số: 9‡ /QĐ-UBND", "9‡"))
    assert [(region.kind, region.box) for region in regions] == [
        (RegionKind.HANDWRITING, words[1].box)
    ]


@pytest.mark.parametrize(
    ("text", "guessed"),
    [
        ("Số: 346 /QĐ-UBND Cẩm Thành, ngày 16 tháng 11 năm 2026", []),
        ("Số: 9‡ nhà ở đường", ["9‡"]),
        ("Họ tên: Nguyên sinh ngày 3 tháng 4", ["Nguyên"]),
        ("Số: 12 /QĐ-UBND", ["/QĐ-UBND"]),
        ("hằng tháng đều năm nay", ["hằng"]),
    ],
)
def test_print_and_what_stands_elsewhere_is_left(text: str, guessed: list[str]) -> None:
    words = line(text, *guessed)
    assert slots.mark(words) == (tuple(words), ())


def test_a_page_without_words_has_none() -> None:
    assert slots.mark([]) == ((), ())
