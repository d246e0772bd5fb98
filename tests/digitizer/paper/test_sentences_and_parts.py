"""Values that forms run on in a sentence, or ask for part by part."""

from __future__ import annotations

import pytest

from digitizer.paper.extraction import extract
from ocr.model import TextSource
from tests.digitizer.paper import pages
from tests.digitizer.paper.test_layouts_of_others import CATALOGUE, read

COPY = ("TỜ KHAI CẤP BẢN SAO TRÍCH LỤC HỘ TỊCH", "Họ, chữ đệm, tên người yêu cầu: BÙI ĐỨC THỊNH")
CHANGE = ("TỜ KHAI ĐĂNG KÝ THAY ĐỔI, CẢI CHÍNH, BỔ SUNG HỘ TỊCH",)


def values(kind: str, *lines: str) -> dict[str, str]:
    return {name: one.value for name, one in read(kind, *lines).items()}


@pytest.mark.parametrize(
    "printed",
    [
        (
            "Đã đăng ký tại: UBND xã Nghĩa Bình, huyện Tân Kỳ, tỉnh Nghệ An, ngày 15 tháng",
            "01 năm 1998, số: 07, quyển số: 01",
        ),
        (
            "Đã đăng ký tại: UBND xã Nghĩa Bình, huyện Tân Kỳ, tỉnh Nghệ An",
            "Ngày 15 tháng 01 năm 1998 Số: 07 Quyển số: 01",
        ),
        (
            "Đã đăng ký kết hôn ngày 15 tháng 01 năm 1998 tại số: 07, quyển số: 01 của",
            "UBND xã Nghĩa Bình, huyện Tân Kỳ, tỉnh Nghệ An",
        ),
    ],
)
def test_a_registration_is_read_from_one_sentence(printed: tuple[str, ...]) -> None:
    lines = (
        "Đề nghị cơ quan cấp bản sao trích lục kết hôn cho người có tên dưới đây:",
        "Họ, chữ đệm, tên: VI VĂN TÌNH",
        *printed,
        "Số lượng bản sao yêu cầu cấp: 02 bản",
    )
    found = values("civil_status_copy_request", *COPY, *lines)
    assert found["extract_kind"] == "kết hôn"
    assert found["person_name"] == "VI VĂN TÌNH"
    assert found["registered_at"] == "UBND xã Nghĩa Bình, huyện Tân Kỳ, tỉnh Nghệ An"
    assert found["registered_on"] == "1998-01-15"
    assert (found["register_number"], found["register_book"]) == ("07", "01")
    assert found["copies_wanted"] == "2"


def test_a_sentence_ends_above_the_next_label() -> None:
    lines = ("Đã đăng ký khai sinh tại UBND xã Ea Yông", "Từ: ngày 02 tháng 12 năm 2010")
    found = values("civil_status_change_declaration", *CHANGE, *lines)
    assert (found["registered_at"], found["registered_on"]) == ("UBND xã Ea Yông", "")


def test_an_address_asked_for_part_by_part_is_put_together() -> None:
    lines = (
        "TỜ KHAI ĐĂNG KÝ THUẾ",
        "7. Địa chỉ nơi thường trú:",
        "7.1. Số nhà/đường phố, xóm/ấp/thôn: Thôn An Bài",
        "7.2. Xã/phường/thị trấn: Xã An Ninh          7.3. Tỉnh/Thành phố: Thái Bình",
        "8. Địa chỉ nơi ở hiện tại:",
        "8.1. Số nhà/đường phố, xóm/ấp/thôn:",
        "8.2. Xã/phường/thị trấn: Phường Nhân Chính",
        "9. Điện thoại liên hệ: 0866 913 204",
    )
    found = values("tax_registration_declaration", *lines)
    assert found["permanent_residence"] == "Thôn An Bài, Xã An Ninh, Thái Bình"
    assert found["current_residence"] == "Phường Nhân Chính"
    assert found["person_phone"] == "0866913204"


NAME = "Họ, chữ đệm, tên người yêu cầu: BÙI ĐỨC THỊNH"
DECLARATION = ("TỜ KHAI CẤP GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN", NAME)
PARTS = ("Nơi cư trú:", "Số nhà: Số 12 Lê Lợi")


def test_a_part_keeps_its_kind_of_unit_before_the_label_of_the_next() -> None:
    lines = (
        *PARTS,
        "Xã/phường/thị trấn: Phường Trần Hưng Đạo          Quận/huyện: Quận Hoàn Kiếm",
        "Tỉnh/Thành phố: Thành phố Hà Nội",
    )
    found = read("marital_status_declaration", *DECLARATION, *lines)["requester_residence"]
    whole = "Số 12 Lê Lợi, Phường Trần Hưng Đạo, Quận Hoàn Kiếm, Thành phố Hà Nội"
    # where an address of parts ends, nothing tells for sure
    assert (found.value, found.sure) == (whole, False)


