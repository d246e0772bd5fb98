"""What the printed words of a field are worth: their stored form and what speaks for it."""

from __future__ import annotations

import math
import re
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, replace

from digitizer.catalogue import Rules
from digitizer.catalogue.calibration import Calibration
from digitizer.catalogue.lexicon import shipped_lexicon
from digitizer.catalogue.spelling import place_spelling
from digitizer.catalogue.units import shipped_units
from digitizer.model.doctype import FieldRule, Place, Reads
from digitizer.model.field import Evidence, FieldReading, Method
from digitizer.paper import neighbours
from digitizer.paper.choosing import as_elsewhere, best
from digitizer.paper.doubting import breaks_off, is_unsound, loses_strokes
from digitizer.paper.expecting import WEIGHED
from digitizer.paper.known_names import is_person, names_that, told_by_letters
from digitizer.paper.layout import joined
from digitizer.paper.normalised import Normalised
from digitizer.paper.normalising import among, normalise
from digitizer.paper.printed import Lines, Paper
from digitizer.paper.regions import DATELINE
from digitizer.paper.second_look import Look, look
from digitizer.paper.tidying import cleaned
from digitizer.paper.trusting import (
    RARER_BORNE_OUT,
    RARER_NAMES,
    Grounds,
    is_sure,
    is_told_by_figures,
    probability,
)
from digitizer.paper.voting import Settled, bare, is_nearly_agreed
from digitizer.paper.vouching import official_wordings, stretches_of, without_confirmed
from digitizer.vietnamese import collapse, similar
from ocr.model import Box

_WELL_READ = 0.9
# handwriting that a recogniser of print takes for words scores less than this on average
_READ_BY_HAND = 0.75
# a person's own wording stands as typed
AS_TYPED = {Reads.TEXT, Reads.NAME, Reads.ADDRESS, Reads.CODE}
# “m2” is a unit, no figure of the value
_FIGURED = re.compile(r"(?<![^\W\d_])\d")
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_FIGURES = {
    Reads.PERSONAL_ID,
    Reads.DATE,
    Reads.YEAR,
    Reads.NUMBER,
    Reads.PHONE,
    Reads.MONEY,
    Reads.AREA,
}


@dataclass(frozen=True, slots=True)
class Printed:
    """A value as found in print."""

    raw: str
    normalised: Normalised
    grounds: Grounds
    evidence: tuple[Evidence, ...]
    own_text: bool
    disputed: tuple[str, ...] = ()
    """What single readings of the same pixels say otherwise."""
    unreadable: bool = False
    """Something is written there that every reading takes for something else."""


def printed_value(
    rule: FieldRule, lines: Lines, paper: Paper, rules: Rules, titles: Sequence[str]
) -> Printed:
    """Return the value of a field as its lines of print, read once or several times, tell it."""
    clipped = bool(rule.pattern) or rule.place is not Place.RIGHT or rule.region == DATELINE
    seen = look(lines, paper, clipped=clipped, stretches=stretches_of(rule, lines, rules))
    chosen = lines if seen is None else seen.lines
    normalised = _value_of(rule, chosen, rules, titles)
    scores = [piece.confidence for line in lines for piece in line if piece.key]
    own = {sheet.page_id for sheet in paper.sheets if sheet.own_text}
    grounds = Grounds(
        score=min(scores, default=0.0),
        sound=normalised.accepted and normalised.plausible,
        known=_is_known(rule),
    )
    disputed: list[str] = []
    alike = False
    if seen is not None:
        normalised, grounds, disputed, alike = _heard(
            rule, _value_of(rule, lines, rules, titles), seen, normalised, grounds, paper, rules
        )
    scanned = any(line[0].page_id not in own for line in lines)
    if any(piece.squeezed for line in lines for piece in line if piece.page_id not in own):
        grounds = replace(grounds, sound=False)
    if rule.reads in (Reads.TEXT, Reads.ADDRESS) and lines and breaks_off(lines[-1]):
        grounds = replace(grounds, sound=False)
    normalised, doubts = _well_spelled(rule, normalised, paper, scanned=scanned)
    disputed += doubts
    if doubts or (
        scanned and (loses_strokes(rule, normalised.value) or is_unsound(rule, normalised))
    ):
        grounds = replace(grounds, sound=False)
    # what is a date, a number or a sex at all is no scrawl
    free = rule.reads in AS_TYPED or not normalised.accepted
    scrawl = (seen is not None and seen.unreadable) or _is_scrawl(lines, seen)
    listed = normalised.value in rule.values
    unreadable = scrawl and not alike and free and not listed and not _is_known(rule)
    if unreadable:
        # the place is shown, and the field is left for a person
        normalised, disputed = Normalised("", accepted=False), []
    evidence = []
    for line in lines:
        box = line[0].printed
        for piece in line[1:]:
            box = box.union(piece.printed)
        evidence.append(evidence_of(line[0].page_id, box))
    return Printed(
        raw=collapse(" ".join(joined(line) for line in chosen)),
        normalised=normalised,
        grounds=grounds,
        evidence=tuple(evidence),
        own_text=bool(lines) and all(line[0].page_id in own for line in lines),
        disputed=tuple(dict.fromkeys(disputed)),
        unreadable=unreadable,
    )


