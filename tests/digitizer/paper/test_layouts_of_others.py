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


def test_a_note_that_dates_the_form_does_not_date_the_paper() -> None:
    found = read(
        "residence_confirmation",
        "                    Mẫu CT07 ban hành kèm theo TT số 56/2021/TT-BCA ngày 15/5/2021",
        "CÔNG AN TP LÀO CAI              CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "CÔNG AN PHƯỜNG KIM TÂN              Độc lập - Tự do - Hạnh phúc",
        "Số: 369/XN                      Kim Tân, ngày 06 tháng 02 năm 2023",
        "XÁC NHẬN THÔNG TIN VỀ CƯ TRÚ",
    )
    assert found["issue_date"].value == "2023-02-06"


@pytest.mark.parametrize(
    "line",
    [
        "Làm tại: xã Tân Kỳ, ngày 07 tháng 11 năm 2025",
        "                                   Tân Kỳ, ngày 07 tháng 11 năm 2025",
        "Ý kiến của người được cải chính               Tân Kỳ ,ngày07 tháng 11 năm 2025",
    ],
)
def test_the_day_over_the_signature_is_found_with_and_without_a_label(line: str) -> None:
    found = read(
        "marital_status_declaration",
        "TỜ KHAI CẤP GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN",
        "Giấy tờ tùy thân: CCCD số 031070008219 cấp",
        "ngày 16 tháng 8 năm 2022",
        "Ngày, tháng, năm sinh: 13/06/1995",
        "",
        line,
        "(3) Ghi rõ số, cơ quan cấp, ngày cấp.",
    )
    assert found["made_at_date"].value == "2025-11-07"


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("                                   Tân Kỳ, ngày 07/11/2025", "2025-11-07"),
        ("                                   Tân Kỳ, ngày 7-11-2025.", "2025-11-07"),
        ("                                   Tân Kỳ, ngày 07 / 11 / 2025", "2025-11-07"),
        ("Làm tại: xã Tân Kỳ, ngày 07/11/2025", "2025-11-07"),
        ("CCCD số 031070008219, ngày 07/11/2025", ""),
        ("Nơi cấp: Tân Kỳ, ngày 07/11/2025", ""),
    ],
)
def test_a_day_over_the_signature_all_in_figures_is_found_and_never_sure(
    line: str, value: str
) -> None:
    found = read(
        "marital_status_declaration",
        "TỜ KHAI CẤP GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN",
        "Ngày, tháng, năm sinh: 13/06/1995",
        "",
        line,
    )
    assert (found["made_at_date"].value, found["made_at_date"].sure) == (value, False)


def test_a_value_ends_where_the_form_counts_on_though_the_label_is_unknown() -> None:
    found = read(
        "identity_declaration",
        "TỜ KHAI CĂN CƯỚC",
        "14. Nghề nghiệp: Học sinh 15. Trình độ học vấn: 9/12",
    )
    assert found["occupation"].value == "Học sinh"
    sex = read(
        "criminal_record_certificate",
        "PHIẾU LÝ LỊCH TƯ PHÁP SỐ 1",
        "2. Giới tính: Nam 3 Ngày, tháng, năm sinh: 08/10/1985",
    )
    assert (sex["person_sex"].value, sex["person_birth_date"].value) == ("Nam", "1985-10-08")


def test_a_number_that_may_be_the_value_s_own_is_no_item_of_the_form() -> None:
    found = read(
        "household_business_application",
        "GIẤY ĐỀ NGHỊ ĐĂNG KÝ HỘ KINH DOANH",
        "1. Địa chỉ liên lạc: Số 2 Lê Lợi, phường 3 Điện thoại: 0939105772",
    )
    assert found["owner_address"].value == "Số 2 Lê Lợi, phường 3"


def test_all_whom_a_letter_is_written_to_are_read_and_a_list_broken_off_is_not_sure() -> None:
    several = ("- Ông Phan Bá Hùng, khối 7;", "- Bà Cao Thị Xuyến, khối 7.")
    lines = [*LETTER[:5], "", "Kính gửi:", *several, "", *LETTER[8:]]
    value = read("official_letter", *lines)["addressed_to"].value
    assert value.endswith("Bà Cao Thị Xuyến, khối 7")
    assert value.startswith("Ông Phan Bá Hùng, khối 7;")
    cut = [*LETTER[:5], "", "Kính gửi: Ông Phan Bá Hùng, khối 7;", "", *LETTER[8:]]
    assert not read("official_letter", *cut)["addressed_to"].sure


OLD_BIRTH = (
    "GIẤY KHAI SINH",
    "Họ và tên: TRƯƠNG HOÀNG BẢO NGỌC                     Giới tính: Nữ",
    "Ngày, tháng, năm sinh: 17/05/2012",
    "Dân tộc: Hoa                    Quốc tịch: Việt Nam",
    "Họ và tên cha: TRƯƠNG CHÍ CƯỜNG",
    "Dân tộc: Hoa",
    "Họ và tên mẹ: NGUYỄN HOÀNG YẾN",
    "Dân tộc: Kinh",
)


def test_the_parents_of_an_older_certificate_stand_the_other_way_round() -> None:
    found = read("birth_certificate", *OLD_BIRTH)
    assert (found["father_name"].value, found["father_ethnicity"].value) == (
        "TRƯƠNG CHÍ CƯỜNG",
        "Hoa",
    )
    assert (found["mother_name"].value, found["mother_ethnicity"].value) == (
        "NGUYỄN HOÀNG YẾN",
        "Kinh",
    )


def test_what_stands_in_every_person_s_block_is_not_sure_without_the_person_s_name() -> None:
    other = {"Họ và tên cha": "Người đàn ông", "Họ và tên mẹ": "Người đàn bà"}
    lines = [other.get(line.partition(":")[0], line) for line in OLD_BIRTH]
    found = read("birth_certificate", *lines)
    assert not found["mother_ethnicity"].sure
    assert not found["father_ethnicity"].sure
    assert read("birth_certificate", *OLD_BIRTH)["father_ethnicity"].sure


def test_words_on_both_sides_of_a_wide_gap_are_not_sure_to_be_one_value() -> None:
    gap = "Xét đề nghị của ông/bà: ĐẶNG THỊ DƯƠNG                 HUỲNH TẤN LỘC"
    found = read("marital_status_confirmation", "GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN", gap)
    assert found["requester_name"].value
    assert not found["requester_name"].sure


def test_where_an_event_was_registered_ends_before_the_day() -> None:
    found = read(
        "civil_status_copy_request",
        "TỜ KHAI CẤP BẢN SAO TRÍCH LỤC HỘ TỊCH",
        "Đã đăng ký tại: UBND xã Nghĩa Bình, tỉnh Nghệ An, ngày 15 tháng",
        "01 năm 1998, số: 07, quyển số: 01",
    )
    assert found["registered_at"].value == "UBND xã Nghĩa Bình, tỉnh Nghệ An"
