"""Reads the fields of a paper from its words and machine codes, by the type's definition."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import replace

from digitizer.catalogue import Rules, shipped_rules
from digitizer.model.doctype import DocumentType, FieldRule, Reads
from digitizer.model.field import FieldReading, Method, Source, Testimony
from digitizer.paper import table_values
from digitizer.paper.date_words import spells_date
from digitizer.paper.finding_values import FoundValues, find_values
from digitizer.paper.judging import SEX_MISMATCH, judge
from digitizer.paper.layout import Sheet, sheet_of
from digitizer.paper.normalising import among, normalise
from digitizer.paper.printed import Lines, Paper
from digitizer.paper.regions import is_capitals
from digitizer.paper.second_look import lines_to_read, look, whole_line
from digitizer.paper.side_by_side import in_columns
from digitizer.paper.tick_boxes import ticked_wording
from digitizer.paper.trusting import SURE
from digitizer.paper.valuing import Printed, evidence_of, from_print, printed_value
from digitizer.paper.vouching import stretches_of
from digitizer.paper.witnesses import Witness, witnesses_of
from digitizer.vietnamese import is_full_date, same_text, similar
from digitizer.vietnamese.identifiers import spells_sum
from ocr.model import Line, PageText

VERSION = "extraction 10"
_DOUBTED = 0.6
_STILL_SAME = 0.75
_EXACT = {Reads.PERSONAL_ID, Reads.DATE, Reads.YEAR, Reads.SEX, Reads.NUMBER, Reads.PHONE}


def extract(
    document_type: DocumentType,
    pages: Sequence[tuple[int, PageText]],
    rules: Rules | None = None,
) -> tuple[FieldReading, ...]:
    """Return one reading for every field of the type, in its order; not found is empty."""
    known = shipped_rules() if rules is None else rules
    paper = _paper(document_type, pages)
    return _readings(document_type, paper, find_values(document_type, paper), known)


def _paper(document_type: DocumentType, pages: Sequence[tuple[int, PageText]]) -> Paper:
    return Paper(tuple(in_columns(document_type, sheet_of(*page)) for page in pages))


def lines_to_look_at(
    document_type: DocumentType,
    pages: Sequence[tuple[int, PageText]],
    rules: Rules | None = None,
) -> dict[int, tuple[Line, ...]]:
    """Return by page the printed lines that a second look may make sure, or put right.

    What a code, a check or the file's own text already vouches for is not among them, nor what
    has been looked at before. What seems to be written by hand is: its readings may agree.
    """
    known = shipped_rules() if rules is None else rules
    paper = _paper(document_type, pages)
    values = find_values(document_type, paper)
    readings = _readings(document_type, paper, values, known)
    stretches = {
        rule.name: stretches_of(rule, values.get(rule.name, ()), known)
        for rule in document_type.fields
    }
    names = {
        one.name
        for one in readings
        # what was taken for handwriting may be print after all: a second reading tells
        if not one.sure
        and one.method is Method.OCR
        and look(values.get(one.name, ()), paper, stretches=stretches[one.name]) is None
    }
    for rule in document_type.fields:
        if table_values.has_cells(rule):
            # its cells are found anew: the value itself is put together from some of them
            values[rule.name] = table_values.lines_to_look_at(rule, paper, known)
            names.add(rule.name)
            stretches[rule.name] = whole_line
    return lines_to_read(document_type, values, paper, {name: stretches[name] for name in names})


def _readings(
    document_type: DocumentType, paper: Paper, values: FoundValues, rules: Rules
) -> tuple[FieldReading, ...]:
    sheets = paper.sheets
    witnesses = [one for sheet in sheets for one in witnesses_of(sheet.page_id, sheet.text)]
    basis = " · ".join(filter(None, [VERSION, document_type.basis, _engine(sheets)]))
    on_card = any(rule.qr >= 0 or rule.mrz for rule in document_type.fields)
    readings = []
    for rule in document_type.fields:
        if table_values.has_cells(rule):
            reading = table_values.read_table(rule, paper, rules, basis)
            if not reading.rows and values.get(rule.name):
                # how a sentence would be cut into entries only a person can say
                told = table_values.as_text(rule)
                printed = printed_value(told, values[rule.name], paper, rules, ())
                reading = from_print(told, printed, basis, rules.calibration)
                reading = replace(reading, sure=False)
            unconfirmed = document_type.unconfirmed or rule.unconfirmed
            readings.append(table_values.unsure(reading) if unconfirmed else reading)
            continue
        lines = values.get(rule.name, ())
        printed = printed_value(rule, lines, paper, rules, document_type.titles)
        reading = from_print(rule, printed, basis, rules.calibration)
        reading = _as_ticked(rule, lines, paper, reading, rules)
        if rule.name in values.cut_off or rule.name in values.misplaced:
            # its end may stand in the next line, or it may be somebody else's
            reading = replace(reading, sure=False)
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
            readings[-1] = _of_unconfirmed(rule, readings[-1], printed, borne_out=borne_out)
    doubted = values.cut_off | values.misplaced
    readings = _vouching_words(document_type, readings, doubted)
    return _doubted(document_type, readings, rules)


def _as_ticked(
    rule: FieldRule, lines: Lines, paper: Paper, reading: FieldReading, rules: Rules
) -> FieldReading:
    """Return the reading with the wording whose box is ticked, where the value stands in boxes.

    Only the ink in a small square says which it is: a person looks.
    """
    worded = bool(rule.values) or rule.reads in (Reads.TEXT, Reads.SEX)
    own_text = reading.method is Method.TEXT_LAYER
    chosen = ticked_wording(lines, paper) if worded and not own_text else None
    if chosen is None:
        return reading
    known = among(rule.values, chosen, rules) if rule.values else None
    told = known or normalise(rule.reads, chosen, rules)
    return replace(reading, value=told.value if told.accepted else "", sure=False, alternatives=())


def _of_unconfirmed(
    rule: FieldRule, reading: FieldReading, printed: Printed, *, borne_out: bool
) -> FieldReading:
    """Return the reading of a field whose definition nobody compared with the original form.

    What may be wrong there is where the value is looked for, not how it is read. Where the paper
    prints the label as defined, that much is borne out; a value without a label needs a second
    witness besides.
    """
    code = reading.method in (Method.QR, Method.MRZ)
    seconded = code or printed.own_text or printed.grounds.heard > 1
    return reading if borne_out and (seconded or rule.labels) else replace(reading, sure=False)


def _vouching_words(
    document_type: DocumentType, readings: Sequence[FieldReading], doubted: Set[str]
) -> list[FieldReading]:
    """Return the readings, sure where figures and the same in words say exactly the same.

    How a value is read says nothing of whose it is: ``doubted`` are those that may be another's.

    Of the words whatever some reading has counts: “năm mươi triệu” beside “năm mười triệu”.
    """
    known = {one.name: one for one in readings if one.confidence >= _DOUBTED}
    spoken = {one.name: one for one in readings}
    vouched: dict[str, str] = {}
    for rule in document_type.fields:
        for check in rule.checks:
            name, _, other = check.partition(":")
            words, written = spoken.get(rule.name), known.get(other)
            if words is None or written is None or not doubted.isdisjoint((rule.name, other)):
                continue
            said = next((one for one in _heard(words) if _says_the_same(name, one, written)), "")
            if said:
                vouched |= {rule.name: said, other: written.value}
    return [
        replace(one, value=vouched[one.name], sure=True, confidence=max(one.confidence, SURE))
        if one.name in vouched
        else one
        for one in readings
    ]


def _heard(reading: FieldReading) -> Iterator[str]:
    if reading.value:
        yield reading.value
        yield from reading.alternatives


def _says_the_same(check: str, words: str, written: FieldReading) -> bool:
    """Return whether words say letter for letter the date or the sum that is written."""
    if check == "words-of":
        return is_full_date(written.value) and spells_date(words, written.value)
    return (
        check == "money-words"
        and written.value.isdecimal()
        and spells_sum(words, int(written.value))
    )


def _engine(sheets: Sequence[Sheet]) -> str:
    return ", ".join(dict.fromkeys(sheet.text.basis for sheet in sheets if sheet.text.basis))


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
            (evidence_of(witness.page_id, witness.box),),
        )
        for witness in witnesses
        if (said := _said(rule, witness))
    ]
    if reading.value:
        told.append(Testimony(Source.PRINT, reading.value, reading.evidence))
    return tuple(told)


def _with_witness(
    rule: FieldRule, printed: Printed, reading: FieldReading, witness: Witness, said: str
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
        evidence=(*reading.evidence, evidence_of(witness.page_id, witness.box)),
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
    findings = judge(document_type, readings, rules)
    suspect = {name for finding in findings for name in finding.fields}
    if any(finding.code == SEX_MISMATCH for finding in findings):
        # a husband's number that is a woman's: all that stands beside it may be the other person's
        blocks = document_type.any_order
        suspect |= {rule.name for rule in document_type.fields if rule.section in blocks}
    return tuple(
        replace(reading, sure=False) if reading.name in suspect else reading for reading in readings
    )
