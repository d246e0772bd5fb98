"""What words that were read alike are worth, and what a known name adds to it."""

from __future__ import annotations

import pytest

from digitizer.catalogue.calibration import Calibration, Curve, Step
from digitizer.catalogue.lexicon import NamePlace, shipped_lexicon
from digitizer.model.doctype import FieldRule, Reads
from digitizer.paper.trusting import Grounds, is_sure, kind_of, probability, score_of
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


def test_a_number_in_a_register_is_only_taken_on_one_very_clear_reading() -> None:
    rule = FieldRule("number", "Số", ("Số",), reads=Reads.CODE)
    year = FieldRule("year", "Năm", ("Năm",), reads=Reads.YEAR)
    # “46/2026” was read for “48/2026” with this score; a year is told by others
    clear, usual = Grounds(0.97, sound=True), Grounds(0.9636, sound=True)
    assert is_sure(rule, "46/2026", clear, None)
    assert not is_sure(rule, "46/2026", usual, None)
    assert is_sure(year, "2026", usual, None)


def test_a_known_name_without_a_rival_is_doubted_a_tenth_as_much() -> None:
    plain, known = worth(2, 2, unrivalled=False), worth(2, 2, unrivalled=True)
    assert (1 - known) == pytest.approx((1 - plain) / 10)


def test_a_name_that_readings_dispute_gains_nothing_by_being_known() -> None:
    assert worth(2, 3, unrivalled=True) == worth(2, 3, unrivalled=False)


@pytest.mark.parametrize(
    ("word", "place", "alone"),
    [
        ("NGUYỄN", NamePlace.FAMILY, True),
        ("Ngô", NamePlace.FAMILY, True),  # far more usual than Ngọ
        ("Ngọ", NamePlace.FAMILY, False),
        ("Lệ", NamePlace.FAMILY, False),  # no family name
        ("Quỳnh", NamePlace.LAST, True),
        ("Thắng", NamePlace.LAST, True),  # far more usual than Thăng
        ("Yến", NamePlace.LAST, False),  # so is Yên
        ("Mãn", NamePlace.LAST, False),  # on no list
        ("Thị", NamePlace.MIDDLE, True),
        ("Thị", NamePlace.LAST, False),  # so is Thi
    ],
)
def test_a_name_is_without_a_rival_where_marks_alone_make_no_other_as_usual_of_it(
    word: str, place: NamePlace, alone: bool
) -> None:
    assert shipped_lexicon().is_unrivalled(word, place) is alone


@pytest.mark.parametrize(
    ("word", "place", "so"),
    [
        ("NGUYỄN", NamePlace.FAMILY, True),
        ("NGUYÊN", NamePlace.FAMILY, False),
        ("Hồ", NamePlace.FAMILY, False),  # Hờ is borne as well
        ("Ngọ", NamePlace.FAMILY, False),
        ("Nguyễn", NamePlace.LAST, False),
    ],
)
def test_the_letters_of_a_usual_family_name_tell_it_where_no_other_has_them(
    word: str, place: NamePlace, so: bool
) -> None:
    assert shipped_lexicon().is_told_by_letters(word, place) is so


def test_a_word_that_is_a_known_name_but_for_its_marks_is_doubted_ten_times_as_much() -> None:
    plain, other = worth(2, 2), worth(2, 2, outranked=True)
    assert (1 - other) == pytest.approx((1 - plain) * 10)


@pytest.mark.parametrize(
    ("word", "place", "so"),
    [
        ("KHÁI", NamePlace.LAST, True),  # far rarer than Khải
        ("Khải", NamePlace.LAST, False),
        ("NGUYÊN", NamePlace.FAMILY, True),  # a given name, but no family's
        ("Mãn", NamePlace.LAST, True),  # Mẫn
        ("Thi", NamePlace.MIDDLE, True),  # Thị
        ("Trần", NamePlace.MIDDLE, False),  # a mother's family name
        ("Xyz", NamePlace.LAST, False),
    ],
)
def test_a_name_is_outranked_where_only_marks_part_it_from_a_more_usual_one(
    word: str, place: NamePlace, so: bool
) -> None:
    assert shipped_lexicon().is_outranked(word, place) is so


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
        ("Số 208", "figures/agreed"),
        ("giờ 20,", "figures/agreed"),
        ("Xqrd 208", "odd figures/agreed"),
    ],
)
def test_notations_are_weighed_as_numbers_and_half_read_ones_are_not(text: str, kind: str) -> None:
    assert kind_of(Settled(text, agree=2, heard=2, score=0.9)) == kind


@pytest.mark.parametrize(
    ("text", "marks", "kind"),
    [
        ("046190029305", 0.6, "whole figures/agreed"),
        ("0931806685", 1.0, "whole figures/agreed"),
        ("25/05/1966.", 1.0, "whole figures/agreed"),
        ("046190029305", 0.4, "figures/agreed"),  # it looks like another number
        ("04619002930", 1.0, "figures/agreed"),  # a figure may be lost
        ("2026-11-02", 1.0, "figures/agreed"),  # “ngày 2 tháng 11”, of which one may be as well
    ],
)
def test_a_number_known_to_be_whole_is_weighed_by_its_looks_alone(
    text: str, marks: float, kind: str
) -> None:
    word = Settled(text, agree=2, heard=2, score=0.01, marks=marks)
    assert kind_of(word) == kind
    whole = kind.startswith("whole")
    assert (score_of(word, CALIBRATION) == marks) is whole
