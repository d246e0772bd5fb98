"""Blocks in another order, two pages on one sheet, titles inside titles: as testers set them."""

from __future__ import annotations

import pytest

from digitizer.catalogue import Catalogue
from digitizer.paper.cut_off import goes_on_below
from digitizer.paper.extraction import extract
from digitizer.paper.finding_values import FoundValues, find_values
from digitizer.paper.layout import joined, sheet_of
from digitizer.paper.printed import Paper
from digitizer.paper.sorting import sort_into_documents
from digitizer.vietnamese.identifiers import spells_sum
from ocr.model import TextSource
from tests.digitizer.paper import pages
from tests.digitizer.paper.test_layouts_of_others import read

CATALOGUE = Catalogue.load()
REQUESTER = ("TỜ KHAI ĐĂNG KÝ KHAI SINH", "Họ, chữ đệm, tên người yêu cầu: LÊ HẢI ĐĂNG")
CHILD = (
    "Quan hệ với người được khai sinh: Cha",
    "Đề nghị cơ quan đăng ký khai sinh cho người dưới đây:",
    "Họ, chữ đệm, tên: LÊ TUỆ NHI",
)
MOTHER = (
    "Họ, chữ đệm, tên người mẹ: PHẠM QUỲNH NHƯ",
    "Dân tộc: Kinh          Quốc tịch: Việt Nam          Năm sinh: 1989",
    "Họ, chữ đệm, tên người cha: LÊ HẢI ĐĂNG",
    "Dân tộc: Hoa          Quốc tịch: Việt Nam          Năm sinh: 1986",
)


def found(kind: str, *lines: str) -> FoundValues:
    sheet = sheet_of(1, pages.page_text(lines))
    return find_values(CATALOGUE.document_type(kind), Paper((sheet,)))


def words(values: FoundValues, name: str) -> str:
    return " ".join(joined(line) for line in values[name])


def test_what_stands_in_its_block_is_found_in_any_order() -> None:
    lines = (
        *REQUESTER,
        "Giấy tờ tùy thân: Căn cước số 048090002146, cấp ngày 08/10/2024",
        "Nơi cư trú: 82 Nguyễn Văn Linh, phường Hải Châu, thành phố Đà Nẵng",
        *CHILD,
        *MOTHER,
    )
    values = read("birth_registration_declaration", *lines)
    residence = values["requester_residence"].value
    assert residence == "82 Nguyễn Văn Linh, phường Hải Châu, thành phố Đà Nẵng"
    assert values["requester_id_paper"].value.startswith("Căn cước số 048090002146")
    assert values["mother_birth_year"].value == "1989"
    assert values["father_birth_year"].value == "1986"
    assert values["mother_ethnicity"].value == "Kinh"


def test_a_block_whose_next_heading_is_missing_takes_nothing_out_of_order() -> None:
    values = read("birth_registration_declaration", *REQUESTER, *CHILD, *MOTHER[:2], MOTHER[3])
    assert values["mother_birth_year"].value == ""


def test_a_label_without_a_value_takes_no_end_of_a_sentence() -> None:
    lines = (
        "TỜ KHAI THAY ĐỔI THÔNG TIN CƯ TRÚ",
        "5. Số điện thoại liên hệ: 0388172405 @1300 6. Email:",
        "7. Nơi thường trú: thôn Sả Xéng, xã Tả Phìn, thị xã Sa Pa, tỉnh Lào Cai",
    )
    values = read("residence_change_declaration", *lines)
    assert (values["person_email"].value, values["person_phone"].value) == ("", "0388172405")


def test_a_value_goes_on_in_its_half_of_two_pages_on_one_sheet() -> None:
    lines = (
        "@1300 II. Thửa đất, nhà ở và tài sản khác gắn liền với đất",
        "@300 Bà: PHÙNG THỊ KIM OANH @1300 g) Nguồn gốc sử dụng: Nhận chuyển nhượng đất được",
        "@300 Năm sinh: 1972 @1300 Công nhận QSDĐ như giao đất có thu tiền sử dụng đất",
        "@300 Địa chỉ thường trú: Số 16, phường Nghĩa Đô @1300 2. Nhà ở: Chưa chứng nhận",
    )
    values = found("land_certificate_old", *lines)
    told = "Nhận chuyển nhượng đất được Công nhận QSDĐ như giao đất có thu tiền sử dụng đất"
    assert words(values, "origin") == told


