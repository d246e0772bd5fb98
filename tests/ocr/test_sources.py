"""Files as they come in: what is accepted, what is refused, and what passes through unchanged."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from PIL import Image

from ocr import pdf, raster, sources
from ocr.errors import (
    DamagedFileError,
    EmptyFileError,
    EncryptedFileError,
    FileTooLargeError,
    ImageTooLargeError,
    ImageTooSmallError,
    OcrError,
    TooManyPagesError,
    UnsupportedFileError,
    WrongPasswordError,
)
from ocr.limits import Limits
from ocr.model import SourceKind, SourcePage, TextSource
from tests.ocr.conftest import jpeg, png, printed_page

LIMITS = Limits()


def put(folder: Path, data: bytes, name: str = "Hồ sơ số 1.bin") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def only_page(path: Path) -> SourcePage:
    info = sources.inspect(path, LIMITS)
    (page,) = sources.pages(path, info, (1,), LIMITS)
    if isinstance(page, OcrError):
        raise page
    return page


def small(mode: str = "RGB") -> Image.Image:
    values = np.random.default_rng(7).integers(0, 255, (120, 90, 3), dtype=np.uint8)
    return Image.fromarray(values).convert(mode)


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def image_pdf(data: bytes, size: tuple[int, int], *, prologue: bytes = b"") -> bytes:
    """Return a PDF whose one A4 page shows a JPEG over all of it."""
    document = pikepdf.new()
    page = document.add_blank_page(page_size=(595.2, 841.92))
    image = pikepdf.Stream(document, data)
    image.update(
        pikepdf.Dictionary(
            Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=size[0], Height=size[1],
            ColorSpace=pikepdf.Name.DeviceRGB, BitsPerComponent=8, Filter=pikepdf.Name.DCTDecode,
        )
    )  # fmt: skip
    page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=image))
    page.obj.Contents = document.make_stream(prologue + b"q 595.2 0 0 841.92 0 0 cm /Im0 Do Q")
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def text_pdf(lines: list[str], *, mode: int = 0, rotate: int = 0) -> bytes:
    """Return a born-digital A4 page with lines of plain text."""
    document = pikepdf.new()
    page = document.add_blank_page(page_size=(595.2, 841.92))
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
    )
    page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
    shown = "".join(
        f"1 0 0 1 72 {760 - 24 * row} Tm ({line}) Tj\n" for row, line in enumerate(lines)
    )
    page.obj.Contents = document.make_stream(f"BT /F1 12 Tf {mode} Tr\n{shown}ET".encode())
    page.obj.Rotate = rotate
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def bomb_png(width: int, height: int) -> bytes:
    """Return a PNG that claims a size it would be madness to decode."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\0" * 1000)
    magic = b"\x89PNG\r\n\x1a\n"
    return magic + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EmptyFileError):
        sources.inspect(put(tmp_path, b""), LIMITS)


def test_bytes_of_no_known_kind_are_refused_whatever_the_name_says(tmp_path: Path) -> None:
    with pytest.raises(UnsupportedFileError):
        sources.inspect(put(tmp_path, b"PK\3\4 a spreadsheet", "trang.jpg"), LIMITS)


def test_a_mislabelled_file_is_judged_by_its_bytes(tmp_path: Path) -> None:
    info = sources.inspect(put(tmp_path, saved(small(), "PNG"), "quét.pdf"), LIMITS)
    assert info.kind is SourceKind.PNG


def test_too_many_bytes_are_refused_unread(tmp_path: Path) -> None:
    with pytest.raises(FileTooLargeError) as refused:
        sources.inspect(put(tmp_path, b"%PDF-" + b" " * 100), Limits(max_bytes=50))
    assert refused.value.details == {"size": 105, "limit": 50}


@pytest.mark.parametrize("size", [(1, 1), (3000, 10)])
def test_an_image_too_small_for_print_is_refused(tmp_path: Path, size: tuple[int, int]) -> None:
    with pytest.raises(ImageTooSmallError):
        sources.inspect(put(tmp_path, saved(Image.new("L", size), "PNG")), LIMITS)


def test_thirty_thousand_pixels_square_are_refused_before_decoding(tmp_path: Path) -> None:
    with pytest.raises(ImageTooLargeError) as refused:
        sources.inspect(put(tmp_path, bomb_png(30_000, 30_000)), LIMITS)
    assert refused.value.details["width"] == 30_000


