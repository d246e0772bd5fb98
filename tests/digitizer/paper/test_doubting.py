"""What may have been lost or read into a value by every reading alike keeps it from being sure."""

from __future__ import annotations

import pytest

from digitizer.catalogue import Catalogue
from digitizer.catalogue.calibration import Calibration
from digitizer.model.doctype import FieldRule, Reads
from digitizer.paper.doubting import is_unsound, loses_strokes
from digitizer.paper.extraction import extract
from digitizer.paper.normalised import Normalised
from digitizer.paper.normalising import among
from digitizer.paper.trusting import Grounds
from digitizer.paper.valuing import Printed, from_print
from ocr.model import TextSource
from tests.digitizer.paper.pages import page_text

CATALOGUE = Catalogue.load()
NAME = FieldRule("name", "Họ tên", ("Họ tên",), reads=Reads.NAME)
TEXT = FieldRule("class", "Cấp", ("Cấp",), reads=Reads.TEXT)


def _is_doubtful(rule: FieldRule | None, value: str) -> bool:
    assert rule is not None
    return is_unsound(rule, Normalised(value, accepted=True))


@pytest.mark.parametrize(
    ("rule", "value", "lost"),
    [
        (NAME, "ĐỖ THỊ NGỌC PHƯƠNG", True),
        (NAME, "ĐỖ THỊ NGỌC PHƯỢNG", False),
        (NAME, "ĐỖ VĂN BÌNH", False),
        (TEXT, "Cấp II", True),
        (TEXT, "Cấp 2", False),
        (TEXT, "CCCD số. 066194016168", True),
        (TEXT, "CCCD số 066194016168", False),
        (TEXT, "ngõ Việt Nam", False),
    ],
)
def test_a_value_that_a_lost_stroke_may_have_made_is_known(
    rule: FieldRule, value: str, lost: bool
) -> None:
    assert loses_strokes(rule, value) is lost


def test_a_family_name_is_not_taken_for_a_name_that_lost_its_dot() -> None:
    name = FieldRule("name", "Tên", ("Tên",), reads=Reads.NAME)
    # LỆ is a given name, and LÊ may be one that lost its dot, but not where family names stand
    assert not loses_strokes(name, "LÊ THỊ HỒNG")
    assert loses_strokes(name, "TRẦN THỊ LÊ")
    assert loses_strokes(name, "ĐỖ THỊ NGỌC PHƯƠNG")


@pytest.mark.parametrize(
    ("kind", "value", "so"),
    [
        (Reads.TEXT, "HỘ KINH DOANH €Ơ SỞ MAY", True),
        (Reads.TEXT, "HỘ KINH DOANH “CƠ SỞ MAY A & B” (Mẫu)", False),
        (Reads.TEXT, "Ủy ban nhân dân thị:trấn Đô Lương", True),
        (Reads.TEXT, "Nơi sinh: xã Đức Tân", False),
        (Reads.TEXT, "Bổ sung hồ sơ vay vốn: không có giá trị khác", True),
        (Reads.TEXT, "Bổ sung hồ sơ vay vốn; không có giá trị khác", False),
        (Reads.ADDRESS, "phường Cẩm Thành, tỉnh Quảng: Ngãi", True),
        (Reads.CODE, "H48 83.78-261120-0117", True),
        (Reads.CODE, "H48.83.78-261120-0117", False),
        (Reads.CODE, "BV257321", False),
    ],
)
def test_a_sign_that_no_paper_prints_and_a_number_that_lost_one_make_a_value_doubtful(
    kind: Reads, value: str, so: bool
) -> None:
    assert _is_doubtful(FieldRule("field", "Field", ("Field",), reads=kind), value) is so


@pytest.mark.parametrize(
    ("kind", "name", "value", "so"),
    [
        ("land_certificate_old", "serial", "BV257321", True),
        ("land_certificate_old", "serial", "BV 257321", False),
        ("land_certificate_old", "register_number", "Cs98250", True),
        ("land_certificate_old", "register_number", "CS98250", False),
        ("dossier_receipt", "dossier_code", "H4S.83.78-261120-0117", True),
        ("dossier_receipt", "dossier_code", "H48.83.78-261120-0117", False),
        ("dossier_receipt", "dossier_code", "H48.083.78-261120-010117", False),
        ("dossier_receipt", "dossier_code", "000.00.19.H26-240102-0001", False),
        ("birth_certificate", "number", "BV257321", False),
    ],
)
def test_a_code_that_is_not_written_as_its_definition_tells_is_doubtful(
    kind: str, name: str, value: str, so: bool
) -> None:
    assert _is_doubtful(CATALOGUE.document_types[kind].field(name), value) is so


def test_nothing_read_is_never_sure_whatever_its_readings_agree_on() -> None:
    def printed(value: str) -> Printed:
        grounds = Grounds(0.97, sound=True, heard=2, unanimous=True)
        return Printed(value, Normalised(value, accepted=True), grounds, (), own_text=False)

    calibration = Calibration("by hand", "by hand", {})
    assert from_print(TEXT, printed("Cấp phép"), "basis", calibration).sure
    assert not from_print(TEXT, printed(""), "basis", calibration).sure


