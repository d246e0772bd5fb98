"""Count the seals, signatures, portraits and tables found on generated pages that know theirs.

    python benchmarks/regions.py [--pages N] [--seed N]

Nothing is recognised. A thing counts as found if a region of its kind covers the middle of it, and
the region is less than twice as long as it. Prints Markdown.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))  # so that the file runs as it stands

from benchmarks.pages import HELD_OUT_LAYOUT, LAYOUTS, made
from ocr.limits import Limits
from ocr.model import Region
from ocr.page import regions_of
from tools.samples.degrade import LEVELS

KINDS = (
    "birth_certificate",
    "marital_status_confirmation",
    "administrative_document",
    "household_business_certificate",
    "cccd_front",
    "household_business_application",
    "birth_registration_declaration",
)
WANTED = {"seal": "seal", "signature": "signature", "photo": "picture"}
TABLES = {"household_business_certificate", "household_business_application"}
_TWICE = 2.0


def is_found(place: list[int], kind: str, regions: tuple[Region, ...]) -> bool:
    """Return whether a region of the kind covers the middle of the place and not far more."""
    left, top, right, bottom = place
    x, y = (left + right) / 2, (top + bottom) / 2
    long = max(right - left, bottom - top)
    return any(
        region.kind.value == kind
        and region.box.left <= x <= region.box.right
        and region.box.top <= y <= region.box.bottom
        and max(region.box.width, region.box.height) < _TWICE * long
        for region in regions
    )


def count(
    folder: Path, level: str, layouts: tuple[int, ...], pages: int, seed: int
) -> Counter[str]:
    """Return, by kind, how many there are, how many were found, and how many are no such thing."""
    tally: Counter[str] = Counter()
    chosen = made(folder, KINDS, (level,), layouts, pages, (seed, 0))
    for page in chosen:
        stem, _, number = page.file.stem.rpartition("-")
        (truth,) = (folder / "truth").glob(f"{stem}-*.json")
        spots = json.loads(truth.read_text("utf-8"))["pages"][int(number) - 1]["spots"]
        regions = regions_of(page.file.read_bytes(), page.dpi, Limits())
        there: Counter[str] = Counter()
        for name, place in spots.items():
            if name in WANTED:
                kind = WANTED[name]
                there[kind] += 1
                tally[f"{kind} there"] += 1
                tally[f"{kind} found"] += is_found(place, kind, regions)
        if page.kind in TABLES and number == "1":
            there["table"] += 1
            tally["table there"] += 1
            tally["table found"] += any(region.kind.value == "table" for region in regions)
        seen = Counter(region.kind.value for region in regions)
        for kind in ("seal", "signature", "picture", "table"):
            tally[f"{kind} too many"] += max(0, seen[kind] - there[kind])
    return tally


def main() -> None:
    """Print found of there, and the false ones, for each level of wear and the held-out layout."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pages", type=int, default=14, help="pages of every level")
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    kinds = ("seal", "signature", "picture", "table")
    print(f"| pages | {' | '.join(f'{kind}s found' for kind in kinds)} | too many |")
    print("|---|" + "--:|" * (len(kinds) + 1))
    sets: list[tuple[str, str, tuple[int, ...]]] = [
        (f"level {level}", level, LAYOUTS) for level in LEVELS
    ]
    sets += [(f"held out, level {level}", level, (HELD_OUT_LAYOUT,)) for level in ("1", "3")]
    for name, level, layouts in sets:
        with tempfile.TemporaryDirectory() as folder:
            seed = asked.seed + (900 if name.startswith("held") else 0)
            tally = count(Path(folder), level, layouts, asked.pages, seed)
        told = " | ".join(f"{tally[f'{k} found']} of {tally[f'{k} there']}" for k in kinds)
        extra = ", ".join(f"{tally[f'{k} too many']} {k}" for k in kinds if tally[f"{k} too many"])
        print(f"| {name} ({asked.pages}) | {told} | {extra or 'none'} |", flush=True)


if __name__ == "__main__":
    main()
