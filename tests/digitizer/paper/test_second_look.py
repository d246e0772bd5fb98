"""Several readings of a value's pixels are witnesses: agreement makes sure, dispute is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from digitizer.catalogue import Catalogue, Rules
from digitizer.catalogue.calibration import Calibration, Curve, Step
from digitizer.model.field import FieldReading
from digitizer.paper.extraction import extract, lines_to_look_at
from digitizer.paper.layout import sheet_of
from digitizer.paper.printed import Paper
from digitizer.paper.second_look import Look, Stretch, look
from digitizer.paper.trusting import is_told_by_figures
from digitizer.paper.voting import Looks, bare, vote
from ocr.model import Line, PageText, Rereading, TextSource, WordAgain
from tests.digitizer.paper.pages import BIRTH_DECLARATION, page_text

CATALOGUE = Catalogue.load()
TYPE = CATALOGUE.document_type("birth_registration_declaration")
# words whose letters look as read are right ten thousand times of ten thousand, others half
CURVE = Curve((Step(0.0, 500, 1_000), Step(0.6, 10_000, 10_000)))
RULES = replace(
    CATALOGUE.rules,
    calibration=Calibration(
        "by hand",
        "by hand",
        dict.fromkeys(("words/agreed", "figures/agreed"), CURVE),
        # poor print speaks against a word more than its looks can speak for it
        {"one": 12.0, "tidy": -12.0, "marks": -1.0},
    ),
)
NAME = "requester_name"
PAGE = page_text(BIRTH_DECLARATION)


def asked() -> dict[str, Line]:
    """Return the lines that are to be looked at, by what the first reading says."""
    lines = lines_to_look_at(TYPE, [(1, PAGE)])[1]
    # the mother's name stands on the page twice; the upper one is the requester's
    return {line.text: line for line in sorted(lines, key=lambda line: -line.box.top)}


def heard(
    line: Line, *witnesses: str, score: float = 0.95, looks: float = 1.0, marks: str = ""
) -> tuple[Rereading, ...]:
    """Return what witnesses say, word over word; words behind the last stand beside the line.

    ``looks`` is how surely the letters carry the marks they were read with.
    """
    return tuple(
        Rereading(
            line.box,
            len(line.words),
            f"witness {number}",
            tuple(
                WordAgain(
                    word,
                    score,
                    min(n, len(line.words)),
                    min(n, len(line.words)),
                    seen,
                    looks,
                    looks,
                )
                for n, (word, seen) in enumerate(
                    zip(said.split(), (marks or said).split(), strict=True)
                )
            ),
        )
        for number, said in enumerate(witnesses)
    )


def read(again: Sequence[Rereading], page: PageText = PAGE, rules: Rules = RULES) -> FieldReading:
    readings = extract(TYPE, [(1, replace(page, again=tuple(again)))], rules)
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


@pytest.mark.parametrize(
    ("beside", "sure"), [(("HOA", "HOA"), False), (("HOA", "XQ"), True), (("XQ", "XQ"), True)]
)
def test_a_word_that_two_witnesses_see_behind_the_last_may_have_been_lost(
    beside: tuple[str, str], sure: bool
) -> None:
    line = asked()["TRẦN THỊ MẪU"]
    again = []
    for number, word in enumerate(beside):
        (one,) = heard(line, "TRẦN THỊ MẪU")
        unsure = WordAgain(word, 0.1, len(line.words), len(line.words), word, 1.0, 1.0)
        again.append(replace(one, witness=f"witness {number}", words=(*one.words, unsure)))
    found = read(again)
    assert (found.value, found.sure) == ("TRẦN THỊ MẪU", sure)


def test_a_name_whose_letters_look_otherwise_is_not_sure_and_shows_how() -> None:
    line = asked()["TRẦN THỊ MẪU"]
    one = read(heard(line, "TRẦN THỊ MẪU", looks=0.2, marks="TRẦN THỊ MẦU"))
    assert (one.value, one.sure, one.alternatives) == ("TRẦN THỊ MẪU", False, ("TRẦN THỊ MẦU",))
    assert one.confidence < 0.999


def test_a_name_witnesses_read_differently_is_not_sure_and_shows_both() -> None:
    line = asked()["TRẦN THỊ MẪU"]
    one = read(heard(line, "TRẦN THỊ MẬU", marks="TRẦN THỊ MẪU"))
    assert (one.value, one.sure, one.alternatives) == ("TRẦN THỊ MẪU", False, ("TRẦN THỊ MẬU",))
    # between two readings it decides how the letters look
    two = read(heard(line, "TRẦN THỊ MẬU", marks="TRẦN THỊ MẬU"))
    assert (two.value, two.sure, two.alternatives) == ("TRẦN THỊ MẬU", False, ("TRẦN THỊ MẪU",))


def test_confidence_is_what_such_words_turned_out_to_be_worth() -> None:
    line = asked()["TRẦN THỊ MẪU"]
    assert read(heard(line, "TRẦN THỊ MẪU")).confidence == pytest.approx(1, abs=2e-4)
    # whose family name it is its letters tell, however they look; of the two others half are wrong
    assert read(heard(line, "TRẦN THỊ MẪU", looks=0.4)).confidence == pytest.approx(0.25, abs=0.01)
    few = replace(RULES, calibration=Calibration("few", "few", {"words/agreed": Curve(())}))
    unknown = read(heard(line, "TRẦN THỊ MẪU"), rules=few)
    assert (unknown.sure, unknown.confidence) == (False, 0.95)


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
    # a space that one of them lost is no other name
    assert (one.value, one.sure, one.alternatives) == ("TRẦN THỊ MẪU", False, ())


def test_what_every_reading_takes_for_something_else_is_left_to_a_person() -> None:
    scrawled = replace(
        PAGE,
        words=tuple(
            replace(word, text="Vr8~", confidence=0.3) if word.box == place else word
            for place in (asked()["TRẦN THỊ MẪU"].words[1],)
            for word in PAGE.words
        ),
    )
    first = next(
        line
        for line in lines_to_look_at(TYPE, [(1, scrawled)])[1]
        if line.box == asked()["TRẦN THỊ MẪU"].box
    )
    hands = replace(
        scrawled,
        words=tuple(
            replace(word, text=f"x{n}k", confidence=0.3) if word.box in first.words else word
            for n, word in enumerate(scrawled.words)
        ),
    )
    one = read(heard(first, "Ir lq Wz", "jf N7 ưp", score=0.3), page=hands)
    assert (one.value, one.sure, one.alternatives) == ("", False, ())
    assert one.evidence


def test_a_value_that_begins_inside_its_label_is_not_sure() -> None:
    lines = [line.replace("yêu cầu: TRẦN", "yêu cầu TRẦN") for line in BIRTH_DECLARATION]
    page = page_text(lines)
    asked_for = lines_to_look_at(TYPE, [(1, page)])[1]
    line = min((one for one in asked_for if "TRẦN" in one.text), key=lambda one: one.box.top)
    one = read(heard(line, line.text), page=page)
    assert (one.value, one.sure) == ("TRẦN THỊ MẪU", False)


def vote_of(first: str, *others: str) -> str:
    looks = [Looks(other, 1.0) for other in others]
    return vote(first, 0.95, [(other, 0.95) for other in others], looks).text


def test_a_word_that_a_witness_lost_stays() -> None:
    assert vote_of("ở", "", "") == "ở"


def test_letters_between_figures_never_win_over_figures() -> None:
    assert vote_of("4711", "4n", "4n") == "4711"
    assert vote_of("47A1", "4711") == "4711"


def test_how_a_word_looks_says_nothing_about_its_letters() -> None:
    assert vote_of("NGUYEN", "1GUYEN") == "NGUYEN"
    assert vote_of("KHÁI", "KHẢI") == "KHẢI"


def test_marks_that_the_letters_plainly_carry_stand_against_all_readings() -> None:
    said = [("MÃN", 0.9), ("MÃN", 0.9)]
    plain = vote("MÃN,", 0.9, said, [Looks("MẪN", 0.0), Looks("MẪN", 0.00001)])
    assert (plain.text, plain.agree, plain.heard, plain.others) == ("MẪN", 0, 3, ("MÃN",))
    for looks in (
        [Looks("MẪN", 0.0001), Looks("MẬN", 0.0001)],
        [Looks("MẪN", 0.0001), Looks("MẪN", 0.1)],
        [Looks("MĂNG", 0.0001), Looks("MĂNG", 0.0001)],
        [Looks("MAN", 0.0), Looks("MAN", 0.0)],  # faint marks are seen by who reads the line
    ):
        assert vote("MÃN", 0.9, said, looks).text == "MÃN"


def test_a_rare_word_has_to_be_plainer_than_a_usual_one() -> None:
    said = [("HỒ", 0.9)]
    assert vote("HỒ", 0.9, said, [Looks("HỔ", 0.002)]).text == "HỒ"
    assert vote("HỔ", 0.9, [("HỔ", 0.9)], [Looks("HỒ", 0.002)]).text == "HỒ"


def test_strokes_that_are_counted_stand_against_strokes_that_are_read() -> None:
    assert vote("II", 0.9, [("II", 0.9)], [Looks("III", 0.0)]).text == "III"
    assert vote("LI", 0.9, [("LI", 0.9)], [Looks("LII", 0.0)]).text == "LI"


def test_the_stops_of_an_email_address_are_no_leaders() -> None:
    assert vote_of("mau@vidu.vn", "mau@vidu.vn") == "mau@vidu.vn"


def _vote(first: str, *others: str, marks: Sequence[str] = ()) -> str:
    said = [(text, 0.9) for text in others]
    return vote(first, 0.6, said, [Looks(text, 0.9) for text in marks or others]).text


def test_readings_that_part_the_same_letters_otherwise_are_no_dispute() -> None:
    for first, other, said in (
        ("C ÔNG", "CÔNG", "CÔNG"),
        ("CÔNG", "C ÔNG", "CÔNG"),
        ("THỊQUỲNH", "THỊ QUỲNH", "THỊ QUỲNH"),
        (".huyệnĐôLương,.", "huyện Đô Lương,", "huyện Đô Lương"),
    ):
        settled = vote(first, 0.9, [(other, 0.9)], [Looks(other, 0.9, 0.9)])
        assert (bare(settled.text), settled.agree, settled.others) == (said, 2, ())
    # no letters tell where figures are parted
    parted = vote("12 3", 0.9, [("123", 0.9)], [Looks("123", 0.9, 0.9)])
    assert parted.agree == 1


def test_readings_of_a_code_that_differ_in_little_are_print() -> None:
    def look(first: str, *others: str) -> Look:
        said = [(other, 0.3) for other in others]
        return Look((), (vote(first, 0.3, said, [Looks(other, 0.0) for other in others]),))

    assert not look("421! PTC-TTPVHCC", "421/PTC-TTPVHCC").unreadable
    assert not look("0511193007110", "051093002110", "051093007110").unreadable
    assert look("8oXul4n2", "l1;MưA3q").unreadable
    assert look("Ngưu", "Nqru", "Mgnu").unreadable


def test_how_figures_look_decides_between_readings_that_differ_in_them() -> None:
    said = [("25/09/1966", 0.9), ("25/09/1966", 0.8)]
    settled = vote("25/05/1966", 0.9, said, [Looks("25/05/1966", 0.0, 0.999)] * 2)
    assert (settled.text, settled.agree, settled.marks) == ("25/05/1966", 1, 0.999)
    assert is_told_by_figures(settled)
    # one of the two pictures says otherwise: most readings win, and nothing tells
    looks = [Looks("25/09/1966", 0.9, 0.9), Looks("25/05/1966", 0.0, 0.99)]
    split = vote("25/05/1966", 0.9, said, looks)
    assert (split.text, split.marks) == ("25/09/1966", 0.0)
    assert not is_told_by_figures(split)
    # each picture is asked for what its own reading said: one that said otherwise for what it seems
    alike = [Looks("164", 0.9, 0.6)] * 2
    assert vote("164", 0.9, [("164", 0.9), ("194", 0.9)], alike).marks == 0.6
    # which figures were lost does not show
    lost = vote("343/2011", 0.9, [("343/201", 0.9)] * 2, [Looks("343/201", 1.0, 1.0)] * 2)
    assert not is_told_by_figures(lost)


def test_a_number_of_which_its_figures_tell_what_it_is_is_readable() -> None:
    told = vote("164", 0.3, [("194", 0.3)], [Looks("164", 0.0, 1.0)])
    blind = vote("164", 0.3, [("194", 0.3)], [Looks("164", 0.0, 0.5)])
    assert not Look((), (told,)).unreadable
    assert Look((), (blind,)).unreadable


def test_all_readings_together_are_not_overruled_in_a_figure_but_in_a_letter_among_figures() -> (
    None
):
    assert vote("166", 0.9, [("166", 0.9)], [Looks("186", 0.0, 1.0)]).text == "166"
    settled = vote("1óó,", 0.9, [("1óó", 0.9)], [Looks("166", 0.0, 1.0)])
    assert (settled.text, settled.agree) == ("166,", 0)


def test_what_stands_before_a_word_in_one_reading_is_kept_only_if_it_is_a_sign() -> None:
    said = [("178/2010", 0.9), ("178/2010", 0.9)]
    assert vote("7178/2010", 0.1, said, [Looks("178/2010", 1.0, 1.0)] * 2).text == "178/2010"
    assert vote("(Nam)", 0.5, [("Nam", 0.9)] * 2, [Looks("Nam", 1.0, 1.0)] * 2).text == "(Nam"


def test_a_vowel_read_twice_keeps_the_marks_seen_on_either() -> None:
    assert _vote("NGUYÊỄN", "NGUYÊỄN") == "NGUYỄN"
    assert _vote("THẶĂNG", "HỮU") == "THẶNG"


def test_a_word_two_readings_spell_alike_wins_over_one_that_is_no_syllable() -> None:
    assert _vote("Ñ IGUYỄN", "NGUYÊN", "NGUYỄN", marks=("NGUYỄN", "NGUYỄN")) == "NGUYỄN"
    # the first one is a syllable, and longer: the others may have lost its beginning
    assert _vote("NGUYỄN", "UYÊN", "UYỄN") == "NGUYỄN"
    assert _vote("17", "1Z", "l7") == "17"


def test_a_note_mark_that_no_other_reading_sees_is_no_part_of_a_value() -> None:
    page = page_text(
        [line.replace("yêu cầu: TRẦN", "yêu cầu: 2 TRẦN") for line in BIRTH_DECLARATION],
        confidence=0.6,
    )
    lines = lines_to_look_at(TYPE, [(1, page)])[1]
    line = next(one for one in lines if one.text == "2 TRẦN THỊ MẪU")
    unseen = read(heard(line, "© TRẦN THỊ MẪU", "© TRẦN THỊ MẪU"), page)
    assert (unseen.value, unseen.sure) == ("TRẦN THỊ MẪU", False)
    assert read(heard(line, "2 TRẦN THỊ MẪU", "© TRẦN THỊ MẪU"), page).value == "2 TRẦN THỊ MẪU"


@pytest.mark.parametrize(
    ("looks", "said"), [("sổ", ["sổ", "BHXH"]), ("số", ["số", "BHXH"]), ("sơ", ["số", "BHXH"])]
)
def test_a_list_does_not_vouch_for_a_word_whose_letters_plainly_carry_other_marks(
    looks: str, said: list[str]
) -> None:
    page = page_text(["Cấp lại: số BHXH"])
    line = page.words[2:]
    box = line[0].box.union(line[1].box)
    again = Rereading(
        box,
        2,
        "witness",
        (
            WordAgain("số", 0.9, 0, 0, looks, float(looks == "số"), 1.0),
            WordAgain("BHXH", 0.9, 1, 1, "BHXH", 1.0, 1.0),
        ),
    )
    sheet = sheet_of(1, replace(page, again=(again,)))
    pieces = sheet.rows[0].pieces[2:]
    seen = look(
        (pieces,), Paper((sheet,)), stretches=lambda part: Stretch(0, len(part), frozenset({0, 1}))
    )
    assert seen is not None
    assert [word.text for word in seen.words] == said
    assert [word.agree for word in seen.words] == [0 if looks == "sổ" else 1, 1]
