"""What happens when the recogniser loses lines: fewer values, but none that is surely wrong."""

from __future__ import annotations

import pytest

from digitizer.catalogue import Catalogue
from digitizer.paper.extraction import extract
from tests.digitizer.paper import pages
from tests.digitizer.paper.forms import FORMS

CATALOGUE = Catalogue.load()
PAPERS = {
    **FORMS,
    "birth_registration_declaration": pages.BIRTH_DECLARATION,
    "cccd_front": pages.CARD_FRONT,
    "administrative_document": pages.DECISION,
}


def sure_values(kind: str, lines: list[str]) -> dict[str, str]:
    readings = extract(CATALOGUE.document_type(kind), [(1, pages.page_text(lines))])
    return {one.name: one.value for one in readings if one.sure and one.value}


@pytest.mark.parametrize("kind", PAPERS)
@pytest.mark.parametrize("lost", [1, 2])
def test_no_value_passes_to_another_field_when_lines_are_lost(kind: str, lost: int) -> None:
    lines = list(PAPERS[kind])
    readings = extract(CATALOGUE.document_type(kind), [(1, pages.page_text(lines))])
    whole = {one.name: one.value for one in readings}
    for first in range(len(lines) - lost + 1):
        kept = [("" if first <= n < first + lost else line) for n, line in enumerate(lines)]
        wrong = {k: v for k, v in sure_values(kind, kept).items() if whole[k] != v}
        assert not wrong, lines[first : first + lost]
