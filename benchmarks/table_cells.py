"""How the rows and cells of tables were read, beside what is printed in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from benchmarks.tally import Tally
from digitizer.catalogue import shipped_rules
from digitizer.model.doctype import DocumentType, Reads
from digitizer.model.field import FieldReading
from digitizer.paper.normalising import normalise
from digitizer.paper.table_cells import ORDINAL
from digitizer.vietnamese import collapse, nfc


def scored_tables(
    readings: Sequence[FieldReading],
    truth: Mapping[str, Sequence[Sequence[str]]],
    kind: DocumentType,
) -> tuple[Tally, Tally]:
    """Return how many rows of its tables have every cell as printed, and how many cells are.

    A row that was read is set beside the printed one with the same key; a row nobody read, or
    that two were read as, has all its cells missing.
    """
    read = {one.name: one for one in readings}
    entries = cells = Tally()
    for rule in kind.fields:
        if rule.name not in truth or not rule.columns:
            continue
        rows = [
            {cell.name.rpartition(".")[2]: cell for cell in row}
            for row in (read[rule.name].rows if rule.name in read else ())
        ]
        key = rule.columns[rule.key_column].name
        by_key = {collapse(row[key].raw): row for row in rows if key in row}
        for printed in truth[rule.name]:
            wanted = {
                column.name: text
                for column, text in zip(rule.columns, printed, strict=False)
                if text and column.name != ORDINAL
            }
            row = by_key.get(wanted[key], {})
            reads = {column.name: column.reads for column in rule.columns}
            right = [
                name in row and _is_right(row[name], wanted[name], reads[name]) for name in wanted
            ]
            sure = [name in row and row[name].sure for name in wanted]
            wrong = sum(s and not r for s, r in zip(sure, right, strict=True))
            cells += Tally(fields=len(wanted), exact=sum(right), sure=sum(sure), sure_wrong=wrong)
            entries += Tally(
                fields=1, exact=all(right), sure=all(sure), sure_wrong=all(sure) and not all(right)
            )
    return entries, cells


def _is_right(cell: FieldReading, printed: str, reads: Reads) -> bool:
    """Return whether the cell says what is printed: as it is stored, a dash beside it or not."""
    if reads in (Reads.TEXT, Reads.NAME):
        return nfc(printed) in (nfc(cell.value), nfc(collapse(cell.raw.replace("(Chính)", ""))))
    return cell.value == normalise(reads, printed, shipped_rules()).value
