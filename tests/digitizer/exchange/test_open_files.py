"""The warehouse in open formats, read back by programs that are not ours."""

from __future__ import annotations

import csv
import errno
import json
import os
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
from PySide6.QtWidgets import QApplication

from digitizer.errors import DiskFullError, FormatMissingError, NotAllowedError
from digitizer.exchange import open_facts, open_files
from digitizer.exchange.open_files import Format, export, harmless
from digitizer.model.field import Absence
from digitizer.paper.verification import needs_person
from digitizer.workstation import Workstation
from tests.ui import desk_office, field_office
from tests.ui.desk_office import DeskOffice

PERSON = "046098029716"
FIELDS = ("field", "value", "personal_id", "year")


@pytest.fixture
def office(qapp: QApplication, tmp_path: Path) -> Iterator[DeskOffice]:
    found = desk_office.open_office(tmp_path / "data")
    verified_dossier(found)
    yield found
    found.station.close()


def verified_dossier(office: DeskOffice) -> None:
    """Let a dossier be verified whose paper names its citizen's number."""
    paper = office.station.paper
    dossier = field_office.submit_dossier(office.fields)
    view = paper.view(office.supervisor, dossier.code)
    for value in view.values:
        if value.name == "person_personal_id":
            paper.decide(office.supervisor, value.id, value.version, value=PERSON, reason="xem ảnh")
        elif needs_person(value, view.findings):
            absence = None if value.value else Absence.BLANK
            paper.decide(
                office.supervisor, value.id, value.version, absence=absence, reason="xem ảnh"
            )
    paper.verify(office.supervisor, dossier.code)


def facts_in(station: Workstation) -> int:
    return len(station.store.people.rows())


def held_in(out: Path) -> duckdb.DuckDBPyRelation:
    """Return the exported Parquet files as DuckDB sees them, in the facts' order."""
    found = duckdb.read_parquet(f"{out}/parquet/**/*.parquet", hive_partitioning=True)
    return found.order("fact_id")


def written(office: DeskOffice, out: Path, *formats: Format) -> open_files.Exported:
    station = office.station
    return export(station.store, station.catalogue, office.records, "H00.01.01", formats, out)


def test_the_facts_are_the_same_in_every_format(office: DeskOffice, tmp_path: Path) -> None:
    out = tmp_path / "kho"
    count = facts_in(office.station)
    assert count > 5
    done = written(office, out, *Format)
    assert set(done.facts.values()) == {count}

    lines = (out / "facts.jsonl").read_text(encoding="utf-8").splitlines()
    as_json = [json.loads(line) for line in lines]
    with (out / "facts.csv").open(encoding="utf-8-sig", newline="") as file:
        as_csv = list(csv.DictReader(file))
    parquet = held_in(out).project(", ".join(FIELDS)).fetchall()
    from pyiceberg.catalog.sql import SqlCatalog

    catalog = SqlCatalog(
        "digitizer",
        uri=f"sqlite:///{out.absolute() / 'iceberg' / 'catalog.db'}",
        warehouse=(out.absolute() / "iceberg").as_uri(),
    )
    iceberg = catalog.load_table(open_files.ICEBERG_NAME).scan().to_arrow().to_pylist()
    catalog.close()
    expected = [(one["field"], one["value"], one["personal_id"], one["year"]) for one in as_json]
    assert [(one["field"], one["value"]) for one in as_csv] == [x[:2] for x in expected]
    assert parquet == expected
    iceberg.sort(key=lambda one: one["fact_id"])
    assert [
        tuple(one[x] for x in ("field", "value", "personal_id", "year")) for one in iceberg
    ] == (expected)
    assert all(one["verified_by"] and one["dossier_code"] for one in as_json)


def test_a_second_export_adds_only_what_is_new(office: DeskOffice, tmp_path: Path) -> None:
    out = tmp_path / "kho"
    first = facts_in(office.station)
    written(office, out, Format.PARQUET, Format.ICEBERG)
    again = written(office, out, Format.PARQUET, Format.ICEBERG)
    assert set(again.facts.values()) == {0}
    verified_dossier(office)
    added = facts_in(office.station) - first
    assert added > 0
    third = written(office, out, Format.PARQUET, Format.ICEBERG)
    assert set(third.facts.values()) == {added}
    held = held_in(out).count("*").fetchall()
    assert held == [(first + added,)]


def test_a_batch_written_again_after_a_crash_doubles_nothing(
    office: DeskOffice, tmp_path: Path
) -> None:
    out = tmp_path / "kho"
    written(office, out, Format.PARQUET)
    # the program was killed between the batch's files and its mark
    (out / "parquet" / "_last_fact").unlink()
    written(office, out, Format.PARQUET)
    held = held_in(out).count("*").fetchall()
    assert held == [(facts_in(office.station),)]


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("=1+1", "'=1+1"),
        ("+84 901", "'+84 901"),
        ("-x", "'-x"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("Nguyễn", "Nguyễn"),
        (-3, "-3"),
        (None, ""),
    ],
)
def test_no_cell_becomes_a_formula(cell: open_facts.Cell, shown: str) -> None:
    assert harmless(cell) == shown


