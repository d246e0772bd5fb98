"""What comes in wrong, on purpose or not, is no witness and costs no time."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date

import pytest

from digitizer.catalogue import Catalogue
from digitizer.catalogue.patterns import problem_of, search
from digitizer.model.field import FieldReading, Method
from digitizer.paper.checking import check_document
from digitizer.paper.extraction import extract
from digitizer.paper.witnesses import parse_mrz, parse_qr
from tests.digitizer.paper import pages
from tests.digitizer.paper.test_witnesses import with_check_digits

CATALOGUE = Catalogue.load()
CARD = CATALOGUE.document_type("cccd_front")
ZONE = with_check_digits("051195007434", "950602", "F", "350602")


def read(code: str) -> dict[str, FieldReading]:
    text = pages.page_text(pages.CARD_FRONT, codes=[code])
    return {one.name: one for one in extract(CARD, [(1, text)])}


@pytest.mark.parametrize(
    "code",
    [
        "|".join(pages.CARD_QR.split("|")[:6]),
        pages.CARD_QR + "|" * 30,
        pages.CARD_QR.replace("Trần", "Tr\x00ần"),
        pages.CARD_QR.replace("Nữ", "N\x1bữ"),
        pages.CARD_QR + "x" * 10_000,
        "|" * 10_000,
    ],
    ids=["six fields", "37 fields", "NUL", "escape", "10 kB behind", "10 kB of bars"],
)
def test_a_qr_that_is_not_a_cards_is_no_witness_and_the_print_is_read(code: str) -> None:
    assert parse_qr(code) is None
    found = read(code)
    assert found["personal_id"].method is Method.OCR
    assert found["personal_id"].value == "051195007434"


def test_a_newline_behind_the_code_as_scanner_guns_send_it_does_no_harm() -> None:
    assert read(pages.CARD_QR + "\r\n")["personal_id"].method is Method.QR


@pytest.mark.parametrize("places", [(6, 9), (16, 24), (8, 20)])
def test_a_zone_with_two_wrong_digits_is_never_believed(places: tuple[int, int]) -> None:
    first = ZONE[0]
    for place in places:
        first = first[:place] + str((int(first[place]) + 1) % 10) + first[place + 1 :]
    said = parse_mrz((first, *ZONE[1:]))
    assert said is None or said.by_name["personal_id"] == "051195007434"


def test_a_pattern_that_could_hang_is_refused_and_one_that_may_stay_is_bounded() -> None:
    for pattern in ("(a+)+$", "(a*)*b", "((ab?)+c?)+d", "(.*a){20}"):
        started = time.perf_counter()
        assert problem_of(pattern) is not None, pattern
        assert time.perf_counter() - started < 5
    started = time.perf_counter()
    assert problem_of("a*b*c*d") is None
    assert search("a*b*c*d", "a" * 100_000) is None
    assert time.perf_counter() - started < 10


def test_witnesses_that_contradict_each_other_keep_both_values_and_are_never_sure() -> None:
    found = read(pages.CARD_QR.replace("02061995", "03071996"))
    born = found["birth_date"]
    assert not born.sure
    assert {born.value, *born.alternatives} == {"1996-07-03", "1995-06-02"}
    codes = {one.code for one in check_document(CARD, list(found.values()))}
    assert "witnesses-disagree" in codes


def test_a_paper_of_a_type_withdrawn_last_year_is_read_and_asked_about() -> None:
    kind = replace(
        CATALOGUE.document_type("birth_registration_declaration"), effective_to=date(2025, 6, 30)
    )
    readings = extract(kind, [(1, pages.page_text(pages.BIRTH_DECLARATION))])
    assert next(one for one in readings if one.name == "child_name").value == "LÊ MẪU AN"
    (finding,) = [
        one
        for one in check_document(kind, readings, on=date(2026, 11, 25))
        if one.code == "form-withdrawn"
    ]
    assert finding.details["until"] == "2025-06-30"