def test_an_oversized_image_inside_a_pdf_is_refused(tmp_path: Path) -> None:
    path = put(tmp_path, image_pdf(jpeg(small()), (30_000, 30_000)))
    (page,) = sources.pages(path, sources.inspect(path, LIMITS), (1,), LIMITS)
    assert isinstance(page, ImageTooLargeError)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "BMP", "WEBP"])
def test_a_truncated_image_is_damaged(tmp_path: Path, kind: str) -> None:
    whole = saved(small(), kind)
    with pytest.raises(DamagedFileError):
        only_page(put(tmp_path, whole[: len(whole) * 2 // 3]))


def test_a_truncated_pdf_is_damaged_or_repaired_but_never_crashes(tmp_path: Path) -> None:
    whole = text_pdf(["Hello"])
    with pytest.raises(DamagedFileError):
        sources.inspect(put(tmp_path, whole[:60]), LIMITS)


def test_an_encrypted_pdf_asks_for_its_password(tmp_path: Path) -> None:
    with pikepdf.open(io.BytesIO(text_pdf(["secret"]))) as document:
        path = tmp_path / "khóa.pdf"
        document.save(path, encryption=pikepdf.Encryption(owner="a", user="b"))
    with pytest.raises(EncryptedFileError):
        sources.inspect(path, LIMITS)


def test_a_pdf_of_five_thousand_pages_is_refused(tmp_path: Path) -> None:
    document = pikepdf.new()
    for _ in range(5000):
        document.add_blank_page(page_size=(100, 100))
    path = tmp_path / "dài.pdf"
    document.save(path)
    with pytest.raises(TooManyPagesError) as refused:
        sources.inspect(path, LIMITS)
    assert refused.value.details == {"pages": 5000, "limit": 2000}


def test_a_signed_pdf_is_recognised(tmp_path: Path) -> None:
    with pikepdf.open(io.BytesIO(text_pdf(["signed"]))) as document:
        value = pikepdf.Dictionary(
            Type=pikepdf.Name.Sig, ByteRange=pikepdf.Array([0, 1, 2, 3]), Contents=b"x"
        )
        field = pikepdf.Dictionary(FT=pikepdf.Name.Sig, T="Signature1", V=value)
        parent = pikepdf.Dictionary(T="group", Kids=pikepdf.Array([field]))
        document.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([parent]))
        path = tmp_path / "ký.pdf"
        document.save(path)
    assert sources.inspect(path, LIMITS).signed
    assert not sources.inspect(put(tmp_path, text_pdf(["plain"])), LIMITS).signed


def test_a_plain_jpeg_passes_through_bit_for_bit(tmp_path: Path) -> None:
    data = jpeg(small())
    page = only_page(put(tmp_path, data))
    assert page.image == data
    assert page.dpi == pytest.approx(120 / 11.69, abs=0.1)


def test_a_turned_phone_photo_is_stored_upright(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    page = only_page(put(tmp_path, jpeg(small(), exif=exif.tobytes())))
    assert (page.width, page.height) == (120, 90)
    with Image.open(io.BytesIO(page.image)) as stored:
        assert stored.size == (120, 90)
        assert stored.getexif().get(0x0112, 1) == 1


@pytest.mark.parametrize("kind", ["JPEG", "TIFF"])
def test_cmyk_becomes_rgb(tmp_path: Path, kind: str) -> None:
    page = only_page(put(tmp_path, saved(small("CMYK"), kind)))
    with Image.open(io.BytesIO(page.image)) as stored:
        assert stored.mode == "RGB"


def test_a_sixteen_bit_tiff_keeps_its_shades(tmp_path: Path) -> None:
    ramp = np.linspace(0, 65535, 120 * 90).reshape(120, 90).astype(np.uint16)
    page = only_page(put(tmp_path, saved(Image.fromarray(ramp), "TIFF")))
    with Image.open(io.BytesIO(page.image)) as stored:
        shades = np.asarray(stored.convert("L"))
    assert shades.min() == 0
    assert shades.max() == 255
    assert len(np.unique(shades)) > 200


def test_every_page_of_a_tiff_comes_in_order(tmp_path: Path) -> None:
    sheets = [Image.new("L", (60 + 10 * n, 80), 255) for n in range(3)]
    data = saved(sheets[0], "TIFF", save_all=True, append_images=sheets[1:])
    path = put(tmp_path, data)
    info = sources.inspect(path, LIMITS)
    found = sources.pages(path, info, (1, 2, 3), LIMITS)
    assert [page.width for page in found if isinstance(page, SourcePage)] == [60, 70, 80]


def test_one_bad_page_of_a_tiff_leaves_the_others(tmp_path: Path) -> None:
    sheets = [Image.new("L", size, 255) for size in ((60, 80), (5, 5), (70, 80))]
    path = put(tmp_path, saved(sheets[0], "TIFF", save_all=True, append_images=sheets[1:]))
    found = sources.pages(path, sources.inspect(path, LIMITS), (1, 2, 3), LIMITS)
    assert [type(page) for page in found] == [SourcePage, ImageTooSmallError, SourcePage]


def test_a_transparent_png_is_laid_on_white(tmp_path: Path) -> None:
    page = only_page(put(tmp_path, saved(Image.new("RGBA", (50, 50), (0, 0, 0, 0)), "PNG")))
    with Image.open(io.BytesIO(page.image)) as stored:
        assert stored.convert("L").getextrema() == (255, 255)


def test_a_scan_in_a_pdf_gives_its_jpeg_bit_for_bit(tmp_path: Path) -> None:
    data = jpeg(small())
    hidden = b"BT /F1 12 Tf 3 Tr (old reading) Tj ET "
    page = only_page(put(tmp_path, image_pdf(data, (90, 120), prologue=hidden)))
    assert page.image == data
    assert page.own_text is None
    assert page.dpi == pytest.approx(90 * 72 / 595.2, abs=0.01)


def test_a_scan_with_something_drawn_over_it_is_rendered(tmp_path: Path) -> None:
    data = jpeg(small())
    page = only_page(put(tmp_path, image_pdf(data, (90, 120), prologue=b"0 0 m 9 9 l S ")))
    assert page.image != data
    assert page.width == pytest.approx(2480, abs=1)


LONG = ["This page was written by a program", "and its words are its own", "not read by a machine"]


@pytest.mark.parametrize("rotate", [0, 90])
def test_a_born_digital_page_brings_its_own_words(tmp_path: Path, rotate: int) -> None:
    page = only_page(put(tmp_path, text_pdf(LONG, rotate=rotate)))
    own = page.own_text
    assert own is not None
    assert own.source is TextSource.TEXT_LAYER
    if rotate == 0:
        assert own.text().splitlines() == LONG
    pixels = np.asarray(raster.decode(page.image, LIMITS).convert("L"))
    for word in own.words:
        patch = pixels[
            int(word.box.top) : int(word.box.bottom), int(word.box.left) : int(word.box.right)
        ]
        assert patch.min() < 80, f"nothing printed under {word.text}"


def test_rules_of_a_digital_page_tell_the_cells_of_its_tables(tmp_path: Path) -> None:
    with pikepdf.open(io.BytesIO(text_pdf(LONG))) as document:
        across = "".join(f"60 {y} m 360 {y} l S\n" for y in (600, 560, 520))
        down = "".join(f"{x} 520 m {x} 600 l S\n" for x in (60, 120, 360))
        page = document.pages[0]
        page.contents_add(document.make_stream((across + down).encode()))
        buffer = io.BytesIO()
        document.save(buffer)
    own = only_page(put(tmp_path, buffer.getvalue())).own_text
    assert own is not None
    (table,) = own.regions
    assert [len(row) for row in table.cells] == [2, 2]
    last = table.cells[1][1]
    scale = own.dpi / 72
    sides = (last.left, last.top, last.right, last.bottom)
    expected = [value * scale for value in (120, 841.92 - 560, 360, 841.92 - 520)]
    assert sides == pytest.approx(expected, abs=2)


def test_text_nobody_can_see_is_not_the_pages_own(tmp_path: Path) -> None:
    assert only_page(put(tmp_path, text_pdf(LONG, mode=3))).own_text is None


def test_dotted_lines_of_a_digital_form_are_no_words(tmp_path: Path) -> None:
    lines = ["Full name: NGUYEN VAN AN " + "." * 60, "Born on: 02/09/1975 " + "." * 40, *LONG]
    own = only_page(put(tmp_path, text_pdf(lines))).own_text
    assert own is not None
    assert own.text().splitlines()[:2] == ["Full name: NGUYEN VAN AN", "Born on: 02/09/1975"]


def test_a_resolution_that_cannot_be_true_gives_way_to_a4(tmp_path: Path) -> None:
    page, _ = printed_page()
    assert only_page(put(tmp_path, saved(page, "PNG", dpi=(72, 72)))).dpi == pytest.approx(
        300, abs=0.2
    )
    assert only_page(put(tmp_path, png(page))).dpi == pytest.approx(300, abs=0.2)


@pytest.mark.parametrize("cut", [0, 2, 300])
def test_a_page_whose_image_is_none_is_damaged_and_never_unforeseen(
    tmp_path: Path, cut: int
) -> None:
    data = saved(small(), "JPEG")[:cut]
    path = put(tmp_path, image_pdf(data or b"none", (90, 120)))
    (found,) = sources.pages(path, sources.inspect(path, LIMITS), (1,), LIMITS)
    assert isinstance(found, OcrError)
    assert found.code == "file-damaged"


HEIC = Path(__file__).parent / "files" / "specimen.heic"


def test_a_telephones_heic_photo_becomes_a_page_of_its_size(tmp_path: Path) -> None:
    path = put(tmp_path, HEIC.read_bytes())
    assert sources.inspect(path, LIMITS).kind is SourceKind.HEIF
    page = only_page(path)
    assert (page.width, page.height) == (600, 420)
    shown = raster.decode(page.image, LIMITS).convert("L")
    assert shown.getpixel((5, 5)) > 240
    assert min(shown.crop((40, 40, 400, 80)).tobytes()) < 80


def test_heic_that_breaks_off_is_damaged_and_a_film_is_no_paper(tmp_path: Path) -> None:
    whole = HEIC.read_bytes()
    with pytest.raises(OcrError) as caught:
        only_page(put(tmp_path, whole[: len(whole) // 2]))
    assert caught.value.code == "file-damaged"
    with pytest.raises(UnsupportedFileError):
        sources.inspect(put(tmp_path, whole[:8] + b"isom" + whole[12:]), LIMITS)


def test_heic_larger_than_allowed_is_refused_undecoded(tmp_path: Path) -> None:
    path = put(tmp_path, HEIC.read_bytes())
    with pytest.raises(ImageTooLargeError):
        sources.inspect(path, Limits(max_pixels=1000))


def locked_pdf(password: str) -> bytes:
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(text_pdf(["Kinh gui quy co quan"]))) as document:
        lock = pikepdf.Encryption(owner="chủ", user=password)
        document.save(buffer, encryption=lock)
    return buffer.getvalue()


def test_a_locked_pdf_opens_with_its_password_only(tmp_path: Path) -> None:
    path = put(tmp_path, locked_pdf("bí mật"))
    with pytest.raises(EncryptedFileError):
        sources.inspect(path, LIMITS)
    with pytest.raises(WrongPasswordError):
        pdf.unlocked(path, "sai")
    opened = put(tmp_path, pdf.unlocked(path, "bí mật"), "opened.pdf")
    shown = raster.decode(only_page(opened).image, LIMITS).convert("L")
    assert min(shown.tobytes()) < 80


@pytest.mark.parametrize(
    "content",
    [b"/Im0 Do", b"q 1 0 0 cm Q", b"/Nothing Do", b"[1 2] Tr", b"(x) cm"],
    ids=["no-resources", "short-matrix", "no-such-object", "list-for-number", "text-for-matrix"],
)
def test_a_page_that_contradicts_itself_is_damaged_and_never_unforeseen(
    tmp_path: Path, content: bytes
) -> None:
    document = pikepdf.new()
    page = document.add_blank_page(page_size=(595.2, 841.92))
    page.obj.Contents = document.make_stream(content)
    page.obj.Resources = pikepdf.Array([])
    buffer = io.BytesIO()
    document.save(buffer)
    path = put(tmp_path, buffer.getvalue())
    (found,) = sources.pages(path, sources.inspect(path, LIMITS), (1,), LIMITS)
    assert not isinstance(found, OcrError) or found.code == "file-damaged"
