"""A paper that comes a second time is named with the day and the dossier of the first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from digitizer.files import Held
from digitizer.model.clock import OFFICE_TIME
from digitizer.model.document import Page
from digitizer.model.field import Finding
from digitizer.model.officer import Officer
from digitizer.office import practice
from digitizer.paper import known_pages, recognition
from digitizer.workstation import Workstation
from tests.digitizer.paper.pages import BIRTH_DECLARATION, page_text
from tests.digitizer.paper.scanner.escl_device import picture
from tests.digitizer.paper.scanner.feeding import KEY

MISREAD = tuple(
    line.replace("MẪU", "MẨU").replace("Lê Lợi", "Lẽ Lợi") for line in BIRTH_DECLARATION
)
OTHERS = tuple(
    line.replace("02/06/1995", "17/11/1988")
    .replace("051195007434", "046188022680")
    .replace("04/12/2023", "09/03/2021")
    for line in BIRTH_DECLARATION
)


@pytest.fixture
def station(tmp_path: Path) -> Iterator[Workstation]:
    folder = tmp_path / "data"
    practice.write_site(folder)
    with Workstation.open(folder, workers=1, key=KEY) as opened:
        yield opened


@pytest.fixture
def clerk(station: Workstation) -> Officer:
    return practice.enlist(station.store)[0]


def take_in(
    station: Workstation, clerk: Officer, lines: Sequence[str], image: int, code: str = ""
) -> Page:
    """Take a page in with these words; another image of a paper is another number."""
    dossier = code or station.paper.open_dossier(clerk, "1.004873").code
    held = Held(f"{image}.jpg", picture(image))
    (page,) = station.paper.take_in(clerk, dossier, [held]).pages
    recognition.save_text(station.store, page.id, page_text(lines))
    station.paper.understand(clerk, dossier)
    return station.store.dossiers.page(page.id)


def known(station: Workstation, page: Page) -> list[Finding]:
    found = station.store.dossiers.findings(page.dossier_code)
    return [one for one in found if one.code in known_pages.CODES]


@pytest.mark.engine
def test_another_scan_of_the_same_paper_is_named_with_day_and_dossier(
    station: Workstation, clerk: Officer
) -> None:
    first = take_in(station, clerk, BIRTH_DECLARATION, 1)
    assert known(station, first) == []
    again = take_in(station, clerk, MISREAD, 2)
    (finding,) = known(station, again)
    received = station.store.dossiers.get(first.dossier_code).received_at
    assert finding.code == "page-digitized-before"
    assert finding.document_id == again.document_id
    assert finding.details["dossier"] == first.dossier_code
    assert finding.details["day"] == received.astimezone(OFFICE_TIME).strftime("%d/%m/%Y")
    # what was found stays when values are judged anew
    station.paper.set_owner(
        clerk, again.dossier_code, station.store.dossiers.get(first.dossier_code).owner
    )
    assert known(station, again) == [finding]


@pytest.mark.engine
def test_the_same_form_of_another_person_is_another_paper(
    station: Workstation, clerk: Officer
) -> None:
    take_in(station, clerk, BIRTH_DECLARATION, 1)
    assert known(station, take_in(station, clerk, OTHERS, 1 + 1)) == []


@pytest.mark.engine
def test_the_same_file_is_known_before_a_word_of_it_is(
    station: Workstation, clerk: Officer
) -> None:
    first = take_in(station, clerk, [], 1)
    (finding,) = known(station, take_in(station, clerk, [], 1))
    assert finding.details["dossier"] == first.dossier_code


@pytest.mark.engine
def test_a_page_scanned_twice_into_one_dossier_is_named(
    station: Workstation, clerk: Officer
) -> None:
    first = take_in(station, clerk, BIRTH_DECLARATION, 1)
    again = take_in(station, clerk, MISREAD, 2, first.dossier_code)
    (finding,) = known(station, again)
    assert (finding.code, finding.details) == ("page-twice", {"page": "2", "number": "1"})


def test_words_that_agree_by_and_large_need_images_that_do() -> None:
    one = frozenset(f"chu{number}" for number in range(20)) | {"051195007434", "1995", "2023"}
    other = (one - {"chu1", "chu2", "chu3", "1995"}) | {"x1", "x2", "x3"}
    assert known_pages.is_same(one, one, lambda: 1.0)
    assert known_pages.is_same(one, other, lambda: 0.1)
    assert not known_pages.is_same(one, other, lambda: 0.4)