@pytest.mark.parametrize(
    "below",
    [
        "Thái Bình, ngày 05 tháng 6 năm 2024",
        "Điện thoại di động: 0912345678",
        "NGƯỜI YÊU CẦU",
        "Chỗ ở hiện nay:",
        "Mã bưu chính 410000",
    ],
)
def test_what_stands_below_the_parts_of_an_address_is_none_of_it(below: str) -> None:
    wide = "Tôi làm đơn này để được cơ quan có thẩm quyền xem xét và giải quyết theo quy định"
    lines = (*PARTS, "Xã/phường: Xã An Ninh", "Tỉnh/Thành phố: Tỉnh Thái Bình", below, wide)
    found = read("marital_status_declaration", *DECLARATION, *lines)["requester_residence"]
    assert found.value == "Số 12 Lê Lợi, Xã An Ninh, Tỉnh Thái Bình"


def test_parts_that_are_all_blank_are_no_address() -> None:
    lines = ("Nơi cư trú:", "Số nhà/đường phố:", "Xã/phường:          Tỉnh/Thành phố:")
    assert values("marital_status_declaration", *DECLARATION, *lines)["requester_residence"] == ""


@pytest.mark.parametrize(
    "below",
    [
        "Làm tại: Ea Yông, ngày 05 tháng 6 năm 2024",
        "Nội dung đề nghị: cải chính sinh ngày 01/02/1998",
        "Tôi cam đoan đã khai đúng ngày 05 tháng 6 năm 2024",
    ],
)
def test_the_day_of_another_line_is_not_that_of_the_registration(below: str) -> None:
    first = "Đã đăng ký khai sinh tại UBND xã Ea Yông, Krông Pắc, Đắk Lắk"
    found = values("civil_status_change_declaration", *CHANGE, first, below)
    assert found["registered_at"] == "UBND xã Ea Yông, Krông Pắc, Đắk Lắk"
    assert found["registered_on"] == ""


def test_what_a_sentence_says_is_never_sure() -> None:
    text = pages.page_text(
        (*CHANGE, "Đã đăng ký khai sinh tại UBND xã Ea Yông ngày 02 tháng 12 năm 2010"),
        source=TextSource.TEXT_LAYER,
        confidence=1.0,
    )
    kind = CATALOGUE.document_type("civil_status_change_declaration")
    found = {one.name: one for one in extract(kind, [(1, text)], CATALOGUE.rules)}
    assert found["registered_on"].value == "2010-12-02"
    assert not found["registered_on"].sure
    assert not found["registered_at"].sure


@pytest.mark.parametrize(
    "place", ["UBND phường Số 7, quận 8", "Tổ dân phố số 5, phường Thủy Xuân", "Sở Tư pháp Huế"]
)
def test_the_number_of_a_ward_is_not_that_of_the_register(place: str) -> None:
    death = values("death_extract", "TRÍCH LỤC KHAI TỬ", f"Đăng ký khai tử tại: {place}")
    assert death["registration_place"] == place
    lines = (f"Đã đăng ký khai tử tại {place}, số 12, ngày 05 tháng 6 năm 2024",)
    found = values("civil_status_copy_request", *COPY, *lines)
    assert (found["registered_at"], found["register_number"]) == (place, "12")


def test_two_addresses_side_by_side_are_not_mixed() -> None:
    lines = (
        "TỜ KHAI ĐĂNG KÝ THUẾ",
        "6. Địa chỉ nơi thường trú          7. Địa chỉ nơi ở hiện tại",
        "Số nhà/đường phố: Thôn Vĩnh Thạnh          Số nhà/đường phố: Lô C9",
        "Xã/phường: Xã Phước Lộc          Xã/phường: Xã Hiệp Phước",
    )
    found = values("tax_registration_declaration", *lines)
    assert (found["permanent_residence"], found["current_residence"]) == ("", "")


LETTER = (
    "UBND TỈNH LẠNG SƠN          CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "SỞ TÀI NGUYÊN VÀ MÔI TRƯỜNG          Độc lập - Tự do - Hạnh phúc",
    "Số: 214/PXL-STNMT          Lạng Sơn, ngày 19 tháng 7 năm 2024",
    "PHIẾU XIN LỖI VÀ HẸN LẠI NGÀY TRẢ KẾT QUẢ",
)


def test_an_apology_in_sentences_is_read() -> None:
    lines = (
        *LETTER,
        "@900 Kính gửi: Ông Hoàng Văn Tuyển",
        "Ngày 17 tháng 6 năm 2024, Sở Tài nguyên và Môi trường tiếp nhận giải quyết hồ sơ của",
        "Ông Hoàng Văn Tuyển; mã số hồ sơ: 000.00.12.H37-240617-0021.",
        "Tuy nhiên đến nay, Sở chưa trả kết quả đúng thời hạn quy định với lý do: Chưa nhận được",
        "văn bản lấy ý kiến của Ủy ban nhân dân huyện Chi Lăng.",
        "Sự chậm trễ này đã gây phiền hà, Sở xin lỗi Ông và sẽ trả kết quả giải quyết hồ sơ vào",
        "ngày 31 tháng 7 năm 2024.",
    )
    found = values("apology_letter", *lines)
    assert found["applicant_name"] == "Hoàng Văn Tuyển"
    assert found["dossier_code"] == "000.00.12.H37-240617-0021"
    told = "Chưa nhận được văn bản lấy ý kiến của Ủy ban nhân dân huyện Chi Lăng"
    assert found["reason"] == told
    assert found["new_due_date"] == "2024-07-31"
