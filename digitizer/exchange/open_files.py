"""The warehouse in open formats: JSON lines, CSV, Excel, Parquet, Iceberg; with its dictionary.

A file is written beside its place and put there whole. Text never becomes a formula (OWASP, CSV
injection): in CSV a sign that begins one is set behind an apostrophe, in Excel it is a string.
"""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from digitizer.catalogue import Catalogue
from digitizer.errors import FormatMissingError
from digitizer.exchange import open_facts
from digitizer.exchange.open_facts import (
    COLUMNS,
    DICTIONARY_HEADS,
    END_COLUMNS,
    Cell,
    Column,
    Kind,
    batches,
    dictionary,
    ends,
)
from digitizer.model.officer import Officer
from digitizer.model.rights import Action, require
from digitizer.store import Store
from digitizer.store.files import disk_errors

if TYPE_CHECKING:
    import pyarrow as pa

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_EXCEL_ROWS = 1_000_000
ICEBERG_NAME = ("warehouse", "facts")
ICEBERG_ENDS = ("warehouse", "ends")


class Format(StrEnum):
    """A format the warehouse can be written in."""

    JSON = "json"
    CSV = "csv"
    XLSX = "xlsx"
    PARQUET = "parquet"
    ICEBERG = "iceberg"


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: facts by format, and the files or tables."""

    facts: dict[Format, int]
    paths: tuple[Path, ...]


def export(
    store: Store,
    catalogue: Catalogue,
    by: Officer,
    office: str,
    formats: Sequence[Format],
    out: Path,
    iceberg_catalog: str = "",
) -> Exported:
    """Write the warehouse into a folder; who took how much of it is journaled first.

    Parquet and Iceberg only add what is new, and lose the rows of dossiers erased since. The
    Iceberg catalogue is an SQLite file in the folder, or at ``iceberg_catalog``: the address of a
    REST catalogue or of an SQL database. Raises NotAllowedError, FormatMissingError,
    DiskFullError, FileUnreadableError.
    """
    require(by, Action.EXPORT)
    with disk_errors(out):
        out.mkdir(parents=True, exist_ok=True)
    names = " ".join(one.value for one in formats)
    store.journal.add(by, "warehouse-exported", "warehouse", after=f"{names} {out}")
    source = _Source(store, catalogue, office, iceberg_catalog)
    facts: dict[Format, int] = {}
    with disk_errors(out):
        paths = [_write_dictionary(catalogue, out)]
        for one in formats:
            path, facts[one] = _WRITERS[one](source, out)
            paths.append(path)
    return Exported(facts, tuple(paths))


@dataclass(frozen=True, slots=True)
class _Source:
    store: Store
    catalogue: Catalogue
    office: str
    iceberg_catalog: str = ""

    def batches(self, after: int = 0) -> Iterator[list[open_facts.Row]]:
        return batches(self.store, self.catalogue, self.office, after=after)

    def tables(self, after: int) -> Iterator[open_facts.Columns]:
        return open_facts.tables(self.store, self.catalogue, self.office, after=after)


# ---- text and Excel ------------------------------------------------------------------------------


def _write_json(source: _Source, out: Path) -> tuple[Path, int]:
    count = 0
    path = out / "facts.jsonl"
    with _whole(path) as file:
        for rows in source.batches():
            for row in rows:
                file.write(json.dumps(row, ensure_ascii=False, default=_written) + "\n")
            count += len(rows)
    with _whole(out / "ends.jsonl") as file:
        for row in ends(source.store):
            file.write(json.dumps(row, ensure_ascii=False, default=_written) + "\n")
    return path, count


def _write_csv(source: _Source, out: Path) -> tuple[Path, int]:
    count = 0
    path = out / "facts.csv"
    with _whole(path, bom=True) as file:
        writer = csv.writer(file)
        writer.writerow([column.name for column in COLUMNS])
        for rows in source.batches():
            writer.writerows([harmless(row[column.name]) for column in COLUMNS] for row in rows)
            count += len(rows)
    with _whole(out / "ends.csv", bom=True) as file:
        writer = csv.writer(file)
        writer.writerow([column.name for column in END_COLUMNS])
        writer.writerows(
            [harmless(row[column.name]) for column in END_COLUMNS] for row in ends(source.store)
        )
    return path, count


def harmless(cell: Cell) -> str:
    """Return a cell's text so that no spreadsheet takes it for a formula."""
    text = "" if cell is None else _written(cell)
    # a number of our own may begin with a minus; only text can carry a formula
    return f"'{text}" if isinstance(cell, str) and text.startswith(_FORMULA) else text


