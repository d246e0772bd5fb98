"""The dashboard's tables as a PDF, to be printed or put on file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from html import escape
from pathlib import Path

from PySide6.QtCore import QMarginsF, QSizeF
from PySide6.QtGui import QFont, QPageLayout, QPageSize, QPdfWriter, QTextDocument

from digitizer.office.spreadsheets import Cell, Table

_STYLE = (
    "h1 { font-size: 15pt; } h2 { font-size: 11pt; margin-top: 14pt; }"
    " th { background: #e8ecf2; text-align: left; } td, th { padding: 3pt 5pt; font-size: 8pt; }"
)
_MOST_ROWS = 5000
"""Rows of a table on paper; the workbook has them all."""


def save(title: str, tables: Sequence[Table], target: Path) -> Path:
    """Write the tables as a PDF, whole or not at all; may run off the GUI thread."""
    part = target.with_name(target.name + ".part")
    writer = QPdfWriter(str(part))
    writer.setPdfVersion(QPdfWriter.PdfVersion.PdfVersion_A1b)
    writer.setTitle(title)
    page = QPageLayout(
        QPageSize(QPageSize.PageSizeId.A4),
        QPageLayout.Orientation.Landscape,
        QMarginsF(15, 15, 15, 15),
        QPageLayout.Unit.Millimeter,
    )
    writer.setPageLayout(page)
    writer.setResolution(96)
    document = QTextDocument()
    document.setDefaultFont(QFont("Digitizer Sans"))
    document.setDefaultStyleSheet(_STYLE)
    document.setPageSize(QSizeF(writer.width(), writer.height()))
    document.setHtml(html(title, tables))
    document.print_(writer)
    del writer
    part.replace(target)
    return target


def html(title: str, tables: Sequence[Table]) -> str:
    """Return the tables as simple HTML; no cell is ever taken for markup."""
    parts = [f"<h1>{escape(title)}</h1>"]
    for table in tables:
        heads = "".join(f"<th>{escape(head)}</th>" for head in table.heads)
        rows = "".join(
            "<tr>" + "".join(f"<td>{escape(_shown(cell))}</td>" for cell in row) + "</tr>"
            for row in table.rows[:_MOST_ROWS]
        )
        parts.append(
            f'<h2>{escape(table.name)}</h2><table border="1" cellspacing="0" width="100%">'
            f"<thead><tr>{heads}</tr></thead>{rows}</table>"
        )
    return "".join(parts)


def _shown(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    if isinstance(cell, float):
        return f"{cell:g}".replace(".", ",")
    return str(cell)
