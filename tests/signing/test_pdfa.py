"""PDF/A is judged the same before and after signing, and faults of the form are found."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pikepdf
import pytest
from pikepdf import pdfa
from PIL import Image

from signing.document import sign
from signing.keys import SigningKey
from signing.model import Appearance
from signing.pdfa import check_pdfa
from tests.signing.conftest import PASSWORD

Rebuild = Callable[[bytes, Callable[[pikepdf.Pdf], None]], bytes]


def test_a_file_keeps_its_conformance_when_it_is_signed(
    plain_pdf: bytes, signed_pdf: bytes
) -> None:
    for pdf in (plain_pdf, signed_pdf):
        verdict = check_pdfa(pdf)
        assert verdict.flavour == "2b"
        assert verdict.conforms, verdict.violations


def test_the_validator_itself_finds_no_violation_in_a_signed_file(signed_pdf: bytes) -> None:
    report = pdfa.validate_written(io.BytesIO(signed_pdf), "2b")
    assert report.violations == ()


def test_an_invisible_signature_conforms(plain_pdf: bytes, key: SigningKey, now: datetime) -> None:
    signed = sign(plain_pdf, key, field="person", appearance=None, reason="", at=now)
    assert check_pdfa(signed).conforms


def test_a_signature_over_a_picture_conforms(
    plain_pdf: bytes, key: SigningKey, appearance: Appearance, now: datetime
) -> None:
    picture = io.BytesIO()
    Image.new("RGBA", (60, 30), (20, 30, 160, 90)).save(picture, "PNG")
    look = replace(appearance, image=picture.getvalue())
    signed = sign(plain_pdf, key, field="person", appearance=look, reason="", at=now)
    assert check_pdfa(signed).conforms, check_pdfa(signed).violations


def test_two_signatures_conform(
    signed_pdf: bytes, key: SigningKey, appearance: Appearance, now: datetime
) -> None:
    signed = sign(signed_pdf, key, field="agency", appearance=appearance, reason="", at=now)
    assert check_pdfa(signed).conforms


def test_a_file_that_claims_nothing_conforms_to_nothing(rebuilt: Rebuild) -> None:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    target = io.BytesIO()
    pdf.save(target)
    verdict = check_pdfa(target.getvalue())
    assert verdict.flavour == ""
    assert not verdict.conforms


def hide(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AcroForm.Fields[0].F = 6


def never_print(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AcroForm.Fields[0].F = 0


def ask_for_appearances(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AcroForm.NeedAppearances = True


def add_xfa(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AcroForm.XFA = pikepdf.Array([])


def add_action(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AcroForm.Fields[0].AA = pikepdf.Dictionary()


def lose_appearance(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.AcroForm.Fields[0].AP


def add_rollover(pdf: pikepdf.Pdf) -> None:
    look = pdf.Root.AcroForm.Fields[0].AP
    look.R = look.N


def become_a_text_field(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AcroForm.Fields[0].FT = pikepdf.Name.Tx


def use_a_font_that_is_not_inside(pdf: pikepdf.Pdf) -> None:
    fonts = pdf.Root.AcroForm.Fields[0].AP.N.Resources.Font
    fonts.F1 = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
    )


def hold_nothing(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AcroForm.Fields = pikepdf.Array([None, 3])


@pytest.mark.filterwarnings("ignore::pikepdf.PageCopyWarning")
@pytest.mark.parametrize(
    ("change", "said"),
    [
        (hide, "widget-flags"),
        (never_print, "widget-flags"),
        (ask_for_appearances, "NeedAppearances"),
        (add_xfa, "XFA"),
        (add_action, "field-action"),
        (lose_appearance, "widget-without-appearance"),
        (add_rollover, "widget-appearance"),
        (become_a_text_field, "form-field"),
        (hold_nothing, "form-unreadable"),
        (use_a_font_that_is_not_inside, "6.2.11"),
    ],
)
def test_a_fault_of_the_form_is_found(
    signed_pdf: bytes, rebuilt: Rebuild, change: Callable[[pikepdf.Pdf], None], said: str
) -> None:
    verdict = check_pdfa(rebuilt(signed_pdf, change))
    assert not verdict.conforms
    assert any(said in fault for fault in verdict.violations), verdict.violations


def test_a_range_that_leaves_out_more_than_the_signature_is_found(signed_pdf: bytes) -> None:
    verdict = check_pdfa(signed_pdf.replace(b"/Contents <", b"/Contents  <", 1))
    assert any("byte-range" in fault for fault in verdict.violations)


def test_white_space_among_the_digits_of_the_signature_is_found(signed_pdf: bytes) -> None:
    end = signed_pdf.rindex(b"00>")
    changed = signed_pdf[:end] + b" 0>" + signed_pdf[end + 3 :]
    assert any("byte-range" in fault for fault in check_pdfa(changed).violations)


def test_bytes_after_the_end_are_found(signed_pdf: bytes) -> None:
    assert "bytes-after-end" in check_pdfa(signed_pdf + b"garbage").violations


def test_what_cannot_be_opened_does_not_conform(plain_pdf: bytes) -> None:
    assert check_pdfa(b"hello").violations == ("unreadable",)
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(plain_pdf)) as pdf:
        pdf.save(target, encryption=pikepdf.Encryption(owner=PASSWORD, user=PASSWORD))
    assert check_pdfa(target.getvalue()).violations == ("encrypted",)
