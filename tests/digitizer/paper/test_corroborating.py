"""A card's code vouches for the same words on another paper, and for nothing else."""

from __future__ import annotations

from dataclasses import replace

from digitizer.catalogue import Catalogue
from digitizer.model.field import FieldReading
from digitizer.paper.corroborating import ExactPerson, corroborated, exact_persons
from digitizer.paper.extraction import extract
from tests.digitizer.paper import pages

CATALOGUE = Catalogue.load()
CARD = CATALOGUE.document_type("cccd_front")
DECLARATION = CATALOGUE.document_type("birth_registration_declaration")


def card_readings(*, qr: str = pages.CARD_QR) -> tuple[FieldReading, ...]:
    return extract(CARD, [(1, pages.page_text(pages.CARD_FRONT, codes=[qr] if qr else []))])


def persons(*, qr: str = pages.CARD_QR) -> tuple[ExactPerson, ...]:
    return exact_persons(7, CARD, card_readings(qr=qr))


def declaration(
    old: str = "", new: str = "", *, with_persons: tuple[ExactPerson, ...] | None = None
) -> dict[str, FieldReading]:
    """Read the declaration, badly enough that nothing is sure by itself."""
    lines = [line.replace(old, new) if old else line for line in pages.BIRTH_DECLARATION]
    readings = extract(DECLARATION, [(2, pages.page_text(lines, confidence=0.5))])
    assert not any(one.sure for one in readings)
    known = persons() if with_persons is None else with_persons
    return {one.name: one for one in corroborated(DECLARATION, readings, known)}


def test_number_name_and_birth_of_the_cards_holder_become_sure_and_stay_recognised_print() -> None:
    found = declaration()
    sure = {name for name, one in found.items() if one.sure}
    assert sure == {
        "requester_name",
        "requester_personal_id",
        "requester_birth_date",
        "mother_name",
        "mother_birth_year",
    }
    number = found["requester_personal_id"]
    assert (number.value, number.method.value) == ("051195007434", "ocr")
    assert number.basis.endswith("same as qr of document 7")
    assert number.evidence[0].page_id == 2


def test_a_number_that_differs_in_one_digit_vouches_for_nothing_of_that_person() -> None:
    found = declaration("051195007434", "051195007484")
    assert not any(one.sure for name, one in found.items() if name.startswith("requester"))


def test_a_name_with_another_mark_stays_doubtful_beside_its_number() -> None:
    found = declaration("TRẦN THỊ MẪU", "TRẦN THỊ MẬU")
    assert found["requester_personal_id"].sure
    assert not found["requester_name"].sure
    assert not found["mother_name"].sure


def test_another_birth_date_stays_doubtful_and_so_does_the_number_it_contradicts() -> None:
    found = declaration("02/06/1995", "02/06/1996")
    assert not found["requester_birth_date"].sure
    assert not found["requester_personal_id"].sure


def test_a_name_alone_tells_nobody() -> None:
    assert not declaration("Năm sinh:(5) 1995", "Năm sinh:(5) ....")["mother_name"].sure


def test_print_vouches_for_nothing_however_sure_it_is() -> None:
    assert persons(qr="") == ()


def test_a_code_that_its_own_card_contradicts_vouches_for_nothing() -> None:
    disputed = tuple(
        replace(one, sure=False) if one.name == "personal_id" else one for one in card_readings()
    )
    assert exact_persons(7, CARD, disputed) == ()


def test_without_a_card_the_readings_stay_as_they_are() -> None:
    assert not any(one.sure for one in declaration(with_persons=()).values())
