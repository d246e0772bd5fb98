"""Further forms: sorted by their print, read by their labels, doubted where unconfirmed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from digitizer.catalogue import Catalogue
from digitizer.model.doctype import DocumentType, FieldRule, Place
from digitizer.model.field import FieldReading
from digitizer.paper.extraction import extract, lines_to_look_at
from digitizer.paper.normalising import among
from digitizer.paper.sorting import sort_into_documents
from ocr.model import Rereading, WordAgain
from tests.digitizer.paper import pages
from tests.digitizer.paper.forms import FORMS

CATALOGUE = Catalogue.load()
EXPECTED = {
    "residence_change_declaration": {
        "person_name": "TRẦN THỊ MẪU",
        "person_birth_date": "1995-06-02",
        "person_sex": "Nữ",
        "person_personal_id": "051195007434",
        "person_phone": "0912345678",
        "person_email": "mau@vidu.vn",
        "head_name": "LÊ VĂN MẪU",
        "head_relation": "Vợ",
        "head_personal_id": "051090001234",
        "request": "Đăng ký thường trú tại phường Mẫu",
        "members": "051321000123 LÊ MẪU AN 05/10/2021 Nữ; 051223000456 LÊ MẪU BÌNH 07/03/2023 Nam",
    },
    "residence_confirmation": {
        "issuer": "CÔNG AN PHƯỜNG MẪU",
        "number": "12/XN",
        "issue_date": "2026-11-05",
        "person_name": "TRẦN THỊ MẪU",
        "person_personal_id": "051195007434",
        "person_religion": "Không",
        "person_hometown": "Phường Mẫu, tỉnh Quảng Ngãi",
        "permanent_residence": "Số 9 đường Lê Lợi, phường Mẫu, tỉnh Quảng Ngãi",
    },
    "marriage_certificate": {
        "number": "12/2024",
        "book": "01/2024",
        "wife_name": "TRẦN THỊ MẪU",
        "husband_name": "LÊ VĂN MẪU",
        "wife_birth_date": "1995-06-02",
        "husband_birth_date": "1990-12-04",
        "wife_ethnicity": "Hrê",
        "husband_ethnicity": "Kinh",
        "wife_nationality": "Việt Nam",
        "husband_nationality": "Lào",
        "wife_residence": "Phường Mẫu, tỉnh Quảng Ngãi",
        "husband_residence": "Xã Mẫu, tỉnh Gia Lai",
        "wife_personal_id": "051195007434",
        "husband_personal_id": "051090001234",
        "registration_place": "Ủy ban nhân dân phường Mẫu, tỉnh Quảng Ngãi",
        "registration_date": "2024-02-01",
    },
    "death_extract": {
        "person_name": "TRẦN VĂN MẪU",
        "person_birth_date": "1940",
        "person_personal_id": "051040001234",
        "death_time": "5 giờ 30 phút, ngày 02 tháng 11 năm 2026",
        "death_date": "2026-11-02",
        "death_place": "Phường Mẫu, tỉnh Quảng Ngãi",
        "death_cause": "Bệnh già",
    },
    "criminal_record_certificate": {
        "number": "99/PLLTP",
        "person_name": "TRẦN THỊ MẪU",
        "person_sex": "Nữ",
        "person_birth_date": "1995-06-02",
        "person_personal_id": "051195007434",
        "criminal_record": "Không có án tích",
    },
    "land_certificate": {
        "holder": "Bà Trần Thị Mẫu",
        "parcel_number": "123",
        "map_sheet": "45",
        "area": "250.5",
        "land_use": "Đất ở tại đô thị",
        "parcel_address": "Phường Mẫu, tỉnh Quảng Ngãi",
        "building_name": "Nhà ở riêng lẻ",
    },
    "dossier_receipt": {
        "dossier_code": "H49.12.03-261105-0007",
        "applicant_name": "Trần Thị Mẫu",
        "applicant_personal_id": "051195007434",
        "request": "Đăng ký khai sinh",
        "copies": "1",
        "received_at": "8 giờ 15 phút, ngày 05/11/2026",
        "due_at": "16 giờ, ngày 06/11/2026",
    },
}


def readings_of(code: str) -> dict[str, FieldReading]:
    text = pages.page_text(FORMS[code])
    return {one.name: one for one in extract(CATALOGUE.document_type(code), [(1, text)])}


@pytest.mark.parametrize("code", FORMS)
def test_the_form_is_known_by_its_print(code: str) -> None:
    (found,) = sort_into_documents([(pages.page(1), pages.page_text(FORMS[code]))], CATALOGUE)
    assert found.type == code
    assert found.probability > 0.8


@pytest.mark.parametrize("code", FORMS)
def test_the_form_without_its_title_is_no_other_form(code: str) -> None:
    title = CATALOGUE.document_type(code).titles[0]
    lines = [line for line in FORMS[code] if line not in title]
    (found,) = sort_into_documents([(pages.page(1), pages.page_text(lines))], CATALOGUE)
    assert found.type in (code, None)


@pytest.mark.parametrize("code", EXPECTED)
def test_the_fields_stand_behind_their_labels(code: str) -> None:
    found = readings_of(code)
    assert {name: found[name].value for name in EXPECTED[code]} == EXPECTED[code]


def looked_at(code: str, lines: Sequence[str], poor: str = "") -> dict[str, FieldReading]:
    """Return the readings of a page on which a second witness says all that the first said.

    The word ``poor`` it reads badly.
    """
    kind, text = CATALOGUE.document_type(code), pages.page_text(lines)
    asked = lines_to_look_at(kind, [(1, text)]).get(1, ())
    again = tuple(
        Rereading(
            line.box,
            len(line.words),
            "witness",
            tuple(
                WordAgain(word, 0.1, n, n, word, 0.0, 1.0)
                if word == poor
                else WordAgain(word, 0.97, n, n, word, 1.0, 1.0)
                for n, word in enumerate(line.text.split())
            ),
        )
        for line in asked
    )
    return {one.name: one for one in extract(kind, [(1, replace(text, again=again))])}


def test_how_the_unit_of_an_area_was_read_says_nothing_of_its_figures() -> None:
    code = next(code for code, wanted in EXPECTED.items() if wanted.get("area") == "250.5")
    for unit in ("m2", "m²"):
        lines = [line.replace("m²", unit) for line in FORMS[code]]
        assert looked_at(code, lines, poor=unit)["area"].sure
        assert not looked_at(code, lines, poor="250,5")["area"].sure


def test_one_reading_is_sure_on_a_form_not_compared_with_the_original_by_its_label_alone() -> None:
    unconfirmed = [code for code in FORMS if CATALOGUE.document_type(code).unconfirmed]
    assert "marriage_certificate" in unconfirmed
    assert "residence_change_declaration" not in unconfirmed
    sure = {
        (code, one.name) for code in unconfirmed for one in readings_of(code).values() if one.sure
    }
    assert ("marriage_certificate", "wife_birth_date") in sure
    rules = {code: CATALOGUE.document_type(code) for code, _ in sure}
    assert not [one for one in sure if not _field(rules[one[0]], one[1]).labels]
    assert readings_of("residence_change_declaration")["person_birth_date"].sure


def _field(kind: DocumentType, name: str) -> FieldRule:
    return next(rule for rule in kind.fields if rule.name == name)


def test_two_readings_make_a_value_sure_there_where_the_paper_prints_the_label_as_defined() -> None:
    lines = list(FORMS["criminal_record_certificate"])
    found = looked_at("criminal_record_certificate", lines)
    assert found["person_birth_date"].sure
    assert found["person_personal_id"].sure
    place = next(n for n, line in enumerate(lines) if "Ngày, tháng, năm sinh" in line)
    lines[place] = lines[place].replace("Ngày, tháng, năm sinh", "Ngày, thóng, năn sinh")
    other = looked_at("criminal_record_certificate", lines)
    assert other["person_birth_date"].value == found["person_birth_date"].value
    assert not other["person_birth_date"].sure
    assert other["person_personal_id"].sure


def test_a_value_that_law_leaves_few_wordings_for_is_read_as_one_of_them() -> None:
    kind = CATALOGUE.document_type("driver_health_certificate")
    rules = {rule.name: rule for rule in kind.fields}
    assert "B1" in rules["licence_class"].values
    read = {
        said: among(rules["licence_class"].values, said, CATALOGUE.rules)
        for said in ("B1", "BI", "Xe ba bánh", "")
    }
    assert (read["B1"].value, read["B1"].plausible) == ("B1", True)
    assert (read["BI"].value, read["BI"].plausible) == ("B1", False)
    assert (read["Xe ba bánh"].value, read["Xe ba bánh"].plausible) == ("Xe ba bánh", False)
    assert not read[""].accepted
    classes = ("Cấp I", "Cấp II", "Cấp III")
    assert among(classes, "Cấp HI", CATALOGUE.rules).value == "Cấp III"


def test_a_paper_is_never_taken_for_other_by_itself() -> None:
    other = CATALOGUE.document_type("other_paper")
    assert other.fields == ()
    assert extract(other, [(1, pages.page_text(["Giấy tờ khác"]))]) == ()
    for lines in (["GIẤY TỜ KHÁC"], ["Một trang viết tay."], []):
        (found,) = sort_into_documents([(pages.page(1), pages.page_text(lines))], CATALOGUE)
        assert found.type is None


def test_a_value_is_found_in_a_zone_of_the_page_and_beside_words_of_it() -> None:
    kind = replace(
        CATALOGUE.document_type("birth_registration_declaration"),
        fields=(
            FieldRule("head", "", (), place=Place.ZONE, zone=(0.0, 0.0, 1.0, 0.09)),
            FieldRule(
                "child", "", (), place=Place.ZONE, zone=(0.15, -0.01, 0.6, 0.02),
                anchor="Họ, chữ đệm, tên người mẹ",
            ),
            FieldRule(
                "nowhere", "", (), place=Place.ZONE, zone=(0.0, 0.0, 1.0, 1.0),
                anchor="Những chữ không có trên trang",
            ),
        ),
    )  # fmt: skip
    readings = extract(kind, [(1, pages.page_text(pages.BIRTH_DECLARATION))])
    found = {one.name: one.value for one in readings}
    assert found["head"] == " ".join(pages.MOTTO[:1])
    assert found["child"].endswith("TRẦN THỊ MẪU")
    assert found["nowhere"] == ""


def test_a_field_from_memory_is_not_sure_under_a_label_that_is_printed_otherwise() -> None:
    kind = CATALOGUE.document_type("residence_change_declaration")
    doubted = replace(
        kind, fields=tuple(replace(r, unconfirmed=r.name == "person_sex") for r in kind.fields)
    )
    lines = FORMS["residence_change_declaration"]
    assert "person_sex" in _sure(doubted, lines)
    otherwise = [line.replace("Giới tính", "Giói tánh") for line in lines]
    assert "person_sex" in _sure(kind, otherwise)
    assert _sure(doubted, otherwise) == _sure(kind, otherwise) - {"person_sex"}


def _sure(kind: DocumentType, lines: Sequence[str]) -> set[str]:
    return {one.name for one in extract(kind, [(1, pages.page_text(lines))]) if one.sure}


def test_the_lines_of_the_insurance_and_tax_forms_stand_in_the_order_of_the_forms() -> None:
    insured = values_of(
        "insurance_declaration",
        [
            "TỜ KHAI",
            "THAM GIA, ĐIỀU CHỈNH THÔNG TIN BẢO HIỂM XÃ HỘI, BẢO HIỂM Y TẾ",
            "[01]. Họ và tên (viết chữ in hoa): TRẦN THỊ MẪU",
            "[02]. Giới tính: Nữ      [03]. Ngày, tháng, năm sinh: 02/06/1995",
            "[06]. Số CCCD/ĐDCN/Hộ chiếu: 051195007434",
            "[07]. Điện thoại: 0912345678",
        ],
    )
    assert (insured["person_sex"], insured["person_birth_date"]) == ("Nữ", "1995-06-02")
    assert insured["person_personal_id"] == "051195007434"
    taxed = values_of(
        "household_business_tax_return",
        [
            "TỜ KHAI THUẾ ĐỐI VỚI HỘ KINH DOANH, CÁ NHÂN KINH DOANH",
            "[07] Mã số thuế: 051195007434",
            "[08] Ngành nghề kinh doanh: Bán lẻ vải",
            "[10] Số lượng lao động sử dụng thường xuyên: 2",
            "[12] Địa chỉ kinh doanh: Số 9 Lê Lợi, phường Mẫu, tỉnh Quảng Ngãi",
        ],
    )
    assert (taxed["business_line"], taxed["workers"]) == ("Bán lẻ vải", "2")


def values_of(code: str, lines: list[str]) -> dict[str, str]:
    words = [(1, pages.page_text(lines))]
    return {one.name: one.value for one in extract(CATALOGUE.document_type(code), words)}
