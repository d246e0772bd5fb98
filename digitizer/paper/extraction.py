"""Reads the fields of a paper from its words and machine codes, by the type's definition."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass, replace

from digitizer.catalogue import Rules, shipped_rules
from digitizer.catalogue.calibration import Calibration
from digitizer.catalogue.lexicon import shipped_lexicon
from digitizer.catalogue.places import parts_of
from digitizer.catalogue.spelling import place_spelling
from digitizer.catalogue.units import shipped_units
from digitizer.model.doctype import DocumentType, FieldRule, Place, Reads
from digitizer.model.field import Evidence, FieldReading, Method, Source, Testimony
from digitizer.paper.date_words import spells_date
from digitizer.paper.expecting import WEIGHED
from digitizer.paper.finding_values import FoundValues, find_values
from digitizer.paper.judging import judge
from digitizer.paper.layout import Sheet, joined, sheet_of
from digitizer.paper.normalising import Normalised, among, cleaned, normalise
from digitizer.paper.printed import Lines, Paper
from digitizer.paper.regions import is_capitals
from digitizer.paper.second_look import Look, Settled, lines_to_read, look
from digitizer.paper.trusting import Grounds, is_sure, probability, without_confirmed
from digitizer.paper.witnesses import Witness, witnesses_of
from digitizer.vietnamese import collapse, is_full_date, same_text, similar
from ocr.model import Box, Line, PageText

VERSION = "extraction 3"
_DOUBTED = 0.6
_STILL_SAME = 0.75
_WELL_READ = 0.9
# handwriting that a recogniser of print takes for words scores less than this on average
_READ_BY_HAND = 0.75
# a person's own wording stands as typed
_AS_TYPED = {Reads.TEXT, Reads.NAME, Reads.ADDRESS, Reads.CODE}
_WAYS = ("đường", "phố")
_FIGURES = {
    Reads.PERSONAL_ID,
    Reads.DATE,
    Reads.YEAR,
    Reads.NUMBER,
    Reads.PHONE,
    Reads.MONEY,
    Reads.AREA,
}
_EXACT = {Reads.PERSONAL_ID, Reads.DATE, Reads.YEAR, Reads.SEX, Reads.NUMBER, Reads.PHONE}


@dataclass(frozen=True, slots=True)
class _Printed:
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


def extract(
    document_type: DocumentType,
    pages: Sequence[tuple[int, PageText]],
    rules: Rules | None = None,
) -> tuple[FieldReading, ...]:
    """Return one reading for every field of the type, in its order; not found is empty."""
    known = shipped_rules() if rules is None else rules
    paper = Paper(tuple(sheet_of(page_id, text) for page_id, text in pages))
    return _readings(document_type, paper, find_values(document_type, paper), known)


def lines_to_look_at(
    document_type: DocumentType,
    pages: Sequence[tuple[int, PageText]],
    rules: Rules | None = None,
) -> dict[int, tuple[Line, ...]]:
    """Return by page the printed lines that a second look may make sure, or put right.

    What a code, a check or the file's own text already vouches for is not among them, nor what
    has been looked at before.
    """
    known = shipped_rules() if rules is None else rules
    paper = Paper(tuple(sheet_of(page_id, text) for page_id, text in pages))
    values = find_values(document_type, paper)
    readings = _readings(document_type, paper, values, known)
    names = {
        one.name
        for one in readings
        if one.value
        and not one.sure
        and one.method is Method.OCR
        and look(values.get(one.name, ()), paper) is None
    }
    return lines_to_read(document_type, values, paper, names)


def _readings(
    document_type: DocumentType, paper: Paper, values: FoundValues, rules: Rules
) -> tuple[FieldReading, ...]:
    sheets = paper.sheets
    witnesses = [one for sheet in sheets for one in witnesses_of(sheet.page_id, sheet.text)]
    basis = " · ".join(filter(None, [VERSION, document_type.basis, _engine(sheets)]))
    on_card = any(rule.qr >= 0 or rule.mrz for rule in document_type.fields)
    readings = []
    for rule in document_type.fields:
        lines = values.get(rule.name, ())
        printed = _printed(rule, lines, paper, rules, document_type.titles)
        reading = _from_print(rule, printed, basis, rules.calibration)
        if on_card:
            reading = replace(reading, said=_testimonies(rule, reading, witnesses))
        for witness in witnesses:
            said = _said(rule, witness)
            if said:
                reading = _with_witness(rule, printed, reading, witness, said)
                break
        readings.append(reading)
        if document_type.unconfirmed or rule.unconfirmed:
            borne_out = rule.name in values.as_defined
            readings[-1] = _of_unconfirmed(readings[-1], printed, borne_out=borne_out)
    readings = _vouching_dates(document_type, readings)
    return _doubted(document_type, readings, rules)


def _of_unconfirmed(reading: FieldReading, printed: _Printed, *, borne_out: bool) -> FieldReading:
    """Return the reading of a field whose definition nobody compared with the original form.

    What may be wrong there is where the value is looked for, not how it is read. Where the paper
    prints the label as defined, that much is borne out; the value still needs a second witness.
    """
    code = reading.method in (Method.QR, Method.MRZ)
    seconded = code or printed.own_text or printed.grounds.heard > 1
    return reading if seconded and borne_out else replace(reading, sure=False)


def _vouching_dates(
    document_type: DocumentType, readings: Sequence[FieldReading]
) -> list[FieldReading]:
    """Return the readings, sure where a date and the same date in words say exactly the same."""
    values = {one.name: one.value for one in readings if one.confidence >= _DOUBTED}
    vouched: set[str] = set()
    for rule in document_type.fields:
        for check in rule.checks:
            name, _, other = check.partition(":")
            words, written = values.get(rule.name, ""), values.get(other, "")
            if name == "words-of" and is_full_date(written) and spells_date(words, written):
                vouched |= {rule.name, other}
    return [replace(one, sure=True) if one.name in vouched else one for one in readings]


def normalise_typed(rule: FieldRule | None, text: str) -> str:
    """Return what a person typed in the form in which values of the field are stored."""
    tidy = collapse(text)
    if rule is None or not tidy or rule.reads in _AS_TYPED:
        return tidy
    normalised = normalise(rule.reads, tidy, shipped_rules())
    return normalised.value if normalised.accepted and normalised.plausible else tidy


def _engine(sheets: Sequence[Sheet]) -> str:
    return ", ".join(dict.fromkeys(sheet.text.basis for sheet in sheets if sheet.text.basis))


def _printed(
    rule: FieldRule, lines: Lines, paper: Paper, rules: Rules, titles: Sequence[str]
) -> _Printed:
    seen = look(lines, paper, clipped=bool(rule.pattern) or rule.place is not Place.RIGHT)
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
        first = _value_of(rule, lines, rules, titles)
        voices = _voices(rule, seen, rules)
        said = [first.value, *(voice.value for voice in voices)]
        alike = first.value in said[1:]
        said_by_letters = _by_letters(rule, seen, rules)
        disputed += (
            value for value in (*said, said_by_letters) if value and value != normalised.value
        )
        normalised = _well_placed(rule, normalised, [first, *voices])
        grounds = _after_looks(rule, normalised, grounds, seen, said, voices, rules)
    if rule.reads is Reads.ADDRESS and normalised.value and not grounds.known:
        spelled = place_spelling(shipped_units(), normalised.value)
        if spelled.official and spelled.official != normalised.value:
            # a name is never put right unseen: the list's spelling is offered
            disputed.append(spelled.official)
            grounds = replace(grounds, sound=False)
    # what is a date, a number or a sex at all is no scrawl
    free = rule.reads in _AS_TYPED or not normalised.accepted
    scrawl = (seen is not None and seen.unreadable) or _is_scrawl(lines, seen)
    unreadable = scrawl and not alike and free and not _is_known(rule)
    if unreadable:
        # the place is shown, and the field is left for a person
        normalised, disputed = Normalised("", accepted=False), []
    evidence = []
    for line in lines:
        box = line[0].printed
        for piece in line[1:]:
            box = box.union(piece.printed)
        evidence.append(_evidence(line[0].page_id, box))
    return _Printed(
        raw=collapse(" ".join(joined(line) for line in chosen)),
        normalised=normalised,
        grounds=grounds,
        evidence=tuple(evidence),
        own_text=bool(lines) and all(line[0].page_id in own for line in lines),
        disputed=tuple(dict.fromkeys(disputed)),
        unreadable=unreadable,
    )


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
    agreed = sum(word.agree > 1 for word in seen.words)
    return agreed * 2 < len(seen.words)


def _by_letters(rule: FieldRule, seen: Look, rules: Rules) -> str:
    """Return what the single letters of the second reading make, in stored form."""
    if rule.place is Place.TABLE or _is_known(rule) or not any(seen.by_letters):
        return ""
    return _from_texts(rule, seen.by_letters, rules).value


def _after_looks(
    rule: FieldRule,
    normalised: Normalised,
    grounds: Grounds,
    seen: Look,
    said: Sequence[str],
    voices: Sequence[Normalised],
    rules: Rules,
) -> Grounds:
    """Return the grounds of a value whose pixels were read several times."""
    alike = [value == normalised.value for value in said]
    words = without_confirmed(seen.words, _official(rule, normalised.value, rules))
    if len(said) > 1 and all(alike) and _is_listed(rule, normalised, rules):
        # the wording is the list's; which one of them it is, all readings say
        words = ()
    figures = rule.reads in _FIGURES or (rule.reads is Reads.CODE and normalised.value.isascii())
    if figures and len(said) > 1 and all(alike):
        # what the figures are counts, not how the words around them were read or joined
        words = (_agreed(normalised.value, len(said), seen.score),)
    return replace(
        grounds,
        # a speck before the word in one reading is none where another sees no speck
        sound=grounds.sound
        or (normalised.mended and len(said) > 1 and all(alike))
        or any(voice.plausible and voice.value == normalised.value for voice in voices),
        score=seen.score if seen.unanimous else grounds.score,
        heard=max(len(said), 2),
        unanimous=seen.unanimous or (len(said) > 1 and all(alike)),
        whole=seen.whole,
        words=words,
    )


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


def _agreed(value: str, heard: int, score: float) -> Settled:
    return Settled(value, agree=heard, heard=heard, score=score)


def _official(rule: FieldRule, value: str, rules: Rules) -> list[str]:
    """Return the wordings that a list or the forms themselves spell so."""
    known = [*rules.phrases, *rules.confirming]
    if rule.reads is Reads.TEXT:
        known += shipped_lexicon().phrases
    if rule.reads is Reads.ADDRESS:
        known += (f"{way} {street}" for street in rules.streets for way in _WAYS)
        spelled = place_spelling(shipped_units(), value)
        if spelled.right:
            known.append(" ".join(parts_of(value)[-spelled.parts :]))
    return known


def _well_placed(
    rule: FieldRule, normalised: Normalised, voices: Sequence[Normalised]
) -> Normalised:
    """Return the one reading of an address whose place is on the lists, if the chosen is not."""
    if rule.reads is not Reads.ADDRESS or place_spelling(shipped_units(), normalised.value).right:
        return normalised
    placed = [one for one in voices if place_spelling(shipped_units(), one.value).right]
    return placed[0] if len({one.value for one in placed}) == 1 else normalised


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


def _evidence(page_id: int, box: Box) -> Evidence:
    return Evidence(page_id, box.left, box.top, box.right, box.bottom)


def _from_print(
    rule: FieldRule, printed: _Printed, basis: str, calibration: Calibration
) -> FieldReading:
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
        sure=is_sure(rule, normalised.value, grounds, likely),
        method=Method.TEXT_LAYER if printed.own_text else Method.OCR,
        basis=basis if likely is None else f"{basis}{WEIGHED}{calibration.version}",
        evidence=printed.evidence if found or printed.unreadable else (),
        alternatives=printed.disputed if found else (),
    )


def _said(rule: FieldRule, witness: Witness) -> str:
    """Return what the witness says about the field, or nothing."""
    if witness.method is Method.QR:
        return witness.by_position.get(rule.qr, "")
    # the zone holds names without marks: it confirms a name but never gives one
    return "" if rule.mrz == "name" else witness.by_part.get(rule.mrz, "")


def _testimonies(
    rule: FieldRule, reading: FieldReading, witnesses: Sequence[Witness]
) -> tuple[Testimony, ...]:
    """Return what the codes and the print say of the field, each by itself."""
    told = [
        Testimony(
            Source.QR if witness.method is Method.QR else Source.MRZ,
            said,
            (_evidence(witness.page_id, witness.box),),
        )
        for witness in witnesses
        if (said := _said(rule, witness))
    ]
    if reading.value:
        told.append(Testimony(Source.PRINT, reading.value, reading.evidence))
    return tuple(told)


def _with_witness(
    rule: FieldRule, printed: _Printed, reading: FieldReading, witness: Witness, said: str
) -> FieldReading:
    """Return the witness's value; print that contradicts it stays as the alternative."""
    contradicted = printed.normalised.accepted and _contradicts(rule, reading, said)
    unread = bool(rule.labels) and not reading.value
    if rule.reads is Reads.NAME and (unread or is_capitals(reading.value)):
        # cards print names in capitals, their codes do not: the letters are the code's
        said = said.upper()
    doubtful = rule.mrz in witness.doubtful and not same_text(reading.value, said)
    return FieldReading(
        name=rule.name,
        value=said,
        raw=said,
        confidence=1.0,
        sure=not contradicted and not doubtful,
        method=witness.method,
        basis=reading.basis,
        evidence=(*reading.evidence, _evidence(witness.page_id, witness.box)),
        alternatives=(reading.value,) if contradicted else (),
        said=reading.said,
    )


def _contradicts(rule: FieldRule, reading: FieldReading, said: str) -> bool:
    """Return whether the print says something else, beyond what misreading explains."""
    if same_text(reading.value, said):
        return False
    if rule.reads in _EXACT:
        return reading.confidence >= _DOUBTED
    return similar(reading.value, said) < _STILL_SAME


def _doubted(
    document_type: DocumentType, readings: Sequence[FieldReading], rules: Rules
) -> tuple[FieldReading, ...]:
    """Return the readings, unsure where a check speaks against them."""
    suspect = {name for finding in judge(document_type, readings, rules) for name in finding.fields}
    return tuple(
        replace(reading, sure=False) if reading.name in suspect else reading for reading in readings
    )