def _write_xlsx(source: _Source, out: Path) -> tuple[Path, int]:
    import xlsxwriter

    count = 0
    path = out / "facts.xlsx"
    part = path.with_name(path.name + ".part")
    # constant_memory: rows go to disk as they come
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(str(part), options) as book:
        sheet: Any = None
        for rows in source.batches():
            for row in rows:
                place = count % _EXCEL_ROWS
                if place == 0:
                    sheet = book.add_worksheet(f"facts {count // _EXCEL_ROWS + 1}")
                    sheet.write_row(0, 0, [column.name for column in COLUMNS])
                for number, column in enumerate(COLUMNS):
                    _write_cell(sheet, place + 1, number, row[column.name])
                count += 1
        if sheet is None:
            book.add_worksheet("facts 1").write_row(0, 0, [column.name for column in COLUMNS])
        sheet = book.add_worksheet("ends")
        sheet.write_row(0, 0, [column.name for column in END_COLUMNS])
        for place, row in enumerate(ends(source.store)[:_EXCEL_ROWS], start=1):
            for number, column in enumerate(END_COLUMNS):
                _write_cell(sheet, place, number, row[column.name])
    part.replace(path)
    return path, count


def _write_cell(sheet: Any, row: int, column: int, cell: Cell) -> None:
    if isinstance(cell, int | float):
        sheet.write_number(row, column, cell)
    elif cell is not None:
        sheet.write_string(row, column, _written(cell))


def _write_dictionary(catalogue: Catalogue, out: Path) -> Path:
    path = out / "dictionary.csv"
    with _whole(path, bom=True) as file:
        writer = csv.writer(file)
        writer.writerow(DICTIONARY_HEADS)
        writer.writerows([harmless(cell) for cell in row] for row in dictionary(catalogue))
    return path


@contextmanager
def _whole(path: Path, *, bom: bool = False) -> Iterator[TextIO]:
    """Open a text file that is put in its place whole, or not at all.

    Excel takes CSV without a byte order mark for the system's old code page: marks would be lost.
    """
    part = path.with_name(path.name + ".part")
    try:
        with part.open("w", encoding="utf-8-sig" if bom else "utf-8", newline="") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _written(cell: object) -> str:
    return cell.isoformat() if isinstance(cell, date | datetime) else str(cell)


# ---- Parquet and Iceberg -------------------------------------------------------------------------


def _write_parquet(source: _Source, out: Path) -> tuple[Path, int]:
    """Add what is new as files below ``year=/month=/office=``; the last fact names each file."""
    pa = _library("pyarrow")
    dataset = _library("pyarrow.dataset")
    folder = out / "parquet"
    mark = folder / "_last_fact"
    folder.mkdir(exist_ok=True)
    last = int(mark.read_text(encoding="ascii")) if mark.exists() else 0
    count = 0
    parting = dataset.partitioning(
        pa.schema([("year", pa.int64()), ("month", pa.int64()), ("office", pa.string())]),
        flavor="hive",
    )
    for columns in source.tables(last):
        last = int(str(columns["fact_id"][-1]))
        dataset.write_dataset(
            _arrow(columns, pa),
            folder,
            format="parquet",
            partitioning=parting,
            basename_template=f"facts-{last:012d}-{{i}}.parquet",
            # written again after a crash, a batch takes its own files' place and doubles nothing
            existing_data_behavior="overwrite_or_ignore",
        )
        with _whole(mark) as file:
            file.write(str(last))
        count += len(columns["fact_id"])
    _forget_in_parquet(source.store.people.erased(), folder)
    parquet = _library("pyarrow.parquet")
    part = out / "ends.parquet.part"
    parquet.write_table(_arrow_ends(source.store, pa), part)
    part.replace(out / "ends.parquet")
    return folder, count


def _forget_in_parquet(erased: Sequence[str], folder: Path) -> None:
    """Take the rows of erased dossiers out of files that have them; files of others stay as is."""
    mark = folder / "_erased"
    known = set(mark.read_text(encoding="utf-8").split("\n")) if mark.exists() else set()
    fresh = [code for code in erased if code not in known]
    if not fresh:
        return
    compute, parquet = _library("pyarrow.compute"), _library("pyarrow.parquet")
    pa = _library("pyarrow")
    for file in folder.rglob("*.parquet"):
        # without the columns that stand in the names of folders, as it was written
        table = parquet.ParquetFile(file).read()
        gone = compute.is_in(table["dossier_code"], value_set=pa.array(fresh))
        if compute.any(gone).as_py():
            part = file.with_name(file.name + ".part")
            parquet.write_table(table.filter(compute.invert(gone)), part)
            part.replace(file)
    with _whole(mark) as file_of_codes:
        file_of_codes.write("\n".join([*sorted(known - {""}), *fresh]))


