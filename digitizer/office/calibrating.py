"""Confidence fitted to what the office's own persons found right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from digitizer.catalogue.calibration import FOLDER, Calibration, fitted, written
from digitizer.model.doctype import DocumentType
from digitizer.model.field import Outcome
from digitizer.model.officer import Officer
from digitizer.store import Store

FILE = "readings.toml"


def recalibrate(
    store: Store, types: Mapping[str, DocumentType], office_folder: Path, officer: Officer
) -> Calibration:
    """Fit the office's curves anew to all its verified values, keep and journal them.

    They hold from the next start on; a kind with too few outcomes says “not enough” and changes
    nothing. Raises NotAllowedError.
    """
    outcomes = store.dossiers.outcomes(officer)
    found = by_kind(outcomes, types)
    calibration = Calibration(
        version=f"office {datetime.now(UTC):%Y-%m-%d}",
        made_with=f"{len(outcomes)} verified values",
        curves={kind: fitted(one) for kind, one in found.items()},
    )
    folder = office_folder / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    fresh = folder / f"{FILE}.new"
    fresh.write_text(written(calibration), "utf-8")
    fresh.replace(folder / FILE)
    counts = {kind: curve.count for kind, curve in calibration.curves.items()}
    store.dossiers.note_calibration(officer, calibration.version, counts)
    return calibration


def by_kind(
    outcomes: Sequence[Outcome], types: Mapping[str, DocumentType]
) -> dict[str, list[tuple[float, bool]]]:
    """Return the outcomes by the curve they belong to: the kind of value, ``value/name``."""
    found: dict[str, list[tuple[float, bool]]] = {}
    for one in outcomes:
        known = types.get(one.document_type)
        rule = None if known is None else known.field(one.name)
        if rule is not None:
            kind = f"value/{rule.reads.value}"
            found.setdefault(kind, []).append((one.confidence, one.right))
    return found
