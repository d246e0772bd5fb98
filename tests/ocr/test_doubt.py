"""A doubtful word is read a second time; both readings are weighed and none is lost."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from ocr import doubt
from ocr.cleanup.model import Pixels
from ocr.marks import model
from ocr.model import Box, Character, PageText, Word
from tests.ocr.conftest import printed_page

PAGE = np.full((400, 900), 255, np.uint8)


def word(text: str, confidence: float, left: float = 100) -> Word:
    return Word(text, Box(left, 100, left + 80, 130), confidence, 0)


def reread(
    monkeypatch: pytest.MonkeyPatch, words: tuple[Word, ...], seen: list[tuple[str, float]]
) -> tuple[Word, ...]:
    """Read again with a recogniser that sees these words, one a strip."""

    def recognise(image: Pixels, **_: Any) -> tuple[Word, ...]:
        step = image.shape[0] / max(len(seen), 1)
        return tuple(
            Word(text, Box(40, (row + 0.3) * step, 90, (row + 0.6) * step), confidence, row)
            for row, (text, confidence) in enumerate(seen)
        )

    monkeypatch.setattr(doubt.tesseract, "recognise", recognise)
    return doubt.reread(words, PAGE, language="vie", dpi=225, seconds=10)


def test_two_readings_that_agree_make_a_word_surer(monkeypatch: pytest.MonkeyPatch) -> None:
    (again,) = reread(monkeypatch, (word("quyền", 0.6),), [("quyền", 0.99)])
    assert (again.text, again.alternatives) == ("quyền", ())
    assert 0.6 < again.confidence <= 0.9


def test_a_second_reading_much_surer_than_the_first_is_taken(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (again,) = reread(monkeypatch, (word("16I0412023", 0.7),), [("16/04/2023", 0.95)])
    assert (again.text, again.alternatives) == ("16/04/2023", ("16I0412023",))
    assert 0.7 < again.confidence < 0.95


@pytest.mark.parametrize(
    "seen", [("quyển", 0.79), ("quyền®", 0.97), ("quyềnvàlợi", 0.97), ("", 0.95)]
)
def test_a_second_reading_that_is_no_surer_or_odd_stays_an_alternative(
    monkeypatch: pytest.MonkeyPatch, seen: tuple[str, float]
) -> None:
    (again,) = reread(monkeypatch, (word("quyền", 0.75),), [seen])
    assert again.text == "quyền"
    assert again.alternatives == (seen[0],)
    assert again.confidence <= 0.6


def test_what_was_read_in_place_of_a_character_is_kept_with_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    letters = tuple(Character(letter, 0.9) for letter in "quyên")
    read = replace(word("quyên", 0.75), characters=letters)
    (disputed,) = reread(monkeypatch, (read,), [("quyền", 0.79)])
    assert disputed.characters == (*letters[:3], Character("ê", 0.9, ("ề",)), letters[4])
    (taken,) = reread(monkeypatch, (read,), [("quyền", 0.95)])
    assert taken.characters == (*letters[:3], Character("ề", 0.9, ("ê",)), letters[4])
    (longer,) = reread(monkeypatch, (read,), [("quyềnn", 0.95)])
    assert (longer.text, longer.characters) == ("quyềnn", ())


def test_a_page_is_stored_with_its_characters_and_one_stored_without_is_still_read() -> None:
    letters = (Character("ở", 0.61, ("ớ", "ờ")), Character("k", 0.99))
    page = PageText(9, 9, 300.0, (replace(word("ởk", 0.6), characters=letters),))
    stored = json.loads(json.dumps(page.to_dict()))
    assert stored["words"][0]["characters"] == [["ở", 0.61, "ớ", "ờ"], ["k", 0.99]]
    assert PageText.from_dict(stored) == page
    del stored["words"][0]["characters"]
    assert PageText.from_dict(stored).words[0].characters == ()


def test_what_is_sure_or_hopeless_is_not_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    words = (word("rõ", 0.95), word("###", 0.5, 300), word("mờ", 0.05, 500))
    assert reread(monkeypatch, words, [("xa", 0.99)]) == words


def test_nothing_seen_the_second_time_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    words = (word("quyền", 0.6),)
    assert reread(monkeypatch, words, []) == words


def test_marks_are_chosen_more_readily_when_the_second_reading_saw_them() -> None:
    read = (word("chính", 0.95), word("quyên", 0.95), word("địa", 0.95))
    hinted = (read[0], replace(read[1], alternatives=("quyền",)), read[2])
    assert model.restored(read)[1].text == "quyên"
    assert model.restored(hinted)[1].text == "quyền"


@pytest.mark.engine
def test_the_worst_word_of_a_real_page_is_read_again_in_its_place() -> None:
    image, places = printed_page()
    box = places["đúng"]
    wrong = Word("dúng", box, 0.5, 0)
    (again,) = doubt.reread((wrong,), np.asarray(image), language="vie", dpi=300, seconds=60)
    assert again.text == "đúng"
    assert again.alternatives == ("dúng",)
    assert again.box == box


def test_a_piece_of_a_machine_readable_zone_is_left_to_its_own_reading(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    piece = word("DO<DUC", 0.6)
    assert reread(monkeypatch, (piece,), [("ĐO.DUC", 0.99)]) == (piece,)
