"""Reads the fields of a paper from its words and machine codes, by the type's definition."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from digitizer.catalogue import Rules, shipped_rules
from digitizer.model.doctype import DocumentType, FieldRule, Place, Reads
from digitizer.model.field import Evidence, FieldReading, Method
from digitizer.paper.finding_values import find_values
from digitizer.paper.judging import judge
from digitizer.paper.layout import Sheet, joined, sheet_of
from digitizer.paper.normalising import Normalised, cleaned, normalise
from digitizer.paper.printed import Lines, Paper
from digitizer.paper.regions import is_capitals
from digitizer.paper.witnesses import Witness, witnesses_of
from digitizer.vietnamese import collapse, same_text, similar
from ocr.model import Box, PageText

VERSION = "extraction 2"
# the least score of every word at which a value of the kind may be taken without a look;
# measured on 109 papers at three levels of wear: none of those taken was wrong. A name is not
# among them: “KHÁI” was read for “KHẢI” with the highest score there is
_TRUSTED = {
    Reads.PERSONAL_ID: 0.90,
    Reads.DATE: 0.85,
    Reads.YEAR: 0.93,
    Reads.SEX: 0.80,
    Reads.NATIONALITY: 0.80,
    Reads.ETHNICITY: 0.85,
    Reads.NUMBER: 0.90,
    Reads.PHONE: 0.90,
    Reads.MONEY: 0.90,
}
# a recogniser is as certain of a wrong tone mark as of a right one: free words that no list, code
# or check confirms are only taken from a file's own text
_TRUSTED_TEXT = 0.98
_TRUSTED_KNOWN = 0.6
# a number in a register and its year: figures like those of a year
_REGISTER_NUMBER = re.compile(r"\d{1,6}/(?:19|20)\d\d", re.ASCII)
_DOUBTED = 0.6
_STILL_SAME = 0.75
_WELL_READ = 0.9
# a person's own wording stands as typed
_AS_TYPED = {Reads.TEXT, Reads.NAME, Reads.ADDRESS, Reads.CODE}
_EXACT = {Reads.PERSONAL_ID, Reads.DATE, Reads.YEAR, Reads.SEX, Reads.NUMBER, Reads.PHONE}


@dataclass(frozen=True, slots=True)
class _Printed:
    """A value as found in print."""

    raw: str
    normalised: Normalised
    confidence: float
    evidence: tuple[Evidence, ...]
    own_text: bool
    known: bool
    """Can only be one of a few wordings."""


def extract(
    document_type: DocumentType,
    pages: Sequence[tuple[int, PageText]],
    rules: Rules | None = None,
) -> tuple[FieldReading, ...]:
    """Return one reading for every field of the type, in its order; not found is empty."""
    known = shipped_rules() if rules is None else rules
    sheets = tuple(sheet_of(page_id, text) for page_id, text in pages)
    values = find_values(document_type, Paper(sheets))
    witnesses = [one for page_id, text in pages for one in witnesses_of(page_id, text)]
    basis = " · ".join(filter(None, [VERSION, document_type.basis, _engine(sheets)]))
    readings = []
    for rule in document_type.fields:
        lines = values.get(rule.name, ())
        printed = _printed(rule, lines, sheets, known, document_type.titles)
        reading = _from_print(rule, printed, basis)
        for witness in witnesses:
            said = _said(rule, witness)
            if said:
                reading = _with_witness(rule, printed, reading, witness, said)
                break
        readings.append(reading)
    unconfirmed = {rule.name for rule in document_type.fields if rule.unconfirmed}
    readings = [
        replace(reading, sure=False)
        if document_type.unconfirmed or reading.name in unconfirmed
        else reading
        for reading in readings
    ]
    return _doubted(document_type, readings, known)


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
    rule: FieldRule, lines: Lines, sheets: Sequence[Sheet], rules: Rules, titles: Sequence[str]
) -> _Printed:
    texts = [joined(line) for line in lines]
    raw = collapse(" ".join(texts))
    normalised = normalise(rule.reads, raw, rules)
    is_known = rule.region == "title" or (
        rule.place is Place.LINE and bool(rule.labels) and not rule.pattern
    )
    if rule.place is Place.TABLE:
        normalised = Normalised("; ".join(map(_entry, texts)), bool(texts), plausible=False)
    elif is_known and raw:
        whole = (tuple(piece for line in lines for piece in line),)
        normalised = _as_known(rule.labels, lines) if rule.labels else _as_known(titles, whole)
        # of a wording over several lines, one may not have been read
        complete = len(lines) >= rule.lines or not rule.labels
        normalised = replace(normalised, plausible=normalised.plausible and complete)
    elif rule.reads is Reads.ADDRESS and rule.qr >= 0 and len(texts) > 1:
        normalised = replace(_card_address(texts, rules), plausible=False)
    evidence = []
    for line in lines:
        box = line[0].printed
        for piece in line[1:]:
            box = box.union(piece.printed)
        evidence.append(_evidence(line[0].page_id, box))
    scores = [piece.confidence for line in lines for piece in line if piece.key]
    own = {sheet.page_id for sheet in sheets if sheet.own_text}
    return _Printed(
        raw=raw,
        normalised=normalised,
        confidence=min(scores, default=0.0),
        evidence=tuple(evidence),
        known=is_known,
        own_text=bool(lines) and all(line[0].page_id in own for line in lines),
    )


def _entry(text: str) -> str:
    """Return a table's entry without a mark in brackets behind it."""
    return cleaned(text.removesuffix("(Chính)"))


