"""Codes are read even from poor scans, and never guessed."""

from __future__ import annotations

import numpy as np
import pytest
import zxingcpp
from PIL import Image

from ocr import codes
from tests.ocr.conftest import A4, printed_page

CITIZEN = (
    "046098029716|298029716|Phùng Minh Vỹ|06011998|Nam|Tổ 5, phường Cẩm Thành, Quảng Ngãi|22102023"
)


def card_with_code(modules_at: float = 3.4) -> np.ndarray:
    """Return an A4 scan with a citizen card's QR code, its modules about so many pixels wide."""
    made = zxingcpp.create_barcode(CITIZEN, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    code = Image.fromarray(np.asarray(made.to_image(scale=1, add_quiet_zones=False)))
    side = round(code.width * modules_at)
    page, _ = printed_page()
    page.paste(code.resize((side, side), Image.Resampling.LANCZOS), (1800, 1900))
    return np.asarray(page)


def worn(page: np.ndarray, *, noise: float, blur: float) -> np.ndarray:
    import cv2

    rough = np.random.default_rng(5).normal(0, noise, page.shape)
    soft = cv2.GaussianBlur(page, (0, 0), blur).astype(np.float64)
    return np.clip(30 + soft * 0.75 + rough, 0, 255).astype(np.uint8)


def test_a_clean_code_is_read_with_its_place() -> None:
    (code,) = codes.read(card_with_code(), 300)
    assert (code.kind, code.text) == ("qr", CITIZEN)
    assert code.box.left == pytest.approx(1800, abs=6)
    assert code.box.top == pytest.approx(1900, abs=6)


@pytest.mark.parametrize(("noise", "blur"), [(12.0, 1.0), (25.0, 1.3), (10.0, 1.7)])
def test_the_code_of_a_worn_card_on_a_noisy_scan_is_read(noise: float, blur: float) -> None:
    found = codes.read(worn(card_with_code(), noise=noise, blur=blur), 300)
    assert [code.text for code in found] == [CITIZEN]


@pytest.mark.parametrize(("noise", "blur"), [(0.0, 0.3), (8.0, 0.8), (12.0, 1.3)])
def test_a_code_printed_white_on_black_is_read_with_its_place(noise: float, blur: float) -> None:
    page = card_with_code().copy()
    side = round(45 * 3.4)
    patch = page[1880 : 1920 + side, 1780 : 1820 + side]
    patch[:] = 255 - patch
    (code,) = codes.read(worn(page, noise=noise, blur=blur), 300)
    assert code.text == CITIZEN
    assert code.box.left == pytest.approx(1800, abs=8)
    assert code.box.top == pytest.approx(1900, abs=8)


def test_a_small_white_code_on_a_wholly_black_card_is_read() -> None:
    page = card_with_code(2.6).copy()
    page[1500:2400, 1400:2300] = 255 - page[1500:2400, 1400:2300]
    assert [code.text for code in codes.read(worn(page, noise=4.0, blur=0.7), 300)] == [CITIZEN]


def test_a_code_that_cannot_be_trusted_is_left_out() -> None:
    page = card_with_code().copy()
    rng = np.random.default_rng(9)
    page[1900:2100, 1800:2000] = np.where(rng.random((200, 200)) < 0.5, 0, 255)
    assert codes.read(page, 300) == ()


def test_a_page_of_print_has_no_codes() -> None:
    assert codes.read(np.asarray(printed_page()[0]), 300) == ()
    assert codes.read(np.full((A4[1], A4[0]), 255, np.uint8), 300) == ()


@pytest.mark.parametrize("turns", [0, 1, 2, 3])
@pytest.mark.parametrize("kind", ["Code128", "PDF417"])
def test_bars_are_read_whichever_way_the_page_lies(kind: str, turns: int) -> None:
    made = zxingcpp.create_barcode("000123456789 AB", getattr(zxingcpp.BarcodeFormat, kind))
    bars = Image.fromarray(np.asarray(made.to_image(scale=3, add_quiet_zones=True)))
    page, _ = printed_page()
    page.paste(bars, (1500, 1900))
    (code,) = codes.read(worn(np.rot90(np.asarray(page), turns), noise=8.0, blur=1.0), 300)
    assert (code.kind, code.text) == (kind.lower(), "000123456789 AB")
