"""What blind keying asks of the core; everything here runs off the GUI thread."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage

from digitizer.model.field import Absence
from digitizer.model.review import BlindValue, Effort, Keyed
from ocr.model import Box
from ui.screen import Desk
from ui.widgets.levels import build_picture, crop

_SNIPPET_DPI = 150
_LEAST_DPI = 100.0
_LARGEST = QSize(900, 260)


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person keyed for a value."""

    value: BlindValue
    text: str
    absence: Absence | None
    effort: Effort


def waiting(desk: Desk) -> tuple[BlindValue, ...]:
    """Return the values this officer may key."""
    return desk.workstation.verifying.blind_waiting(desk.officer)


def snippet(desk: Desk, value: BlindValue) -> QImage | None:
    """Return the value's own pixels, or None where its place is not known."""
    if not value.evidence:
        return None
    paper, place = desk.workstation.paper, value.evidence[0]
    picture = build_picture(paper.page_image(desk.officer, place.page_id))
    text = paper.page_text(desk.officer, place.page_id)
    dpi = max(text.dpi if text else 0.0, _LEAST_DPI)
    box = Box(place.left, place.top, place.right, place.bottom)
    rotation = text.rotation if text else 0
    return crop(picture, box, rotation=rotation, scale=_SNIPPET_DPI / dpi, largest=_LARGEST)


def key(desk: Desk, wish: Wish) -> Keyed:
    """Key a value, or decide it as the third."""
    return desk.workstation.verifying.answer(
        desk.officer, wish.value, wish.text, absence=wish.absence, effort=wish.effort
    )
