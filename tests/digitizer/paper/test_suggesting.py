"""Known words near a value are offered, tones weighing least; nothing is put in by itself."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitizer.catalogue.lexicon import shipped_lexicon
from digitizer.model.doctype import Reads
from digitizer.paper.suggesting import MOST, suggestions
from digitizer.vietnamese.distance import LETTER, SHAPE, TONE, distance

LEXICON = shipped_lexicon()


@pytest.mark.parametrize(
    ("one", "other", "cost"),
    [
        ("Thẩm", "thẩm", 0.0),
        ("hòa", "hoà", 0.0),
        ("Thấm", "Thẩm", TONE),
        ("Tham", "Thâm", SHAPE),
        ("Thấm", "Tham", SHAPE + TONE),
        ("Thấm", "Thắng", SHAPE + 2 * LETTER),
        ("Đạt", "Dạt", SHAPE),
    ],
)
def test_tones_weigh_less_than_shapes_and_shapes_less_than_letters(
    one: str, other: str, cost: float
) -> None:
    assert distance(one, other) == pytest.approx(cost)
    assert distance(other, one) == pytest.approx(cost)


@pytest.mark.parametrize(
    ("reads", "read", "meant"),
    [
        (Reads.NAME, "NGUYÊN VĂN DŨNG", "NGUYỄN VĂN DŨNG"),
        (Reads.NAME, "HỒ THỊ MÃN", "HỒ THỊ MẪN"),
        (Reads.ADDRESS, "phường Cấm Thành, tỉnh Quảng Ngãi", "phường Cẩm Thành, tỉnh Quảng Ngãi"),
        (Reads.TEXT, "Giao viên", "Giáo viên"),
        (Reads.TEXT, "Uy ban nhân dân", "Ủy ban nhân dân"),
    ],
)
def test_the_nearest_known_word_is_offered_first(reads: Reads, read: str, meant: str) -> None:
    assert suggestions(reads, read, LEXICON)[0] == meant


def test_a_name_of_known_words_and_a_number_are_left_alone() -> None:
    assert suggestions(Reads.NAME, "TRẦN THỊ MAI", LEXICON) == ()
    assert suggestions(Reads.PERSONAL_ID, "051195007434", LEXICON) == ()


@given(st.sampled_from((Reads.NAME, Reads.ADDRESS, Reads.TEXT)), st.text(max_size=400))
def test_any_text_can_be_looked_up(reads: Reads, text: str) -> None:
    found = suggestions(reads, text, LEXICON)
    assert len(found) <= MOST
    assert text not in found
