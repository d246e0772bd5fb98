from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digitizer.catalogue import Catalogue
from digitizer.model.doctype import FieldRule, Reads
from digitizer.model.field import FieldReading, Method
from digitizer.paper.extraction import extract
from digitizer.paper.verification import stored_form
from ocr.model import Box, PageText, TextSource, Word
from tests.digitizer.paper import pages

CATALOGUE = Catalogue.load()


def read(code: str, *texts: PageText) -> dict[str, FieldReading]:
    numbered = list(enumerate(texts, start=1))
    return {one.name: one for one in extract(CATALOGUE.document_types[code], numbered)}


def test_every_field_of_the_definition_is_read_once_and_in_its_order() -> None:
    kind = CATALOGUE.document_types["birth_registration_declaration"]
    readings = extract(kind, [(1, pages.page_text(pages.BIRTH_DECLARATION))])
    assert [one.name for one in readings] == [rule.name for rule in kind.fields]


def test_blocks_with_the_same_labels_are_told_apart_by_their_order() -> None:
    found = read("birth_registration_declaration", pages.page_text(pages.BIRTH_DECLARATION))
    expected = {
        "requester_name": "TRẦN THỊ MẪU",
        "requester_birth_date": "1995-06-02",
        "requester_personal_id": "051195007434",
        "requester_relation": "Mẹ đẻ",
        "child_name": "LÊ MẪU AN",
        "child_birth_date": "2026-10-05",
        "child_sex": "Nữ",
        "mother_birth_year": "1995",
        "mother_ethnicity": "Hrê",
        "mother_residence": "Phường Mẫu, tỉnh Quảng Ngãi",
        "father_birth_year": "1990",
        "father_nationality": "Lào",
        "father_residence": "Xã Mẫu, tỉnh Gia Lai",
        "copies_wanted": "2",
        "made_at_date": "2026-11-12",
    }
    assert {name: found[name].value for name in expected} == expected


def test_a_value_over_two_lines_has_the_pixels_of_both() -> None:
    found = read("birth_registration_declaration", pages.page_text(pages.BIRTH_DECLARATION))
    paper = found["requester_id_paper"]
    assert paper.value.endswith("về trật tự xã hội cấp ngày 04/12/2023")
    assert len(paper.evidence) == 2
    assert paper.evidence[0].bottom < paper.evidence[1].top


def test_misread_marks_in_labels_do_no_harm() -> None:
    lines = [
        line.replace("Họ, chữ đệm, tên", "Ho, chũ dệm, tén").replace("Nơi sinh", "Nơi sỉnh")
        for line in pages.BIRTH_DECLARATION
    ]
    found = read("birth_registration_declaration", pages.page_text(lines))
    assert found["mother_name"].value == "TRẦN THỊ MẪU"
    assert found["child_birth_place"].value == "Trung tâm Y tế Mẫu, tỉnh Quảng Ngãi"


def test_a_lost_label_leaves_its_field_empty_and_the_others_in_place() -> None:
    lines = [line for line in pages.BIRTH_DECLARATION if not line.startswith("Năm sinh:(5) 1995")]
    found = read("birth_registration_declaration", pages.page_text(lines))
    assert found["mother_birth_year"].value == ""
    assert not found["mother_birth_year"].sure
    assert found["father_birth_year"].value == "1990"


def test_dotted_leaders_are_no_part_of_a_value() -> None:
    lines = [
        "TỜ KHAI ĐĂNG KÝ KHAI SINH",
        "Họ, chữ đệm, tên người yêu cầu:....... TRẦN THỊ MẪU ..........",
    ]
    found = read("birth_registration_declaration", pages.page_text(lines))
    assert found["requester_name"].value == "TRẦN THỊ MẪU"


def test_words_of_a_footnote_are_not_taken_for_a_label() -> None:
    lines = [
        "TỜ KHAI CẤP GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN",
        "(4) Khai rõ tình trạng hôn nhân hiện tại của người khai.",
    ]
    found = read("marital_status_declaration", pages.page_text(lines))
    assert found["marital_status"].value == ""


