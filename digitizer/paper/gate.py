"""The gate at the counter: what is wrong with a page while its paper still lies at hand.

What the image itself tells is measured by reading (``ocr.cleanup.quality``). What only the intake
knows is added: the size that was asked of the scanner, and the resolution the rule asks for.
"""

from __future__ import annotations

from digitizer.model.document import Page
from digitizer.paper import scan_rule
from digitizer.store import Store
from ocr.model import Fault, PageText

_MM = 25.4
_TOLERANCE = 6.0
"""Millimetres; feeders cut a sheet's length to about two."""
_NEARLY = 0.93
"""A photo's resolution is estimated from its sheet; so much of the least is let pass."""
_PAPERS = (
    (297.0, 420.0),
    (210.0, 297.0),
    (148.0, 210.0),
    (105.0, 148.0),
    (176.0, 250.0),
    (125.0, 176.0),
    (215.9, 279.4),
    (215.9, 355.6),
    (53.98, 85.6),
    (88.0, 125.0),
)
"""ISO 216 A3–A6, B5 and B6, Letter, Legal; cards and passports (ISO/IEC 7810 ID-1, ID-3)."""


def faults(store: Store, page_id: int, text: PageText) -> tuple[str, ...]:
    """Return what is wrong with a page's image; raises NotFoundError for a page that is gone."""
    told = list(text.quality.faults)
    page = store.dossiers.page(page_id)
    # what a person has cropped, split or merged has the size they gave it
    if Fault.BLANK not in told and not page.recipe:
        if Fault.COARSE not in told and _is_below_the_rule(page, text):
            told.append(Fault.COARSE)
        if _has_wrong_size(store, page):
            told.append(Fault.WRONG_SIZE)
    return tuple(told)


def _is_below_the_rule(page: Page, text: PageText) -> bool:
    dpi = text.quality.dpi or page.dpi
    return dpi < _NEARLY * scan_rule.in_force().least_dpi


def _has_wrong_size(store: Store, page: Page) -> bool:
    """Return whether a scanned sheet has neither the size asked for nor that of any paper."""
    sheet = store.scans.sheet_of(page.id)
    if sheet is None or page.dpi <= 0:
        return False
    profile = store.scans.batch(sheet[0]).profile
    width, height = (side / page.dpi * _MM for side in (page.width, page.height))
    short, long = sorted((width, height))
    asked = sorted((profile.width_mm, profile.height_mm))
    return not any(
        abs(short - one) <= _TOLERANCE and abs(long - other) <= _TOLERANCE
        for one, other in (asked, *_PAPERS)
    )
