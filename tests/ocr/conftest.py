"""Pages and files made on the spot for the tests of reading."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from ocr.model import Box
from ocr.reader import Limits, Reader

FONT = Path("/usr/share/fonts/truetype/liberation2/LiberationSerif-Regular.ttf")
A4 = (2480, 3508)
LINES = (
    "Họ, chữ đệm, tên người yêu cầu: ĐỖ THỊ KIM UYÊN",
    "Nơi cư trú: Tổ dân phố Mỹ Hòa, phường Cẩm Thành, tỉnh Quảng Ngãi",
    "Giấy tờ tùy thân: Căn cước công dân số 092192020692",
    "Ngày, tháng, năm sinh: 30/12/1992",
    "Quan hệ với người được khai sinh: Mẹ đẻ",
    "Tôi cam đoan nội dung đề nghị đăng ký khai sinh trên đây là đúng sự thật",
    "được sự thỏa thuận nhất trí của các bên liên quan theo quy định pháp luật",
    "và chịu hoàn toàn trách nhiệm trước pháp luật về nội dung cam đoan của mình",
)


def font(size: int = 54) -> ImageFont.FreeTypeFont:
    """Return the typewriter of the tests."""
    return ImageFont.truetype(str(FONT), size)


def printed_page(
    lines: tuple[str, ...] = LINES, *, size: tuple[int, int] = A4, type_size: int = 54
) -> tuple[Image.Image, dict[str, Box]]:
    """Return a page and where each of its words is printed (only words printed once)."""
    page = Image.new("L", size, 255)
    draw = ImageDraw.Draw(page)
    places: dict[str, Box] = {}
    twice: set[str] = set()
    type_face = font(type_size)
    for row, line in enumerate(lines):
        x, y = 250.0, 400 + row * type_size * 1.8
        for word in line.split():
            draw.text((x, y), word, font=type_face, fill=0)
            twice |= {word} & places.keys()
            places[word] = Box(*(float(edge) for edge in draw.textbbox((x, y), word, type_face)))
            x += draw.textlength(word + " ", font=type_face)
    return page, {word: box for word, box in places.items() if word not in twice}


def png(image: Image.Image, **options: object) -> bytes:
    """Return the image as PNG of 300 dpi."""
    buffer = io.BytesIO()
    image.save(buffer, "PNG", dpi=(300, 300), **options)
    return buffer.getvalue()


def jpeg(image: Image.Image, **options: object) -> bytes:
    """Return the image as JPEG of 300 dpi."""
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", dpi=(300, 300), quality=90, **options)
    return buffer.getvalue()


@pytest.fixture(scope="session")
def reader() -> Iterator[Reader]:
    """Return a reader whose workers serve all tests."""
    with Reader(2) as shared:
        yield shared


@pytest.fixture
def quick_reader() -> Iterator[Reader]:
    """Return a reader that gives a page two seconds."""
    with Reader(1, limits=Limits(page_seconds=2.0)) as impatient:
        yield impatient
