"""The unit an address lies in today is kept beside the printed words, counted, and derived anew."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from digitizer.__main__ import main
from digitizer.catalogue import kept_place, shipped_units
from digitizer.catalogue.units import UNITS_FOLDER
from digitizer.errors import NotAllowedError
from digitizer.exchange import open_facts
from digitizer.model.clock import OFFICE_TIME
from digitizer.model.place import FactPlace, Standing
from digitizer.model.reuse import WarehouseRow
from digitizer.office import practice
from digitizer.store import schema
from digitizer.workstation import OFFICE_FOLDER, Workstation
from tests.digitizer.exchange.test_open_files import PERSON, verified_dossier
from tests.ui import desk_office
from tests.ui.desk_office import DeskOffice

UNITS = shipped_units()
DAY = date(2026, 11, 26)
OLD = "Tổ 5, phường Nghĩa Chánh, thành phố Quảng Ngãi, Quảng Ngãi"
LATER = """effective: 2026-11-01
source: Nghị quyết mẫu
=51 Tỉnh Quảng Ngãi
+99999 Phường Mẫu Mới
 Phường Cẩm Thành||Tỉnh Quảng Ngãi
"""


@pytest.fixture
def office(qapp: QApplication, tmp_path: Path) -> Iterator[DeskOffice]:
    found = desk_office.open_office(tmp_path / "data")
    verified_dossier(found)
    yield found
    found.station.close()


def test_only_what_is_certain_is_kept_with_its_code() -> None:
    old = kept_place(UNITS, OLD, DAY)
    assert (old.standing, old.province) == (Standing.MAPPED, "Tỉnh Quảng Ngãi")
    assert old.unit.endswith("tỉnh Quảng Ngãi")
    assert old.unit_code.isdigit()
    assert old.version == UNITS.version(DAY)
    now = kept_place(UNITS, old.unit, DAY)
    assert (now.standing, now.unit_code, now.unit) == (Standing.IN_FORCE, old.unit_code, old.unit)
    open_one = kept_place(UNITS, "xã Không Có, tỉnh Quảng Ngãi", DAY)
    assert (open_one.unit_code, open_one.unit, open_one.province) == ("", "", "")
    assert open_one.standing is Standing.UNCERTAIN


def test_before_the_first_table_nothing_is_derived() -> None:
    assert UNITS.version(date(2025, 6, 30)) == ""
    assert UNITS.version(date(2025, 7, 1)) == UNITS.version(DAY)
    assert UNITS.version(DAY).startswith("2025-07-01/")


def facts(office: DeskOffice) -> tuple[WarehouseRow, ...]:
    return office.station.warehouse.facts(office.supervisor, PERSON)


def placed(office: DeskOffice) -> dict[str, FactPlace]:
    return {row.field: row.place for row in facts(office) if row.place is not None}


def test_verified_addresses_enter_with_their_unit_and_stay_as_printed(office: DeskOffice) -> None:
    rows = facts(office)
    addresses = [row for row in rows if row.place is not None]
    assert addresses
    for row in addresses:
        on = row.verified_at.astimezone(OFFICE_TIME).date()
        assert row.place == kept_place(office.station.catalogue.units, row.value, on)
    assert all(row.place is None for row in rows if row.field == "person_name")


def test_places_are_counted_found_and_exported_by_unit(
    office: DeskOffice, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(Workstation, "open", partial(Workstation.open, key=bytes(range(32))))
    monkeypatch.setenv("DIGITIZER_PASSWORD", practice.PASSWORD)

    def run(*words: str) -> dict[str, list[dict[str, object]]]:
        login, folder = office.supervisor.login, str(office.station.store.folder)
        assert main([*words, "--json", "--data", folder, "--officer", login]) == 0
        return json.loads(capsys.readouterr().out)  # type: ignore[no-any-return]

    # the sample's places are invented: one is put right to a real one, and derived with that
    address = next(row for row in facts(office) if row.place is not None)
    warehouse = office.station.warehouse
    number = warehouse.propose(office.clerk, address.number, OLD, "Bản chính ghi khác.")
    warehouse.approve(office.supervisor, number)
    righted = next(row for row in facts(office) if row.corrects == address.number)
    assert (righted.value, righted.place) == (OLD, kept_place(UNITS, OLD, DAY))

    counted = [one for one in run("places")["places"] if one["unit_code"]]
    assert counted
    one = counted[0]
    within = run("places", "--unit", str(one["unit_code"]))["facts"]
    assert len(within) == one["facts"]
    assert {fact["place"]["unit"] for fact in within} == {one["unit"]}  # type: ignore[index]
    by_province = run("places", "--province", str(one["province"]))["facts"]
    assert len(by_province) >= len(within)

    store = office.station.store
    (table,) = open_facts.tables(store, office.station.catalogue, "H00.01.01")
    codes = dict(zip(table["fact_id"], table["unit_code"], strict=True))
    assert {codes[fact["number"]] for fact in within} == {one["unit_code"]}
    looked = [row for row in store.journal.rows(99) if row.action == "people-looked-for"]
    assert f"place/{one['unit_code']}" in {row.subject for row in looked}


def test_a_later_table_lets_addresses_be_derived_anew(office: DeskOffice) -> None:
    store, before = office.station.store, placed(office)
    with store._database.write() as work:
        # as an office has it whose facts entered before there were places
        work.execute(schema.fact_place.delete())
    assert placed(office) == {}
    warehouse = office.station.warehouse
    with pytest.raises(NotAllowedError):
        warehouse.derive_places(office.clerk)
    assert warehouse.derive_places(office.supervisor) == len(before)
    assert placed(office) == before
    assert warehouse.derive_places(office.supervisor) == 0

    folder = store.folder / OFFICE_FOLDER / UNITS_FOLDER
    folder.mkdir(parents=True)
    (folder / "communes-2026-11-01.txt").write_text(LATER, encoding="utf-8")
    office.station.reload_definitions()
    newer = office.station.warehouse
    assert newer.derive_places(office.supervisor) == len(before)
    after = placed(office)
    assert after.keys() == before.keys()
    assert {one.version[:10] for one in after.values()} == {"2026-11-01"}
    derived = [row for row in store.journal.rows(99) if row.action == "places-derived"]
    assert any(row.subject.startswith("2026-11-01/") for row in derived)
