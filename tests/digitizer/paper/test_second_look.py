"""Several readings of a value's pixels are witnesses: agreement makes sure, dispute is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from digitizer.catalogue import Catalogue
from digitizer.model.field import FieldReading
from digitizer.paper.extraction import extract, lines_to_look_at
from ocr.model import Line, PageText, Rereading, TextSource, WordAgain
from tests.digitizer.paper.pages import BIRTH_DECLARATION, page_text

TYPE = Catalogue.load().document_type("birth_registration_declaration")
NAME = "requester_name"
PAGE = page_text(BIRTH_DECLARATION)


def asked() -> dict[str, Line]:
    """Return the lines that are to be looked at, by what the first reading says."""
    lines = lines_to_look_at(TYPE, [(1, PAGE)])[1]
    # the mother's name stands on the page twice; the upper one is the requester's
    return {line.text: line for line in sorted(lines, key=lambda line: -line.box.top)}


def heard(line: Line, *witnesses: str, score: float = 0.95) -> tuple[Rereading, ...]:
    """Return what witnesses say, word over word; words behind the last stand beside the line."""
    return tuple(
        Rereading(
            line.box,
            len(line.words),
            f"witness {number}",
            tuple(
                WordAgain(word, score, min(n, len(line.words)), min(n, len(line.words)))
                for n, word in enumerate(said.split())
            ),
        )
        for number, said in enumerate(witnesses)
    )


def read(again: Sequence[Rereading], page: PageText = PAGE) -> FieldReading:
    readings = extract(TYPE, [(1, replace(page, again=tuple(again)))])
    return next(one for one in readings if one.name == NAME)


def test_only_printed_values_that_nothing_vouches_for_are_looked_at() -> None:
    lines = asked()
    assert "TRẦN THỊ MẪU" in lines
    assert "02/06/1995" not in lines
    own = replace(PAGE, source=TextSource.TEXT_LAYER)
    assert lines_to_look_at(TYPE, [(1, own)]) == {}


def test_a_name_two_witnesses_read_alike_is_sure() -> None:
    assert not read(()).sure
    one = read(heard(asked()["TRẦN THỊ MẪU"], "TRẦN THỊ MẪU"))
    assert (one.value, one.sure, one.alternatives) == ("TRẦN THỊ MẪU", True, ())


def test_a_name_witnesses_read_differently_is_not_sure_and_shows_both() -> None:
    one = read(heard(asked()["TRẦN THỊ MẪU"], "TRẦN THỊ MẬU"))
    assert (one.value, one.sure, one.alternatives) == ("TRẦN THỊ MẪU", False, ("TRẦN THỊ MẬU",))


def test_what_two_of_three_read_wins_and_is_still_not_sure() -> None:
    one = read(heard(asked()["TRẦN THỊ MẪU"], "TRẦN THỊ MẬU", "TRẦN THỊ MẬU"))
    assert (one.value, one.sure, one.alternatives) == ("TRẦN THỊ MẬU", False, ("TRẦN THỊ MẪU",))


def test_a_witness_that_sees_a_further_word_makes_a_value_unsure() -> None:
    one = read(heard(asked()["TRẦN THỊ MẪU"], "TRẦN THỊ MẪU NGỌC"))
    assert (one.value, one.sure) == ("TRẦN THỊ MẪU", False)
    speck = read(heard(asked()["TRẦN THỊ MẪU"], "TRẦN THỊ MẪU ."))
    assert speck.sure


def test_a_reading_that_is_alike_but_poor_does_not_make_sure() -> None:
    assert not read(heard(asked()["TRẦN THỊ MẪU"], "TRẦN THỊ MẪU", score=0.4)).sure


def test_punctuation_and_specks_of_one_reading_are_no_dispute() -> None:
    one = read(heard(asked()["TRẦN THỊ MẪU"], ".TRẦN THỊ, MẪU"))
    assert (one.value, one.sure) == ("TRẦN THỊ MẪU", True)


def test_lines_looked_at_once_are_not_asked_for_again() -> None:
    line = asked()["TRẦN THỊ MẪU"]
    for said in ("TRẦN THỊ MẪU", "TRẦN THỊ MẬU"):
        page = replace(PAGE, again=heard(line, said))
        left = [one.box for one in lines_to_look_at(TYPE, [(1, page)])[1]]
        assert line.box not in left
        assert len(left) == len(lines_to_look_at(TYPE, [(1, PAGE)])[1]) - 1


def test_words_read_as_one_by_a_witness_are_compared_together() -> None:
    line = asked()["TRẦN THỊ MẪU"]
    joined = Rereading(
        line.box, 3, "w", (WordAgain("TRẦN", 0.9, 0, 0), WordAgain("THỊMẪU", 0.9, 1, 2))
    )
    one = read((joined,))
    assert (one.value, one.sure, one.alternatives) == ("TRẦN THỊ MẪU", False, ("TRẦN THỊMẪU",))
