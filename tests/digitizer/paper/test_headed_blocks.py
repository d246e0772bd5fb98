"""Blocks about one person are told apart by their headings where their labels name nobody."""

from __future__ import annotations

import pytest

from digitizer.catalogue import Catalogue
from digitizer.model.field import FieldReading
from digitizer.paper.extraction import extract
from ocr.model import TextSource
from tests.digitizer.paper.pages import page_text

CATALOGUE = Catalogue.load()


def read(kind: str, *lines: str) -> dict[str, FieldReading]:
    found = extract(CATALOGUE.document_type(kind), [(1, page_text(lines))], CATALOGUE.rules)
    return {one.name: one for one in found}


def values(kind: str, *lines: str) -> dict[str, str]:
    return {name: one.value for name, one in read(kind, *lines).items() if one.value}


BIRTH = (
    "TỜ KHAI ĐĂNG KÝ KHAI SINH",
    "I. Người yêu cầu",
    "Họ, chữ đệm, tên: TRỊNH THỊ THU HOÀI",
    "Nơi cư trú: Thôn Khe Sanh, xã Bình Liêu, tỉnh Quảng Ninh",
    "II. Người được khai sinh",
    "Họ, chữ đệm, tên: TRỊNH NGỌC AN NHIÊN",
    "Ngày, tháng, năm sinh: 31/12/2025",
    "Dân tộc: Tày",
    "III. Cha, mẹ",
    "Người mẹ",
    "Họ, chữ đệm, tên: TRỊNH THỊ THU HOÀI",
    "Năm sinh: 1998",
    "Dân tộc: Kinh",
    "Người cha",
    "Họ, chữ đệm, tên: TRỊNH ĐÌNH KHÔI",
    "Năm sinh: 1996",
    "Dân tộc: Mường",
)


def test_a_name_below_a_heading_is_that_of_whom_the_heading_names() -> None:
    found = values("birth_registration_declaration", *BIRTH)
    assert found["requester_name"] == "TRỊNH THỊ THU HOÀI"
    assert found["requester_residence"] == "Thôn Khe Sanh, xã Bình Liêu, tỉnh Quảng Ninh"
    assert found["child_name"] == "TRỊNH NGỌC AN NHIÊN"
    assert (found["child_birth_date"], found["child_ethnicity"]) == ("2025-12-31", "Tày")
    assert (found["mother_birth_year"], found["mother_ethnicity"]) == ("1998", "Kinh")
    assert found["father_name"] == "TRỊNH ĐÌNH KHÔI"
    assert (found["father_birth_year"], found["father_ethnicity"]) == ("1996", "Mường")


def test_blocks_in_another_order_keep_their_persons() -> None:
    lines = (BIRTH[0], *BIRTH[13:17], *BIRTH[9:13], *BIRTH[4:8], *BIRTH[1:4])
    found = values("birth_registration_declaration", *lines)
    assert found["father_name"] == "TRỊNH ĐÌNH KHÔI"
    assert found["child_name"] == "TRỊNH NGỌC AN NHIÊN"
    assert (found["mother_birth_year"], found["father_birth_year"]) == ("1998", "1996")


def test_a_name_may_stand_behind_the_heading_itself() -> None:
    found = values(
        "birth_register_page",
        "SỔ ĐĂNG KÝ KHAI SINH",
        "Họ, chữ đệm, tên người được khai sinh: CHỐNG SỬU LỘC",
        "Mẹ: LỶ NHÌ MÚI",
        "Năm sinh: 1948",
        "Cha: CHỐNG A SÁNG",
        "Năm sinh: 1944",
    )
    assert (found["mother_name"], found["mother_birth_year"]) == ("LỶ NHÌ MÚI", "1948")
    assert (found["father_name"], found["father_birth_year"]) == ("CHỐNG A SÁNG", "1944")


def test_the_name_of_a_witness_below_the_last_block_is_nobody_s() -> None:
    found = values(
        "birth_registration_declaration",
        *BIRTH[:8],
        "Người làm chứng",
        "Họ, chữ đệm, tên: LÊ VĂN TÁM",
    )
    assert "LÊ VĂN TÁM" not in found.values()


@pytest.mark.parametrize("between", ["", "(không có thông tin)"])
def test_a_witness_below_an_empty_block_is_not_the_father(between: str) -> None:
    found = values(
        "birth_registration_declaration",
        *BIRTH[:13],
        "Người cha",
        *filter(None, [between]),
        "Người làm chứng",
        "Họ, chữ đệm, tên: LÊ VĂN TÁM",
    )
    assert "LÊ VĂN TÁM" not in found.values()


def test_a_note_below_a_heading_parts_nothing() -> None:
    lines = (*BIRTH[:1], "I. Người yêu cầu", "(ghi đầy đủ)", "Họ, chữ đệm, tên: LÒ THỊ MẨY")
    assert values("birth_registration_declaration", *lines)["requester_name"] == "LÒ THỊ MẨY"


