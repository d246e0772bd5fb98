"""A feeder for the handbook's pictures: it holds the sample papers, and jams where it is told."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image, ImageSequence
from typing_extensions import override

from digitizer.model.dossier import Owner
from digitizer.model.officer import Officer
from digitizer.paper.scanner import escl
from tests.digitizer.paper.scanner.escl_device import EsclDevice, running
from ui.screens.clerk import ClerkScreen

if TYPE_CHECKING:
    from tools.pictures import Photographer

NAME = "Canon imageRUNNER 2630i"
SHEETS, JAMS_AFTER = 9, 6
_PROCEDURE = "1.004873"
_PICTURES = (".jpg", ".png", ".tif")
_A4 = (2480, 3508)
_QUALITY = 88
_TALL = 1.3
"""Height over width from which a picture is a whole page and not a card."""


@dataclass
class Feeder(EsclDevice):
    """A scanner that answers over the network like a real one, with papers that can be read."""

    papers: list[bytes] = field(default_factory=list)

    @override
    def next(self) -> bytes | None:
        return self.papers[(self.fed - 1) % len(self.papers)] if super().next() else None


def papers(files: Sequence[Path]) -> list[bytes]:
    """Return every whole page of these pictures as a feeder gives it: A4 at 300 dpi, JPEG."""
    found = []
    for file in (one for one in files if one.suffix in _PICTURES):
        with Image.open(file) as image:
            for frame in ImageSequence.Iterator(image):
                if frame.height > _TALL * frame.width:
                    out = io.BytesIO()
                    page = frame.convert("RGB").resize(_A4)
                    page.save(out, "JPEG", quality=_QUALITY, dpi=(300, 300))
                    found.append(out.getvalue())
    return found


def photograph(photographer: Photographer, clerk: Officer, files: Sequence[Path]) -> None:
    """Feed papers through a scanner that jams, go on, and turn and lay aside a page."""
    screen = photographer.sit(clerk)
    if not isinstance(screen, ClerkScreen):
        raise TypeError(screen)
    screen.open_dossier(photographer.station.catalogue.procedures[_PROCEDURE], Owner())
    photographer.wait(lambda: screen.dossier_code, "the dossier to open")
    photographer.rest()
    feeder = Feeder(sheets=SHEETS, jam_after=JAMS_AFTER, papers=papers(files))
    with running(feeder) as device:
        panel = screen.scanning.panel
        panel.show_devices([escl.device_at(device.address, NAME)], searching=False)
        panel.sheets.setValue(SHEETS)
        screen.scanning.scan_action.trigger()
        photographer.rest()
        photographer.clear_notices()
        photographer.take("scan-jam")
        device.jam_after = None
        screen.scanning.scan_action.trigger()
        photographer.rest()
    thumbs = screen.pane.thumbs
    thumbs.setCurrentIndex(screen.pane.pages.index(2))
    screen.page_actions.turn_right.trigger()
    photographer.rest()
    thumbs.setCurrentIndex(screen.pane.pages.index(SHEETS - 1))
    screen.page_actions.remove.trigger()
    photographer.rest()
    photographer.clear_notices()
    thumbs.setCurrentIndex(screen.pane.pages.index(2))
    photographer.take("scan-pages")