def test_the_qr_of_a_card_wins_over_its_print() -> None:
    found = read("cccd_front", pages.page_text(pages.CARD_FRONT, codes=[pages.CARD_QR]))
    name = found["full_name"]
    assert (name.value, name.method, name.sure) == ("TRẦN THỊ MẪU", Method.QR, True)
    assert found["residence"].value == "Số 9 Lê Lợi, Mẫu, Quảng Ngãi"
    assert found["hometown"].method is Method.OCR


def test_print_that_contradicts_the_qr_stays_as_alternative_and_is_not_sure() -> None:
    lines = [line.replace("051195007434", "051195007435") for line in pages.CARD_FRONT]
    number = read("cccd_front", pages.page_text(lines, codes=[pages.CARD_QR]))["personal_id"]
    assert number.value == "051195007434"
    assert number.alternatives == ("051195007435",)
    assert not number.sure


def test_a_number_that_contradicts_the_sex_is_not_sure() -> None:
    lines = [line.replace("Sex: Nữ", "Sex: Nam") for line in pages.CARD_FRONT]
    found = read("cccd_front", pages.page_text(lines))
    assert not found["personal_id"].sure
    assert not found["sex"].sure


def test_doubtful_words_are_not_sure() -> None:
    found = read("cccd_front", pages.page_text(pages.CARD_FRONT, confidence=0.5))
    assert found["full_name"].value == "TRẦN THỊ MẪU"
    assert not any(one.sure for one in found.values())


def test_a_card_breaks_its_address_where_a_comma_would_stand() -> None:
    residence = read("cccd_front", pages.page_text(pages.CARD_FRONT))["residence"]
    assert residence.value == "Số 9 Lê Lợi, Mẫu, Quảng Ngãi"
    assert not residence.sure


def test_a_decision_is_read_by_the_places_of_its_layout() -> None:
    lines = [*pages.DECISION, *[""] * 20, " ".join(["", *[" "] * 20, "Nguyễn Văn Mẫu"])]
    found = read("administrative_document", pages.page_text(lines))
    expected = {
        "issuer": "ỦY BAN NHÂN DÂN PHƯỜNG MẪU",
        "number_and_notation": "15/QĐ-UBND",
        "place": "Mẫu",
        "date": "2026-11-05",
        "kind": "QUYẾT ĐỊNH",
        "subject": "Về việc ban hành Quy chế làm việc",
        "signer": "Nguyễn Văn Mẫu",
    }
    assert {name: one.value for name, one in found.items()} == expected


def test_a_date_whose_day_is_not_legible_is_never_sure() -> None:
    lines = [line.replace("ngày 05 tháng", "ngày tháng") for line in pages.DECISION]
    found = read("administrative_document", pages.page_text(lines))
    assert found["date"].value == "2026-11"
    assert not found["date"].sure


def test_entries_of_a_table_are_read_with_their_codes_first() -> None:
    lines = [
        "3. Ngành, nghề kinh doanh:",
        "STT    Tên ngành          Mã ngành",
        "1    Bán lẻ lương thực          4711",
        "     thực phẩm",
        "2    Bán lẻ đồ uống          4723",
        "4. Vốn kinh doanh: 80.000.000 đồng (Tám mươi triệu đồng)",
    ]
    found = read("household_business_certificate", pages.page_text(lines))
    assert found["business_lines"].value == "4711 Bán lẻ lương thực thực phẩm; 4723 Bán lẻ đồ uống"
    assert found["capital"].value == "80000000"


def test_a_page_on_its_side_is_read_like_an_upright_one() -> None:
    upright = pages.page_text(pages.CARD_FRONT)
    turned = replace(
        upright,
        width=upright.height,
        height=upright.width,
        rotation=90,
        words=tuple(replace(w, box=_turned_left(w.box, upright.width)) for w in upright.words),
    )
    found = read("cccd_front", turned)
    assert found["full_name"].value == "TRẦN THỊ MẪU"
    assert found["sex"].value == "Nữ"


def _turned_left(box: Box, width: int) -> Box:
    return Box(box.top, width - box.right, box.bottom, width - box.left)


def test_a_skewed_page_is_read_like_a_straight_one() -> None:
    straight = pages.page_text(pages.BIRTH_DECLARATION)
    words = tuple(
        replace(
            word,
            box=Box(
                word.box.left,
                word.box.top + 0.03 * word.box.left,
                word.box.right,
                word.box.bottom + 0.03 * word.box.left,
            ),
        )
        for word in straight.words
    )
    plain = read("birth_registration_declaration", straight)
    skewed = read("birth_registration_declaration", replace(straight, words=words))
    assert {n: r.value for n, r in skewed.items()} == {n: r.value for n, r in plain.items()}