def _heard(
    rule: FieldRule,
    first: Normalised,
    seen: Look,
    voted: Normalised,
    grounds: Grounds,
    paper: Paper,
    rules: Rules,
) -> tuple[Normalised, Grounds, list[str], bool]:
    """Return the value all readings together make, what speaks for it, and what they dispute.

    The last says whether a further reading as a whole says what the first does.
    """
    voices = _voices(rule, seen, rules)
    said = [first.value, *(voice.value for voice in voices)]
    by_letters = _by_letters(rule, seen, rules)
    letters = [] if by_letters is None else [by_letters]
    values = (*said, *(one.value for one in letters))
    disputed = [value for value in values if value and value != voted.value]
    if as_elsewhere(rule, voted.value, paper) != voted.value:
        chosen = voted
    else:
        chosen = best(rule, voted, [first, *voices, *letters])
    grounds = _after_looks(rule, chosen, grounds, seen, said, voices, paper, rules)
    if chosen.value != voted.value:
        grounds = replace(grounds, unanimous=False)
        disputed.append(voted.value)
    return chosen, grounds, disputed, first.value in said[1:]


def _well_spelled(
    rule: FieldRule, normalised: Normalised, paper: Paper, *, scanned: bool
) -> tuple[Normalised, list[str]]:
    """Return the value, and other spellings of a place in it that make it doubtful.

    A name is put right only as the paper itself spells it elsewhere; the spelling of a list is
    no more than offered.
    """
    value = normalised.value
    elsewhere = as_elsewhere(rule, value, paper) if scanned else value
    if elsewhere != value:
        return replace(normalised, value=elsewhere), [value]
    if rule.reads is Reads.ADDRESS and value and not _is_known(rule):
        official = place_spelling(shipped_units(), value).official
        if official and official != value:
            return normalised, [official]
    return normalised, []


def _is_scrawl(lines: Lines, seen: Look | None) -> bool:
    """Return whether a hand wrote it and the recogniser of print only guessed at it.

    Neat writing is read as well as print: then most words are read alike twice.
    """
    pieces = [piece for line in lines for piece in line if piece.key]
    by_hand = sum(piece.by_hand for piece in pieces)
    if not pieces or by_hand * 2 <= len(pieces):
        return False
    if seen is None:
        return statistics.fmean(piece.confidence for piece in pieces) < _READ_BY_HAND
    # words left out of further readings are known from lists
    agreed = sum(
        word.agree > 1 or word.heard == 1 or is_told_by_figures(word) or is_nearly_agreed(word)
        for word in seen.words
    )
    return agreed * 2 < len(seen.words)


def _by_letters(rule: FieldRule, seen: Look, rules: Rules) -> Normalised | None:
    """Return what the single letters of the second reading make, in stored form."""
    if rule.place is Place.TABLE or _is_known(rule) or not any(seen.by_letters):
        return None
    return _from_texts(rule, seen.by_letters, rules)


