"""Measure reading everything stored of a type again, from stored words, without recognition.

    python benchmarks/reextraction.py [--pages N]

Makes an office of N stored pages in a folder of its own (five papers a dossier, made by hand),
then times the preview of a changed definition, its first page of answers, and applying it.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))  # so that the file runs as it stands

from tests.digitizer.paper import pages
from tests.digitizer.paper.design_office import DesignOffice

KIND = "birth_registration_declaration"
PAPERS = 5


def main() -> None:
    """Build, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=1000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        office = DesignOffice.open(Path(folder) / "data")
        started = time.perf_counter()
        for number in range(asked.pages // PAPERS):
            code = office.dossier(f"HS-{number}")
            texts = [
                pages.page_text([*pages.BIRTH_DECLARATION, f"Trang {number} {paper}"])
                for paper in range(PAPERS)
            ]
            office.papers(code, [(KIND, office.page(code, text)) for text in texts], extract=False)
        built = time.perf_counter() - started
        kind = office.station.catalogue.document_type(KIND)
        changed = replace(
            kind,
            basis="another",
            fields=tuple(
                replace(one, labels=("Kính gửi",), section="")
                if one.name == "requester_relation"
                else one
                for one in kind.fields
            ),
        )
        design, admin = office.station.design, office.administrator
        first = design.preview(admin, changed, most=50)
        whole = design.preview(admin, changed)
        design.save(admin, changed)
        office.station.reload_definitions()
        done = office.station.design.apply(admin, KIND)
        again = office.station.design.preview(admin, office.station.catalogue.document_type(KIND))
        office.station.close()
    print(f"built {asked.pages} pages in {built:.0f} s")
    for what, one in (
        ("preview, 50 papers", first),
        ("preview", whole),
        ("apply", done),
        ("preview after it", again),
    ):
        each = 1000 * one.seconds / max(one.papers, 1)
        print(
            f"{what}: {one.papers} papers, {one.changed} changed, {one.locked} locked, "
            f"{one.seconds:.1f} s, {each:.1f} ms a paper"
        )


if __name__ == "__main__":
    main()
