"""Papers as a tester set them who had not seen the specimens: other wordings, other places."""

from __future__ import annotations

import pytest

from digitizer.catalogue import Catalogue
from digitizer.model.field import FieldReading
from digitizer.paper.extraction import extract
from digitizer.paper.sorting import sort_into_documents
from tests.digitizer.paper import pages
from tests.digitizer.paper.forms import FORMS

CATALOGUE = Catalogue.load()
LETTER = (
    "ỦY BAN NHÂN DÂN          CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "XÃ SƠN TỊNH                 Độc lập - Tự do - Hạnh phúc",
    "Số: 143/UBND-VP              Sơn Tịnh, ngày 07 tháng 9 năm 2025",
    "V/v rà soát, số hóa hồ sơ",
    "thủ tục hành chính",
    "",
    "Kính gửi: Văn phòng Ủy ban nhân dân tỉnh",
    "",
    "Thực hiện Kế hoạch số 12, Ủy ban nhân dân xã báo cáo như sau.",
    "Nơi nhận:                                    KT. CHỦ TỊCH",
    "- Như trên;                                  PHÓ CHỦ TỊCH",
    "- Lưu: VT.",
    "",
    "                                             Bùi Thị Kim Ái",
)


def read(kind: str, *lines: str) -> dict[str, FieldReading]:
    text = pages.page_text(lines)
    return {
        one.name: one
        for one in extract(CATALOGUE.document_type(kind), [(1, text)], CATALOGUE.rules)
    }


def test_an_official_letter_is_known_without_a_title_and_read() -> None:
    (found,) = sort_into_documents([(pages.page(1), pages.page_text(LETTER))], CATALOGUE)
    assert (found.type, found.probability > 0.7) == ("official_letter", True)
    values = {name: one.value for name, one in read("official_letter", *LETTER).items()}
    assert values["number_and_notation"] == "143/UBND-VP"
    assert values["date"] == "2025-09-07"
    assert values["subject"] == "rà soát, số hóa hồ sơ thủ tục hành chính"
    assert values["addressed_to"] == "Văn phòng Ủy ban nhân dân tỉnh"
    assert values["signer"] == "Bùi Thị Kim Ái"


def test_a_paper_with_a_title_is_no_official_letter() -> None:
    lines = [*LETTER[:5], "THÔNG BÁO", "Về việc rà soát hồ sơ", *LETTER[6:]]
    (found,) = sort_into_documents([(pages.page(1), pages.page_text(lines))], CATALOGUE)
    assert found.type == "administrative_document"


@pytest.mark.parametrize(
    ("printed", "signer"),
    [
        ("BS. Phạm Văn Tuấn", "Phạm Văn Tuấn"),
        ("Thượng tá Lê Văn Mẫu", "Lê Văn Mẫu"),
        ("Y Thông Niê Kđăm", "Y Thông Niê Kđăm"),
        ("Ksor Phước", "Ksor Phước"),
        ("Lò A Của", "Lò A Của"),
        ("Xqw Rtp", ""),
    ],
)
def test_a_signer_is_read_with_a_rank_before_and_with_names_of_any_people(
    printed: str, signer: str
) -> None:
    lines = [*LETTER[:-1], f"@1500 {printed}"]
    assert read("official_letter", *lines)["signer"].value == signer


def test_a_code_ends_at_a_wide_gap() -> None:
    lines = ["TRÍCH LỤC KẾT HÔN", "Số: 30/TLKS-BS          Cầu Kè, ngày 25 tháng 01 năm 2024"]
    assert read("marriage_certificate", *lines)["number"].value == "30/TLKS-BS"


@pytest.mark.parametrize(
    ("lines", "name", "value"),
    [
        (
            ("2. Địa chỉ trụ sở: Bản Nậm Cưởm, xã Phú Lộc, thành phố Huế,", "3. Ngành, nghề:"),
            "business_address",
            "Bản Nậm Cưởm, xã Phú Lộc, thành phố Huế",
        ),
        (
            ("2. Địa điểm kinh doanh: Thôn Đại An, xã Tri Tôn, tỉnh An Giang", "Số 65 ngày"),
            "business_address",
            "Thôn Đại An, xã Tri Tôn, tỉnh An Giang",
        ),
        (("Giới tính: Nam Sinh ngày: 08/12/1986",), "owner_birth_date", "1986-12-08"),
        (("Họ và tên đại diện hộ kinh doanh: TẠ CÔNG BẢO",), "owner_name", "TẠ CÔNG BẢO"),
        (("Số CCCD: 091086921127",), "owner_personal_id", "091086921127"),
    ],
)
def test_other_wordings_of_a_business_certificate_are_read_up_to_their_end(
    lines: tuple[str, ...], name: str, value: str
) -> None:
    found = read("household_business_certificate", "GIẤY CHỨNG NHẬN ĐĂNG KÝ HỘ KINH DOANH", *lines)
    assert found[name].value == value


