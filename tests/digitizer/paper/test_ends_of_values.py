"""Where values end, and what stands beside them, as testers set their papers."""

from __future__ import annotations

import pytest

from digitizer.model.doctype import Reads
from digitizer.paper.doubting import is_unsound
from digitizer.paper.finding_values import find_values
from digitizer.paper.layout import joined, sheet_of
from digitizer.paper.normalised import Normalised
from digitizer.paper.normalising import normalise
from digitizer.paper.printed import Paper
from tests.digitizer.paper import pages
from tests.digitizer.paper.test_layouts_of_others import CATALOGUE, read


def values(kind: str, *lines: str) -> dict[str, str]:
    return {name: one.value for name, one in read(kind, *lines).items()}


def test_what_the_applicant_promises_is_no_part_of_a_value() -> None:
    lines = (
        "TỜ KHAI ĐĂNG KÝ THUẾ",
        "10. Cơ quan chi trả thu nhập: Công ty TNHH Một thành viên Dệt may xuất khẩu Đại Phú Thành",
        "Tôi cam kết những nội dung kê khai là đúng",
    )
    found = values("tax_registration_declaration", *lines)["employer"]
    assert found == "Công ty TNHH Một thành viên Dệt may xuất khẩu Đại Phú Thành"


def test_lines_of_business_in_a_sentence_are_read_and_never_sure() -> None:
    lines = (
        "GIẤY CHỨNG NHẬN ĐĂNG KÝ HỘ KINH DOANH",
        "3. Ngành, nghề kinh doanh: Dịch vụ lưu trú ngắn ngày; nhà hàng và các dịch vụ ăn",
        "uống phục vụ lưu động",
        "4. Vốn kinh doanh: 150.000.000 đồng",
    )
    found = read("household_business_certificate", *lines)
    told = "Dịch vụ lưu trú ngắn ngày; nhà hàng và các dịch vụ ăn uống phục vụ lưu động"
    assert (found["business_lines"].value, found["business_lines"].sure) == (told, False)
    assert found["capital"].value == "150000000"


def test_an_item_without_a_space_behind_its_number_has_its_label() -> None:
    lines = ("GIẤY KHÁM SỨC KHỎE CỦA NGƯỜI LÁI XE", "2.Giới: Nam          3.Ngày sinh: 15/08/1992")
    found = values("driver_health_certificate", *lines)
    assert (found["person_sex"], found["person_birth_date"]) == ("Nam", "1992-08-15")


@pytest.mark.parametrize("marks", [("-", "-", "-"), ("1.", "2.", "3.")])
def test_all_entries_of_a_list_are_read(marks: tuple[str, str, str]) -> None:
    first, second, third = marks
    lines = (
        "PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ",
        "Yêu cầu hoàn thiện hồ sơ gồm những nội dung sau:",
        f"{first} Bản thuyết minh điều kiện bảo đảm an toàn thực phẩm của cơ sở (chưa có chữ ký",
        "của chủ cơ sở).",
        f"{second} Giấy xác nhận đủ sức khỏe (thiếu 03 người).",
        f"{third} Bản sao hợp đồng.",
        "Lý do: Thành phần hồ sơ chưa đúng quy định",
    )
    found = values("supplement_request", *lines)
    assert found["wanted"].endswith("Bản sao hợp đồng")
    assert "chủ cơ sở" in found["wanted"]
    assert "thiếu 03 người" in found["wanted"]
    assert found["reason"] == "Thành phần hồ sơ chưa đúng quy định"


def test_a_value_ends_before_the_next_item_whose_stop_is_lost() -> None:
    lines = ("TỜ KHAI CĂN CƯỚC", "15. Nghề nghiệp: Ngư dân ; 16 Trình độ học vấn: 7/10")
    assert values("identity_declaration", *lines)["occupation"] == "Ngư dân"


