"""A card's four witnesses stand side by side, the dissenter is named, a card has one role."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from digitizer.catalogue import Catalogue
from digitizer.model.field import Source
from digitizer.model.witness import CardWitnesses
from digitizer.paper.card_witnesses import (
    NAME,
    NamedPerson,
    Side,
    bound,
    card_witnesses,
    findings_of,
    named_persons,
)
from digitizer.paper.checking import check_document
from digitizer.paper.extraction import extract
from ocr.model import PageText
from tests.digitizer.paper import pages
from tests.digitizer.paper.test_witnesses import with_check_digits

CATALOGUE = Catalogue.load()
BACK = (
    "Đặc điểm nhân dạng / Personal identification",
    "Ngày, tháng, năm / Date, month, year: 04/12/2023",
)
NUMBER = "051195007434"


def zone(*, number: str = NUMBER, born: str = "950602", sex: str = "F") -> tuple[str, str, str]:
    return with_check_digits(number, born, sex, "350602")


def qr(old: str, new: str) -> str:
    return pages.CARD_QR.replace(old, new)


def side(document_id: int, code: str, text: PageText) -> Side:
    kind = CATALOGUE.document_type(code)
    words = ((document_id, text),)
    return Side(document_id, kind, words, extract(kind, words, CATALOGUE.rules))


def front(old: str = "", new: str = "", code: str = pages.CARD_QR) -> Side:
    lines = [line.replace(old, new) if old else line for line in pages.CARD_FRONT]
    return side(1, "cccd_front", pages.page_text(lines, codes=[code]))


def back(lines: Sequence[str] = zone(), document_id: int = 2) -> Side:
    return side(document_id, "cccd_back", pages.page_text([*BACK, *lines]))


def card(*sides: Side) -> CardWitnesses:
    (found,) = card_witnesses(sides, CATALOGUE.rules)
    return found


def test_front_and_back_are_one_card_with_four_witnesses_who_agree() -> None:
    found = card(front(), back())
    assert found.document_ids == (1, 2)
    born = found.fact("birth_date")
    assert born is not None
    assert [(one.source, one.value) for one in born.said] == [
        (Source.QR, "1995-06-02"),
        (Source.MRZ, "1995-06-02"),
        (Source.PRINT, "1995-06-02"),
        (Source.NUMBER, "1995"),
    ]
    assert all(one.evidence for one in born.said[:3])
    assert not any(fact.dissenters for fact in found.facts)
    name = found.fact("full_name")
    assert name is not None
    assert [one.value for one in name.said] == ["Trần Thị Mẫu", "TRAN THI MAU", "TRẦN THỊ MẪU"]


def test_a_zone_bears_a_name_out_and_gives_none_for_it_has_no_marks() -> None:
    printed = side(1, "cccd_front", pages.page_text(pages.CARD_FRONT))
    name = card(printed, back()).fact(NAME)
    assert (name.value, name.settled) == ("TRẦN THỊ MẪU", True)
    alone = card(back()).fact(NAME)
    assert not alone.settled


@pytest.mark.parametrize(
    ("sides", "fact", "dissenter"),
    [
        ((front("02/06/1995", "02/06/1996"), back()), "birth_date", Source.PRINT),
        ((front(code=qr("02061995", "02061985")), back()), "birth_date", Source.QR),
        ((front(), back(zone(born="950612"))), "birth_date", Source.MRZ),
        (
            (front("Sex: Nữ", "Sex: Nam", qr("Nữ", "Nam")), back(zone(sex="M"))),
            "sex",
            Source.NUMBER,
        ),
    ],
)
def test_the_one_witness_that_says_something_else_is_named(
    sides: tuple[Side, Side], fact: str, dissenter: Source
) -> None:
    found = card(*sides)
    told = found.fact(fact)
    assert told is not None
    assert told.settled
    assert told.dissenters == (dissenter,)
    titles = {(2, fact): "Ngày sinh", (1, fact): "Ngày sinh"}
    finding = next(one for one in findings_of([found], titles) if one.fields == (fact,))
    assert finding.code == f"card-dissent-{dissenter.value}"
    assert finding.details["other"] != finding.details["value"]


def test_code_against_print_and_number_is_decided_by_nobody() -> None:
    found = card(front(code=qr("02061995", "02061985")))
    told = found.fact("birth_date")
    assert told is not None
    assert not told.settled
    assert set(told.dissenters) == {Source.QR, Source.PRINT, Source.NUMBER}
    assert findings_of([found], {})[0].code == "card-witnesses-undecided"


def test_the_sides_of_two_cards_are_put_together_by_their_numbers() -> None:
    strange = back(zone(number="051095007439", sex="M"))
    found = card_witnesses([front(), strange, back(document_id=3)], CATALOGUE.rules)
    assert [one.document_ids for one in found] == [(1, 3), (2,)]


def test_a_card_binds_to_one_role_and_a_role_to_one_card() -> None:
    mother = NamedPerson(9, "mother", NUMBER, "Trần Thị Mẫu", "1995")
    declarant = NamedPerson(9, "declarant", NUMBER, "Trần Thị Mẫu", "1995-06-02")
    (one,) = bound([card(front())], [mother, declarant])
    assert one.binding is not None
    assert (one.binding.role, one.binding.by) == ("mother", "number")
    twice = bound([card(front()), card(front())], [mother])
    assert [found.binding is not None for found in twice] == [True, False]


def test_a_card_whose_number_is_disputed_binds_to_nobody_by_it() -> None:
    other = "051195007435"
    disputed = card(front(f"Số / No.: {NUMBER}", ""), back(zone(number=other)))
    persons = [NamedPerson(9, "mother", NUMBER), NamedPerson(9, "father", other)]
    (one,) = bound([disputed], persons)
    fact = disputed.fact("personal_id")
    assert fact is not None
    assert set(fact.dissenters) == {Source.QR, Source.MRZ}
    assert one.binding is None


def test_without_a_printed_number_the_name_and_birth_year_bind() -> None:
    person = NamedPerson(9, "mother", "", "TRẦN THỊ MẪU", "1995")
    (one,) = bound([card(front())], [person])
    assert one.binding is not None
    assert one.binding.by == "name and birth"
    (other,) = bound([card(front())], [NamedPerson(9, "mother", "", "TRẦN THỊ MẪU", "1990")])
    assert other.binding is None


def test_one_number_under_two_names_on_a_declaration_is_an_error() -> None:
    kind = CATALOGUE.document_type("marriage_registration_declaration")
    husband, wife = kind.persons
    readings = [
        one
        for one in extract(kind, [(1, pages.page_text(["x"]))])
        if one.name in {husband.name, wife.name, husband.personal_id, wife.personal_id}
    ]
    said = {husband.name: "LÊ VĂN MẪU", wife.name: "TRẦN THỊ MẪU"}
    values = [replace(one, value=said.get(one.name, NUMBER)) for one in readings]
    codes = {one.code for one in check_document(kind, values)}
    assert "card-in-two-roles" in codes
    numbers = (husband.personal_id, wife.personal_id)
    same = [replace(one, value=NUMBER if one.name in numbers else "LÊ MẪU") for one in readings]
    assert "card-in-two-roles" not in {one.code for one in check_document(kind, same)}


def test_persons_are_named_in_the_order_of_the_definition() -> None:
    kind = CATALOGUE.document_type("birth_registration_declaration")
    values = extract(kind, [(1, pages.page_text(pages.BIRTH_DECLARATION))], CATALOGUE.rules)
    roles = [one.role for one in named_persons(4, kind, values)]
    assert roles == [rule.role for rule in kind.persons]


def test_a_card_prints_the_rest_of_its_residence_beside_the_date_of_expiry() -> None:
    lines = list(pages.CARD_FRONT[:-1])
    text = pages.page_text(lines)
    left = pages.words_of("of expiry:", 10.0, 1122.0, 40)
    more = pages.words_of("Mẫu, Quảng Ngãi", 300.0, 1162.0, 41)
    words = (*text.words, *left, *more)
    kind = CATALOGUE.document_type("cccd_front")
    found = {one.name: one.value for one in extract(kind, [(1, replace(text, words=words))])}
    assert found["residence"] == "Số 9 Lê Lợi, Mẫu, Quảng Ngãi"