def test_excel_gets_text_as_text(office: DeskOffice, tmp_path: Path) -> None:
    written(office, tmp_path, Format.XLSX)
    with zipfile.ZipFile(tmp_path / "facts.xlsx") as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet


def test_a_full_disk_is_told_of_and_leaves_no_half_file(
    office: DeskOffice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_given: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(DiskFullError):
            written(office, tmp_path / "kho", Format.JSON)
    assert list((tmp_path / "kho").iterdir()) == []


def test_who_may_not_export_gets_nothing_and_every_export_is_journaled(
    office: DeskOffice, tmp_path: Path
) -> None:
    station = office.station
    with pytest.raises(NotAllowedError):
        export(station.store, station.catalogue, office.clerk, "", [Format.JSON], tmp_path / "no")
    assert not (tmp_path / "no").exists()
    written(office, tmp_path, Format.JSON)
    newest = station.store.journal.rows(1)[0]
    assert (newest.action, newest.officer) == ("warehouse-exported", office.records.login)


def test_a_format_whose_library_is_missing_says_which(
    office: DeskOffice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(FormatMissingError) as caught:
        written(office, tmp_path, Format.PARQUET)
    assert caught.value.details == {"library": "pyarrow"}


def test_the_dictionary_explains_every_column_and_field(office: DeskOffice) -> None:
    rows = open_facts.dictionary(office.station.catalogue)
    named = {row[1] for row in rows if row[0] == "columns"}
    first = next(open_facts.batches(office.station.store, office.station.catalogue, "H00"))[0]
    assert named == set(first)
    assert all(row[3] for row in rows)


def iceberg_in(out: Path, name: tuple[str, str] = open_files.ICEBERG_NAME) -> list[dict[str, Any]]:
    with open_files._iceberg(out, "") as catalog:
        found: list[dict[str, Any]] = catalog.load_table(name).scan().to_arrow().to_pylist()
        return found


def erase(office: DeskOffice, code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the store say that a dossier was erased; erasing itself is tested where it is done."""
    monkeypatch.setattr(
        type(office.station.store.people), "erased", lambda _people: (code,), raising=True
    )


def test_rows_of_an_erased_dossier_leave_parquet_and_iceberg_and_the_others_stay(
    office: DeskOffice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    verified_dossier(office)
    out = tmp_path / "kho"
    written(office, out, Format.PARQUET, Format.ICEBERG)
    first, second = sorted({row.dossier_code for row in office.station.store.people.rows()})
    erase(office, first, monkeypatch)
    written(office, out, Format.PARQUET, Format.ICEBERG)
    held = {row[0] for row in held_in(out).select("dossier_code").fetchall()}
    assert held == {second}
    assert {row["dossier_code"] for row in iceberg_in(out)} == {second}
    # once is enough: the next export looks at nothing again
    written(office, out, Format.PARQUET, Format.ICEBERG)
    assert {row["dossier_code"] for row in iceberg_in(out)} == {second}


def test_a_table_of_an_earlier_version_takes_new_columns_on(
    office: DeskOffice, tmp_path: Path
) -> None:
    out = tmp_path / "kho"
    import pyarrow

    out.mkdir()
    names = [column.name for column in open_facts.COLUMNS[:-3]]
    whole = open_files._arrow_schema(pyarrow)
    with open_files._iceberg(out, "") as catalog:
        catalog.create_namespace_if_not_exists(open_files.ICEBERG_NAME[0])
        catalog.create_table(
            open_files.ICEBERG_NAME, schema=pyarrow.schema([whole.field(name) for name in names])
        )
    written(office, out, Format.ICEBERG)
    rows = iceberg_in(out)
    assert len(rows) == facts_in(office.station)
    assert set(rows[0]) == {column.name for column in open_facts.COLUMNS}


def test_a_corrected_fact_stands_with_its_end_in_every_format(
    office: DeskOffice, tmp_path: Path
) -> None:
    store, out = office.station.store, tmp_path / "kho"
    written(office, out, Format.PARQUET, Format.ICEBERG)
    old = next(row for row in store.people.rows() if row.field == "person_name")
    number = store.corrections.propose(office.clerk, old.number, "Trần Văn Mẫu", "Nhập sai.")
    store.corrections.approve(office.supervisor, number)
    written(office, out, *Format)
    new = next(row for row in store.people.rows() if row.corrects == old.number)
    expected = {"fact_id": old.number, "kind": "corrected", "next_fact": new.number}
    (end,) = iceberg_in(out, open_files.ICEBERG_ENDS)
    assert expected.items() <= end.items()
    (line,) = (out / "ends.jsonl").read_text(encoding="utf-8").splitlines()
    assert expected.items() <= json.loads(line).items()
    ended = duckdb.read_parquet(f"{out}/ends.parquet").select("fact_id", "kind", "next_fact")
    assert ended.fetchall() == [(old.number, "corrected", new.number)]
    held = {
        row[0] for row in held_in(out).filter("field = 'person_name'").select("value").fetchall()
    }
    assert held == {old.value, "Trần Văn Mẫu"}
