"""Cleaned sheets kept for a while in the workers' private folder, for a second look at fields."""

from __future__ import annotations

import hashlib
import json
import tempfile
from dataclasses import astuple
from pathlib import Path

import cv2
import numpy as np

from ocr.cleanup.bend import Bend
from ocr.cleanup.chain import Sheet
from ocr.cleanup.closing import Closed
from ocr.limits import ReadingJob

_MOST = 48
_FAST = (int(cv2.IMWRITE_PNG_COMPRESSION), 1)


def keep(job: ReadingJob, sheet: Sheet, rotation: int) -> None:
    """Keep the sheet a page was read from; the oldest go when there are too many."""
    folder = _folder()
    folder.mkdir(exist_ok=True)
    name = _name(job, rotation)
    told = {
        "back": np.asarray(sheet.back).tolist(),
        "dpi": sheet.dpi,
        "card": sheet.card,
        "bend": None if sheet.bend is None else astuple(sheet.bend),
        "closed": [astuple(one) for one in sheet.closed],
    }
    cv2.imwrite(str(folder / f"{name}.png"), sheet.image, _FAST)
    (folder / f"{name}.json").write_text(json.dumps(told), "utf-8")
    for old in sorted(folder.glob("*.json"), key=_age)[:-_MOST]:
        old.unlink(missing_ok=True)
        old.with_suffix(".png").unlink(missing_ok=True)


def kept(job: ReadingJob, rotation: int) -> Sheet | None:
    """Return the sheet a page was read from, if it is still there."""
    path = _folder() / f"{_name(job, rotation)}.json"
    try:
        told = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return None
    image = cv2.imread(str(path.with_suffix(".png")), cv2.IMREAD_GRAYSCALE)
    if image is None:
        return None  # another worker made room in between
    back = np.asarray(told["back"], dtype=np.float64)
    bend = None
    if told["bend"] is not None:
        across, down, middle, growth = told["bend"]
        bend = Bend(across, down, tuple(middle), tuple(growth))
    closed = tuple(
        Closed(top, bottom, tuple(stood), tuple(stands))
        for top, bottom, stood, stands in told["closed"]
    )
    pixels = np.asarray(image, dtype=np.uint8)
    return Sheet(pixels, told["dpi"], back, card=told["card"], bend=bend, closed=closed)


def _folder() -> Path:
    return Path(tempfile.gettempdir()) / "sheets"


def _name(job: ReadingJob, rotation: int) -> str:
    picture = hashlib.blake2b(job.image, digest_size=16).hexdigest()
    return f"{picture}-{job.dpi:.2f}-{rotation}"


def _age(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return 0.0