def test_what_goes_on_below_in_its_column_and_is_nobodys_may_be_the_end_of_a_value() -> None:
    lines = (
        "PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ",
        "@300 Người nộp: A @1300 Lý do: Hồ sơ chưa đủ thành phần theo quy định của",
        "@300 Mã vạch: 1 @1350 pháp luật",
    )
    sheet = sheet_of(1, pages.page_text(lines))
    paper = Paper((sheet,))
    line = sheet.rows[1].pieces[6:]
    values = FoundValues({"reason": (line,)})
    assert joined(line).endswith("quy định của")
    assert goes_on_below(values, paper) == {"reason"}
    values["other"] = (sheet.rows[2].pieces[-2:],)
    assert goes_on_below(values, paper) == frozenset()


def test_the_value_of_a_label_left_of_a_column_is_none_of_the_value_above() -> None:
    lines = (
        "GIẤY ĐỀ NGHỊ ĐĂNG KÝ HỘ KINH DOANH",
        "Ngày sinh: 01/02/1990 @1200 Địa chỉ liên lạc: Số 12 Lê Lợi, phường Thủy Xuân, thành phố",
        "Giới tính: @1300 Nam",
    )
    values = read("household_business_application", *lines)
    assert values["owner_address"].value == "Số 12 Lê Lợi, phường Thủy Xuân, thành phố"


def test_what_stands_out_of_order_behind_the_last_block_is_never_sure() -> None:
    lines = (*REQUESTER, *CHILD, *MOTHER)
    text = pages.page_text(lines, source=TextSource.TEXT_LAYER, confidence=1.0)
    kind = CATALOGUE.document_type("birth_registration_declaration")
    values = {one.name: one for one in extract(kind, [(1, text)], CATALOGUE.rules)}
    assert (values["mother_birth_year"].value, values["mother_birth_year"].sure) == ("1989", True)
    assert (values["father_birth_year"].value, values["father_birth_year"].sure) == ("1986", False)


def test_a_label_above_the_heading_of_its_block_is_another_persons() -> None:
    lines = (
        "TỜ KHAI CẤP GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN",
        "Họ, chữ đệm, tên người yêu cầu: BÙI ĐỨC THỊNH",
        "Số CMND: 031188000111",
        "Đề nghị cấp Giấy xác nhận tình trạng hôn nhân cho người có tên dưới đây:",
        "Họ, chữ đệm, tên: ĐỖ THỊ LAN",
    )
    assert read("marital_status_declaration", *lines)["person_personal_id"].value == ""


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        (("Lý do: thiếu giấy tờ theo khoản", "2. Điều 5 Nghị định 123/2015/NĐ-CP"), "reason"),
        (
            (
                "Yêu cầu hoàn thiện hồ sơ gồm những nội dung sau: bổ sung giấy tờ",
                "1. Bản sao thẻ căn cước",
            ),
            "wanted",
        ),
    ],
)
def test_a_text_above_a_numbered_row_without_a_label_may_go_on(
    lines: tuple[str, ...], name: str
) -> None:
    values = found("supplement_request", "PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ", *lines)
    assert name in values.cut_off


@pytest.mark.parametrize("room", [True, False])
def test_a_line_with_room_for_the_capital_below_may_have_ended(room: bool) -> None:
    wide = "Thành phần hồ sơ nộp gồm đơn đề nghị, bản sao giấy tờ và những giấy tờ khác theo quy"
    first = "Chưa có văn bản của cơ quan có thẩm quyền tại phường"
    more = "" if room else " Lê Lợi và các phường khác"
    lines = (
        "PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ",
        *[f"{wide} định {number}" for number in range(6)],
        f"Lý do: {first}{more}",
        "Nguyễn Trãi và xã Tịnh Khê",
    )
    values = found("supplement_request", *lines)
    assert words(values, "reason").endswith("Tịnh Khê")
    assert ("reason" in values.cut_off) == room


