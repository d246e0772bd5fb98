"""What a hand wrote comes as an empty field with its place and the reason, never as noise."""

from __future__ import annotations

from dataclasses import replace

from digitizer.catalogue import Catalogue
from digitizer.model.field import FieldReading, Finding
from digitizer.paper.checking import check_document
from digitizer.paper.extraction import extract
from ocr.model import PageText
from tests.digitizer.paper.pages import BIRTH_DECLARATION, page_text

TYPE = Catalogue.load().document_type("birth_registration_declaration")
NAME = "TRẦN THỊ MẪU"


def filled_in(words: dict[str, str], confidence: float) -> PageText:
    """Return the declaration with the requester's name as a hand wrote and a machine read it."""
    page = page_text(BIRTH_DECLARATION)
    line = next(word.line for word in page.words if word.text == "cầu:")
    return replace(
        page,
        words=tuple(
            replace(word, text=words[word.text], confidence=confidence, by_hand=True)
            if word.line == line and word.text in words
            else word
            for word in page.words
        ),
    )


def read(page: PageText) -> tuple[FieldReading, tuple[Finding, ...]]:
    readings = extract(TYPE, [(1, page)])
    name = next(one for one in readings if one.name == "requester_name")
    return name, check_document(TYPE, readings)


def test_scrawled_words_leave_the_field_empty_with_its_place_and_the_reason() -> None:
    noise = {"TRẦN": "Ilrđu", "THỊ": "7hj", "MẪU": "mãv~"}
    name, findings = read(filled_in(noise, 0.45))
    assert (name.value, name.raw, name.sure, name.alternatives) == ("", "", False, ())
    assert name.evidence
    (finding,) = [one for one in findings if one.code == "handwriting-unread"]
    assert finding.fields == ("requester_name",)


def test_neat_writing_is_read_but_wants_a_look() -> None:
    name, findings = read(filled_in({word: word for word in NAME.split()}, 0.93))
    assert (name.value, name.sure) == (NAME, False)
    assert "handwriting-unread" not in {one.code for one in findings}


def test_print_of_the_same_score_is_no_handwriting() -> None:
    page = filled_in({word: word for word in NAME.split()}, 0.45)
    printed = replace(page, words=tuple(replace(word, by_hand=False) for word in page.words))
    assert read(printed)[0].value == NAME