def test_words_of_a_pdf_are_named_as_such() -> None:
    text = pages.page_text(pages.CARD_FRONT, source=TextSource.TEXT_LAYER, confidence=1.0)
    assert read("cccd_front", text)["full_name"].method is Method.TEXT_LAYER


@pytest.mark.parametrize(
    ("reads", "typed", "stored"),
    [
        (Reads.DATE, "2/6/1995", "1995-06-02"),
        (Reads.PERSONAL_ID, "051 195 007 434", "051195007434"),
        (Reads.PHONE, "0912 345.678", "0912345678"),
        (Reads.ETHNICITY, "ê đê", "ê đê"),
        (Reads.TEXT, "  Để  vay vốn. ", "Để vay vốn."),
        (Reads.DATE, "chưa rõ", "chưa rõ"),
    ],
)
def test_what_a_person_types_is_stored_as_typed_but_for_dates_and_separators(
    reads: Reads, typed: str, stored: str
) -> None:
    assert stored_form(FieldRule("x", "X", ("X",), reads), typed) == stored


_numbers = st.floats(-5_000, 5_000, allow_nan=False, allow_infinity=False)
_words = st.builds(
    Word,
    text=st.text(max_size=20)
    | st.sampled_from(["Họ,", "chữ", "đệm,", "tên:", "Số", ":", "VNM", "12/10/2020", "Nơi"]),
    box=st.builds(Box, _numbers, _numbers, _numbers, _numbers),
    confidence=st.floats(0, 1),
    line=st.integers(0, 6),
)
_pages = st.builds(
    PageText,
    width=st.integers(1, 4_000),
    height=st.integers(1, 4_000),
    dpi=st.just(300.0),
    words=st.lists(_words, max_size=25).map(tuple),
    rotation=st.sampled_from([0, 90, 180, 270]),
)


@settings(max_examples=40, deadline=None)
@given(text=_pages, code=st.sampled_from(sorted(CATALOGUE.document_types)))
def test_no_words_anywhere_make_extraction_fail(text: PageText, code: str) -> None:
    kind = CATALOGUE.document_types[code]
    readings = extract(kind, [(1, text), (2, text)])
    assert len(readings) == len(kind.fields)
    assert all(0 <= one.confidence <= 1 for one in readings)
    assert all(one.value or not one.sure for one in readings)


def test_the_number_of_the_next_item_does_not_join_a_value() -> None:
    lines = [
        "1. Tên hộ kinh doanh: HỘ KINH DOANH TẠP HÓA RẤT NHIỀU MẶT HÀNG VÀ ĐỒ GIA DỤNG MẪU",
        "2. Địa chỉ trụ sở: Số 377 đường Quang Trung, phường Mẫu, tỉnh Quảng Ngãi",
    ]
    found = read("household_business_certificate", pages.page_text(lines))
    assert found["business_name"].value.endswith("GIA DỤNG MẪU")
    assert found["business_address"].value.startswith("Số 377")


def test_a_heading_in_capitals_ends_a_value() -> None:
    lines = [
        "Giấy này có giá trị 06 tháng, được sử dụng để: Bổ sung hồ sơ vay vốn ngân hàng Mẫu",
        "NGƯỜI KÝ GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN",
    ]
    found = read("marital_status_confirmation", pages.page_text(lines))
    assert found["purpose"].value == "Bổ sung hồ sơ vay vốn ngân hàng Mẫu"


