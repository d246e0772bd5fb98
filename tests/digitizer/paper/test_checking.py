from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest

from digitizer import messages
from digitizer.catalogue import Catalogue, shipped_units
from digitizer.model.document import CopyKind, Document
from digitizer.model.dossier import Owner
from digitizer.model.field import Absence, Method, Severity
from digitizer.paper.checking import Checked, check_document, check_dossier

CATALOGUE = Catalogue.load()
TODAY = date(2026, 11, 22)
CARD = {
    "personal_id": "051195007434",
    "full_name": "TRẦN THỊ MẪU",
    "birth_date": "1995-06-02",
    "sex": "Nữ",
    "nationality": "Việt Nam",
    "expiry_date": "2035-06-02",
}


@dataclass(frozen=True)
class Value:
    name: str
    value: str
    method: Method = Method.OCR
    alternatives: tuple[str, ...] = ()
    absence: Absence | None = None


TAX_RETURN = "household_business_tax_return"


def values(fields: dict[str, str]) -> list[Value]:
    return [Value(name, value) for name, value in fields.items()]


def codes(fields: dict[str, str], kind: str = "cccd_front") -> set[str]:
    found = check_document(CATALOGUE.document_types[kind], values(fields), on=TODAY)
    return {finding.code for finding in found}


def paper(number: int, kind: str, fields: dict[str, str]) -> Checked:
    document = Document(number, "H49-261122-0001", kind, 1.0, None, None, CopyKind.ORIGINAL, ())
    return document, CATALOGUE.document_types[kind], values(fields)


def test_a_sound_card_has_no_findings() -> None:
    assert codes(CARD) == set()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"personal_id": "999195007434"}, "personal-id-sex-mismatch"),
        ({"personal_id": "003195007434"}, "personal-id-structure"),
        ({"personal_id": "0511950074"}, "personal-id-structure"),
        ({"sex": "Nam"}, "personal-id-sex-mismatch"),
        ({"birth_date": "1996-06-02"}, "personal-id-birth-year-mismatch"),
        ({"birth_date": "31/02/1995"}, "date-impossible"),
        ({"birth_date": "2095-06-02"}, "date-in-future"),
        ({"expiry_date": "1990-06-02"}, "dates-out-of-order"),
        ({"expiry_date": "2025-06-02"}, "expired-paper"),
        ({"full_name": ""}, "required-field-missing"),
    ],
)
def test_what_is_wrong_has_its_code(change: dict[str, str], code: str) -> None:
    found = codes(CARD | change)
    if change == {"personal_id": "999195007434"}:
        # 999 may be a country: only the other facts can speak against such a number
        assert found == set()
    else:
        assert code in found


def test_a_field_that_a_person_called_blank_is_not_missing() -> None:
    kind = CATALOGUE.document_types["cccd_front"]
    fields = [one for one in values(CARD) if one.name != "full_name"]
    blank = Value("full_name", "", absence=Absence.BLANK)
    assert check_document(kind, [*fields, blank], on=TODAY) == ()


def test_a_code_and_print_that_disagree_are_a_warning() -> None:
    kind = CATALOGUE.document_types["cccd_front"]
    fields = [one for one in values(CARD) if one.name != "personal_id"]
    number = Value("personal_id", CARD["personal_id"], Method.QR, ("051195007435",))
    (finding,) = check_document(kind, [*fields, number], document_id=4, on=TODAY)
    assert (finding.code, finding.severity) == ("witnesses-disagree", Severity.WARNING)
    assert finding.document_id == 4


def test_a_birth_after_the_declaration_is_out_of_order() -> None:
    fields = {"child_birth_date": "2026-11-20", "made_at_date": "2026-11-12"}
    assert "dates-out-of-order" in codes(fields, "birth_registration_declaration")


def test_figures_and_words_of_a_birth_date_are_compared() -> None:
    words = "Ngày mười bốn tháng năm năm hai nghìn không trăm hai mươi hai"
    fields = {"child_birth_date": "2022-05-04", "child_birth_date_words": words}
    assert "date-words-mismatch" in codes(fields, "birth_certificate")
    fields["child_birth_date"] = "2022-05-14"
    assert "date-words-mismatch" not in codes(fields, "birth_certificate")


def test_one_number_with_two_names_is_found_between_papers() -> None:
    declaration = {"person_personal_id": CARD["personal_id"], "person_name": "TRẦN THỊ MẬU"}
    found = check_dossier(
        [paper(1, "cccd_front", CARD), paper(2, "marital_status_declaration", declaration)],
        on=TODAY,
    )
    assert "declaration-against-paper" in {finding.code for finding in found}


def test_one_person_with_two_numbers_is_found_between_papers() -> None:
    declaration = {
        "person_personal_id": "051195007435",
        "person_name": "Trần Thị Mẫu",
        "person_birth_date": "1995-06-02",
    }
    found = check_dossier(
        [paper(1, "cccd_front", CARD), paper(2, "marital_status_declaration", declaration)],
        on=TODAY,
    )
    mismatch = [f for f in found if f.code == "declaration-against-paper"]
    assert [finding.severity for finding in mismatch] == [Severity.ERROR]


def test_a_declaration_never_outranks_the_paper_whichever_was_taken_in_first() -> None:
    declaration = {"person_personal_id": CARD["personal_id"], "person_name": "TRẦN THỊ MẬU"}
    papers = [paper(1, "cccd_front", CARD), paper(2, "marital_status_declaration", declaration)]
    for order in (papers, papers[::-1]):
        (finding,) = [
            one for one in check_dossier(order, on=TODAY) if one.code == "declaration-against-paper"
        ]
        assert finding.document_id == 2
        assert finding.fields == ("person_name",)
        assert (finding.details["first"], finding.details["second"]) == (
            "TRẦN THỊ MẬU",
            CARD["full_name"],
        )


