"""Printed values in stored form: what is repaired, what is refused, and that repairs show."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from digitizer.catalogue import shipped_rules
from digitizer.model.doctype import Reads
from digitizer.paper.normalised import Normalised
from digitizer.paper.normalising import normalise

RULES = shipped_rules()


def date(printed: str) -> Normalised:
    return normalise(Reads.DATE, printed, RULES)


@pytest.mark.parametrize(
    ("printed", "iso"),
    [
        ("02I06I1995", "1995-06-02"),
        ("02/06J1995", "1995-06-02"),
        ("041212023", "2023-12-04"),
        ("0411212023", "2023-12-04"),
        ("2108/1990", "1990-08-21"),
        ("21081990", "1990-08-21"),
        ("ngày 13 tháng 1Ï năm 2026", "2026-11-13"),
    ],
)
def test_a_date_with_lost_or_misread_strokes_is_repaired_and_wants_a_look(
    printed: str, iso: str
) -> None:
    found = date(printed)
    assert (found.value, found.accepted, found.plausible) == (iso, True, False)
    # a stroke read as a figure may hide another date; a letter for a figure between words does not
    assert found.mended == ("tháng" in printed)


@pytest.mark.parametrize(
    "printed", ["30/02/1990", "30021990", "12 ` tháng1l1 năm2026", "120231990"]
)
def test_a_date_that_could_be_none_or_several_stays_as_printed(printed: str) -> None:
    assert date(printed).accepted is False


def test_digits_that_can_be_cut_into_two_dates_are_no_date() -> None:
    # the 4th of January or of October: one of the ones is a stroke
    assert date("041011990").accepted is False


@pytest.mark.parametrize(
    ("printed", "tidy"),
    [
        ("tỉnh 'Quảng Ngãi", "tỉnh Quảng Ngãi"),
        ("phường Mẫu, tỉnh ˆ Quảng Ngãi", "phường Mẫu, tỉnh Quảng Ngãi"),
        (")'Tổ dân phố Mỹ Hòa", "Tổ dân phố Mỹ Hòa"),
        ("phường Mẫu'Thành, tỉnh Gia Lai", "phường Mẫu Thành, tỉnh Gia Lai"),
        ("Số 9 đường Lê Lợi, nhường Mẫu", "Số 9 đường Lê Lợi, phường Mẫu"),
    ],
)
def test_specks_and_misread_unit_words_are_mended_and_want_a_look(printed: str, tidy: str) -> None:
    found = normalise(Reads.ADDRESS, printed, RULES)
    assert (found.value, found.plausible) == (tidy, False)


def test_marks_that_belong_to_a_name_of_a_people_stay() -> None:
    assert normalise(Reads.ADDRESS, "H'Mông, xã Mẫu", RULES).value == "H'Mông, xã Mẫu"


def test_a_stop_behind_a_number_before_the_day_of_issue_was_a_comma() -> None:
    printed = "Thẻ CCCD số 051091010184. cấp ngày 07/04/2022"
    assert normalise(Reads.TEXT, printed, RULES).value == printed.replace(". ", ", ")


def test_the_dots_of_an_address_in_the_net_stay() -> None:
    assert normalise(Reads.TEXT, "mau@vidu.gov.vn", RULES).value == "mau@vidu.gov.vn"


def test_a_known_wording_behind_a_misread_translation_is_taken_with_a_look() -> None:
    found = normalise(Reads.NATIONALITY, "vatonat. Việt Nam", RULES)
    # until a further reading says the same
    assert found == Normalised("Việt Nam", accepted=True, plausible=False, mended=True)


@pytest.mark.parametrize(
    ("printed", "value", "plausible", "mended"),
    [
        ("21/GBT-2026", "21/GBT-2026", True, False),
        ("Dân tộc: Hrê", "Dân tộc: Hrê", True, False),
        ("tỉnh Quảng | Ngãi", "tỉnh Quảng Ngãi", False, True),
        ("quản lý hành chính _ về trật tự", "quản lý hành chính về trật tự", False, True),
        ("Dịchvụ ăn uống", "Dịch vụ ăn uống", False, False),  # letters were parted
        ("Nhà Hrx", "Nhà Hrx", False, False),
    ],
)
def test_free_text_is_sound_with_notations_and_peoples_and_mended_where_signs_were_dirt(
    printed: str, value: str, plausible: bool, mended: bool
) -> None:
    found = normalise(Reads.TEXT, printed, RULES)
    assert (found.value, found.plausible, found.mended) == (value, plausible, mended)


def test_a_wording_nobody_knows_stays_as_printed() -> None:
    found = normalise(Reads.NATIONALITY, "Xứ Mẫu", RULES)
    assert (found.value, found.plausible) == ("Xứ Mẫu", False)


@pytest.mark.parametrize(
    ("printed", "stored", "plausible"),
    [
        ("250,5 m²", "250.5", True),
        ("1.250,75 m2", "1250.75", True),
        ("1.250 m²", "1250", True),
        ("383.2 m²", "383.2", False),
        ("77,5 m", "77.5", False),
        ("77,5 m°", "77.5", True),
        ("77,5 m 2 tầng", "77.5", False),
        ("0,5 ha", "5000", True),
        ("120 m² (một trăm hai mươi)", "120", False),
    ],
)
def test_an_area_is_stored_in_square_metres(printed: str, stored: str, plausible: bool) -> None:
    found = normalise(Reads.AREA, printed, shipped_rules())
    assert (found.value, found.accepted, found.plausible) == (stored, True, plausible)


@example("2.318.0,5 m²")
@example("1.2.5 m²")
@given(st.text(alphabet="0123456789.,; m²ha", max_size=20))
def test_whatever_an_area_is_read_as_it_is_stored_as_a_number_or_refused(text: str) -> None:
    # “2.318.0,5 m²” once ended the reading of a whole file
    found = normalise(Reads.AREA, text, RULES)
    assert not found.accepted or Decimal(found.value) >= 0


def test_a_number_whose_figures_stood_in_boxes_is_one_number() -> None:
    found = normalise(Reads.PERSONAL_ID, "0 0 10 8 3029457", RULES)
    assert (found.value, found.accepted) == ("001083029457", True)


def test_a_one_read_as_a_bracket_makes_no_other_month() -> None:
    found = normalise(Reads.DATE, "03 tháng 1] năm 2025", RULES)
    assert (found.value, found.plausible) == ("2025-11-03", False)


@pytest.mark.parametrize("text", ["Mường Mông", "Kinh Kinh", "Kinh, Hoa"])
def test_two_wordings_of_a_list_are_not_one_of_them(text: str) -> None:
    found = normalise(Reads.ETHNICITY, text, RULES)
    assert (found.value, found.plausible, found.mended) == (text, False, False)


def test_an_area_without_a_number_is_refused() -> None:
    assert not normalise(Reads.AREA, "chưa đo", shipped_rules()).accepted


def test_an_email_address_keeps_its_stops_and_loses_what_none_may_hold() -> None:
    assert normalise(Reads.TEXT, "mau92@vidu.vn", RULES).plausible
    found = normalise(Reads.TEXT, "mau88(@vidu.vn", RULES)
    assert (found.value, found.plausible) == ("mau88@vidu.vn", False)


def test_a_measure_is_kept_with_a_space_before_its_unit() -> None:
    assert normalise(Reads.TEXT, "11,6m", RULES).value == "11,6 m"
    assert normalise(Reads.TEXT, "Tổ 5mới", RULES).value == "Tổ 5mới"


def test_a_year_behind_the_rest_of_a_note_mark_is_read_and_a_date_is_never_cut_to_its_year() -> (
    None
):
    found = normalise(Reads.YEAR, "1:®) 1992", RULES)
    assert (found.value, found.plausible) == ("1992", False)
    assert not normalise(Reads.DATE, "05/_2 2023", RULES).accepted


@pytest.mark.parametrize(
    ("printed", "tidy"),
    [
        ("Số 12 đường Phan Đình Phùng,.phường Mẫu", "Số 12 đường Phan Đình Phùng, phường Mẫu"),
        ("Số 12 đường Phan Đình Phùng, .phường Mẫu", "Số 12 đường Phan Đình Phùng, phường Mẫu"),
        ("Số 12 đường Phan Đình Phùng,phường Mẫu", "Số 12 đường Phan Đình Phùng, phường Mẫu"),
        ("Số 198 đường. .Quang Trung", "Số 198 đường Quang Trung"),
        ("Tổ 5, phường Mẫu, tỉnh ' Quảng Ngãi", "Tổ 5, phường Mẫu, tỉnh Quảng Ngãi"),
    ],
)
def test_leaders_beside_a_comma_are_no_part_of_an_address(printed: str, tidy: str) -> None:
    assert normalise(Reads.ADDRESS, printed, RULES).value == tidy


@pytest.mark.parametrize(
    ("printed", "tidy"),
    [
        ("CCCD số. 066194016168", "CCCD số 066194016168"),
        ("Tăng vốn kinh doanh lên 300.000,000 đồng", "Tăng vốn kinh doanh lên 300.000.000 đồng"),
        ("Tăng vốn lên 300,000,000 đồng", "Tăng vốn lên 300.000.000 đồng"),
        ("10.4 m", "10,4 m"),
        ("10.400 m", "10.400 m"),
        ("1,5 lần, 2,5 lần", "1,5 lần, 2,5 lần"),
    ],
)
def test_points_and_commas_among_figures_stand_as_papers_print_them(
    printed: str, tidy: str
) -> None:
    assert normalise(Reads.TEXT, printed, RULES).value == tidy


@pytest.mark.parametrize(
    ("printed", "mail", "plausible"),
    [
        ("mau40(2vidu vn", "mau40@vidu.vn", False),
        ("mau56(@vidu.vn", "mau56@vidu.vn", False),
        ("mau56©vidu.vn", "mau56@vidu.vn", False),
        ("mau56@Vidu.vn", "mau56@vidu.vn", False),
        ("mau56@vidu.vn", "mau56@vidu.vn", True),
    ],
)
def test_the_sign_within_an_email_address_is_told_by_its_looks(
    printed: str, mail: str, plausible: bool
) -> None:
    found = normalise(Reads.TEXT, printed, RULES)
    assert (found.value, found.plausible) == (mail, plausible)


def test_a_date_whose_day_was_misread_is_whole_and_wants_a_look() -> None:
    found = date("Í1 tháng 11 năm 2026")
    assert (found.value, found.plausible, found.mended) == ("2026-11-11", False, True)


def test_stops_that_leaders_left_are_mended_unless_they_may_have_been_commas() -> None:
    def address(printed: str) -> Normalised:
        return normalise(Reads.ADDRESS, printed, RULES)

    leaders = address("Số 12. đường Phan Đình. Phùng, phường Cẩm Thành, tỉnh. Quảng Ngãi")
    assert leaders.value == "Số 12 đường Phan Đình Phùng, phường Cẩm Thành, tỉnh Quảng Ngãi"
    assert (leaders.plausible, leaders.mended) == (False, True)
    assert not address("Tổ 5. Thôn Mỹ Hòa, xã Mẫu, tỉnh Quảng Ngãi").mended


@pytest.mark.parametrize(
    ("printed", "tidy"),
    [
        ("phường Mẫu; thành phố Quảng Ngãi", "phường Mẫu, thành phố Quảng Ngãi"),
        ("Phường Mẫu,-thành phố Cần Thơ", "Phường Mẫu, thành phố Cần Thơ"),
        ("Ninh Kiều, TP, Cần Thơ", "Ninh Kiều, TP. Cần Thơ"),
    ],
)
def test_an_address_without_commas_where_they_belong_is_mended_and_wants_a_look(
    printed: str, tidy: str
) -> None:
    found = normalise(Reads.ADDRESS, printed, RULES)
    assert (found.value, found.plausible, found.mended) == (tidy, False, True)


def test_a_speck_behind_a_name_is_no_part_of_it_and_a_lost_space_is_put_back() -> None:
    for printed, name in (("LÊ QUỐC QUYỀN ˆ", "LÊ QUỐC QUYỀN"), ("LÝCÔNG MẪU", "LÝ CÔNG MẪU")):
        found = normalise(Reads.NAME, printed, RULES)
        assert (found.value, found.plausible) == (name, False)
    assert normalise(Reads.NAME, "LÊHÀNG MẪU", RULES).value == "LÊ HÀNG MẪU"


@pytest.mark.parametrize(
    ("kind", "read", "tidy"),
    [
        (Reads.TEXT, "thủ ¡ tục theo quy định", "thủ tục theo quy định"),
        (Reads.TEXT, "8 giờ45 phút, ngày13/11/2026", "8 giờ 45 phút, ngày 13/11/2026"),
        (Reads.TEXT, "Căn cước công dân số051195029856", "Căn cước công dân số 051195029856"),
        (
            Reads.TEXT,
            "do Cục Cảnh sát, quản lý hành chính về trật tự xã hội cấp",
            "do Cục Cảnh sát quản lý hành chính về trật tự xã hội cấp",
        ),
        (Reads.NAME, "ĐỖTHỊHẠNH", "ĐỖ THỊ HẠNH"),
        (Reads.NAME, "LÝ THỊKIM HẠNH", "LÝ THỊ KIM HẠNH"),
        (Reads.NAME, "LÊTRỌNG NGHĨA", "LÊ TRỌNG NGHĨA"),
        (Reads.NAME, "ĐỖ THẢO PH ƯỢNG", "ĐỖ THẢO PHƯỢNG"),
        (Reads.TEXT, "thủ ¡tục theo quy định", "thủ tục theo quy định"),
    ],
)
def test_lost_spaces_and_signs_between_words_are_mended_and_want_a_look(
    kind: Reads, read: str, tidy: str
) -> None:
    found = normalise(kind, read, RULES)
    assert (found.value, found.accepted, found.plausible) == (tidy, True, False)


@pytest.mark.parametrize("name", ["NGUYỄN ĐỨC KHƯƠNG", "H'BIA NIÊ", "LÝ CÔNG", "Đinh Thị Kừn"])
def test_a_name_whose_words_are_syllables_is_not_parted(name: str) -> None:
    assert normalise(Reads.NAME, name, RULES).value == name


@pytest.mark.parametrize(
    ("printed", "number", "mended"),
    [
        ("L0 |1|0|1|9|9|5|6|8|3|4|5Ì", "010199568345", True),
        ("nhân|0|6|6|2|2|3|5|1|4|9|3|7", "066223514937", True),
        ("[0|9|1|0|8|8|0|4|3|8|0|4]", "091088043804", True),
        ("|o|9|1|o|8|8|o|4|3|s|o|4|", "091088043504", False),  # an eight, or a five?
    ],
)
def test_a_number_in_boxes_is_put_together_and_never_taken_without_a_look(
    printed: str, number: str, mended: bool
) -> None:
    found = normalise(Reads.PERSONAL_ID, printed, RULES)
    assert (found.value, found.accepted, found.plausible) == (number, True, False)
    assert found.mended is mended


def test_a_sex_is_told_from_a_label_behind_it_that_nobody_knows() -> None:
    found = normalise(Reads.SEX, "Nam Sinh ngày: 08/12/1986", RULES)
    assert (found.value, found.plausible) == ("Nam", False)


def test_the_raised_two_of_square_metres_is_put_right() -> None:
    found = normalise(Reads.TEXT, "Đất ở 100 m?; đất trồng cây 52,3 mˆ", RULES)
    assert found.value == "Đất ở 100 m²; đất trồng cây 52,3 m²"


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("TRÂN THỊ MẪU", "TRẦN THỊ MẪU"),
        ("HƯỲNH THỊ MẪU", "HUỲNH THỊ MẪU"),
        ("ĐIỂU MINH", "ĐIỂU MINH"),
        ("ĐỔ THỊ MẪU", "ĐỔ THỊ MẪU"),
        ("Lồ Văn Mẫu", "Lồ Văn Mẫu"),
    ],
)
def test_a_family_name_keeps_the_marks_it_is_printed_with(printed: str, name: str) -> None:
    assert normalise(Reads.NAME, printed, RULES).value == name


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("Phòng Kinh tế Hạ tầng và Đô thị", "Phòng Kinh tế, Hạ tầng và Đô thị"),
        ("PHÒNG KINH TẾ HẠ TẦNG VÀ ĐÔ THỊ", "PHÒNG KINH TẾ, HẠ TẦNG VÀ ĐÔ THỊ"),
        ("Phòng Kinh tế, Hạ tầng và Đô thị", "Phòng Kinh tế, Hạ tầng và Đô thị"),
        ("Phòng Kinh tế và Hạ tầng", "Phòng Kinh tế và Hạ tầng"),
    ],
)
def test_the_commas_of_fixed_wordings_are_known(printed: str, value: str) -> None:
    assert normalise(Reads.TEXT, printed, RULES).value == value


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("Tăng vốn kinh doanh lên '300.000.000 đồng", "Tăng vốn kinh doanh lên 300.000.000 đồng"),
        ("Vay ‘30.000 đồng", "Vay 30.000 đồng"),
        ("Khóa '95 trường Mẫu", "Khóa '95 trường Mẫu"),
    ],
)
def test_a_speck_before_a_number_is_no_quotation_mark(printed: str, value: str) -> None:
    assert normalise(Reads.TEXT, printed, RULES).value == value
