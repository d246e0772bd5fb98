"""What only the intake knows of an image: the size asked for, and the rule's least resolution."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from digitizer.model.document import Page
from digitizer.model.officer import Officer
from digitizer.model.scan import Batch, Profile, Side
from digitizer.office import practice
from digitizer.paper import gate
from digitizer.store import Store
from digitizer.workstation import Workstation
from ocr.model import Fault, PageText, Quality

A4 = (2480, 3508)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, Officer, Batch]]:
    folder = tmp_path_factory.mktemp("gate") / "data"
    practice.write_site(folder)
    with Workstation.open(folder, workers=1, key=bytes(range(32))) as station:
        clerk, _, _ = practice.enlist(station.store)
        code = station.paper.open_dossier(clerk, "1.004873").code
        batch = station.intake.open_batch(
            clerk, code, device="test", profile=Profile("stack", "Stack", dpi=300)
        )
        yield station.store, clerk, batch


_numbers = iter(range(1, 1000))


def scanned(desk: tuple[Store, Officer, Batch], size: tuple[int, int], dpi: float = 300) -> Page:
    store, clerk, batch = desk
    number = next(_numbers)
    digest = store.vault.put(b"image %d" % number)
    return store.scans.keep_image(
        clerk,
        batch.id,
        number=number,
        sheet=number,
        side=Side.FRONT,
        name="scan",
        original_hash=digest,
        image_hash=digest,
        width=size[0],
        height=size[1],
        dpi=dpi,
    )


def faults(desk: tuple[Store, Officer, Batch], page: Page, **measures: Any) -> tuple[str, ...]:
    quality = Quality(dpi=page.dpi, **measures)
    text = PageText(page.width, page.height, page.dpi, (), quality=quality)
    return gate.faults(desk[0], page.id, text)


def test_a_sheet_that_came_short_is_told(desk: tuple[Store, Officer, Batch]) -> None:
    assert faults(desk, scanned(desk, (2480, 2600))) == (Fault.WRONG_SIZE,)
    assert faults(desk, scanned(desk, A4)) == ()
    assert faults(desk, scanned(desk, (A4[1], A4[0] - 20))) == ()


def test_a_smaller_paper_that_the_scanner_measured_is_none(
    desk: tuple[Store, Officer, Batch],
) -> None:
    assert faults(desk, scanned(desk, (1748, 2480))) == ()
    assert faults(desk, scanned(desk, (1011, 638))) == ()


def test_fewer_dots_than_the_rule_asks_for_are_told(desk: tuple[Store, Officer, Batch]) -> None:
    page = scanned(desk, (1240, 1754), 150)
    assert faults(desk, page) == (Fault.COARSE,)
    assert faults(desk, page, faults=(Fault.COARSE,)) == (Fault.COARSE,)
    assert faults(desk, page, blank=True, faults=(Fault.BLANK,)) == (Fault.BLANK,)


def test_a_file_that_was_handed_in_has_the_size_it_has(
    desk: tuple[Store, Officer, Batch],
) -> None:
    store, clerk, batch = desk
    digest = store.vault.put(b"cut out")
    page = store.dossiers.add_page(
        clerk,
        dossier_code=batch.dossier_code,
        original_hash=digest,
        original_name="cut out.png",
        original_page=1,
        image_hash=digest,
        width=2000,
        height=700,
        dpi=300,
        signed_original=False,
    )
    assert faults(desk, page) == ()