def _write_iceberg(source: _Source, out: Path) -> tuple[Path, int]:
    """Append what is new to an Iceberg table; erased dossiers lose their rows."""
    pa = _library("pyarrow")
    expressions = _library("pyiceberg.expressions")
    with _iceberg(out, source.iceberg_catalog) as catalog:
        catalog.create_namespace_if_not_exists(ICEBERG_NAME[0])
        table = catalog.create_table_if_not_exists(ICEBERG_NAME, schema=_arrow_schema(pa))
        _evolve(table, _arrow_schema(pa))
        last = int(table.properties.get("last-fact", "0"))
        count = 0
        for columns in source.tables(last):
            # data and mark in one snapshot: a crash leaves both or neither
            with table.transaction() as change:
                change.append(_arrow(columns, pa))
                change.set_properties({"last-fact": str(columns["fact_id"][-1])})
            count += len(columns["fact_id"])
        erased = source.store.people.erased()
        known = int(table.properties.get("erasures", "0"))
        if len(erased) > known:
            theirs = expressions.In("dossier_code", list(erased[known:]))
            there = table.scan(row_filter=theirs, selected_fields=("fact_id",)).to_arrow().num_rows
            with table.transaction() as change:
                if there:
                    change.delete(theirs)
                change.set_properties({"erasures": str(len(erased))})
        final = catalog.create_table_if_not_exists(
            ICEBERG_ENDS, schema=_arrow_schema(pa, END_COLUMNS)
        )
        # few rows, and those of erased facts must go: anew each time, in one snapshot
        with final.transaction() as change:
            if final.scan(selected_fields=("fact_id",)).to_arrow().num_rows:
                change.delete(expressions.AlwaysTrue())
            change.append(_arrow_ends(source.store, pa))
    return (out / "iceberg").absolute(), count


def _evolve(table: Any, wanted: pa.Schema) -> None:
    """Add the columns that a table of an earlier version lacks; its rows have none there."""
    if set(wanted.names) - set(table.schema().column_names):
        with table.update_schema() as change:
            change.union_by_name(wanted)


@contextmanager
def _iceberg(out: Path, address: str) -> Iterator[Any]:
    """Give the catalogue; its tables lie in the folder unless a REST catalogue places them."""
    folder = (out / "iceberg").absolute()
    folder.mkdir(exist_ok=True)
    if address.startswith(("http://", "https://")):
        module = _library("pyiceberg.catalog.rest")
        catalog = module.RestCatalog("digitizer", uri=address)
    else:
        module = _library("pyiceberg.catalog.sql")
        catalog = module.SqlCatalog(
            "digitizer",
            uri=address or f"sqlite:///{folder / 'catalog.db'}",
            warehouse=folder.as_uri(),
        )
    try:
        yield catalog
    finally:
        catalog.close()


def _arrow_schema(pa: Any, columns: Sequence[Column] = COLUMNS) -> pa.Schema:
    types = {
        Kind.TEXT: pa.string(),
        Kind.WHOLE: pa.int64(),
        Kind.NUMBER: pa.float64(),
        Kind.DAY: pa.date32(),
        Kind.MOMENT: pa.timestamp("us", tz="UTC"),
    }
    return pa.schema([(column.name, types[column.kind]) for column in columns])


def _arrow(columns: open_facts.Columns, pa: Any) -> pa.Table:
    # column by column: making a mapping of each fact first took most of the time
    return pa.Table.from_pydict(dict(columns), schema=_arrow_schema(pa))


def _arrow_ends(store: Store, pa: Any) -> pa.Table:
    return pa.Table.from_pylist(ends(store), schema=_arrow_schema(pa, END_COLUMNS))


def _library(name: str) -> Any:
    """Return a library of the extra ``analytics``, or say that it is not installed."""
    import importlib

    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise FormatMissingError(library=name.partition(".")[0]) from error


_WRITERS: dict[Format, Callable[[_Source, Path], tuple[Path, int]]] = {
    Format.JSON: _write_json,
    Format.CSV: _write_csv,
    Format.XLSX: _write_xlsx,
    Format.PARQUET: _write_parquet,
    Format.ICEBERG: _write_iceberg,
}
