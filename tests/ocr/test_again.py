"""Lines that hold a value are read again by other witnesses, word over word of the first."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from ocr import again
from ocr.cleanup.chain import Sheet
from ocr.cleanup.model import Pixels
from ocr.errors import LanguageMissingError
from ocr.model import Box, Line, PageText, Rereading, Word, WordAgain
from ocr.reader import Reader, ReadingJob, SecondLook
from tests.ocr.conftest import png, printed_page

NAME = ("ĐỖ", "THỊ", "KIM", "UYÊN")


@pytest.fixture(scope="module")
def looked(reader: Reader) -> PageText:
    """Return a page with its name's line, the last word left out, looked at again."""
    job = ReadingJob("1", png(printed_page()[0]), 300)
    text = reader.read_one(job)
    boxes = [next(word.box for word in text.words if word.text == part) for part in NAME]
    before = next(word.box for word in text.words if word.text == "cầu:")
    whole = Line(tuple(boxes), before=before, text=" ".join(NAME))
    # what another model reads differently is asked of a third witness
    other = replace(whole, words=tuple(boxes[:3]), text="ĐỖ THỊ KỈM")
    (outcome,) = reader.look_again([SecondLook(job, text, (whole, other))])
    assert outcome.text is not None
    return outcome.text


def of(page: PageText, count: int) -> list[Rereading]:
    return [one for one in page.again if one.count == count]


def test_a_second_witness_reads_the_line_word_over_word(looked: PageText) -> None:
    (one,) = of(looked, 4)
    assert [word.text for word in one.words if word.first >= 0] == list(NAME)
    inside = [(word.first, word.last) for word in one.words if word.first >= 0]
    assert inside == [(n, n) for n in range(4)]
    assert one.witness == "Vietnamese 1.0"
    assert looked.again_seconds > 0


def test_a_third_witness_is_asked_where_the_second_differs(looked: PageText) -> None:
    assert [one.witness for one in of(looked, 3)] == ["Vietnamese 1.0", "Vietnamese 1.3"]


def test_a_word_that_the_first_reading_lost_is_seen_beside_the_line(looked: PageText) -> None:
    second = of(looked, 3)[0]
    assert (second.words[-1].text, second.words[-1].first) == ("UYÊN", 3)


def test_further_readings_are_kept_with_the_page(looked: PageText) -> None:
    assert PageText.from_dict(looked.to_dict()) == looked
    plain = looked.to_dict()
    del plain["again"], plain["again_seconds"]
    assert PageText.from_dict(plain) == replace(looked, again=(), again_seconds=0.0)


def test_a_page_no_longer_kept_is_cleaned_anew(looked: PageText) -> None:
    job = ReadingJob("1", png(printed_page()[0]), 300)
    line = Line(tuple(word.box for word in looked.words[:2]))
    with Reader(1) as other:
        (outcome,) = other.look_again([SecondLook(job, replace(looked, again=()), (line,))])
    assert outcome.text is not None
    assert " ".join(word.text for word in outcome.text.again[0].words).startswith("Họ, chữ")


def test_a_model_that_is_not_installed_is_no_witness(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(_image: Pixels, **_: Any) -> tuple[Word, ...]:
        raise LanguageMissingError(language="Vietnamese")

    monkeypatch.setattr(again.tesseract, "recognise", missing)
    sheet = Sheet(again.np.full((200, 600), 255, again.np.uint8), 225)
    line = Line((Box(100, 100, 200, 130),))
    assert again.readings([line], sheet, seconds=5) == ()


@pytest.mark.parametrize(
    ("first", "second", "disputed"),
    [
        ("14,6m", "146m", True),
        ("113m", "11,3m", True),
        ("191,2m", "191,.2m", False),
        ("14,6m", "14.6 m", False),
        ("Lê Lợi, phường 2", "Lê Lợi phường 2.", False),
    ],
)
def test_a_sign_between_figures_that_one_reading_lost_is_asked_of_a_third(
    first: str, second: str, disputed: bool
) -> None:
    words = [WordAgain(one, 0.9, 0, 0, one, 1.0, 1.0) for one in second.split()]
    assert again.is_disputed(first, words) is disputed