@pytest.mark.parametrize(
    ("kind", "value", "so"),
    [
        # the words of a title, and the label read into the value
        (Reads.CODE, "BUSINESS HOUSEHOLD", True),
        (Reads.CODE, "Số : 24E80344387", True),
        (Reads.CODE, "24E80344387", False),
        # the last word of an address that begins in the line above
        (Reads.ADDRESS, "Thôn", True),
        (Reads.ADDRESS, "Hồ Chí Minh", True),
        (Reads.ADDRESS, "Thôn Dy, xã Minh Quang, thành phố Hà Nội", False),
        # nothing was filled in, and the next item begins
        (Reads.TEXT, "7", True),
        (Reads.TEXT, "6.", True),
        (Reads.TEXT, "Không", False),
    ],
)
def test_what_stands_around_a_value_is_none(kind: Reads, value: str, so: bool) -> None:
    assert _is_doubtful(FieldRule("field", "Field", ("Field",), reads=kind), value) is so


@pytest.mark.parametrize(
    ("issuer", "so"), [("PHƯỜNG BÌNH TÂN", True), ("ỦY BAN NHÂN DÂN PHƯỜNG BÌNH TÂN", False)]
)
def test_a_unit_without_its_committee_issues_nothing(issuer: str, so: bool) -> None:
    assert _is_doubtful(CATALOGUE.document_types["death_extract"].field("issuer"), issuer) is so


def test_an_issuer_behind_a_label_is_found_with_both_its_lines() -> None:
    lines = (
        "CƠ QUAN CẤP: ỦY BAN NHÂN DÂN @1500 SỐ: 248/TLKT-BS",
        "PHƯỜNG BÌNH TÂN @1500 NGÀY CẤP: 21/09/2025",
        "TRÍCH LỤC KHAI TỬ",
    )
    found = extract(CATALOGUE.document_type("death_extract"), [(1, page_text(lines))])
    issuer = next(one.value for one in found if one.name == "issuer")
    assert issuer == "ỦY BAN NHÂN DÂN PHƯỜNG BÌNH TÂN"


def test_a_known_wording_behind_another_vietnamese_word_is_not_put_right_to_it() -> None:
    rules = CATALOGUE.rules
    assert among(["Vợ", "Con"], "Bố vợ", rules).mended is False
    assert among(["Vợ", "Con"], "Rclat Vợ", rules).mended is True


def test_a_heading_in_capitals_below_an_empty_label_is_never_sure() -> None:
    lines = ("TỜ KHAI THAM GIA BHXH, BHYT", "Hồ sơ kèm theo:", "XÁC NHẬN CỦA ĐƠN VỊ")
    page = page_text(lines, source=TextSource.TEXT_LAYER, confidence=1.0)
    found = extract(CATALOGUE.document_type("insurance_declaration"), [(1, page)])
    assert not any(one.sure for one in found if one.value == "XÁC NHẬN CỦA ĐƠN VỊ")


@pytest.mark.parametrize(
    ("kind", "value", "so"),
    [
        # a small l that looks like a capital in some types
        (Reads.TEXT, "Ngày hai mươi tháng mười năm hai nghìn không trăm hai mươi Lăm", True),
        (Reads.TEXT, "Ngày hai mươi tháng mười năm hai nghìn không trăm hai mươi lăm", False),
        (Reads.TEXT, "Phòng Cảnh sát quản Lý hành chính", True),
        # the letter of a name, or the figure
        (Reads.ADDRESS, "Thôn Khe 0, xã Bình Liêu, tỉnh Quảng Ninh", True),
        (Reads.ADDRESS, "Thôn Khe 10, xã Bình Liêu, tỉnh Quảng Ninh", False),
        # an office that is named on the next line
        (Reads.TEXT, "Cục", True),
        (Reads.TEXT, "Chủ tịch UBND xã Quỳnh Phụ, tỉnh: Hưng Yên", True),
        (Reads.TEXT, "Chủ tịch UBND xã Quỳnh Phụ, tỉnh Hưng Yên", False),
    ],
)
def test_a_value_that_looks_like_another_is_doubtful(kind: Reads, value: str, so: bool) -> None:
    assert _is_doubtful(FieldRule("field", "Field", ("Field",), reads=kind), value) is so


def test_a_note_mark_before_an_identity_paper_is_no_part_of_it() -> None:
    rule = FieldRule("paper", "Giấy tờ", ("Giấy tờ",), checks=("identity-paper",))
    assert _is_doubtful(rule, "3 Căn cước công dân số 042165004471 cấp ngày 08/8/2021")
    assert not _is_doubtful(rule, "Căn cước công dân số 042165004471 cấp ngày 08/8/2021")