def test_a_sum_that_its_words_contradict_is_found() -> None:
    fields = {"capital": "50000000", "capital_words": "Năm trăm triệu đồng"}
    assert "money-words-mismatch" in codes(fields, "household_business_application")
    fields["capital"] = "500000000"
    assert "money-words-mismatch" not in codes(fields, "household_business_application")


def test_a_tax_code_whose_check_digit_is_wrong_is_an_error() -> None:
    assert "tax-code-check-digit" in codes({"tax_number": "0100109107"}, TAX_RETURN)
    assert "tax-code-check-digit" not in codes({"tax_number": "0100109106"}, TAX_RETURN)


def test_a_mother_born_after_her_child_is_found_on_the_certificate() -> None:
    fields = {"child_birth_date": "2022-05-04", "mother_birth_year": "2023"}
    assert "dates-out-of-order" in codes(fields, "birth_certificate")


def test_two_people_of_one_name_are_no_contradiction() -> None:
    other = CARD | {"personal_id": "051188000001", "birth_date": "1988-01-01"}
    found = check_dossier([paper(1, "cccd_front", CARD), paper(2, "cccd_front", other)], on=TODAY)
    assert found == ()


def test_papers_of_another_number_than_the_owner_are_found() -> None:
    owner = Owner("TRẦN THỊ MẪU", "051195007430")
    found = check_dossier([paper(1, "cccd_front", CARD)], owner=owner, on=TODAY)
    assert [finding.code for finding in found] == ["owner-number-mismatch"]


def test_every_finding_has_a_sentence_with_its_places_filled() -> None:
    broken = CARD | {"personal_id": "", "birth_date": "31/02/1995", "expiry_date": "2025-06-02"}
    kind = CATALOGUE.document_types["cccd_front"]
    for finding in check_document(kind, values(broken), on=TODAY):
        for language in ("vi", "en"):
            said = messages.sentence(finding, language)
            assert "…" not in said
            assert finding.code not in said


def test_an_address_in_a_divided_commune_is_asked_and_its_words_stay() -> None:
    kind = CATALOGUE.document_type("birth_registration_declaration")
    divided = "xã Hòa Liên, huyện Hòa Vang, thành phố Đà Nẵng"
    known = [
        Value("requester_residence", divided),
        Value("child_hometown", "Đức Phổ, Quảng Ngãi"),
    ]
    findings = check_document(kind, known, units=shipped_units())
    asked = [one for one in findings if one.code == "place-divided"]
    assert [one.fields for one in asked] == [("requester_residence",)]
    assert asked[0].severity is Severity.WARNING
    assert asked[0].details["value"] == divided
    assert "phường Liên Chiểu" in asked[0].details["candidates"]


@pytest.mark.parametrize(
    ("made", "today", "complains"),
    [
        ("2027-02-28", date(2027, 3, 5), False),
        ("2027-03-01", date(2027, 3, 5), True),
        ("", date(2027, 3, 5), True),
        ("", date(2026, 11, 22), False),
    ],
)
def test_a_form_that_was_withdrawn_when_it_was_filled_in_wants_a_look(
    made: str, today: date, complains: bool
) -> None:
    kind = CATALOGUE.document_type("birth_registration_declaration")
    found = check_document(kind, [Value("made_at_date", made)], on=today)
    said = [one for one in found if one.code == "form-withdrawn"]
    assert bool(said) == complains
    if made and complains:
        assert said[0].fields == ("made_at_date",)
    assert all(one.severity is Severity.WARNING for one in said)


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ("Thẻ CCCD số 051195007434, do Cục CSQLHC về TTXH cấp ngày 07/04/2022", False),
        ("CMND số 212345678 do Công an tỉnh Mẫu cấp ngày 01/02/2009", False),
        ("Hộ chiếu số C1234567 cấp ngày 20240305", False),
        ("Giấy khai sinh", False),
        ("Thẻ CCCD số 05119500743, do Cục CSQLHC về TTXH cấp ngày 07/04/2022", True),
        ("CMND số 21234567", True),
    ],
)
def test_the_number_of_an_identity_paper_in_a_sentence_is_doubted(said: str, wrong: bool) -> None:
    found = codes({"declarant_id_paper": said}, "birth_certificate")
    assert ("identity-number-structure" in found) is wrong


def test_every_field_that_holds_a_paper_tax_or_insurance_number_checks_it() -> None:
    unchecked = [
        f"{kind.code}.{rule.name}"
        for kind in CATALOGUE.document_types.values()
        for rule in kind.fields
        if (rule.name.endswith("id_paper") and "identity-paper" not in rule.checks)
        or (rule.name.endswith("tax_number") and "tax-code" not in rule.checks)
        or (rule.name.endswith("insurance_number") and "insurance-number" not in rule.checks)
    ]
    assert unchecked == []


def test_an_old_land_certificate_may_bear_a_nine_digit_card_number() -> None:
    kind = "land_certificate_old"
    assert "identity-number-structure" not in codes({"holder_personal_id": "212345678"}, kind)
    assert "personal-id-structure" not in codes({"holder_personal_id": "212345678"}, kind)
    assert "identity-number-structure" in codes({"holder_personal_id": "2123456"}, kind)