def test_a_line_in_brackets_labels_nothing() -> None:
    lines = ["GIẤY KHAI SINH", "", "(Ký, ghi rõ họ, chữ đệm, tên, chức vụ và đóng dấu)"]
    found = read("birth_certificate", pages.page_text(lines))
    assert found["child_name"].value == ""


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("?Số 45/7 đường Nguyễn Trãi, phường Mẫu", "Số 45/7 đường Nguyễn Trãi, phường Mẫu"),
        ("Tổ? 5, phường Mẫu", "Tổ 5, phường Mẫu"),
        ("Số 9.hẻm 31 đường Lê Lợi. phường Mẫu", "Số 9 hẻm 31 đường Lê Lợi, phường Mẫu"),
        ("Tố 5, phường Mẫu, quân Mẫu", "Tổ 5, phường Mẫu, quận Mẫu"),
    ],
)
def test_specks_in_an_address_are_mended_but_never_sure(printed: str, value: str) -> None:
    lines = ["Họ, chữ đệm, tên người cha: LÊ VĂN MẪU", f"Nơi cư trú: {printed}"]
    text = pages.page_text(lines, confidence=1.0)
    residence = read("birth_registration_declaration", text)["father_residence"]
    assert residence.value == value
    assert not residence.sure


def test_marks_of_fixed_wordings_are_put_right_but_never_sure() -> None:
    lines = [
        "Họ, chữ đệm, tên người yêu cầu: TRẦN THỊ MẪU",
        "Giấy tờ tùy thân: Căn cước công dân số 051195007434 do Cục Cảnh sát quản lý hành chính",
        "vê trật tự xã hôi cấp ngày 04/12/2023",
    ]
    text = pages.page_text(lines, confidence=1.0)
    paper = read("birth_registration_declaration", text)["requester_id_paper"]
    assert paper.value.endswith("quản lý hành chính về trật tự xã hội cấp ngày 04/12/2023")
    assert "vê trật tự xã hôi" in paper.raw
    assert not paper.sure


def test_a_code_in_a_table_that_was_read_with_a_letter_still_begins_its_entry() -> None:
    lines = [
        "STT    Tên ngành          Mã ngành",
        "1    May trang phục          47H",
        "2    Bán lẻ đồ uống          4723",
        "4. Vốn kinh doanh: 80.000.000 đồng",
    ]
    lines_found = read("household_business_certificate", pages.page_text(lines))["business_lines"]
    assert lines_found.value == "4711 May trang phục; 4723 Bán lẻ đồ uống"
    assert not lines_found.sure


def test_specks_between_two_lines_of_a_value_do_not_cut_it() -> None:
    lines = [
        "Nơi đăng ký khai sinh / Place of birth:",
        "Phường Mẫu, thành phố Cần",
        "Thơ",
        "Ngày, tháng, năm cấp / Date of issue:",
        "07/04/2022",
    ]
    text = pages.page_text(lines)
    speck = pages.words_of("~.", 1600, 320, 99, 0.1)
    found = read("can_cuoc_back", replace(text, words=(*text.words, *speck)))
    assert found["birth_registration_place"].value == "Phường Mẫu, thành phố Cần Thơ"
    assert found["issue_date"].value == "2022-04-07"


def test_a_misread_label_behind_a_gap_ends_the_value_before_it() -> None:
    lines = [*pages.MOTTO, "GIẤY KHAI SINH", "Số: 42/2023          ổn: 01/2023"]
    assert read("birth_certificate", pages.page_text(lines))["number"].value == "42/2023"


def test_a_number_read_into_the_row_of_the_office_is_no_part_of_its_name() -> None:
    lines = [line.replace("PHƯỜNG MẪU  ", "PHƯỜNG MẪU _ Số: 15/QĐ") for line in pages.DECISION]
    found = read("administrative_document", pages.page_text(lines))
    assert found["issuer"].value == "ỦY BAN NHÂN DÂN PHƯỜNG MẪU"


def test_a_recognised_name_is_never_sure_by_itself_and_a_register_number_may_be() -> None:
    lines = [*pages.MOTTO, "GIẤY KHAI SINH", "Số: 42/2023", "Họ, chữ đệm, tên: LÊ MẪU AN"]
    lines += ["Ngày, tháng, năm sinh: 05/10/2023", "Họ, chữ đệm, tên người mẹ: TRẦN THỊ MẪU"]
    found = read("birth_certificate", pages.page_text(lines, confidence=0.97))
    assert (found["child_name"].value, found["child_name"].sure) == ("LÊ MẪU AN", False)
    assert (found["number"].value, found["number"].sure) == ("42/2023", True)
    own = pages.page_text(lines, confidence=1.0, source=TextSource.TEXT_LAYER)
    assert read("birth_certificate", own)["child_name"].sure