def test_a_speck_before_the_end_of_a_label_does_not_make_it_a_value() -> None:
    lines = (
        "PHIẾU LÝ LỊCH TƯ PHÁP SỐ 2",
        "10. Thông tin về cấm đảm nhiệm chức vụ, thành lập, quản lý doanh nghiệp, hợp tác",
        "' xã: Không có",
    )
    assert values("criminal_record_certificate", *lines)["prohibitions"] == "Không có"


@pytest.mark.parametrize(
    ("name", "issuer", "sure"),
    [
        (
            ("SỞ NÔNG NGHIỆP VÀ MÔI", "TRƯỜNG"),
            "SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG",
            True,
        ),
        (("TRUNG TÂM PHỤC VỤ HÀNH CHÍNH", "Kob2ch bo"), "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH", False),
    ],
)
def test_an_issuers_last_word_on_a_line_of_its_own_is_read_or_missed(
    name: tuple[str, str], issuer: str, sure: bool
) -> None:
    lines = (
        f"{name[0]}          CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        f"@500 {name[1]} @1600 Độc lập - Tự do - Hạnh phúc",
        "Số: 42/QĐ-SNNMT",
        "QUYẾT ĐỊNH",
    )
    text = pages.page_text(lines)
    document_type = CATALOGUE.document_type("administrative_document")
    found = find_values(document_type, Paper((sheet_of(1, text),)))
    printed = " ".join(joined(line) for line in found["issuer"])
    assert (printed, "issuer" not in found.cut_off) == (issuer, sure)


def test_an_identity_paper_whose_number_stands_elsewhere_is_never_sure() -> None:
    rule = CATALOGUE.document_type("criminal_record_certificate").field("person_id_paper")
    lacking = Normalised("CCCD Cấp ngày 14 tháng 7 năm 2021", accepted=True)
    whole = Normalised("CCCD số 038098012245 cấp ngày 14 tháng 7 năm 2021", accepted=True)
    assert [is_unsound(rule, one) for one in (lacking, whole)] == [True, False]


def test_a_heading_taken_for_a_label_gives_way_to_the_label_below() -> None:
    lines = (
        "GIẤY CHỨNG NHẬN ĐĂNG KÝ HỘ KINH DOANH",
        "6. Thông tin về chủ hộ kinh doanh:",
        "- Họ và tên: QUÁCH MỸ HƯNG",
    )
    assert values("household_business_certificate", *lines)["owner_name"] == "QUÁCH MỸ HƯNG"


def test_what_a_certificate_is_for_ends_before_how_long_it_holds() -> None:
    lines = (
        "GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN",
        "Giấy này được cấp để: vay vốn ngân hàng",
        "Giấy này có giá trị 06 tháng kể từ ngày cấp.",
    )
    assert values("marital_status_confirmation", *lines)["purpose"] == "vay vốn ngân hàng"


def test_the_official_signs_at_the_right_of_wife_and_husband() -> None:
    lines = (
        "GIẤY CHỨNG NHẬN KẾT HÔN",
        *("",) * 20,
        "@300 Trương Bảo Nghi @1150 Vòng Chí Hùng @1800 Đặng Hữu Phước",
    )
    assert values("marriage_certificate", *lines)["signer"] == "Đặng Hữu Phước"


@pytest.mark.parametrize("printed", ["Bùi  Thị Kim Ái", "Bùi Thị Kim Ái     .", "Bùi Thị Kim  Ái"])
def test_a_gap_in_a_name_or_a_speck_beside_it_loses_no_signer(printed: str) -> None:
    lines = ("QUYẾT ĐỊNH", *("",) * 20, f"@1500 {printed}")
    assert values("administrative_document", *lines)["signer"] == "Bùi Thị Kim Ái"


def test_a_colon_ends_a_label_whatever_the_name_behind_it_begins_with() -> None:
    lines = (
        "TỜ KHAI THAY ĐỔI THÔNG TIN CƯ TRÚ",
        "1. Họ, chữ đệm và tên: CHẢO A PHẨU",
        "11. Họ, chữ đệm và tên chủ hộ: CHẢO LÁO LỞ",
    )
    found = values("residence_change_declaration", *lines)
    assert (found["person_name"], found["head_name"]) == ("CHẢO A PHẨU", "CHẢO LÁO LỞ")


