"""A feeder for the handbook's pictures: it holds the sample papers, and jams where it is told."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image, ImageSequence
from typing_extensions import override

from tests.digitizer.paper.scanner.escl_device import EsclDevice

NAME = "Canon imageRUNNER 2630i"
SHEETS, JAMS_AFTER = 9, 6
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


def papers(files: list[Path]) -> list[bytes]:
    """Return every whole page of these pictures as a feeder gives it: A4 at 300 dpi, JPEG."""
    found = []
    for file in files:
        with Image.open(file) as image:
            for frame in ImageSequence.Iterator(image):
                if frame.height > _TALL * frame.width:
                    out = io.BytesIO()
                    page = frame.convert("RGB").resize(_A4)
                    page.save(out, "JPEG", quality=_QUALITY, dpi=(300, 300))
                    found.append(out.getvalue())
    return found
