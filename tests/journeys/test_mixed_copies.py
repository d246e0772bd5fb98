"""A file of born-digital and scanned pages: letters stay letters, the rest becomes searchable."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pytest
from pikepdf import pdfa

from tests.journeys.conftest import Office
from tests.ocr.conftest import printed_page

pytestmark = [pytest.mark.engine, pytest.mark.slow]
SAMPLES = Path(__file__).parents[2] / "resources/samples"
DIGITAL = SAMPLES / "03-ho-kinh-doanh/giay-de-nghi.pdf"


def test_a_mixed_document_keeps_its_letters_and_is_checked_as_a_whole(
    office: Office, tmp_path: Path
) -> None:
    file = tmp_path / "tron.pdf"
    picture = printed_page()[0]
    buffer = io.BytesIO()
    picture.convert("L").save(buffer, "PDF", resolution=300)
    with pikepdf.open(DIGITAL) as whole, pikepdf.open(buffer) as scan:
        whole.pages.append(scan.pages[0])
        whole.save(file)
    paper, clerk = office.station.paper, office.clerk
    dossier = paper.open_dossier(clerk, "1.001612")
    paper.take_in(clerk, dossier.code, [file])
    paper.read(clerk, dossier.code)
    view = paper.view(clerk, dossier.code)
    document = max(view.documents, key=lambda one: len(one.pages))
    copy = paper.searchable_pdf(clerk, document.id)
    assert pdfa.validate_written(io.BytesIO(copy), pdfa.Flavour.PDFA_2B).passed
    with pikepdf.open(io.BytesIO(copy)) as pdf:
        assert len(pdf.pages) == len(document.pages)
        pictures = [len(page.get_images()) for page in pdf.pages]
    assert pictures[0] == 0
    if len(document.pages) > 2:
        assert pictures[-1] == 1
