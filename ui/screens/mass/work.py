"""What mass verification asks of the core; everything here runs off the GUI thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage

from digitizer.errors import DigitizerError
from digitizer.model.review import Expected
from digitizer.model.view import WaitingKind, WaitingValue
from ocr.model import Box
from ui.screen import Desk
from ui.widgets.levels import build_picture, crop

_SNIPPET_DPI = 115
_LEAST_DPI = 100.0
_LARGEST = QSize(560, 130)


@dataclass(frozen=True, slots=True)
class Judged:
    """What a person says of one value: right as it stands, or this text instead."""

    value_id: int
    version: int
    value: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """Which values are decided now, and what kept the others."""

    decided: tuple[int, ...]
    failures: tuple[DigitizerError, ...]


def kinds(desk: Desk) -> tuple[WaitingKind, ...]:
    """Return the fields that wait for this officer."""
    return desk.workstation.paper.waiting_kinds(desk.officer)


def values(desk: Desk, kind: WaitingKind) -> tuple[WaitingValue, ...]:
    """Return the values of one field that wait for this officer."""
    return desk.workstation.paper.waiting_values(desk.officer, kind.document_type, kind.field)


def expected(desk: Desk, kind: WaitingKind) -> Expected:
    """Return how many errors are to be expected among values nobody has looked at."""
    return desk.workstation.verifying.expected(desk.officer, kind.document_type, kind.field)


def accept_rest(desk: Desk, kind: WaitingKind) -> int:
    """Accept what still waits of one field; raises TargetNotMetError."""
    return desk.workstation.verifying.accept_rest(desk.officer, kind.document_type, kind.field)


def snippets(desk: Desk, waiting: Sequence[WaitingValue]) -> tuple[tuple[int, QImage], ...]:
    """Return the pixels of values that stand on one page, by value id; the page is decoded once."""
    paper = desk.workstation.paper
    page_id = waiting[0].value.evidence[0].page_id
    picture = build_picture(paper.page_image(desk.officer, page_id))
    text = paper.page_text(desk.officer, page_id)
    dpi = max(text.dpi if text else 0.0, _LEAST_DPI)
    found = []
    for one in waiting:
        place = one.value.evidence[0]
        box = Box(place.left, place.top, place.right, place.bottom)
        rotation = text.rotation if text else 0
        image = crop(picture, box, rotation=rotation, scale=_SNIPPET_DPI / dpi, largest=_LARGEST)
        found.append((one.value.id, image))
    return tuple(found)


def decide(desk: Desk, judged: Sequence[Judged]) -> Outcome:
    """Let the person stand for values, one after the other; one that cannot be stops no other."""
    decided, failures = [], []
    for one in judged:
        try:
            desk.workstation.paper.decide(desk.officer, one.value_id, one.version, value=one.value)
        except DigitizerError as error:
            failures.append(error)
        else:
            decided.append(one.value_id)
    return Outcome(tuple(decided), tuple(failures))