def test_a_relation_below_its_label_heads_no_block() -> None:
    found = values(
        "birth_registration_declaration",
        "TỜ KHAI ĐĂNG KÝ KHAI SINH",
        "Họ, chữ đệm, tên người yêu cầu:",
        "TRỊNH THỊ THU HOÀI",
        "Quan hệ với người được khai sinh:",
        "Mẹ",
        "Họ, chữ đệm, tên:",
        "TRỊNH NGỌC AN NHIÊN",
    )
    assert found.get("mother_name", "") != "TRỊNH NGỌC AN NHIÊN"


def test_values_stand_below_two_labels_side_by_side() -> None:
    found = values(
        "civil_status_copy_request",
        "TỜ KHAI CẤP BẢN SAO TRÍCH LỤC HỘ TỊCH",
        "@300 Họ, chữ đệm, tên người yêu cầu: @1400 Số định danh cá nhân:",
        "@300 H'NHIÊN BYĂ @1400 066198003378",
        "@300 Nơi cư trú: @1450 Quan hệ với người được cấp bản sao trích lục hộ tịch:",
        "@300 Số 12 đường Nguyễn Công Trứ, xã Ea Súp, tỉnh Đắk @1450 Bản thân",
        "@300 Lắk",
    )
    assert found["requester_name"] == "H'NHIÊN BYĂ"
    assert found["requester_personal_id"] == "066198003378"
    assert found["requester_residence"] == "Số 12 đường Nguyễn Công Trứ, xã Ea Súp, tỉnh Đắk Lắk"
    assert found["requester_relation"] == "Bản thân"


@pytest.mark.parametrize(
    ("printed", "name", "sure_possible"),
    [
        ("Ông Trịnh Đình Khôi", "Trịnh Đình Khôi", True),
        ("Ông (Bà): Trịnh Đình Khôi", "Trịnh Đình Khôi", True),
        # the family's name is Ông
        ("Ông Ích Khiêm", "Ông Ích Khiêm", True),
        ("Ông Cao Thắng", "Ông Cao Thắng", False),
    ],
)
def test_a_form_of_address_is_no_part_of_a_name(
    printed: str, name: str, sure_possible: bool
) -> None:
    found = read("apology_letter", "PHIẾU XIN LỖI", f"Kính gửi: {printed}")["applicant_name"]
    assert found.value == name
    assert sure_possible or not found.sure


@pytest.mark.parametrize(
    ("last", "day", "sure_possible"),
    [
        ("Ngày làm tờ khai: 12/01/2026", "2026-01-12", False),
        ("IV. Ngày làm đơn: 05/01/2026", "2026-01-05", False),
        ("Đạ Tẻh 3, ngày 13/7/2026", "2026-07-13", False),
        (
            "@300 Ghi chú: bà ngoại nộp thay @1500 Hạc Thành, ngày 02 tháng 03 năm 2026",
            "2026-03-02",
            True,
        ),
        ("@300 Ngày cấp: @1500 ngày 02 tháng 03 năm 2026", "", True),
    ],
)
def test_the_day_of_a_declaration_stands_beside_a_note_or_behind_a_label(
    last: str, day: str, sure_possible: bool
) -> None:
    lines = (*BIRTH[:8], "", "", last)
    found = read("birth_registration_declaration", *lines)["made_at_date"]
    assert found.value == day
    assert sure_possible or not found.sure


def test_a_letterhead_without_the_motto_is_not_cut_in_its_middle() -> None:
    found = values(
        "process_control_slip",
        "@300 TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG XÃ BẠCH @1900 Số: 33/PKS",
        "@300 ĐẰNG",
        "@600 PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ",
    )
    assert found["issuer"] == "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG XÃ BẠCH ĐẰNG"


def test_the_head_of_an_office_is_no_clerk() -> None:
    lines = ("PHIẾU YÊU CẦU BỔ SUNG HỒ SƠ", *("",) * 20, "@1600 {}", "", "@1600 Lưu Bá Thành")
    clerk = [one.format("NGƯỜI HƯỚNG DẪN") for one in lines]
    head = [one.format("PHÓ GIÁM ĐỐC") for one in lines]
    assert values("supplement_request", *clerk)["clerk"] == "Lưu Bá Thành"
    assert "clerk" not in values("supplement_request", *head)


@pytest.mark.parametrize(
    "lines",
    [
        ("TRÍCH LỤC KHAI TỬ", "Số: 33/TLKT-BS", "Họ, chữ đệm, tên: KSOR H'BLIP"),
        ("@300 UBND XÃ IA PA @1500 Số: 33/TLKT-BS", "", "@900 TRÍCH LỤC KHAI TỬ"),
    ],
)
def test_a_number_stands_below_the_title_or_right_of_the_letterhead(lines: tuple[str, ...]) -> None:
    found = read("death_extract", *lines)["number"]
    assert (found.value, found.sure) == ("33/TLKT-BS", False)


