"""What was typed into a PDF's form fields is read where the fields lie, as the file's own words."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf

from digitizer.catalogue import Catalogue
from digitizer.model.field import Method
from digitizer.paper.extraction import extract
from tests.ocr.test_sources import only_page, put, text_pdf

LABELS = [
    "TO KHAI DANG KY KHAI SINH",
    "Ho, chu dem, ten nguoi yeu cau:",
    "Ngay, thang, nam sinh:",
    "Noi cu tru:",
    "Giay to tuy than:",
]


def filled_in(values: dict[int, object]) -> bytes:
    """Return a form with a text field behind the label on each of these rows."""
    with pikepdf.open(io.BytesIO(text_pdf(LABELS))) as document:
        page = document.pages[0]
        fields = [
            document.make_indirect(
                pikepdf.Dictionary(
                    Type=pikepdf.Name.Annot,
                    Subtype=pikepdf.Name.Widget,
                    FT=pikepdf.Name.Tx,
                    T=f"field {row}",
                    V=value,
                    Rect=[280, 756 - 24 * row, 560, 774 - 24 * row],
                )
            )
            for row, value in values.items()
        ]
        page.obj.Annots = pikepdf.Array(fields)
        document.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array(fields))
        buffer = io.BytesIO()
        document.save(buffer)
    return buffer.getvalue()


def test_a_filled_in_field_is_an_exact_witness_for_the_label_beside_it(tmp_path: Path) -> None:
    pdf = filled_in({1: "TRẦN THỊ MẪU", 2: "02/06/1995", 3: "Phường Cẩm Thành, tỉnh Quảng Ngãi"})
    own = only_page(put(tmp_path, pdf)).own_text
    assert own is not None
    assert "MẪU" in {word.text for word in own.words}
    kind = Catalogue.load().document_type("birth_registration_declaration")
    found = {one.name: one for one in extract(kind, [(1, own)])}
    name = found["requester_name"]
    assert (name.value, name.sure, name.method) == ("TRẦN THỊ MẪU", True, Method.TEXT_LAYER)
    assert found["requester_birth_date"].value == "1995-06-02"
    assert found["requester_residence"].value == "Phường Cẩm Thành, tỉnh Quảng Ngãi"
    (place,) = name.evidence
    assert 280 * 300 / 72 - 3 <= place.left < place.right <= 560 * 300 / 72 + 3


def test_odd_values_of_form_fields_do_no_harm(tmp_path: Path) -> None:
    pdf = filled_in({1: "", 2: "\x00\x07", 3: pikepdf.Name.Off, 4: "x" * 100_000})
    own = only_page(put(tmp_path, pdf)).own_text
    assert own is not None
    assert max(len(word.text) for word in own.words) <= 2_000
    assert not any("\x07" in word.text for word in own.words)
