"""Tables as a PDF/A, to be printed or put on file; made without a window."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime

from digitizer.model.clock import OFFICE_TIME
from digitizer.office.sheets import compiled
from digitizer.office.spreadsheets import Cell, Table
from digitizer.settings import Settings

MOST_ROWS = 2_000
"""Rows of a table on paper; the workbook has them all."""
_NARROWEST, _WIDEST = 6, 34
"""Characters between which a column's share of the width is reckoned."""


def pdf(title: str, tables: Sequence[Table], settings: Settings, at: datetime) -> bytes:
    """Return the tables as PDF/A-3b. Raises DefinitionError when the layout does not compile."""
    moment, day = at.astimezone(UTC), at.astimezone(OFFICE_TIME)
    place = f"{settings.place}, " if settings.place else ""
    content = {
        "office": settings.office_name,
        "title": title,
        "place_and_day": f"{place}ngày {day:%d} tháng {day:%m} năm {day:%Y}",
        "made": f"Lập lúc {day:%H:%M %d/%m/%Y}",
        "moment": list(moment.timetuple()[:6]),
        "tables": [_table(one) for one in tables],
    }
    return compiled("report.typ", {"report": json.dumps(content, ensure_ascii=False)})


def _table(table: Table) -> dict[str, object]:
    rows = [[shown(cell) for cell in row] for row in table.rows[:MOST_ROWS]]
    columns = range(len(table.heads))
    longest = [max([len(row[one]) for row in rows], default=0) for one in columns]
    # a head breaks between words, a value should not
    words = [max(map(len, table.heads[one].split()), default=0) for one in columns]
    return {
        "name": table.name,
        "heads": list(table.heads),
        "rows": rows,
        "widths": [min(max(longest[one], words[one], _NARROWEST), _WIDEST) for one in columns],
        "numbers": [
            any(isinstance(row[one], int | float) for row in table.rows[:1]) for one in columns
        ],
        "left": max(0, len(table.rows) - MOST_ROWS),
    }


def shown(cell: Cell) -> str:
    """Return a cell as the office writes it: days as dd/mm/yyyy, a comma before decimals."""
    if cell is None:
        return ""
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    if isinstance(cell, float):
        return f"{cell:g}".replace(".", ",")
    return str(cell)
