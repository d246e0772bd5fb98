"""Reads the entries of a table cell by cell: each cell a value of its own, with its evidence."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from digitizer.catalogue import Rules
from digitizer.model.doctype import Column, FieldRule, Place, Reads
from digitizer.model.field import FieldReading, Method
from digitizer.paper.layout import Piece
from digitizer.paper.printed import Lines, Paper
from digitizer.paper.second_look import look
from digitizer.paper.table_cells import ORDINAL, Cells, cells_of
from digitizer.paper.tidying import cleaned
from digitizer.paper.trusting import SURE
from digitizer.paper.valuing import from_print, printed_value
from digitizer.vietnamese import collapse

_MAIN = "(Chính)"
_WELL_READ = 0.9


def has_cells(rule: FieldRule) -> bool:
    """Return whether the definition names the table's columns."""
    return rule.place is Place.TABLE and bool(rule.columns)


def as_text(rule: FieldRule) -> FieldRule:
    """Return the rule of a table that the paper prints as a sentence: “Ngành, nghề: …; …”."""
    return replace(rule, place=Place.RIGHT, columns=(), key_column=0, pattern="")


def lines_to_look_at(rule: FieldRule, paper: Paper, rules: Rules) -> Lines:
    """Return the printed lines of cells that nothing vouches for and nobody has read again.

    Of the columns that do not tell the table's value only what was read with doubt is among them;
    the numbers of the entries are not, nor what the file's own text says, nor figures that were
    well read once.
    """
    cells = cells_of(rule, paper)
    lines: list[tuple[Piece, ...]] = []
    for number, row in enumerate(cells.rows):
        readings = _row(rule, number, cells, paper, rules, "")
        told = {reading.name for reading in _told(rule, readings)}
        for reading in readings:
            well_read = reading.name not in told and reading.confidence >= _WELL_READ
            if not (reading.sure or well_read) and reading.method is Method.OCR:
                lines += row[reading.name.rpartition(".")[2]]
    return tuple(line for line in lines if look((line,), paper, clipped=True) is None)


def read_table(rule: FieldRule, paper: Paper, rules: Rules, basis: str) -> FieldReading:
    """Return the table as one value, its entries parted by semicolons, and its cells.

    It is sure as a whole only where every cell is, no entry can have been lost, and the doubts of
    the cells together are no more than those of any other value.
    """
    cells = cells_of(rule, paper)
    rows = tuple(
        _row(rule, number, cells, paper, rules, basis) for number in range(len(cells.rows))
    )
    told = [_told(rule, row) for row in rows]
    parted = frozenset(one.name for one in rule.columns if one.reads in (Reads.TEXT, Reads.NAME))
    whole = [_entry_text(row, parted) for row in told]
    every = [cell for row in told for cell in row]
    likely = math.prod(cell.confidence for cell in every)
    own_text = bool(every) and all(cell.method is Method.TEXT_LAYER for cell in every)
    return FieldReading(
        name=rule.name,
        value="; ".join(whole),
        raw=collapse(" ".join(cell.raw for cell in every)),
        confidence=likely if every else 0.0,
        sure=bool(every)
        and cells.complete
        and all(cell.sure for cell in every)
        and (own_text or likely >= SURE),
        method=Method.TEXT_LAYER if own_text else Method.OCR,
        basis=next((cell.basis for cell in every if cell.basis != basis), basis),
        evidence=tuple(place for cell in every for place in cell.evidence),
        rows=rows,
    )


def _row(
    rule: FieldRule, number: int, cells: Cells, paper: Paper, rules: Rules, basis: str
) -> tuple[FieldReading, ...]:
    row = cells.rows[number]
    return tuple(
        _cell(rule, column, number, row[column.name], paper, rules, basis)
        for column in rule.columns
        if column.name in row and column.name != ORDINAL
    )


def _cell(
    rule: FieldRule,
    column: Column,
    number: int,
    lines: Lines,
    paper: Paper,
    rules: Rules,
    basis: str,
) -> FieldReading:
    own = FieldRule(
        f"{rule.name}.{number + 1}.{column.name}",
        column.title,
        (),
        reads=column.reads,
        place=Place.ZONE,
        sensitive=rule.sensitive,
    )
    printed = printed_value(own, lines, paper, rules, ())
    reading = from_print(own, printed, basis, rules.calibration)
    # an entry begins with a capital; the line above it may have been lost
    return replace(reading, sure=False) if reading.value[:1].islower() else reading


def _told(rule: FieldRule, row: Sequence[FieldReading]) -> list[FieldReading]:
    """Return the cells the table's value is told by: the key, then those that stand left of it."""
    key = rule.columns[rule.key_column].name
    before = [column.name for column in rule.columns[: rule.key_column]]
    by_name = {cell.name.rpartition(".")[2]: cell for cell in row}
    return [by_name[name] for name in (key, *before) if name in by_name]


def _entry_text(cells: Sequence[FieldReading], parted: frozenset[str]) -> str:
    text = collapse(" ".join(_cell_text(cell, parted) for cell in cells))
    return cleaned(text.removesuffix(_MAIN))


def _cell_text(cell: FieldReading, parted: frozenset[str]) -> str:
    """Return what a cell says as printed, but with the spaces that were lost between words."""
    return cleaned(cell.value if cell.name.rpartition(".")[2] in parted else cell.raw)


def unsure(reading: FieldReading) -> FieldReading:
    """Return the table with no cell sure."""
    rows = tuple(tuple(replace(cell, sure=False) for cell in row) for row in reading.rows)
    return replace(reading, sure=False, rows=rows)
