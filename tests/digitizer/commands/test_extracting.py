"""Extracting from the pages of a file that could be read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import cast

import pytest

from digitizer.catalogue import Catalogue
from digitizer.commands.console import Console
from digitizer.commands.extracting import _documents_of, _sorted
from digitizer.commands.files import FileRead, _looked_again
from ocr.errors import ModelDamagedError
from ocr.limits import PageOutcome, SecondLook
from ocr.model import SourceInfo, SourceKind, SourcePage
from ocr.reader import Reader
from tests.digitizer.paper.pages import BIRTH_DECLARATION, page_text


def test_pages_on_either_side_of_one_that_failed_are_sorted() -> None:
    first = page_text(BIRTH_DECLARATION)
    third = page_text(["Tôi cam đoan nội dung khai trên đây là đúng sự thật."])
    pages = tuple(
        (SourcePage(number, b"", text.width, text.height, text.dpi), text)
        for number, text in ((1, first), (3, third))
    )
    found = FileRead(0, Path("khai sinh.pdf"), b"", SourceInfo(SourceKind.PDF, 3), pages)
    catalogue = Catalogue.load()
    documents = _documents_of(found, _sorted(found, catalogue), catalogue)
    assert documents[0].document.type == "birth_registration_declaration"
    assert sorted(number for one in documents for number in one.document.page_ids) == [1, 3]


class Blind:
    """A reader whose second looks all fail for want of a model."""

    def look_again(self, _wanted: Sequence[SecondLook]) -> Iterator[PageOutcome]:
        yield PageOutcome("1", None, ModelDamagedError(file="vi-letters.npz"))


def test_a_page_that_cannot_be_looked_at_again_keeps_its_words_and_says_why(
    capsys: pytest.CaptureFixture[str],
) -> None:
    text = page_text(BIRTH_DECLARATION)
    pages = ((SourcePage(1, b"", text.width, text.height, text.dpi), text),)
    found = FileRead(0, Path("khai sinh.pdf"), b"", SourceInfo(SourceKind.PDF, 1), pages)
    console = Console("vi")
    looked = _looked_again(found, cast("Reader", Blind()), lambda _found: (), console)
    assert looked.pages == pages
    assert [failure.code for failure in console.failures] == ["model-damaged"]
    said = capsys.readouterr().err
    assert "khai sinh.pdf (1)" in said
    assert "vi-letters.npz" in said