def _after_looks(
    rule: FieldRule,
    normalised: Normalised,
    grounds: Grounds,
    seen: Look,
    said: Sequence[str],
    voices: Sequence[Normalised],
    paper: Paper,
    rules: Rules,
) -> Grounds:
    """Return the grounds of a value whose pixels were read several times."""
    alike = [value == normalised.value for value in said]
    wordings = official_wordings(rule, normalised.value, rules, paper)
    words = without_confirmed(seen.words, wordings)
    if len(said) > 1 and all(alike) and _is_listed(rule, normalised, rules):
        # the wording is the list's; which one of them it is, all readings say
        words = ()
    lexicon, is_name = shipped_lexicon(), rule.reads is Reads.NAME or is_person(rule, seen.words)
    if is_name and words:
        words = (told_by_letters(words[0]), *words[1:])
    figures = rule.reads in _FIGURES or (rule.reads is Reads.CODE and normalised.value.isascii())
    if figures and len(said) > 1 and all(alike):
        # what the figures are counts, not how the words around them were read or joined
        words = (_agreed(normalised.value, len(said), seen),)
    return replace(
        grounds,
        # a speck before the word in one reading is none where another sees no speck
        sound=grounds.sound
        or (_may_be_borne_out(rule, normalised) and len(said) > 1 and all(alike))
        or any(
            voice.accepted and voice.plausible and voice.value == normalised.value
            for voice in voices
        ),
        score=seen.score if seen.unanimous else grounds.score,
        heard=max(len(said), 2),
        unanimous=(len(said) > 1 and all(alike))
        or seen.unanimous
        or _is_told(seen.words)
        # what is in dispute are words that a list confirms as most readings have them
        or (
            alike.count(True) > 1
            and normalised.plausible
            and _is_told(words)
            and not _differ_in_case(said)
        ),
        whole=seen.whole,
        words=words,
        unrivalled=names_that(words, lexicon.is_unrivalled)
        if is_name
        else neighbours.borne_out(words, seen.words),
        rarer=RARER_NAMES if is_name else RARER_BORNE_OUT,
        outranked=names_that(words, lexicon.is_outranked)
        if is_name
        else neighbours.outranked(words, seen.words),
    )


def _may_be_borne_out(rule: FieldRule, normalised: Normalised) -> bool:
    """Return whether readings that agree make a mended value sound.

    Where the commas of an address stood, its place on the lists has to tell.
    """
    if rule.reads is Reads.ADDRESS and normalised.mended:
        return place_spelling(shipped_units(), normalised.value).right
    return normalised.mended


def _is_listed(rule: FieldRule, normalised: Normalised, rules: Rules) -> bool:
    """Return whether the value is one of the few that its kind or the definition leaves."""
    match rule.reads:
        case Reads.SEX:
            return normalised.accepted
        case Reads.ETHNICITY:
            return normalised.value in rules.ethnicities.values()
        case Reads.NATIONALITY:
            return normalised.value in rules.nationalities.values()
        case _:
            return normalised.value in rule.values


def _differ_in_case(said: Sequence[str]) -> bool:
    """Return whether readings dispute capitals, of which lists say nothing."""
    return len(set(said)) > len({one.lower() for one in said})


def _is_told(words: Sequence[Settled]) -> bool:
    """Return whether readings differ in nothing but figures, and how these look tells which."""
    return all(word.agree == word.heard or is_told_by_figures(word) for word in words)


def _agreed(value: str, heard: int, seen: Look) -> Settled:
    """Return a value on which all readings agree as one word, with how all its figures look."""
    words = [word for word in seen.words if _FIGURED.search(word.text)] or list(seen.words)
    # a date printed as one word is known to be whole; of “ngày 1 tháng 2” a figure may be lost
    text = bare(words[0].text) if len(words) == 1 and _DAY.fullmatch(value) else value
    return Settled(
        text,
        agree=heard,
        heard=heard,
        score=min(word.score for word in words),
        # where readings part words otherwise, “tháng11”, the figures are as plain to see
        marks=max(math.prod(word.marks for word in words), seen.figures),
    )