def test_what_explains_a_name_is_no_part_of_it() -> None:
    lines = ("SỔ ĐĂNG KÝ KHAI SINH", "Họ, chữ đệm, tên người đi khai sinh: HỒ VĂN ĐẢNG (ông ngoại)")
    found = read("birth_register_page", *lines)["declarant_name"]
    assert (found.value, found.sure) == ("HỒ VĂN ĐẢNG", False)


@pytest.mark.parametrize("begin", ["V/v", "V/", "VW", "Về việc"])
def test_the_subject_of_a_letter_is_found_however_its_v_v_was_read(begin: str) -> None:
    found = values(
        "official_letter",
        "@300 SỞ VĂN HÓA VÀ THỂ THAO @1300 CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "@400 Số: 2093/SVHTT-QLDSVH @1500 Độc lập - Tự do - Hạnh phúc",
        f"@300 {begin} góp ý hồ sơ tu bổ di tích",
        "@900 Kính gửi: Trung tâm Bảo tồn Di tích",
    )
    assert found["subject"] == "góp ý hồ sơ tu bổ di tích"


def sure(kind: str, *lines: str) -> dict[str, str]:
    """Return the values called sure of a page whose text is the file's own."""
    page = page_text(lines, source=TextSource.TEXT_LAYER, confidence=1.0)
    found = extract(CATALOGUE.document_type(kind), [(1, page)], CATALOGUE.rules)
    return {one.name: one.value for one in found if one.sure}


def test_the_declarant_of_a_death_is_never_surely_the_deceased() -> None:
    found = sure(
        "death_extract",
        "TRÍCH LỤC KHAI TỬ",
        "Người đi khai tử",
        "Họ tên: LÊ VĂN BA",
        "Số định danh: 051195007411",
        "Thường trú: Thôn Bản Cáu, xã Lục Hồn, tỉnh Quảng Ninh",
        "Người chết",
        "Họ, chữ đệm, tên: LÊ ĐÌNH KHÔI",
    )
    assert not {"LÊ VĂN BA", "051195007411"} & set(found.values())
    assert "person_residence" not in found


@pytest.mark.parametrize("label", ["Quan hệ với người được khai sinh", "Nghề nghiệp của"])
def test_a_value_that_looks_like_a_heading_makes_no_parent_sure(label: str) -> None:
    lines = ("TỜ KHAI ĐĂNG KÝ KHAI SINH", BIRTH[2], label, "Cha", *BIRTH[5:7])
    assert "father_name" not in sure("birth_registration_declaration", *lines)
    lines = ("TỜ KHAI ĐĂNG KÝ KHAI SINH", BIRTH[2], "Dân tộc:", "Mẹ: Lô Lô", "Cha: La Chí")
    assert not {"mother_name", "father_name"} & set(sure("birth_registration_declaration", *lines))


def test_nothing_of_a_witness_is_surely_a_parent_s() -> None:
    witness = ("Người làm chứng", "Họ, chữ đệm, tên: LÊ VĂN TÁM", "Năm sinh: 1950", "Dân tộc: Dao")
    found = sure("birth_registration_declaration", *BIRTH[:15], *witness)
    assert not {"father_birth_year", "father_ethnicity"} & set(found)


def test_a_former_husband_is_not_surely_the_bride() -> None:
    found = sure(
        "marriage_registration_declaration",
        "TỜ KHAI ĐĂNG KÝ KẾT HÔN",
        "Bên nữ",
        "Họ, chữ đệm, tên: TRỊNH THỊ HOÀI",
        "Chồng",
        "Họ, chữ đệm, tên: NGUYỄN VĂN BA",
        "Dân tộc: Dao",
    )
    assert found.get("wife_name") != "NGUYỄN VĂN BA"


def test_a_day_right_of_a_note_is_never_surely_the_day_of_the_paper() -> None:
    last = "@300 Ghi chú: kết hôn tại @1400 Bình Liêu, ngày 05 tháng 01 năm 2020"
    assert "made_at_date" not in sure("birth_registration_declaration", *BIRTH[:8], "", "", last)


def test_an_address_below_two_labels_is_never_sure() -> None:
    found = sure(
        "civil_status_copy_request",
        "TỜ KHAI CẤP BẢN SAO TRÍCH LỤC HỘ TỊCH",
        "@300 Họ, chữ đệm, tên người yêu cầu: @1400 Số định danh cá nhân:",
        "@300 H'NHIÊN BYĂ @1400 066198003378",
        "@300 Nơi cư trú: @900 Quan hệ với người được cấp bản sao trích lục hộ tịch:",
        "@300 Số 12 đường Nguyễn Công Trứ, xã Ea Súp, tỉnh Đắk Lắk",
        "@900 Bản thân",
    )
    assert "requester_residence" not in found
