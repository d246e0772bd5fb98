"""An office can leave with everything it has, and read it without the program."""

from __future__ import annotations

import errno
import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from digitizer.errors import DiskFullError, NotAllowedError, WouldOverwriteError
from digitizer.exchange.exit_export import Left, export_everything
from digitizer.jobs import CancelToken, silent
from tests.digitizer.exchange.test_open_files import verified_dossier
from tests.ui import desk_office
from tests.ui.desk_office import DeskOffice


@pytest.fixture
def office(qapp: QApplication, tmp_path: Path) -> Iterator[DeskOffice]:
    found = desk_office.open_office(tmp_path / "data")
    verified_dossier(found)
    yield found
    found.station.close()


def left(office: DeskOffice, out: Path) -> Left:
    station = office.station
    return export_everything(
        station.store, station.catalogue, office.records, out, report=silent, cancel=CancelToken()
    )


def rows_of(out: Path, table: str) -> list[dict[str, object]]:
    text = (out / "data" / "tables" / f"{table}.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def test_every_file_of_the_bag_is_listed_with_its_sum(office: DeskOffice, tmp_path: Path) -> None:
    out = tmp_path / "ra"
    left(office, out)
    listed = dict(
        reversed(line.split("  ", 1))
        for line in (out / "manifest-sha256.txt").read_text(encoding="utf-8").splitlines()
    )
    there = {
        str(file.relative_to(out)): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in (out / "data").rglob("*")
        if file.is_file()
    }
    assert there == listed
    assert (out / "bagit.txt").read_text(encoding="utf-8").startswith("BagIt-Version: 1.0\n")
    oxum = f"{sum((out / name).stat().st_size for name in there)}.{len(there)}"
    assert f"Payload-Oxum: {oxum}\n" in (out / "bag-info.txt").read_text(encoding="utf-8")


def test_originals_words_values_and_the_journal_are_there_and_belong_together(
    office: DeskOffice, tmp_path: Path
) -> None:
    out, store = tmp_path / "ra", office.station.store
    done = left(office, out)
    assert done.damaged == ()
    (code,) = {row.dossier_code for row in store.people.rows()}
    pages = [row for row in rows_of(out, "page") if row["dossier_code"] == code]
    assert pages
    for page in pages:
        (original,) = (out / "data" / "files").rglob(f"{page['original_hash']}*")
        assert original.read_bytes() == store.vault.get(str(page["original_hash"]))
        assert original.suffix == ".png"
        (words,) = (out / "data" / "files").rglob(f"{page['text_hash']}.json")
        assert json.loads(words.read_text(encoding="utf-8"))["words"]
    facts = rows_of(out, "fact")
    assert [row["value"] for row in facts] == [row.value for row in store.people.rows()]
    journal = rows_of(out, "journal")
    assert journal[-1]["action"] == "everything-exported"
    assert len(rows_of(out, "field_value")) == done.rows["field_value"]
    assert (out / "data" / "definitions" / "document_types" / "cccd_front.toml").is_file()


def test_no_password_and_no_key_leaves(office: DeskOffice, tmp_path: Path) -> None:
    out = tmp_path / "ra"
    left(office, out)
    assert all("password_hash" not in row for row in rows_of(out, "officer"))
    assert not (out / "data" / "tables" / "office_key.jsonl").exists()
    assert b"$argon2" not in b"".join(file.read_bytes() for file in out.rglob("*.jsonl"))


def test_a_full_disk_is_told_of(
    office: DeskOffice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_given: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(DiskFullError):
        left(office, tmp_path / "ra")


def test_only_who_may_takes_everything_and_nothing_is_written_over(
    office: DeskOffice, tmp_path: Path
) -> None:
    station, out = office.station, tmp_path / "ra"
    with pytest.raises(NotAllowedError):
        export_everything(
            station.store, station.catalogue, office.clerk, out, report=silent, cancel=CancelToken()
        )
    assert not out.exists()
    out.mkdir()
    (out / "mine.txt").write_text("x", encoding="utf-8")
    with pytest.raises(WouldOverwriteError):
        left(office, out)