def test_a_title_that_is_the_beginning_of_another_does_not_compete_with_it() -> None:
    lines = (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "@1100 THÔNG BÁO",
        "@700 Về việc thay đổi nội dung đăng ký hộ kinh doanh",
        "Kính gửi: Phòng Tài chính - Kế hoạch thành phố Lạng Sơn",
        "Mã số hộ kinh doanh/Mã số thuế: 14A8011390",
        "Họ và tên chủ hộ kinh doanh: NÔNG THỊ HẠNH",
        "Nội dung thay đổi: Địa chỉ trụ sở",
        "Lý do thay đổi: Mở rộng quy mô",
    )
    (notice,) = sort_into_documents([(pages.page(1), pages.page_text(lines))], CATALOGUE)
    assert (notice.type, notice.probability > 0.8) == ("household_business_change_notice", True)
    plain = [*lines[:2], "@700 Về việc nghỉ lễ Quốc khánh", *lines[3:4]]
    (other,) = sort_into_documents([(pages.page(1), pages.page_text(plain))], CATALOGUE)
    assert other.type == "administrative_document"


MONEY = ("GIẤY ĐỀ NGHỊ ĐĂNG KÝ HỘ KINH DOANH", "Vốn kinh doanh: 80.000.000 đồng")


@pytest.mark.parametrize(
    ("printed", "sure"),
    [
        ("Tám mươi triệu đồng", True),
        ("Tám mười triệu đồng", False),
        ("Tám mươi triệu đồng 3", False),
        ("Chín mươi triệu đồng", False),
    ],
)
def test_a_sum_in_words_that_says_exactly_the_figures_vouches_for_both(
    printed: str, sure: bool
) -> None:
    found_values = read("household_business_application", *MONEY, f"Bằng chữ: {printed}")
    assert found_values["capital_words"].sure == sure
    assert found_values["capital"].value == "80000000"
    assert not sure or found_values["capital"].sure


def test_every_way_to_say_a_sum_is_known() -> None:
    said = {
        155_000_000: ("Một trăm năm mươi lăm triệu đồng chẵn", "một trăm năm mươi nhăm triệu"),
        21_004_000: ("Hai mươi mốt triệu không trăm linh bốn nghìn đồng",),
        1_500_000_000: ("Một tỉ năm trăm triệu đồng", "một tỷ năm trăm triệu"),
    }
    for number, ways in said.items():
        assert all(spells_sum(words, number) for words in ways)
    wrong = {
        155_000_000: ("Một trăm năm mười lăm triệu", "Một trăm năm mươi năm triệu"),
        21_000_000: ("Hai mươi một triệu đồng", "Hai mươi mốt triệu đống", "Hai mươi mốt triệu vá"),
        50_000_000: ("Năm mươi triệu đồng chân", "Năm mươi triệu đồng 5"),
    }
    assert not [w for number, ways in wrong.items() for w in ways if spells_sum(w, number)]


def test_a_notation_at_the_beginning_of_a_line_is_no_heading() -> None:
    lines = (
        "PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ",
        "Lý do: Thành phần hồ sơ chưa đầy đủ theo quy định tại Thông tư số",
        "33/2017/TT-BTNMT.",
    )
    assert read("supplement_request", *lines)["reason"].value.endswith("số 33/2017/TT-BTNMT")


@pytest.mark.parametrize(
    "printed", ["BSCKI. Đinh Công Chính", "BSCKTI. Đinh Công Chính", "ThS.BS Đinh Công Chính"]
)
def test_a_doctor_signs_with_any_degree(printed: str) -> None:
    lines = ("GIẤY KHÁM SỨC KHỎE CỦA NGƯỜI LÁI XE", *("",) * 20, f"@1500 {printed}")
    assert read("driver_health_certificate", *lines)["signer"].value == "Đinh Công Chính"