def test_words_of_a_date_go_on_at_the_left_margin() -> None:
    first = "Ngày, tháng, năm sinh: 03/08/2018 ghi bằng chữ: Ngày ba, tháng tám, năm hai nghìn"
    lines = ["GIẤY KHAI SINH", first, "không trăm mười tám", "Giới tính: Nữ"]
    found = read("birth_certificate", *lines)["child_birth_date_words"].value
    assert found == "Ngày ba, tháng tám, năm hai nghìn không trăm mười tám"


def test_a_label_that_ends_on_the_next_row_is_no_value() -> None:
    lines = [
        "PHIẾU LÝ LỊCH TƯ PHÁP SỐ 1",
        "10. Thông tin về cấm đảm nhiệm chức vụ, thành lập, quản lý doanh nghiệp, hợp tác",
        "xã: Không bị cấm đảm nhiệm chức vụ",
    ]
    found = read("criminal_record_certificate", *lines)["prohibitions"].value
    assert found == "Không bị cấm đảm nhiệm chức vụ"


@pytest.mark.parametrize(
    "lines",
    [
        ("Có giá trị đến: 21/06/2029", "Date of expiry"),
        ("Có giá trị đến:", "Date of expiry: 21/06/2029"),
        ("Có giá trị đến / Date of expiry:", "21/06/2029"),
    ],
)
def test_a_card_s_date_of_expiry_stands_beside_its_label_or_below(lines: tuple[str, ...]) -> None:
    card = ["CĂN CƯỚC CÔNG DÂN", "Nơi thường trú / Place of residence: Tổ 5", *lines]
    assert read("cccd_front", *card)["expiry_date"].value == "2029-06-21"


def test_a_person_below_the_label_of_a_holder_is_the_value() -> None:
    lines = [
        "GIẤY CHỨNG NHẬN QUYỀN SỬ DỤNG ĐẤT, QUYỀN SỞ HỮU TÀI SẢN GẮN LIỀN VỚI ĐẤT",
        "1. Người sử dụng đất, chủ sở hữu tài sản gắn liền với đất:",
        "Ông GIÀNG A PÁO, CCCD số: 010096298596",
        "và vợ là bà VÀNG THỊ DỢ, CCCD số: 010199568345",
        "2. Thông tin thửa đất: thửa đất ở tại nông thôn có diện tích như sau",
    ]
    holder = read("land_certificate", *lines)["holder"].value
    assert holder.startswith("Ông GIÀNG A PÁO, CCCD số: 010096298596")
    # whose wife is an owner as well is not to be lost
    assert holder.endswith("và vợ là bà VÀNG THỊ DỢ, CCCD số: 010199568345")


def test_the_line_that_dates_a_paper_is_no_row_of_the_table_above_it() -> None:
    dated = "@1200 Sóc Sơn, ngày 20 tháng 02 năm 2026"
    lines = [*FORMS["residence_change_declaration"][:-1], dated, "NGƯỜI KÊ KHAI"]
    members = read("residence_change_declaration", *lines)["members"]
    assert "051223000456" in members.value
    assert "Sóc Sơn" not in members.value
    assert not any("Sóc" in cell.value for row in members.rows for cell in row)


def test_a_sex_that_is_none_is_never_sure() -> None:
    lines = ["GIẤY KHAI SINH", "Giới tính: Namm hoặc Nữ"]
    sex = read("birth_certificate", *lines)["child_sex"]
    assert not sex.sure


def test_a_speck_beside_a_key_does_not_cut_the_line_above_it_off() -> None:
    lines = [
        "GIẤY CHỨNG NHẬN ĐĂNG KÝ HỘ KINH DOANH",
        "STT  Tên ngành @1800 Mã ngành",
        "@500 Bán lẻ lương thực, thực phẩm trong cửa hàng",
        "1  „  l @1800 4711",
        "@500 kinh doanh tổng hợp",
        "2 @500 Bán lẻ đồ uống @1800 4723",
        "4. Vốn kinh doanh: 150.000.000 đồng",
    ]
    found = read("household_business_certificate", *lines)["business_lines"].value
    assert found.startswith("4711 Bán lẻ lương thực, thực phẩm trong cửa hàng")
    assert found.endswith("tổng hợp; 4723 Bán lẻ đồ uống")


def test_what_a_letter_is_about_ends_before_the_next_block() -> None:
    # the line between is too wide for the left of the page
    wide = f"{LETTER[6]} Quảng Ngãi và Sở Nội vụ tỉnh Quảng Ngãi"
    lines = [*LETTER[:4], "", wide, "", *LETTER[9:]]
    assert read("official_letter", *lines)["subject"].value == "rà soát, số hóa hồ sơ"


def test_a_speck_read_as_an_accent_parts_no_label_and_hides_no_sex() -> None:
    lines = [
        "Giới tính / Sex: Nữ ˆ Quốc tịch? Nalionality Việt Nam" if "Sex" in line else line
        for line in pages.CARD_FRONT
    ]
    found = read("cccd_front", *lines)
    assert (found["sex"].value, found["nationality"].value) == ("Nữ", "Việt Nam")
