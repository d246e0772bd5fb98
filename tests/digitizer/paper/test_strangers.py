"""Whom the papers name besides those who are asked for, and what keeps them from being taken."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from digitizer.catalogue import Catalogue
from digitizer.model.field import FieldReading
from digitizer.paper.extraction import extract
from ocr.model import Box, PageText, Region, RegionKind, TextSource
from tests.digitizer.paper import pages

CATALOGUE = Catalogue.load()


def text_of(*lines: str) -> PageText:
    return pages.page_text(lines, source=TextSource.TEXT_LAYER, confidence=1.0)


def readings(code: str, *texts: PageText) -> dict[str, FieldReading]:
    numbered = list(enumerate(texts, start=1))
    return {one.name: one for one in extract(CATALOGUE.document_type(code), numbered)}


def read(code: str, *lines: str) -> dict[str, FieldReading]:
    return readings(code, text_of(*lines))


DECLARATION = (
    "TỜ KHAI ĐĂNG KÝ KHAI SINH",
    "Họ, chữ đệm, tên người yêu cầu: LÊ VĂN HÙNG",
    "Quan hệ với người được khai sinh: Cha đẻ",
    "Đề nghị cơ quan đăng ký khai sinh cho người dưới đây:",
    "Tên trẻ: LÊ MINH AN",
    "Ngày, tháng, năm sinh: 05/10/2016",
    "Họ, chữ đệm, tên người mẹ: TRẦN THỊ LAN",
    "Năm sinh: 1995      Dân tộc: Kinh",
)


@pytest.mark.parametrize("day", ["@1300 Nghĩa Lộ, ngày 12 tháng 11 năm 2016", ""])
def test_who_signs_is_not_surely_the_child_whose_label_nobody_knows(day: str) -> None:
    signed = ("@1300 Người yêu cầu", "@1300 Họ và tên: LÊ VĂN HÙNG")
    assert not read("birth_registration_declaration", *DECLARATION, day, *signed)["child_name"].sure


def test_a_number_that_stands_alone_on_the_paper_may_be_the_mother_s() -> None:
    found = read("birth_registration_declaration", *DECLARATION, "Số thẻ của mẹ: 051195007434")[
        "requester_personal_id"
    ]
    assert not found.sure


@pytest.mark.parametrize(
    "stranger", ["Người được ủy quyền nộp: TRẦN THỊ LAN", "Người nộp thay: Bà Trần Thị Lan"]
)
def test_what_stands_behind_a_person_nobody_asks_for_is_not_sure(stranger: str) -> None:
    lines = (
        "PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ",
        "Tiếp nhận hồ sơ của: LÊ VĂN HÙNG",
        "Số CCCD: 051090007434",
    )
    assert read("intake_refusal", *lines)["applicant_personal_id"].sure
    found = read("intake_refusal", *lines[:2], stranger, lines[2])
    assert (found["applicant_name"].sure, found["applicant_personal_id"].sure) == (True, False)


def test_the_number_of_who_plans_a_house_is_not_surely_its_owner_s() -> None:
    found = read(
        "building_permit_application",
        "ĐƠN ĐỀ NGHỊ CẤP GIẤY PHÉP XÂY DỰNG",
        "- Tên chủ đầu tư (tên chủ hộ): LÊ VĂN HÙNG",
        "- Địa chỉ liên hệ: Số 9 đường Lê Lợi, tỉnh Quảng Ngãi",
        "- Chủ nhiệm thiết kế: Võ Văn Tư, CCCD số: 051085001234",
    )
    assert not found["owner_personal_id"].sure


NOTES = ("Giấy tờ tùy thân: Hộ chiếu số C1234567 cấp ngày 04/12/2023",)


def test_a_number_of_its_own_is_the_paper_only_where_no_paper_is_asked_for() -> None:
    head = ("TỜ KHAI CẤP BẢN SAO TRÍCH LỤC HỘ TỊCH", "Họ, chữ đệm, tên người yêu cầu: LÊ VĂN HÙNG")
    number = "Số định danh cá nhân: 051090007434"
    alone = read("civil_status_copy_request", *head, number)
    assert alone["requester_personal_id"].value == "051090007434"
    both = read("civil_status_copy_request", *head, *NOTES, number)
    assert both["requester_id_paper"].value.startswith("Hộ chiếu số C1234567")


SIGNED = ("GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN", *("",) * 14, "@1400 CHỦ TỊCH", "")


@pytest.mark.parametrize(
    ("name", "below"),
    [
        ("Phạm Minh Đức", ("@300 CHỨNG THỰC BẢN SAO ĐÚNG VỚI BẢN CHÍNH", "", "@1400 Võ Thị Hoa")),
        ("Phạm Minh Đức", ("@1400 Người trả kết quả", "", "@1400 Võ Thị Hoa")),
        ("Phạm Minh Đức", ("@1400 (đã ký và đóng dấu)",)),
        ("Nguyễn Kỳ Đồng", ()),
    ],
)
def test_who_certifies_a_copy_or_hands_it_over_has_not_signed_it(
    name: str, below: tuple[str, ...]
) -> None:
    found = read("marital_status_confirmation", *SIGNED, f"@1400 {name}", *below)
    assert found["signer"].value == name


def test_a_couple_signs_below_the_official() -> None:
    found = read(
        "marriage_certificate",
        "GIẤY CHỨNG NHẬN KẾT HÔN",
        *("",) * 14,
        "@1400 NGƯỜI KÝ GIẤY CHỨNG NHẬN KẾT HÔN",
        "@1600 Phạm Minh Đức",
        "",
        "@300 Vợ @1500 Chồng",
        "@300 Trần Thị Lan @1500 Lê Văn Hùng",
    )
    assert found["signer"].value == "Phạm Minh Đức"


def test_a_wife_listed_above_the_signature_makes_no_couple_of_who_signs() -> None:
    found = read(
        "residence_confirmation",
        "XÁC NHẬN THÔNG TIN VỀ CƯ TRÚ",
        *("",) * 12,
        "@300 1 @450 Phạm Thùy Dung @1000 11/11/1992 @1700 Vợ",
        "",
        "@1500 TRƯỞNG CÔNG AN XÃ",
        "",
        "@1550 Đại úy Lê Trung Kiên",
    )
    assert found["signer"].value == "Lê Trung Kiên"


MEMBERS = (
    "@300 TT @420 Họ, chữ đệm và tên @1010 Ngày sinh @1410 Giới tính @1620 Số định danh cá nhân",
    "@300 1 @420 TRẦN THỊ LAN @1010 02/06/1995 @1420 Nữ @1620 051195007434",
    "@300 2 @420 LÊ MINH AN @1010 05/10/2016 @1420 Nữ @1620 051316007434",
)
MORE = ("@300 3 @420 LÊ MINH KHÔI @1010 05/10/2018 @1420 Nam @1620 051218007434",)


def ruled(text: PageText, rows: int, top: float) -> PageText:
    cuts = (290.0, 400.0, 1000.0, 1400.0, 1600.0, 2000.0)
    tops = [top + 80.0 * number for number in range(rows + 1)]
    grid = tuple(
        tuple(Box(a, up, b, down) for a, b in itertools.pairwise(cuts))
        for up, down in itertools.pairwise(tops)
    )
    table = Region(RegionKind.TABLE, Box(290, top, 2000, tops[-1]), 0.9, cells=grid)
    return replace(text, regions=(table,))


@pytest.mark.parametrize("foot", ["@1250 1", "Mẫu CT01 ban hành kèm theo Thông tư"])
def test_a_ruled_table_goes_on_behind_the_foot_of_a_page(foot: str) -> None:
    head = "Những thành viên trong hộ gia đình cùng thay đổi"
    first = ruled(text_of("TỜ KHAI THAY ĐỔI THÔNG TIN CƯ TRÚ", head, *MEMBERS, "", foot), 3, 345)
    second = ruled(text_of(*MORE, "", "Người kê khai"), 1, 185)
    members = readings("residence_change_declaration", first, second)["members"]
    assert [row[0].value for row in members.rows] == ["TRẦN THỊ LAN", "LÊ MINH AN", "LÊ MINH KHÔI"]


def test_words_that_end_a_table_end_it_between_rules_too_where_no_colon_follows() -> None:
    head = "Những thành viên trong hộ gia đình cùng thay đổi"
    signs = ("@420 Ý kiến của chủ hộ @1620 051090007434",)
    text = text_of("TỜ KHAI THAY ĐỔI THÔNG TIN CƯ TRÚ", head, *MEMBERS, *signs)
    members = readings("residence_change_declaration", ruled(text, 4, 345))["members"]
    assert [row[0].value for row in members.rows] == ["TRẦN THỊ LAN", "LÊ MINH AN"]


def test_a_book_of_insurance_is_not_put_right_to_a_number() -> None:
    found = read(
        "insurance_declaration",
        "TỜ KHAI THAM GIA, ĐIỀU CHỈNH THÔNG TIN BẢO HIỂM XÃ HỘI, BẢO HIỂM Y TẾ",
        "Hồ sơ kèm theo (nếu có): Bản sao căn cước công dân, sổ BHXH",
    )
    assert found["enclosures"].value == "Bản sao căn cước công dân, sổ BHXH"


def test_a_year_with_a_label_of_its_own_is_no_year_of_the_day_above() -> None:
    found = read(
        "birth_registration_declaration",
        "TỜ KHAI ĐĂNG KÝ KHAI SINH",
        *("",) * 4,
        "@1300 Làm tại: Nghĩa Lộ, ngày 20 tháng 12 năm",
        "@300 Năm sinh của mẹ: @1750 1990",
    )
    assert not found["made_at_date"].value.startswith("1990")


def test_a_second_holder_is_not_cut_off_with_the_first_one_s_year() -> None:
    found = read(
        "land_certificate_old",
        "GIẤY CHỨNG NHẬN QUYỀN SỬ DỤNG ĐẤT",
        "Ông: Lê Văn Hùng, sinh năm 1970 và vợ là bà Trần Thị Lan, sinh năm 1975",
    )
    assert "Trần Thị Lan" in found["holder"].value


def test_labels_that_say_nothing_of_whose_name_it_is_are_read_by_the_headings_above_them() -> None:
    certificate = (
        "GIẤY CHỨNG NHẬN KẾT HÔN",
        "Số: 76/2012",
        "@300 NGƯỜI CHỒNG @1400 NGƯỜI VỢ",
        "@300 Họ và tên: MÙA SEO SÍNH @1400 Họ và tên: NGÔ THỊ QUYÊN",
        "@300 Sinh ngày: 18/10/1991 @1400 Sinh ngày: 07/03/1986",
        "@300 Dân tộc: Mông @1400 Dân tộc: Kinh",
    )
    found = {name: one.value for name, one in read("marriage_certificate", *certificate).items()}
    told = {
        name: found[name] for name in ("husband_name", "husband_birth_date", "husband_ethnicity")
    }
    assert list(told.values()) == ["MÙA SEO SÍNH", "1991-10-18", "Mông"]
    told = {name: found[name] for name in ("wife_name", "wife_birth_date", "wife_ethnicity")}
    assert list(told.values()) == ["NGÔ THỊ QUYÊN", "1986-03-07", "Kinh"]


def test_labels_that_say_nothing_of_whose_name_it_is_make_no_wife_and_no_mother() -> None:
    certificate = (
        "GIẤY CHỨNG NHẬN KẾT HÔN",
        "Số: 76/2012",
        "@300 Họ và tên: MÙA SEO SÍNH @1400 Họ và tên: NGÔ THỊ QUYÊN",
        "@300 Sinh ngày: 18/10/1991 @1400 Sinh ngày: 07/03/1986",
        "@300 Dân tộc: Mông @1400 Dân tộc: Kinh",
    )
    found = read("marriage_certificate", *certificate)
    for person in ("wife", "husband"):
        for part in ("name", "birth_date", "ethnicity"):
            assert not found[f"{person}_{part}"].sure, f"{person}_{part}"


def test_a_value_whose_first_line_stands_above_its_label_is_not_sure() -> None:
    lines = (
        "THÔNG BÁO THAY ĐỔI NỘI DUNG ĐĂNG KÝ HỘ KINH DOANH",
        "Kính gửi: Phòng Kinh tế xã Thái Thụy",
        "",
        "@900 Thay đổi tên hộ kinh doanh thành: HỘ KINH DOANH",
        "@300 Nội dung thay đổi @900 TOÀN PHÁT LỘC",
    )
    page = text_of(*lines)
    near = [
        replace(word, box=replace(word.box, top=word.box.top + 30, bottom=word.box.bottom + 30))
        if word.box.top == 440.0
        else word
        for word in page.words
    ]
    found = readings("household_business_change_notice", replace(page, words=tuple(near)))
    assert found["change"].value == "TOÀN PHÁT LỘC"
    assert not found["change"].sure
