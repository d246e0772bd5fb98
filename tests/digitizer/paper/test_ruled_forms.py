"""A form ruled as a table is read cell by cell: a label's cell with the cell of its value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import pytest

from digitizer.catalogue import Catalogue
from digitizer.model.field import FieldReading
from digitizer.paper.extraction import extract
from digitizer.paper.layout import sheet_of
from digitizer.paper.ruled_forms import cell_by_cell
from ocr.model import Box, PageText, Region, RegionKind, Word
from tests.digitizer.paper.pages import HEIGHT, WIDTH, words_of

CATALOGUE = Catalogue.load()
LINE, PAD = 60.0, 20.0
TOP = 900.0

Cells = Sequence[tuple[float, str]]
"""Left edge and words of each cell of a row; its lines are parted by a stroke, “a | b”."""


def ruled_page(
    rows: Sequence[Cells], *, head: Sequence[str] = (), right: float = 2300.0, whole: bool = True
) -> PageText:
    """Return a page with a ruled table and print above it, as read from left to right.

    Unless it is found as a ``whole``, the rules of its left column are missing.
    """
    words: list[Word] = []
    for number, text in enumerate(head):
        words += words_of(text, 300, 200 + 80.0 * number, number)
    top, line = TOP, len(head)
    ruled: list[tuple[Box, ...]] = []
    for row in rows:
        lines = max(len(text.split(" | ")) for _, text in row)
        bottom = top + lines * LINE + 2 * PAD
        edges = [left for left, _ in row] + [right]
        boxes = [Box(a, top, b, bottom) for a, b in pairwise(edges)]
        ruled.append(tuple(boxes[not whole :]))
        for place in range(lines):
            for left, text in row:
                parts = text.split(" | ")
                if place < len(parts):
                    words += words_of(parts[place], left + PAD, top + PAD + place * LINE, line)
            line += 1
        top = bottom
    edge = rows[0][0][0] if whole else rows[0][1][0]
    table = Region(
        RegionKind.TABLE, Box(edge, TOP, right, top), 0.9, cells=tuple(ruled), ruled=tuple(ruled)
    )
    return PageText(WIDTH, HEIGHT, 300.0, tuple(words), regions=(table,), basis="by hand")


def read(kind: str, page: PageText) -> dict[str, FieldReading]:
    return {one.name: one for one in extract(CATALOGUE.document_type(kind), [(1, page)])}


def values(kind: str, page: PageText) -> dict[str, str]:
    return {name: one.value for name, one in read(kind, page).items() if one.value}


RESIDENCE_HEAD = (
    "CÔNG AN XÃ MÙ CANG CHẢI  CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Số: 1108/XN-CAX  Độc lập - Tự do - Hạnh phúc",
    "XÁC NHẬN THÔNG TIN VỀ CƯ TRÚ",
)
RESIDENCE = (
    ((200, "Họ, chữ đệm và tên"), (800, "HỜ A NHÌA")),
    ((200, "Ngày, tháng, năm | sinh"), (800, "28/06/2004"), (1400, "Giới tính"), (1800, "Nam")),
    ((200, "Số định danh cá | nhân"), (800, "015204003869"), (1400, "Dân tộc"), (1800, "Mông")),
    ((200, "Nơi thường trú"), (800, "Bản Trống Tông, xã Mù Cang Chải, | tỉnh Lào Cai")),
    (
        (200, "Họ, chữ đệm và tên | chủ hộ"),
        (800, "Cư Chẩn Sài"),
        (1400, "Quan hệ với | chủ hộ"),
        (1800, "Con"),
    ),
    ((200, "Số định danh cá | nhân của chủ hộ"), (800, "015059004090")),
)


def test_labels_that_go_on_in_a_second_line_and_two_pairs_on_a_row() -> None:
    found = values("residence_confirmation", ruled_page(RESIDENCE, head=RESIDENCE_HEAD))
    assert found["person_name"] == "HỜ A NHÌA"
    assert found["person_birth_date"] == "2004-06-28"
    assert found["person_personal_id"] == "015204003869"
    assert found["permanent_residence"] == "Bản Trống Tông, xã Mù Cang Chải, tỉnh Lào Cai"
    assert found["head_name"] == "Cư Chẩn Sài"
    assert found["head_relation"] == "Con"
    assert found["head_personal_id"] == "015059004090"


MARRIAGE_HEAD = ("GIẤY CHỨNG NHẬN KẾT HÔN", "Số/No.: 110/2021")
MARRIAGE = (
    ((200, ""), (800, "VỢ / WIFE"), (1550, "CHỒNG / HUSBAND")),
    ((200, "Họ, chữ đệm, tên | Full name"), (800, "THUẬN THỊ TRỤ"), (1550, "LÝ LÁO LỞ")),
    ((200, "Ngày, tháng, năm sinh | Date of birth"), (800, "17/09/1995"), (1550, "24/04/1992")),
    ((200, "Dân tộc/Ethnicity"), (800, "Chăm"), (1550, "Dao")),
    (
        (200, "Nơi cư trú | Residence"),
        (800, "Thôn Hữu Đức, xã Phước Hữu, | tỉnh Khánh Hòa"),
        (1550, "Tổ dân phố Tả Phìn, xã Tả Phìn, | tỉnh Lào Cai"),
    ),
)


def test_a_column_for_each_person_with_labels_in_two_languages() -> None:
    found = values("marriage_certificate", ruled_page(MARRIAGE, head=MARRIAGE_HEAD))
    assert found["wife_name"] == "THUẬN THỊ TRỤ"
    assert found["husband_name"] == "LÝ LÁO LỞ"
    assert (found["wife_birth_date"], found["husband_birth_date"]) == ("1995-09-17", "1992-04-24")
    assert (found["wife_ethnicity"], found["husband_ethnicity"]) == ("Chăm", "Dao")
    assert found["wife_residence"] == "Thôn Hữu Đức, xã Phước Hữu, tỉnh Khánh Hòa"
    assert found["husband_residence"] == "Tổ dân phố Tả Phìn, xã Tả Phìn, tỉnh Lào Cai"


PARENTS = (
    ((200, "NGƯỜI MẸ / MOTHER"),),
    ((200, "Họ, chữ đệm, tên"), (800, "Ngô Thị Quế"), (1500, "Năm sinh"), (1900, "1990")),
    ((200, "Nơi cư trú"), (800, "Xóm 9, xã Giao Thiện, tỉnh Nam Định")),
    ((200, "NGƯỜI CHA / FATHER"),),
    ((200, "Họ, chữ đệm, tên"), (800, "Đặng Hữu Phước"), (1500, "Năm sinh"), (1900, "1989")),
    ((200, "Nơi cư trú"), (800, "Tổ dân phố Đông Tiến, xã Giao Thiện, tỉnh Nam Định")),
)


def test_a_heading_above_rows_of_the_same_labels_says_whose_they_are() -> None:
    found = values(
        "birth_registration_declaration", ruled_page(PARENTS, head=("TỜ KHAI ĐĂNG KÝ KHAI SINH",))
    )
    assert (found["mother_name"], found["father_name"]) == ("Ngô Thị Quế", "Đặng Hữu Phước")
    assert (found["mother_birth_year"], found["father_birth_year"]) == ("1990", "1989")
    assert found["father_residence"].startswith("Tổ dân phố Đông Tiến")


def test_an_empty_cell_takes_nothing_from_the_row_below() -> None:
    rows = (
        *RESIDENCE[:3],
        ((200, "Nơi thường trú"), (800, "")),
        ((200, "Tình trạng khác"), (800, "Đang thuê nhà")),
    )
    found = values("residence_confirmation", ruled_page(rows, head=RESIDENCE_HEAD))
    assert "permanent_residence" not in found


def test_pieces_of_rules_that_were_taken_for_signs_are_no_part_of_a_value() -> None:
    page = ruled_page(RESIDENCE, head=RESIDENCE_HEAD)
    name = next(word for word in page.words if word.text == "HỜ")
    flat = Box(2288, name.box.top - 14, 2296, name.box.top - 12)
    dirt = [
        Word("ạ", flat, 0.8, name.line),
        Word("l", replace(name.box, left=2286, right=2296), 0.5, name.line),
    ]
    found = values("residence_confirmation", replace(page, words=(*page.words, *dirt)))
    assert found["person_name"] == "HỜ A NHÌA"


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("Phường Xuân Hương - Đà Lạt, tỉnh Lâm Đồng", "Phường Xuân Hương - Đà Lạt, tỉnh Lâm Đồng"),
        ("- Phường Sa Pa, tỉnh Lào Cai _", "Phường Sa Pa, tỉnh Lào Cai"),
    ],
)
def test_a_dash_among_words_is_part_of_a_value_and_one_beside_them_is_dirt(
    printed: str, value: str
) -> None:
    rows = (*RESIDENCE[:3], ((200, "Nơi thường trú"), (800, printed)))
    found = values("residence_confirmation", ruled_page(rows, head=RESIDENCE_HEAD))
    assert found["permanent_residence"] == value


def test_a_label_and_its_value_in_one_cell_and_cells_with_neither_stay() -> None:
    rows = (
        ((200, "Họ, chữ đệm và tên: HỜ A NHÌA"), (1300, "Ghi chú khác")),
        ((200, "Giới tính: Nam"), (1300, "Dân tộc: Mông")),
        ((200, "Nơi thường trú: Bản Trống Tông, | xã Mù Cang Chải, tỉnh Lào Cai"), (1300, "")),
    )
    page = ruled_page(rows, head=RESIDENCE_HEAD)
    found = values("residence_confirmation", page)
    assert found["person_name"] == "HỜ A NHÌA"
    assert found["person_ethnicity"] == "Mông"
    assert found["permanent_residence"] == "Bản Trống Tông, xã Mù Cang Chải, tỉnh Lào Cai"
    laid = cell_by_cell(CATALOGUE.document_type("residence_confirmation"), sheet_of(1, page))
    kept = sorted(piece.text for row in laid for piece in row.pieces)
    assert kept == sorted(piece.text for row in sheet_of(1, page).rows for piece in row.pieces)


@pytest.mark.parametrize("kind", ["residence_change_declaration", "residence_confirmation"])
def test_a_list_with_a_heading_is_left_as_it_is(kind: str) -> None:
    rows = (
        (
            (200, "TT"),
            (350, "Họ, chữ đệm và tên"),
            (1200, "Ngày, tháng, năm sinh"),
            (1800, "Giới tính"),
        ),
        ((200, "1"), (350, "Vàng Mí Chơ"), (1200, "23/05/1997"), (1800, "Nam")),
        ((200, "2"), (350, "Cư Chẩn Sài"), (1200, "28/10/2006"), (1800, "Nam")),
    )
    sheet = sheet_of(1, ruled_page(rows))
    assert cell_by_cell(CATALOGUE.document_type(kind), sheet) == sheet.rows


def test_a_table_of_which_only_a_part_was_found_is_left_as_it_is() -> None:
    sheet = sheet_of(1, ruled_page(RESIDENCE, head=RESIDENCE_HEAD, whole=False))
    assert cell_by_cell(CATALOGUE.document_type("residence_confirmation"), sheet) == sheet.rows


def test_a_value_neither_beside_nor_below_its_label_is_never_sure() -> None:
    rows = (
        ((200, "Nội dung đã đăng ký"), (1250, "Nội dung sau khi thay đổi")),
        ((200, "Năm sinh của cha: 1976"), (1250, "Năm sinh của cha: 1967")),
    )
    found = read(
        "civil_status_change_declaration",
        ruled_page(rows, head=("TỜ KHAI ĐĂNG KÝ THAY ĐỔI, CẢI CHÍNH, BỔ SUNG THÔNG TIN HỘ TỊCH",)),
    )
    assert not any(one.sure for one in found.values() if "19" in one.value)


def test_a_value_that_has_a_colon_itself_belongs_to_the_label_beside_it() -> None:
    rows = (
        ((200, "Họ, chữ đệm, tên"), (1100, "NGÔ THỊ HỒNG HẠNH")),
        ((200, "Ngày, tháng, năm sinh"), (1100, "03/12/1995")),
        ((200, "Đăng ký ngày"), (1100, "04/12/1995")),
        ((200, "Từ:"), (1100, "Dân tộc: Kinh")),
        ((200, "Thành:"), (1100, "Dân tộc: Hrê")),
    )
    head = (
        "TỜ KHAI ĐĂNG KÝ VIỆC THAY ĐỔI, CẢI CHÍNH, BỔ SUNG THÔNG TIN HỘ TỊCH",
        "Đề nghị cơ quan đăng ký việc thay đổi, cải chính hộ tịch cho người có tên dưới đây:",
    )
    found = values("civil_status_change_declaration", ruled_page(rows, head=head))
    assert (found["changed_from"], found["changed_to"]) == ("Dân tộc: Kinh", "Dân tộc: Hrê")


def test_what_stands_right_of_the_persons_of_a_table_is_read_too() -> None:
    head = ("TỜ KHAI ĐĂNG KÝ KẾT HÔN", "Kính gửi: Ủy ban nhân dân xã Tân Lập, tỉnh Lào Cai")
    rows = (
        ((200, "Thông tin"), (700, "BÊN NAM"), (1250, "BÊN NỮ"), (1800, "Khác")),
        (
            (200, "Họ, chữ đệm, tên"),
            (700, "LÒ VĂN THẮNG"),
            (1250, "CÀ THỊ HOA"),
            (1800, "Số bản: 03"),
        ),
        ((200, "Ngày, tháng, năm sinh"), (700, "02/03/1999"), (1250, "14/08/2001"), (1800, "")),
        ((200, "Dân tộc"), (700, "Thái"), (1250, "Kinh"), (1800, "")),
    )
    sheet = sheet_of(1, ruled_page(rows, head=head))
    found = cell_by_cell(CATALOGUE.document_type("marriage_registration_declaration"), sheet)
    assert "Số bản: 03" in [row.text for row in found]
    assert any("THẮNG" in row.text and "HOA" not in row.text for row in found)


def test_a_cell_ends_with_its_page() -> None:
    # the second cell of both pages
    residence = ((200, "Nơi ở hiện tại"), (800, "Thôn 5, xã Lao Chải, tỉnh Lào Cai"))
    first = ruled_page((RESIDENCE[0], residence), head=RESIDENCE_HEAD)
    other = ((200, ""), (800, "Tổ 8, xã Mù Cang Chải"), (1400, "Dân tộc"), (1800, "Mông"))
    second = ruled_page((other, RESIDENCE[2], RESIDENCE[5]))
    document_type = CATALOGUE.document_type("residence_confirmation")
    found = {one.name: one.value for one in extract(document_type, [(1, first), (2, second)])}
    assert found["current_residence"] == "Thôn 5, xã Lao Chải, tỉnh Lào Cai"


def test_two_labels_in_one_cell_make_neither_value_sure_but_the_first() -> None:
    rows = (
        ((200, "Họ, chữ đệm, tên"), (900, "TÔ BẢO CHÂU")),
        ((200, "Ngày, tháng, năm sinh"), (900, "15/06/2014")),
        ((200, "Số / Quyển số"), (900, "211/2014 / Quyển số 02/2014")),
        ((200, "Ngày đăng ký"), (900, "30/06/2014")),
    )
    head = (
        "TỜ KHAI CẤP BẢN SAO TRÍCH LỤC HỘ TỊCH",
        "Đề nghị cơ quan cấp bản sao trích lục: Khai sinh",
    )
    found = read("civil_status_copy_request", ruled_page(rows, head=head))
    assert not found["register_book"].sure


def test_who_is_named_in_a_ruled_list_has_not_signed() -> None:
    rows = (
        ((200, "Nội dung khám"), (900, "Kết quả"), (1500, "Bác sĩ")),
        ((200, "Mắt"), (900, "Bình thường"), (1500, "Võ Kim Khánh")),
        ((200, "Tâm thần"), (900, "Bình thường"), (1500, "Ngô Thanh Tuyền")),
    )
    page = ruled_page(rows, head=("GIẤY KHÁM SỨC KHỎE CỦA NGƯỜI LÁI XE",))
    # the last row is as low on the page as one signs
    assert not read("driver_health_certificate", page)["signer"].value
    plain = replace(page, regions=())
    assert read("driver_health_certificate", plain)["signer"].value == "Ngô Thanh Tuyền"
