"""The shipped sample papers, read by the real recogniser and compared with their truth."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from digitizer.catalogue import Catalogue
from digitizer.model.document import Page
from digitizer.model.field import FieldReading
from digitizer.paper.extraction import extract
from digitizer.paper.sorting import sort_into_documents
from ocr.model import PageText
from ocr.reader import Reader, ReadingJob
from tests.digitizer.paper import pages

SAMPLES = Path(__file__).parents[3] / "resources" / "samples"
CATALOGUE = Catalogue.load()

pytestmark = [pytest.mark.engine, pytest.mark.slow]


@pytest.fixture(scope="module")
def read() -> list[tuple[dict[str, Any], list[PageText]]]:
    """Read every sample file that is no phone photo, once."""
    found = []
    with Reader(2) as reader:
        for truth_file in sorted(SAMPLES.rglob("truth/*.json")):
            truth = json.loads(truth_file.read_text(encoding="utf-8"))
            if all(page["level"] != "photo" for page in truth["pages"]):
                data = (truth_file.parent.parent / truth["file"]).read_bytes()
                found.append((truth, list(_texts(reader, data))))
    return found


def _texts(reader: Reader, data: bytes) -> Iterator[PageText]:
    for page in reader.pages(data, reader.inspect(data)):
        assert not isinstance(page, Exception)
        yield reader.read_one(
            ReadingJob(key="page", image=page.image, dpi=page.dpi, own_text=page.own_text)
        )


def _papers(truth: dict[str, Any]) -> list[list[dict[str, Any]]]:
    papers: list[list[dict[str, Any]]] = []
    for page in truth["pages"]:
        if page["continues"]:
            papers[-1].append(page)
        else:
            papers.append([page])
    return papers


def test_every_sample_page_is_sorted_to_its_paper(
    read: list[tuple[dict[str, Any], list[PageText]]],
) -> None:
    for truth, texts in read:
        taken: list[tuple[Page, PageText]] = [
            (pages.page(number, original="one file", original_page=number), text)
            for number, text in enumerate(texts, start=1)
        ]
        found = [(one.type, one.page_ids) for one in sort_into_documents(taken, CATALOGUE)]
        assert found == [
            (paper[0]["document_type"], tuple(page["page"] for page in paper))
            for paper in _papers(truth)
        ]


def test_printed_fields_are_exact_and_none_is_surely_wrong(
    read: list[tuple[dict[str, Any], list[PageText]]],
) -> None:
    right: list[str] = []
    wrong: list[FieldReading] = []
    for truth, texts in read:
        for paper in _papers(truth):
            kind = CATALOGUE.document_types[paper[0]["document_type"]]
            numbered = [(page["page"], texts[page["page"] - 1]) for page in paper]
            readings = {one.name: one for one in extract(kind, numbered)}
            for name, value in {k: v for page in paper for k, v in page["fields"].items()}.items():
                if readings[name].value == value:
                    right.append(name)
                else:
                    wrong.append(readings[name])
    assert [one.name for one in wrong if one.sure] == []
    assert len(right) >= 0.93 * (len(right) + len(wrong)), [(one.name, one.value) for one in wrong]
