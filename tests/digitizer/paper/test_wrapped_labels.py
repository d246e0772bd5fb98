"""Forms set as a grid: long labels, and the values beside them, go on in a second line."""

from __future__ import annotations

from collections.abc import Sequence

from digitizer.catalogue import Catalogue
from digitizer.model.field import FieldReading
from digitizer.paper.extraction import extract, lines_to_look_at
from digitizer.paper.layout import sheet_of
from digitizer.paper.wrapped_labels import unwrapped, value_column
from ocr.model import PageText, Word
from tests.digitizer.paper import pages

CATALOGUE = Catalogue.load()
LABELS, VALUES = 300.0, 1000.0
GRID = (
    ("1. Họ và tên:", "HỒ BÍCH MẪU"),
    ("2. Giới tính:", "Nữ"),
    ("3. Ngày, tháng, năm sinh:", "02/11/1997"),
    ("4. Nơi sinh:", "Xã Bình Sơn, tỉnh Quảng Ngãi"),
    ("5. Quốc tịch:", "Việt Nam"),
    ("6. Giấy CMND/CCCD/căn cước/hộ", "051197008730, cấp ngày 25/08/2021 tại Cục"),
    ("chiếu:", "Cảnh sát quản lý hành chính về trật tự xã hội"),
    ("7. Nơi thường trú:", "Số 12 đường Phan Đình Phùng, phường"),
    ("", "Nghĩa Chánh, thành phố Quảng Ngãi, tỉnh"),
    ("", "Quảng Ngãi"),
    ("8. Nơi tạm trú:", "Không"),
    ("9. Tình trạng án tích:", "Không có án tích"),
    ("10. Ghi chú:", "Không"),
)
HEAD = ("BỘ CÔNG AN", "PHIẾU LÝ LỊCH TƯ PHÁP SỐ 1")


def grid(
    rows: Sequence[tuple[str, str]], head: Sequence[str] = HEAD, score: float = 0.97
) -> PageText:
    """Set labels and values in two columns, each row one line of the recogniser."""
    words: list[Word] = []
    for number, line in enumerate(head):
        words += pages.words_of(line, 500.0 + 300 * number, 200.0 + 80 * number, number, score)
    for number, (label, value) in enumerate(rows, start=len(head)):
        top = 200.0 + 80.0 * number
        words += pages.words_of(label, LABELS, top, number, score)
        words += pages.words_of(value, VALUES, top, number, score)
    return PageText(pages.WIDTH, pages.HEIGHT, 300.0, tuple(words), basis="by hand")


def read(kind: str, text: PageText) -> dict[str, FieldReading]:
    return {one.name: one for one in extract(CATALOGUE.document_type(kind), [(1, text)])}


def test_a_label_and_its_value_that_both_go_on_below_are_not_mixed() -> None:
    found = read("criminal_record_certificate", grid(GRID))
    assert found["person_id_paper"].value == (
        "051197008730, cấp ngày 25/08/2021 tại Cục Cảnh sát quản lý hành chính về trật tự xã hội"
    )
    assert found["person_id_paper"].evidence[0].left >= VALUES
    assert found["person_name"].value == "HỒ BÍCH MẪU"


def test_an_address_goes_on_while_it_ends_in_a_kind_of_unit() -> None:
    found = read("criminal_record_certificate", grid(GRID))
    assert found["permanent_residence"].value.endswith("thành phố Quảng Ngãi, tỉnh Quảng Ngãi")


def test_the_next_item_ends_a_value() -> None:
    found = read("criminal_record_certificate", grid(GRID))
    assert found["criminal_record"].value == "Không có án tích"


def test_rows_stay_as_they_are_where_no_label_goes_on() -> None:
    rows = sheet_of(1, grid([row for row in GRID if row[0] not in {GRID[5][0], "chiếu:"}])).rows
    assert value_column(rows) is not None
    assert unwrapped(rows) == rows


def test_an_items_letter_begins_a_label_and_does_not_go_on_with_one() -> None:
    heading = ("II. Thửa đất, nhà ở và tài sản khác gắn", "")
    rows = sheet_of(1, grid([*GRID[:5], heading, ("a) Thửa đất số:", "799")])).rows
    assert unwrapped(rows) == rows


def test_prose_is_no_grid() -> None:
    rows = sheet_of(1, pages.page_text(pages.DECISION)).rows
    assert value_column(rows) is None
    assert unwrapped(rows) == rows


def test_a_dash_alone_or_two_signs_together_in_an_address_keep_it_from_being_sure() -> None:
    def residence(address: str) -> FieldReading:
        own = [("7. Nơi thường trú:", address), *GRID[10:]]
        return read("criminal_record_certificate", grid([*GRID[:5], *own], score=0.9999))[
            "permanent_residence"
        ]

    clean = "Số 2 đường Quang Trung, phường Cẩm Thành, tỉnh Quảng Ngãi"
    assert residence(clean).sure
    assert not residence(clean.replace("Cẩm Thành", "Cẩm - Thành")).sure
    assert not residence(clean.replace("Trung, phường", "Trung,,phường")).sure
    assert not residence(clean.removesuffix(" Quảng Ngãi")).sure


def test_a_value_whose_label_ends_a_sentence_goes_on_at_the_left_edge() -> None:
    """And where what follows belongs to no field, the value that may go on is not sure."""
    lines = [
        "GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN",
        "Tình trạng hôn nhân: Chưa đăng ký kết hôn với ai",
        "",
        "Giấy này có giá trị trong thời hạn 06 tháng kể từ ngày cấp, được sử dụng để: Bổ",
        "sung hồ sơ vay vốn ngân hàng",
    ]
    found = read("marital_status_confirmation", pages.page_text(lines, confidence=0.9999))
    assert found["purpose"].value == "Bổ sung hồ sơ vay vốn ngân hàng"


def test_a_value_below_which_an_unclaimed_sentence_goes_on_is_not_sure() -> None:
    def residence(below: str) -> FieldReading:
        own = [
            ("8. Nơi tạm trú:", "Số 2 đường Quang Trung, phường"),
            ("", "Cẩm Thành, tỉnh Quảng Ngãi"),
        ]
        rows = [*GRID[:5], *own, (below, "")]
        found = read("criminal_record_certificate", grid(rows, score=0.9999))
        assert found["temporary_residence"].value == f"{own[0][1]} {own[1][1]}"
        return found["temporary_residence"]

    assert residence("9. Tình trạng án tích:").sure
    assert not residence("và những nơi khác").sure


def test_a_second_look_ends_where_the_label_beside_the_value_does() -> None:
    page = grid(GRID)
    lines = lines_to_look_at(CATALOGUE.document_type("criminal_record_certificate"), [(1, page)])[1]
    looked_at = next(line for line in lines if line.text.startswith("051197008730"))
    assert looked_at.before is not None
    beside = next(word for word in page.words if word.box == looked_at.before)
    assert beside.text == "cước/hộ"


def test_the_last_word_of_a_label_goes_on_though_it_is_read_in_capitals() -> None:
    capitals = [*GRID[:5], ("6. Giấy CMND/CCCD/căn cước/hộ", "051197008730"), ("CHIẾU:", "")]
    rows = unwrapped(sheet_of(1, grid([*capitals, *GRID[7:]])).rows)
    texts = [" ".join(piece.text for piece in row.pieces) for row in rows]
    assert "6. Giấy CMND/CCCD/căn cước/hộ CHIẾU: 051197008730" in texts
