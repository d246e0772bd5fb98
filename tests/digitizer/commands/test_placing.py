"""What commands say of a page whose image is not as it should be."""

from __future__ import annotations

import pytest

from digitizer.commands import placing
from digitizer.paper.whereabouts import Whereabouts
from ocr.model import Fault


def page(*faults: str) -> Whereabouts:
    return Whereabouts(
        page_id=1,
        name="scan-1-0001",
        number=1,
        dossier="H00-1",
        component="to-khai",
        document_type="",
        aside="",
        failure="",
        faults=faults,
    )


@pytest.mark.parametrize("fault", [fault.value for fault in Fault])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_fault_of_an_image_is_said_in_words(fault: str, language: str) -> None:
    line = placing.lines([page(fault)], language)
    assert line.startswith("  scan-1-0001 (1): H00-1, to-khai; ")
    assert line.endswith("nên quét lại" if language == "vi" else "scan it again")
    assert "-" not in line.split("; ")[1]


def test_a_good_page_is_said_without_more() -> None:
    assert placing.lines([page()], "vi") == "  scan-1-0001 (1): H00-1, to-khai"
    assert placing.rows([page("blurred")])[0]["faults"] == ["blurred"]