def test_a_colon_that_lost_a_dot_still_ends_a_label() -> None:
    lines = ("PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ", "Hồ sơ của' Vũ Đình Khoát")
    assert values("supplement_request", *lines)["applicant_name"] == "Vũ Đình Khoát"


def test_a_heading_with_its_number_is_the_label_of_what_stands_below() -> None:
    lines = (
        "GIẤY KHÁM SỨC KHỎE CỦA NGƯỜI LÁI XE",
        "IV. KẾT LUẬN",
        "Đủ điều kiện sức khỏe lái xe hạng C1",
        "@1300 Nam Định, ngày 23 tháng 9 năm 2025",
    )
    found = values("driver_health_certificate", *lines)
    assert found["conclusion"] == "Đủ điều kiện sức khỏe lái xe hạng C1"
    assert found["conclusion_date"] == "2025-09-23"


def test_two_blocks_under_centred_headings_are_read_one_after_the_other() -> None:
    lines = (
        "TỜ KHAI ĐĂNG KÝ KẾT HÔN",
        "@650 BÊN NAM @1500 BÊN NỮ",
        "@300 Họ, chữ đệm, tên: ĐIỂU MINH @1180 Họ, chữ đệm, tên: PI NĂNG THỊ BÍCH",
        "@300 Ngày, tháng, năm sinh: 04/4/1996 @1180 Ngày, tháng, năm sinh: 23/7/1999",
        "@300 Dân tộc: Raglai @1180 Dân tộc: Kinh",
        "@300 Quốc tịch: Việt Nam @1180 Quốc tịch: Việt Nam",
        "@300 Nơi cư trú: thôn Ma Hoa, xã Phước Đại, @1180 Nơi cư trú: thôn Tà Lú 1, xã Phước Đại,",
        "@300 tỉnh Khánh Hòa @1180 tỉnh Khánh Hòa",
    )
    found = values("marriage_registration_declaration", *lines)
    assert (found["husband_name"], found["wife_name"]) == ("ĐIỂU MINH", "PI NĂNG THỊ BÍCH")
    assert (found["husband_ethnicity"], found["wife_ethnicity"]) == ("Ra Glai", "Kinh")
    assert found["husband_residence"] == "thôn Ma Hoa, xã Phước Đại, tỉnh Khánh Hòa"
    assert found["wife_residence"] == "thôn Tà Lú 1, xã Phước Đại, tỉnh Khánh Hòa"


def test_a_value_in_a_grid_ends_above_the_next_entry() -> None:
    lines = (
        "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ",
        "Nội dung yêu cầu giải quyết: @900 Cấp lại thẻ",
        "Giấy tờ kèm theo: @900 - Đơn đề nghị (bản chính: 01)",
    )
    assert values("dossier_receipt", *lines)["request"] == "Cấp lại thẻ"


def test_those_who_sign_below_are_no_note() -> None:
    lines = (
        "SỔ ĐĂNG KÝ KHAI SINH",
        "Ghi chú:",
        "@500 Người đi khai sinh @1500 Công chức tư pháp - hộ tịch",
    )
    assert values("birth_register_page", *lines)["note"] == ""


def test_the_next_item_in_brackets_ends_a_value() -> None:
    lines = (
        "TỜ KHAI THAM GIA, ĐIỀU CHỈNH",
        "[07]. Điện thoại: 0915 320 774 [08]. Email: a0874@b.vn",
    )
    assert values("insurance_declaration", *lines)["person_phone"] == "0915320774"


def test_the_rivers_of_tay_nguyen_begin_with_a_capital_i() -> None:
    address = normalise(Reads.ADDRESS, "Làng Ó, xã la Krái, la Grai, Gia Lai", CATALOGUE.rules)
    assert address.value == "Làng Ó, xã Ia Krái, Ia Grai, Gia Lai"
