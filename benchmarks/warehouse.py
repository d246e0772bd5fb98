"""The warehouse as open tables: our append of facts to Parquet and Iceberg beside plain pyarrow.

    python -m benchmarks.warehouse [--facts 1000000]

The facts are generated, the same rows for all. Plain pyarrow makes one table of rows that are ready
in memory and writes it to one Parquet file; a second floor has even the columns ready. Ours makes
the columns from facts as the store gives them, with their titles and classes from the definitions,
batch by batch, into files by year, month and office. What the stand-in for the store takes to make
up its facts is measured alone and taken off ours.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from digitizer.catalogue import Catalogue
from digitizer.exchange import open_facts
from digitizer.exchange.open_files import Format, export
from digitizer.model.officer import Officer, Role
from digitizer.model.reuse import WarehouseRow

_FLOOR = "plain pyarrow: the same rows to one file"
_READY = "plain pyarrow: the same columns, ready, to one file"
_STAND_IN = "the stand-in for the store alone, taken off ours"
NOW = datetime(2026, 1, 5, 2, 0, tzinfo=UTC)


def fact(number: int) -> WarehouseRow:
    """Return a made-up fact."""
    return WarehouseRow(
        personal_id=f"0{number // 8 % 10**11:011d}",
        document_type="cccd_front",
        field=("personal_id", "full_name", "birth_date", "sex")[number % 4],
        value=f"NGUYỄN VĂN MẪU {number}",
        dossier_code=f"H00.01.01-26{number // 40 % 10_000:04d}-{number % 40:04d}",
        document_id=number // 8,
        page_id=number // 8,
        box=(10.0, 20.0, 110.0, 44.0),
        method="ocr",
        basis="tesseract 5.5 vie/cleanup 9",
        verified_by="Lê Thị Mẫu",
        verified_at=NOW + timedelta(minutes=number // 40),
        valid_to=date(2036, 1, 1),
        legal_source="TT 06/2021/TT-BCA",
        number=number,
    )


class Facts:
    """Stands for the store: gives facts after a number, as it does."""

    def __init__(self, count: int) -> None:
        self.count = count

    def facts_after(self, number: int, limit: int) -> tuple[tuple[int, WarehouseRow], ...]:
        """Return facts with their numbers."""
        last = min(number + limit, self.count)
        return tuple((one, fact(one)) for one in range(number + 1, last + 1))

    def ends(self) -> tuple[()]:
        """Return no ends."""
        return ()

    def erased(self) -> tuple[()]:
        """Return no erasures."""
        return ()


@contextmanager
def measured(into: dict[str, float], name: str) -> Iterator[None]:
    """Note what a part takes, in seconds of this process' CPU."""
    began = time.process_time()
    yield
    into[name] = time.process_time() - began


def main() -> None:
    """Measure and print Markdown."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.warehouse")
    parser.add_argument("--facts", type=int, default=1_000_000)
    count = parser.parse_args().facts
    catalogue = Catalogue.load()
    journal = SimpleNamespace(add=lambda *_words, **_more: None)
    store: Any = SimpleNamespace(people=Facts(count), journal=journal)
    officer = Officer(1, "vanthu", "Văn thư", frozenset({Role.RECORDS}))
    took: dict[str, float] = {}
    with tempfile.TemporaryDirectory(prefix="digitizer-bench-") as name:
        out = Path(name)
        for one in (Format.PARQUET, Format.ICEBERG):
            with measured(took, f"ours: {one.value}"):
                done = export(store, catalogue, officer, "H00", [one], out)
            if done.facts[one] != count:
                raise SystemExit(f"facts went missing: {done.facts[one]} of {count}")
        held = pq.ParquetDataset(out / "parquet").read()
        if held.num_rows != count:
            raise SystemExit(f"facts went missing: {held.num_rows} of {count}")
        with measured(took, _STAND_IN):
            for start in range(0, count, open_facts.TABLE_BATCH):
                store.people.facts_after(start, open_facts.TABLE_BATCH)
        rows = [row for part in open_facts.batches(store, catalogue, "H00") for row in part]
        schema = pa.schema([held.schema.field(column.name) for column in open_facts.COLUMNS])
        schema = schema.set(schema.get_field_index("office"), pa.field("office", pa.string()))
        with measured(took, _FLOOR):
            table = pa.Table.from_pylist(rows, schema=schema)
            pq.write_table(table, out / "plain.parquet")
        columns = {name: [row[name] for row in rows] for name in schema.names}
        with measured(took, _READY):
            table = pa.Table.from_pydict(columns, schema=schema)
            pq.write_table(table, out / "ready.parquet")
    floor, ready, stand_in = took[_FLOOR], took[_READY], took[_STAND_IN]
    print(f"| {count:,} facts | CPU seconds | against rows | against columns |")
    print("|---|--:|--:|--:|")
    for what, seconds in took.items():
        own = seconds - stand_in if what.startswith("ours") else seconds
        print(f"| {what} | {own:.1f} | {own / floor:.2f}× | {own / ready:.2f}× |")


if __name__ == "__main__":
    main()
