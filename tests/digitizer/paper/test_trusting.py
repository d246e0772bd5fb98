"""What words that were read alike are worth, and what a known name adds to it."""

from __future__ import annotations

import pytest

from digitizer.catalogue.calibration import Calibration, Curve, Step
from digitizer.catalogue.lexicon import shipped_lexicon
from digitizer.model.doctype import FieldRule, Reads
from digitizer.paper.trusting import Grounds, is_sure, kind_of, probability
from digitizer.paper.voting import Settled

CURVE = Curve((Step(0.0, 99, 100), Step(0.5, 9_999, 10_000)))
CALIBRATION = Calibration("by hand", "by hand", {"words/agreed": CURVE, "words/most": CURVE})


def worth(agree: int, heard: int, *, unrivalled: bool = False, outranked: bool = False) -> float:
    word = Settled("HOÀNG", agree, heard, 0.9, marks=0.1)
    known, other = frozenset({0} if unrivalled else ()), frozenset({0} if outranked else ())
    grounds = Grounds(0.9, True, words=(word,), heard=2, unrivalled=known, outranked=other)
    found = probability(grounds, CALIBRATION)
    assert found is not None
    return found


def test_a_known_name_without_a_rival_is_doubted_a_tenth_as_much() -> None:
    plain, known = worth(2, 2, unrivalled=False), worth(2, 2, unrivalled=True)
    assert (1 - known) == pytest.approx((1 - plain) / 10)


def test_a_name_that_readings_dispute_gains_nothing_by_being_known() -> None:
    assert worth(2, 3, unrivalled=True) == worth(2, 3, unrivalled=False)


@pytest.mark.parametrize(
    ("word", "family", "alone"),
    [
        ("NGUYỄN", True, True),
        ("Quỳnh", False, True),
        ("Yến", False, False),  # so is Yên
        ("Mãn", False, False),  # on no list
        ("Lệ", True, False),  # no family name
    ],
)
def test_a_name_is_without_a_rival_where_marks_alone_make_no_other_of_it(
    word: str, family: bool, alone: bool
) -> None:
    assert shipped_lexicon().is_unrivalled(word, family) is alone


def test_a_word_that_is_a_known_name_but_for_its_marks_is_doubted_ten_times_as_much() -> None:
    plain, other = worth(2, 2), worth(2, 2, outranked=True)
    assert (1 - other) == pytest.approx((1 - plain) * 10)


@pytest.mark.parametrize(
    ("word", "family", "so"),
    [
        ("KHÁI", False, True),  # Khải
        ("Khải", False, False),
        ("NGUYÊN", True, True),  # a given name, but no family's
        ("Mãn", False, True),  # Mẫn
        ("Xyz", False, False),
    ],
)
def test_a_name_is_outranked_where_only_marks_part_it_from_a_known_one(
    word: str, family: bool, so: bool
) -> None:
    assert shipped_lexicon().is_outranked(word, family) is so


@pytest.mark.parametrize(
    ("reads", "value", "score", "sure"),
    [
        (Reads.PERSONAL_ID, "051195007434", 0.97, False),  # the best an engine gives
        (Reads.PHONE, "0931806685", 0.97, False),
        (Reads.PERSONAL_ID, "051195007434", 1.0, True),  # the file's own text
        (Reads.DATE, "1995-06-02", 0.97, True),
        (Reads.NUMBER, "2", 0.97, True),
    ],
)
def test_a_long_number_is_not_taken_on_one_reading_of_its_pixels(
    reads: Reads, value: str, score: float, sure: bool
) -> None:
    rule = FieldRule("number", "Số", (), reads=reads)
    assert is_sure(rule, value, Grounds(score, sound=True), None) is sure


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("853/QĐ-UBND", "figures/agreed"),
        ("5366/0Đ-SNV", "odd figures/agreed"),
        ("H48.24.55-261117-0033", "figures/agreed"),
        ("mau28@vidu.vn", "odd figures/agreed"),
    ],
)
def test_notations_are_weighed_as_numbers_and_half_read_ones_are_not(text: str, kind: str) -> None:
    assert kind_of(Settled(text, agree=2, heard=2, score=0.9)) == kind
