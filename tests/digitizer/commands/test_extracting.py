"""Extracting from the pages of a file that could be read."""

from __future__ import annotations

from pathlib import Path

from digitizer.catalogue import Catalogue
from digitizer.commands.extracting import _documents_of
from digitizer.commands.files import FileRead
from ocr.model import SourceInfo, SourceKind, SourcePage
from tests.digitizer.paper.pages import BIRTH_DECLARATION, page_text


def test_pages_on_either_side_of_one_that_failed_are_sorted() -> None:
    first = page_text(BIRTH_DECLARATION)
    third = page_text(["Tôi cam đoan nội dung khai trên đây là đúng sự thật."])
    pages = tuple(
        (SourcePage(number, b"", text.width, text.height, text.dpi), text)
        for number, text in ((1, first), (3, third))
    )
    found = FileRead(0, Path("khai sinh.pdf"), b"", SourceInfo(SourceKind.PDF, 3), pages)
    documents = _documents_of(found, Catalogue.load())
    assert documents[0].document.type == "birth_registration_declaration"
    assert sorted(number for one in documents for number in one.document.page_ids) == [1, 3]
