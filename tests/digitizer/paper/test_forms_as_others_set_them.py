"""What papers that others set have shown: where values go on, who signs, and older wordings."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from digitizer.catalogue import Catalogue
from digitizer.model.field import FieldReading
from digitizer.paper.extraction import extract
from digitizer.paper.finding_values import FoundValues, find_values
from digitizer.paper.layout import sheet_of
from digitizer.paper.printed import Paper
from ocr.model import (
    Box,
    Line,
    PageText,
    Region,
    RegionKind,
    Rereading,
    TextSource,
    WordAgain,
)
from tests.digitizer.paper import pages

CATALOGUE = Catalogue.load()


def read(code: str, *lines: str) -> dict[str, FieldReading]:
    return readings(code, pages.page_text(lines, source=TextSource.TEXT_LAYER, confidence=1.0))


def readings(code: str, text: PageText) -> dict[str, FieldReading]:
    return {one.name: one for one in extract(CATALOGUE.document_types[code], [(1, text)])}


def placed(code: str, *lines: str) -> FoundValues:
    paper = Paper((sheet_of(1, pages.page_text(lines)),))
    return find_values(CATALOGUE.document_type(code), paper)


def printed(values: FoundValues, name: str) -> str:
    return " ".join(piece.text for line in values[name] for piece in line)


PROSE = (
    "PHIẾU XIN LỖI VÀ HẸN LẠI NGÀY TRẢ KẾT QUẢ",
    "@400 Tuy nhiên đến nay, Trung tâm Phục vụ hành chính công xã Cầu Ngang chưa",
    "@300 trả kết quả hồ sơ của Ông đúng thời hạn quy định ghi trong Giấy tiếp nhận hồ",
    "@300 sơ và hẹn: trả kết quả. Lý do: Hệ thống thông tin giải quyết thủ tục hành",
)


@pytest.mark.parametrize("below", ["@300 chính gặp sự cố kỹ thuật.", "@275 . chính gặp sự cố"])
def test_a_sentence_goes_on_at_the_margin_whatever_dirt_stands_before_it(below: str) -> None:
    # “hẹn:” with a speck for a colon hid where the sentence begins
    values = placed("apology_letter", *PROSE, below)
    assert "chính gặp sự cố" in printed(values, "reason")


PERMIT = (
    "ĐƠN ĐỀ NGHỊ CẤP GIẤY PHÉP XÂY DỰNG",
    "@300 Căn cứ Luật Xây dựng và các văn bản hướng dẫn thi hành Luật, tôi đề nghị như sau",
    "@400 - Địa chỉ liên hệ: Số 215/7 đường Trần Hưng Đạo B, phường Chợ Lớn, Thành phố Hồ",
    "@300 Chí Minh",
    "@400 - Số điện thoại: 0903777129",
    "@300 Tôi xin cam đoan làm theo đúng giấy phép được cấp, nếu sai tôi xin chịu trách nhiệm",
)


@pytest.mark.parametrize("below", ["@300 Chí Minh", "@300 Chí Minh @800 4"])
def test_an_address_goes_on_left_of_where_its_paragraph_begins(below: str) -> None:
    lines = [*PERMIT[:3], below, *PERMIT[4:]]
    address = read("building_permit_application", *lines)["owner_address"]
    assert "Thành phố Hồ Chí Minh" in address.value


def test_what_goes_on_left_of_its_paragraph_and_was_not_taken_leaves_a_value_in_doubt() -> None:
    lines = (
        "TỜ KHAI CĂN CƯỚC",
        "@300 Căn cứ Luật Căn cước và các văn bản hướng dẫn thi hành Luật, tôi khai như sau đây",
        "@400 14. Nghề nghiệp: Giáo viên môn Ngữ văn tại Trường trung học phổ thông chuyên Lê",
        "@300 Khiết",
        "@400 15. Quê quán: Tổ 3, xã Mẫu",
    )
    values = placed("identity_declaration", *lines)
    assert "Khiết" in printed(values, "occupation") or "occupation" in values.cut_off


HEALTH = (
    "GIẤY KHÁM SỨC KHỎE CỦA NGƯỜI LÁI XE",
    *("",) * 12,
    "1. Các xét nghiệm bắt buộc: @1400 BS. Hoàng Văn Tuyến",
)


@pytest.mark.parametrize(
    "below", ["@1400 Ngày 05 tháng 10 năm 2020", "@1400 (Ký, ghi rõ họ tên và đóng dấu)"]
)
def test_who_stands_above_the_day_or_what_tells_to_sign_has_not_signed(below: str) -> None:
    assert read("driver_health_certificate", *HEALTH)["signer"].value == "Hoàng Văn Tuyến"
    found = read("driver_health_certificate", *HEALTH, "", below, "@1500 +")
    assert found["signer"].value == ""


def married(signer: str) -> str:
    found = read(
        "marriage_certificate",
        "GIẤY CHỨNG NHẬN KẾT HÔN",
        *("",) * 14,
        "@450 Vợ @1150 Chồng @1500 NGƯỜI KÝ GIẤY CHỨNG NHẬN",
        "@300 (Ký, ghi rõ họ tên) @950 (Ký, ghi rõ họ tên) @1800 KẾT HÔN",
        "",
        "@350 Kim Thị Ly Na @1050 Tôn Thất Bảo Lộc",
        f"@1700 {signer}",
    )
    return found["signer"].value


def test_the_bridegroom_is_not_who_signs_where_nobody_is_named_below_the_office() -> None:
    assert married("Phạm Minh Đức") == "Phạm Minh Đức"
    assert married("~") == ""


@pytest.mark.parametrize("name", ["Y Blen Niê", "Ksor Tân"])
def test_names_of_the_peoples_of_the_highlands_sign(name: str) -> None:
    assert married(name) == name


def test_a_caption_of_two_offices_stands_over_its_own_signer() -> None:
    found = read(
        "marital_status_confirmation",
        "GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN",
        *("",) * 14,
        "@1340 TM. ỦY BAN NHÂN DÂN - CHỦ TỊCH",
        "",
        "@1500 Trần Quốc Vượng",
    )
    assert found["signer"].value == "Trần Quốc Vượng"


def test_a_word_on_less_ground_than_its_letters_need_is_not_sure() -> None:
    lines = ("CÔNG AN XÃ MẪU", "Số: 314/GXN", "", "XÁC NHẬN THÔNG TIN VỀ CƯ TRÚ")
    text = pages.page_text(lines, confidence=0.99)
    assert readings("residence_confirmation", text)["number"].sure
    # “(4)” was made of the last letters, which stood beside it as a word of 18 pixels
    squeezed = tuple(
        replace(word, box=replace(word.box, right=word.box.left + 30))
        if word.text == "314/GXN"
        else word
        for word in text.words
    )
    number = readings("residence_confirmation", replace(text, words=squeezed))["number"]
    assert (number.value, number.sure) == ("314/GXN", False)


SLIP = [
    "PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ",
    "@310 TÊN ĐƠN VỊ @910 THỜI GIAN GIAO NHẬN HỒ SƠ @1810 KẾT QUẢ",
    "@310 1. Giao: Trung tâm @910 09 giờ 10 phút, ngày 25/08/2025 @1810 Đúng hạn",
    "@310 PVHCC @910 Người giao: Cao Xuân Hạnh",
    "@310 2. Nhận: Phòng Kinh tế @910 Người nhận: Vũ Tiến Lực",
    "@310 1. Giao: Phòng Kinh tế @910 14 giờ 00 phút, ngày 28/08/2025 @1810 Trước hạn",
    "@310 2. Nhận: Trung tâm @910 Người giao: Vũ Tiến Lực",
    "@310 Người giao @1200 Người nhận",
]


def slip(*, ruled: bool = True, upto: int = 8) -> FieldReading:
    text = pages.page_text(SLIP[:upto], source=TextSource.TEXT_LAYER, confidence=1.0)
    tops, cuts = (265.0, 345.0, 585.0, 745.0), (290.0, 890.0, 1790.0, 2200.0)
    grid = tuple(
        tuple(Box(a, top, b, bottom) for a, b in itertools.pairwise(cuts))
        for top, bottom in itertools.pairwise(tops)
    )
    table = Region(RegionKind.TABLE, Box(290, 265, 2200, 745), 0.9, cells=grid)
    return readings("process_control_slip", replace(text, regions=(table,) if ruled else ()))[
        "steps"
    ]


def test_who_hands_over_ends_no_table_from_within_a_cell() -> None:
    rows = [{cell.name.rpartition(".")[2]: cell.value for cell in row} for row in slip().rows]
    assert [row["date"] for row in rows] == ["2025-08-25", "2025-08-28"]
    assert [row["outcome"] for row in rows] == ["Đúng hạn", "Trước hạn"]
    assert "PVHCC" in rows[0]["unit"]
    assert "Phòng Kinh tế" in rows[0]["unit"]
    assert "giao" not in rows[1]["unit"].lower().replace("giao: phòng", "")


def test_a_table_with_words_left_between_its_rules_is_not_whole() -> None:
    lines = [one.replace("28/08/2025", "28/O8") for one in SLIP]
    text = pages.page_text(lines, source=TextSource.TEXT_LAYER, confidence=1.0)
    cuts, tops = (290.0, 890.0, 1790.0, 2200.0), (265.0, 345.0, 585.0, 745.0)
    grid = tuple(
        tuple(Box(a, top, b, bottom) for a, b in itertools.pairwise(cuts))
        for top, bottom in itertools.pairwise(tops)
    )
    table = Region(RegionKind.TABLE, Box(290, 265, 2200, 745), 0.9, cells=grid)
    steps = readings("process_control_slip", replace(text, regions=(table,)))["steps"]
    assert len(steps.rows) == 1
    assert not steps.sure


def test_a_year_below_the_day_it_found_no_room_behind_belongs_to_it() -> None:
    found = read(
        "birth_registration_declaration",
        "TỜ KHAI ĐĂNG KÝ KHAI SINH",
        *("",) * 4,
        "@1300 Làm tại: Diễn Kỷ, ngày 20 tháng 12 năm",
        "@1700 2014",
    )
    assert found["made_at_date"].value == "2014-12-20"


OLD_DECLARATION = (
    "TỜ KHAI ĐĂNG KÝ KHAI SINH",
    "Họ và tên người khai: Phan Minh Khôi",
    "Nơi thường trú/tạm trú: Xã Mẫu, tỉnh Nghệ An",
    "Số CMND/Hộ chiếu: 085226224",
    "Quan hệ với người được khai sinh: Cha",
    "Họ và tên: PHAN NHƯ Ý      Giới tính: Nữ",
    "Ngày, tháng, năm sinh: 22/08/2014",
    "(Bằng chữ: Ngày hai mươi hai tháng tám năm hai nghìn không trăm mười bốn)",
    "Dân tộc: Kinh      Quốc tịch: Việt Nam",
    "Họ và tên cha: Phan Minh Khôi",
    "Dân tộc: Kinh      Quốc tịch: Việt Nam      Năm sinh: 1974",
    "Nơi thường trú/tạm trú: Xã Mẫu, tỉnh Nghệ An",
    "Họ và tên mẹ: Lô Thị Nhâm",
    "Dân tộc: Thái      Quốc tịch: Việt Nam      Năm sinh: 1979",
    "Nơi thường trú/tạm trú: Bản Na Hý, tỉnh Nghệ An",
)


def test_an_older_declaration_of_birth_names_the_father_first() -> None:
    found = {
        k: one.value for k, one in read("birth_registration_declaration", *OLD_DECLARATION).items()
    }
    assert found["requester_name"] == "Phan Minh Khôi"
    assert found["requester_id_paper"] == "085226224"
    assert found["child_name"] == "PHAN NHƯ Ý"
    assert found["child_birth_date_words"].startswith("Ngày hai mươi hai tháng tám")
    assert (found["father_ethnicity"], found["father_birth_year"]) == ("Kinh", "1974")
    assert (found["mother_ethnicity"], found["mother_birth_year"]) == ("Thái", "1979")
    assert found["mother_residence"] == "Bản Na Hý, tỉnh Nghệ An"


def test_a_holder_ends_before_when_he_was_born() -> None:
    found = read(
        "land_certificate_old",
        "GIẤY CHỨNG NHẬN QUYỀN SỬ DỤNG ĐẤT",
        "Bà: Nguyễn Thị Thanh Huyền, sinh năm 1987, CCCD số: 001187838933",
        "Địa chỉ thường trú: Số 27, phố Lê Lợi, thành phố Hà Nội",
    )
    assert found["holder"].value == "Nguyễn Thị Thanh Huyền"
    assert found["holder_birth_year"].value == "1987"
    assert found["holder_personal_id"].value == "001187838933"


def test_the_procedure_of_an_apology_stands_in_its_first_sentence() -> None:
    found = read(
        "apology_letter",
        "PHIẾU XIN LỖI VÀ HẸN LẠI NGÀY TRẢ KẾT QUẢ",
        "Ngày 27 tháng 08 năm 2025, Trung tâm Phục vụ hành chính công xã Cầu Ngang tiếp",
        "nhận hồ sơ đề nghị giải quyết thủ tục hành chính Chuyển mục đích sử dụng đất",
        "của Ông; mã số: H18.29-250827-0137.",
        "Thời gian hẹn trả kết quả giải quyết hồ sơ: 16 giờ 00 phút, ngày 10 tháng 09",
        "năm 2025.",
    )
    assert found["request"].value == "Chuyển mục đích sử dụng đất"
    assert not found["request"].sure
    assert found["due_date"].value == "2025-09-10"


@pytest.mark.parametrize("colon", ['"', "-", "'"])
def test_a_colon_misread_on_leaders_still_ends_a_label(colon: str) -> None:
    found = read(
        "civil_status_copy_request",
        "TỜ KHAI CẤP BẢN SAO TRÍCH LỤC HỘ TỊCH",
        "Họ, chữ đệm, tên: TÔN GIA BẢO",
        f"Giới tính: Nam Dân tộc{colon} Kinh Quốc tịch: Việt Nam",
    )
    assert [found[name].value for name in ("person_sex", "person_ethnicity")] == ["Nam", "Kinh"]


@pytest.mark.parametrize(
    ("place", "half"),
    [
        ("phường Chợ Lớn, Thành phố Hồ", True),
        ("phường Cẩm Thành, tỉnh Quảng", True),
        ("xã Mẫu, tỉnh Bà Rịa", True),
        ("phường Chợ Lớn, Thành phố Hồ Chí Minh", False),
        ("thành phố Bà Rịa", False),
        ("thành phố Quảng Ngãi, tỉnh Quảng Ngãi", False),
    ],
)
def test_the_beginning_of_a_province_ends_no_value_that_is_sure(place: str, half: bool) -> None:
    line = f"Kính gửi: Ủy ban nhân dân {place}"
    letter = pages.page_text(["TỜ KHAI ĐĂNG KÝ KẾT HÔN", line], confidence=0.99)
    (row,) = (row for row in sheet_of(1, letter).rows if ":" in row.text)
    said = tuple(
        WordAgain(piece.text, 0.97, n, n, piece.text, 1.0, 1.0)
        for n, piece in enumerate(row.pieces[2:])
    )
    box = Line(tuple(piece.printed for piece in row.pieces[2:])).box
    again = Rereading(box, len(said), "another", said)
    found = readings("marriage_registration_declaration", replace(letter, again=(again,)))
    assert found["addressed_to"].sure is not half