def _is_known(rule: FieldRule) -> bool:
    """Return whether the value can only be one of a few wordings."""
    return rule.region == "title" or (
        rule.place is Place.LINE and bool(rule.labels) and not rule.pattern
    )


def _value_of(rule: FieldRule, lines: Lines, rules: Rules, titles: Sequence[str]) -> Normalised:
    """Return the stored form of what the lines say."""
    texts = [joined(line) for line in lines]
    if rule.place is Place.TABLE:
        return Normalised("; ".join(map(_entry, texts)), bool(texts), plausible=False)
    if _is_known(rule) and any(texts):
        whole = (tuple(piece for line in lines for piece in line),)
        found = _as_known(rule.labels, lines) if rule.labels else _as_known(titles, whole)
        # of a wording over several lines, one may not have been read
        complete = len(lines) >= rule.lines or not rule.labels
        return replace(found, plausible=found.plausible and complete)
    return _from_texts(rule, texts, rules)


def _from_texts(rule: FieldRule, texts: Sequence[str], rules: Rules) -> Normalised:
    if rule.reads is Reads.ADDRESS and rule.qr >= 0 and len(texts) > 1:
        return replace(_card_address(texts, rules), plausible=False)
    if rule.values:
        return among(rule.values, collapse(" ".join(texts)), rules)
    return normalise(rule.reads, collapse(" ".join(texts)), rules)


def _voices(rule: FieldRule, seen: Look, rules: Rules) -> list[Normalised]:
    """Return what each further reading says by itself, in stored form."""
    if rule.place is Place.TABLE or _is_known(rule):
        return []
    return [_from_texts(rule, texts, rules) for texts in seen.voices]


def _entry(text: str) -> str:
    """Return a table's entry without a mark in brackets behind it."""
    return cleaned(text.removesuffix("(Chính)"))


def _card_address(texts: Sequence[str], rules: Rules) -> Normalised:
    """Return an address that cards break behind its first part, leaving the comma out.

    Where the first line holds a comma already, it only ran out of room.
    """
    first, rest = texts[0].rstrip(" ,"), " ".join(texts[1:])
    broken = "," if "," not in first or texts[0].rstrip().endswith(",") else ""
    return normalise(Reads.ADDRESS, f"{first}{broken} {rest}", rules)


def _as_known(wordings: Sequence[str], lines: Lines) -> Normalised:
    """Return the official wording of lines that can only be one of the wordings each."""
    words = [max(wordings, key=lambda known: similar(known, joined(line))) for line in lines]
    close = all(
        similar(word, joined(line)) >= _WELL_READ for word, line in zip(words, lines, strict=True)
    )
    return Normalised(" ".join(words), accepted=bool(words), plausible=close)


def evidence_of(page_id: int, box: Box) -> Evidence:
    """Return the place on the page, in pixels of the original."""
    return Evidence(page_id, box.left, box.top, box.right, box.bottom)


def from_print(
    rule: FieldRule, printed: Printed, basis: str, calibration: Calibration
) -> FieldReading:
    """Return the reading of a field as print alone tells it."""
    normalised, grounds = printed.normalised, printed.grounds
    found = bool(normalised.value)
    likely = probability(grounds, calibration) if grounds.heard > 1 else None
    if likely is not None:
        # what the office's own persons found such values worth, where they are enough to tell
        known = calibration.probability(f"value/{rule.reads.value}", likely)
        likely = likely if known is None else known
    return FieldReading(
        name=rule.name,
        value=normalised.value,
        raw=printed.raw if found else "",
        confidence=(grounds.score if likely is None else likely) if found else 0.0,
        sure=found and is_sure(rule, normalised.value, grounds, likely),
        method=Method.TEXT_LAYER if printed.own_text else Method.OCR,
        basis=basis if likely is None else f"{basis}{WEIGHED}{calibration.version}",
        evidence=printed.evidence if found or printed.unreadable else (),
        alternatives=printed.disputed if found else (),
    )