def test_on_a_paper_with_few_readable_labels_no_value_passes_to_another_person() -> None:
    lines = [*pages.MOTTO, "GIẤY KHAI SINH", "Họ, chữ đệm, tên: LÊ MẪU AN"]
    lines += ["Ngày, tháng, năm sinh: 05/10/2023", "Họ, chữ đệm, tên người mẹ: TRẦN THỊ MẪU"]
    found = read("birth_certificate", pages.page_text(lines))
    assert {name: one.value for name, one in found.items() if one.value} == {
        "child_name": "LÊ MẪU AN",
        "child_birth_date": "2023-10-05",
        "mother_name": "TRẦN THỊ MẪU",
    }


def test_without_its_label_the_day_of_signing_is_not_the_first_day_on_the_paper() -> None:
    lines = [line for line in pages.BIRTH_DECLARATION if not line.startswith("Làm tại")]
    found = read("birth_registration_declaration", pages.page_text(lines))
    assert (found["made_at_date"].value, found["made_at_date"].sure) == ("", False)


def test_half_of_a_wording_over_two_lines_is_not_sure() -> None:
    back = ["Đặc điểm nhân dạng / Personal identification:", "CỤC TRƯỞNG CỤC CẢNH SÁT"]
    both = read("cccd_back", pages.page_text([*back, "QUẢN LÝ HÀNH CHÍNH VỀ TRẬT TỰ XÃ HỘI"]))
    assert both["issuer"].sure
    assert not read("cccd_back", pages.page_text(back))["issuer"].sure


def test_a_name_that_only_the_code_says_is_in_the_capitals_of_the_card() -> None:
    lines = [line for line in pages.CARD_FRONT if line != "TRẦN THỊ MẪU"]
    found = read("cccd_front", pages.page_text(lines, codes=[pages.CARD_QR]))
    assert found["full_name"].value == "TRẦN THỊ MẪU"


def test_values_of_the_left_column_go_on_below_and_take_nothing_of_the_right_one() -> None:
    words = [
        *pages.words_of("GIẤY CHỨNG NHẬN KẾT HÔN", 700, 100, 0),
        *pages.words_of("Họ, chữ đệm, tên vợ: LÝ THỊ HỒNG", 300, 200, 1),
        *pages.words_of("Họ, chữ đệm, tên chồng: LÊ BÁ ĐẠT", 1000, 200, 2),
        *pages.words_of("HẠNH", 300, 280, 3),
        *pages.words_of("Nơi cư trú: Tổ dân phố Mỹ Hòa,", 300, 360, 4),
        *pages.words_of("Nơi cư trú: Tổ 5, phường Mẫu,", 1000, 360, 5),
        *pages.words_of("phường Mẫu, tỉnh Quảng Ngãi", 300, 440, 6),
        # a word of the right column may begin a little left of its label
        *pages.words_of("tỉnh Quảng Ngãi", 992, 440, 7),
    ]
    text = replace(pages.page_text(["x"]), words=tuple(words))
    found = {name: one.value for name, one in read("marriage_certificate", text).items()}
    assert found["wife_name"] == "LÝ THỊ HỒNG HẠNH"
    assert found["husband_name"] == "LÊ BÁ ĐẠT"
    assert found["wife_residence"] == "Tổ dân phố Mỹ Hòa, phường Mẫu, tỉnh Quảng Ngãi"
    assert found["husband_residence"] == "Tổ 5, phường Mẫu, tỉnh Quảng Ngãi"


def test_a_bare_number_below_its_label_is_the_value_and_no_numbering() -> None:
    lines = ["[11] Số lao động:", "6", "[28] Doanh thu tính thuế:", "382.000.000 đồng"]
    found = read("household_business_tax_return", pages.page_text(lines))
    assert (found["workers"].value, found["turnover"].value) == ("6", "382000000")


def test_a_sentence_that_begins_like_a_label_is_none() -> None:
    lines = [
        "GIẤY ĐỀ NGHỊ ĐĂNG KÝ HỘ KINH DOANH",
        "Tổng số (bằng số; VNĐ): 500.000.000 đồng",
        "- Địa chỉ trụ sở hộ kinh doanh thuộc quyền sở hữu hoặc quyền sử dụng của tôi",
    ]
    found = read("household_business_application", pages.page_text(lines))
    assert found["business_address"].value == ""
    assert found["capital"].value == "500000000"
