"""Builds recognised pages by hand: lines of words at places, as a recogniser returns them."""

from __future__ import annotations

from collections.abc import Sequence

from digitizer.model.document import Page, PageState
from ocr.model import Box, Code, PageText, TextSource, Word

WIDTH, HEIGHT = 2480, 3508
_LETTER = 20.0
_TYPE = 44.0


def words_of(text: str, left: float, top: float, line: int, confidence: float = 0.97) -> list[Word]:
    """Set the words of one line side by side; wide gaps are written as two or more spaces.

    Behind “@1400” the line goes on 1,400 pixels from the left.
    """
    words = []
    for part in text.split(" "):
        if part.startswith("@") and part[1:].isdecimal():
            left = float(part[1:])
            continue
        if part:
            width = _LETTER * len(part)
            box = Box(left, top, left + width, top + _TYPE)
            words.append(Word(part, box, confidence, line, font_size=_TYPE))
            left += width
        left += _LETTER * (1 if part else 6)
    return words


def page_text(
    lines: Sequence[str],
    *,
    left: float = 300.0,
    top: float = 200.0,
    confidence: float = 0.97,
    codes: Sequence[str] = (),
    source: TextSource = TextSource.OCR,
) -> PageText:
    """Return a page with these printed lines; an empty line leaves a gap."""
    words: list[Word] = []
    for number, text in enumerate(lines):
        words += words_of(text, left, top + 80.0 * number, number, confidence)
    return PageText(
        WIDTH,
        HEIGHT,
        300.0,
        tuple(words),
        source=source,
        codes=tuple(Code("qr", text, Box(1800, 200, 2000, 400)) for text in codes),
        basis="by hand",
    )


def page(number: int, *, original: str = "", original_page: int = 1) -> Page:
    """Return a stored page as the store would describe it."""
    return Page(
        id=number,
        dossier_code="H49-261122-0001",
        document_id=None,
        number=number,
        original_hash=original or f"original {number}",
        original_name="scan.jpg",
        original_page=original_page,
        image_hash=f"image {number}",
        width=WIDTH,
        height=HEIGHT,
        dpi=300.0,
        state=PageState.READ,
    )


MOTTO = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
BIRTH_DECLARATION = (
    *MOTTO,
    "",
    "TỜ KHAI ĐĂNG KÝ KHAI SINH",
    "Kính gửi: Ủy ban nhân dân phường Mẫu",
    "Họ, chữ đệm, tên người yêu cầu: TRẦN THỊ MẪU",
    "Ngày, tháng, năm sinh: 02/06/1995",
    "Nơi cư trú:(2) Số 9 đường Lê Lợi, phường Mẫu, tỉnh Quảng Ngãi",
    "Giấy tờ tùy thân:(3) Căn cước công dân số 051195007434 do Cục Cảnh sát quản lý hành chính",
    "về trật tự xã hội cấp ngày 04/12/2023",
    "Quan hệ với người được khai sinh: Mẹ đẻ",
    "Đề nghị cơ quan đăng ký khai sinh cho người dưới đây:",
    "Họ, chữ đệm, tên: LÊ MẪU AN",
    "Ngày, tháng, năm sinh: 05/10/2026",
    "ghi bằng chữ: Ngày năm tháng mười năm hai nghìn không trăm hai mươi sáu",
    "Giới tính: Nữ      Dân tộc: Kinh      Quốc tịch: Việt Nam",
    "Nơi sinh: Trung tâm Y tế Mẫu, tỉnh Quảng Ngãi",
    "Quê quán: Phường Mẫu, tỉnh Quảng Ngãi",
    "Họ, chữ đệm, tên người mẹ: TRẦN THỊ MẪU",
    "Năm sinh:(5) 1995      Dân tộc: Hrê      Quốc tịch: Việt Nam",
    "Nơi cư trú:(2) Phường Mẫu, tỉnh Quảng Ngãi",
    "Họ, chữ đệm, tên người cha: LÊ VĂN MẪU",
    "Năm sinh:(5) 1990      Dân tộc: Kinh      Quốc tịch: Lào",
    "Nơi cư trú:(2) Xã Mẫu, tỉnh Gia Lai",
    "Giấy CNKH: Số: 12/2024      Quyển số: 01/2024      Đăng ký ngày: 01/02/2024",
    "Tôi cam đoan nội dung đề nghị đăng ký khai sinh trên đây là đúng sự thật.",
    "Làm tại: Phường Mẫu , ngày 12 tháng 11 năm 2026",
    "Đề nghị cấp bản sao:(6) Có      Không",
    "Số lượng: 02 bản",
)
CARD_QR = "051195007434||Trần Thị Mẫu|02061995|Nữ|Số 9 Lê Lợi, Mẫu, Quảng Ngãi|04122023"
CARD_FRONT = (
    *MOTTO,
    "CĂN CƯỚC CÔNG DÂN",
    "Citizen Identity Card",
    "Số / No.: 051195007434",
    "Họ và tên / Full name:",
    "TRẦN THỊ MẪU",
    "Ngày sinh / Date of birth: 02/06/1995",
    "Giới tính / Sex: Nữ      Quốc tịch / Nationality: Việt Nam",
    "Quê quán / Place of origin:",
    "Đức Phổ, Quảng Ngãi",
    "Nơi thường trú / Place of residence: Số 9 Lê Lợi",
    "Mẫu, Quảng Ngãi",
)
DECISION = (
    "ỦY BAN NHÂN DÂN          CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "PHƯỜNG MẪU                 Độc lập - Tự do - Hạnh phúc",
    "Số: 15/QĐ-UBND          Mẫu, ngày 05 tháng 11 năm 2026",
    "",
    "QUYẾT ĐỊNH",
    "Về việc ban hành Quy chế làm việc",
    "",
    "CHỦ TỊCH ỦY BAN NHÂN DÂN PHƯỜNG MẪU",
    "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16/6/2025;",
)