def _card_address(texts: Sequence[str], rules: Rules) -> Normalised:
    """Return an address that cards break behind its first part, leaving the comma out."""
    first, rest = texts[0].rstrip(" ,"), " ".join(texts[1:])
    return normalise(Reads.ADDRESS, f"{first}, {rest}", rules)


def _as_known(wordings: Sequence[str], lines: Lines) -> Normalised:
    """Return the official wording of lines that can only be one of the wordings each."""
    words = [max(wordings, key=lambda known: similar(known, joined(line))) for line in lines]
    close = all(
        similar(word, joined(line)) >= _WELL_READ for word, line in zip(words, lines, strict=True)
    )
    return Normalised(" ".join(words), accepted=bool(words), plausible=close)


def _evidence(page_id: int, box: Box) -> Evidence:
    return Evidence(page_id, box.left, box.top, box.right, box.bottom)


def _from_print(rule: FieldRule, printed: _Printed, basis: str) -> FieldReading:
    normalised = printed.normalised
    trusted = _trusted(rule, printed)
    found = bool(normalised.value)
    return FieldReading(
        name=rule.name,
        value=normalised.value,
        raw=printed.raw if found else "",
        confidence=printed.confidence if found else 0.0,
        sure=normalised.accepted and normalised.plausible and printed.confidence >= trusted,
        method=Method.TEXT_LAYER if printed.own_text else Method.OCR,
        basis=basis,
        evidence=printed.evidence if found else (),
    )


def _trusted(rule: FieldRule, printed: _Printed) -> float:
    """Return the score from which the value may be taken without a look."""
    if printed.known:
        return _TRUSTED_KNOWN
    if rule.reads is Reads.CODE and _REGISTER_NUMBER.fullmatch(printed.normalised.value):
        return _TRUSTED[Reads.YEAR]
    return _TRUSTED.get(rule.reads, _TRUSTED_TEXT)


def _said(rule: FieldRule, witness: Witness) -> str:
    """Return what the witness says about the field, or nothing."""
    if witness.method is Method.QR:
        return witness.by_position.get(rule.qr, "")
    # the zone holds names without marks: it confirms a name but never gives one
    return "" if rule.mrz == "name" else witness.by_part.get(rule.mrz, "")


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
