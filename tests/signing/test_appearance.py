"""The visible signature writes Vietnamese, inside its box, whatever it is given."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signing.appearance import (
    MARGIN,
    SMALLEST_SIZE,
    bundled_font,
    fit,
    office_time,
    readable,
    signature_lines,
)
from signing.document import sign
from signing.keys import TEST_LINE, SigningKey
from signing.model import Appearance
from signing.pdfa import check_pdfa

BOX = (0.0, 0.0, 170.0, 40.0)


def test_time_is_written_in_the_offices_time() -> None:
    at = datetime(2026, 1, 2, 7, 5, 9, tzinfo=UTC)
    assert office_time(at) == "02/01/2026 14:05:09 +07:00"


def test_the_lines_name_the_signer_the_office_and_the_test(key: SigningKey) -> None:
    at = datetime(2026, 1, 2, 7, 5, 9, tzinfo=UTC)
    assert signature_lines(key, at=at) == (
        "Ký bởi: Lê Văn Mẫu (THỬ NGHIỆM)",
        "Cơ quan: Ủy ban nhân dân xã Mẫu Sơn",
        "Thời gian ký: 02/01/2026 14:05:09 +07:00",
        TEST_LINE,
    )


def test_a_real_key_shows_no_warning_and_no_empty_office(person: SigningKey) -> None:
    lines = signature_lines(person, at=datetime(2026, 1, 2, tzinfo=UTC))
    assert lines[0] == "Ký bởi: Nguyễn Thị Mẫu"
    assert len(lines) == 2


def test_the_text_can_be_read_back_from_the_appearance(signed_pdf: bytes) -> None:
    with pikepdf.open(io.BytesIO(signed_pdf)) as pdf:
        stamp = pdf.Root.AcroForm.Fields[0].AP.N
        drawn = stamp.read_bytes()
        meanings = stamp.Resources.Font.F1.ToUnicode.read_bytes().decode("ascii")
    letters = {}
    for row in meanings.splitlines():
        if row.startswith("<") and row.count("<") == 2 and row != "<0000> <FFFF>":
            glyph, sign_ = row.split()
            letters[glyph.strip("<>")] = bytes.fromhex(sign_.strip("<>")).decode("utf-16-be")
    texts = [part.split(">")[0] for part in drawn.decode("ascii").split("<")[1:]]
    lines = ["".join(letters[text[at : at + 4]] for at in range(0, len(text), 4)) for text in texts]
    assert " ".join(lines) == " ".join(
        ("Ký bởi: Lê Văn Mẫu", "Cơ quan: Ủy ban nhân dân xã Mẫu Sơn", TEST_LINE)
    )


def test_a_long_name_is_written_smaller_and_stays_inside() -> None:
    font = bundled_font()
    lines = ("Ký bởi: " + "Nguyễn Thị Hồng Phượng " * 5, "Cơ quan: Sở", TEST_LINE)
    size, broken = fit(Appearance(lines, 0, BOX), font)
    assert SMALLEST_SIZE <= size < 10
    assert all(font.width(line, size) <= BOX[2] - 2 * MARGIN for line in broken)


def test_what_does_not_fit_at_all_is_cut_but_never_the_warning() -> None:
    lines = ("x" * 10_000, TEST_LINE)
    _, broken = fit(Appearance(lines, 0, BOX), bundled_font())
    assert broken[-1] == TEST_LINE
    assert len(broken) < 12


def test_letters_the_font_lacks_become_squares() -> None:
    assert readable("A\u0000\u202eB 漢\n  C", bundled_font()) == "AB □ C"


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.text(max_size=300), max_size=6),
    st.floats(12, 300),
    st.floats(12, 200),
)
def test_any_lines_fit_any_box(lines: list[str], width: float, height: float) -> None:
    font = bundled_font()
    size, broken = fit(Appearance(tuple(lines), 0, (0, 0, width, height)), font)
    assert size >= SMALLEST_SIZE
    room = height - 2 * MARGIN
    assert len(broken) * size * 1.2 <= max(room, size * 1.2) + 0.01
    for line in broken:
        assert font.width(line, size) <= width - 2 * MARGIN or len(line) == 1


@pytest.mark.parametrize("lines", [(), ("",), ("漢字 😀 \u202e", "(\\)>"), ("#" * 9000,)])
def test_odd_lines_are_drawn_without_breaking_pdfa(
    plain_pdf: bytes,
    key: SigningKey,
    appearance: Appearance,
    now: datetime,
    lines: tuple[str, ...],
) -> None:
    look = replace(appearance, lines=lines)
    signed = sign(plain_pdf, key, field="person", appearance=look, reason="", at=now)
    assert check_pdfa(signed).conforms
