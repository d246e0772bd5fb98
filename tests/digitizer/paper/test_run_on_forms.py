"""Values that forms run on in a sentence, ask for part by part, or end with a promise."""

from __future__ import annotations

import pytest

from tests.digitizer.paper.test_layouts_of_others import read

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


def test_two_addresses_side_by_side_are_not_mixed() -> None:
    lines = (
        "TỜ KHAI ĐĂNG KÝ THUẾ",
        "6. Địa chỉ nơi thường trú          7. Địa chỉ nơi ở hiện tại",
        "Số nhà/đường phố: Thôn Vĩnh Thạnh          Số nhà/đường phố: Lô C9",
        "Xã/phường: Xã Phước Lộc          Xã/phường: Xã Hiệp Phước",
    )
    found = read("tax_registration_declaration", *lines)
    for name in ("permanent_residence", "current_residence"):
        mixed = "Phước Lộc" in found[name].value and "Hiệp Phước" in found[name].value
        assert not mixed


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
