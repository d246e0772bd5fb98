"""Tables as an Excel workbook in which no cell is ever taken for a formula or a link."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

Cell = str | int | float | date | None
_WIDEST = 60
_LONGEST_NAME = 31
"""Characters Excel allows a sheet's name."""


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet: its name, the heads of its columns and its rows."""

    name: str
    heads: tuple[str, ...]
    rows: Sequence[Sequence[Cell]]


def workbook(tables: Sequence[Table]) -> bytes:
    """Return the tables as an .xlsx file; text that looks like a formula stays text (OWASP)."""
    import xlsxwriter

    data = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(data, options) as book:
        bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for table in tables:
            sheet = book.add_worksheet(table.name[:_LONGEST_NAME])
            for column, head in enumerate(table.heads):
                sheet.write_string(0, column, head, bold)
                sheet.set_column(column, column, _width(table, column))
            sheet.freeze_panes(1, 0)
            for row, cells in enumerate(table.rows, start=1):
                for column, cell in enumerate(cells):
                    _write(sheet, row, column, cell, day)
    return data.getvalue()


def _write(sheet: Any, row: int, column: int, cell: Cell, day: Any) -> None:
    if cell is None:
        return
    if isinstance(cell, str):
        sheet.write_string(row, column, cell)
    elif isinstance(cell, date):
        sheet.write_datetime(row, column, cell, day)
    else:
        sheet.write_number(row, column, cell)


def _width(table: Table, column: int) -> float:
    longest = max([len(table.heads[column]), *(len(str(row[column] or "")) for row in table.rows)])
    return min(_WIDEST, longest + 2)
