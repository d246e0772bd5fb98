"""Officers search scans, look at facts in time and put them right; each look is journaled."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from digitizer.__main__ import main
from digitizer.model.search import TextQuery
from digitizer.office import practice
from digitizer.workstation import Workstation
from tests.digitizer.exchange.test_open_files import PERSON, verified_dossier
from tests.ui import desk_office
from tests.ui.desk_office import DeskOffice


@pytest.fixture
def office(qapp: QApplication, tmp_path: Path) -> Iterator[DeskOffice]:
    found = desk_office.open_office(tmp_path / "data")
    verified_dossier(found)
    yield found
    found.station.close()


def test_words_with_marks_find_these_marks_alone_and_show_their_lines(office: DeskOffice) -> None:
    warehouse = office.station.warehouse
    plain = warehouse.search(office.clerk, TextQuery("dang ky"))
    assert plain
    assert any("đăng ký" in line.casefold() for line in plain[0].lines)
    assert warehouse.search(office.clerk, TextQuery("đăng ký")) == plain
    assert warehouse.search(office.clerk, TextQuery("đạng ký")) == ()
    rows = office.station.store.journal.rows(9, "search")
    assert [row.after for row in rows][:2] == ["đạng ký", "đăng ký"]


def test_a_person_is_asked_for_in_time_and_corrected_from_the_command_line(
    office: DeskOffice, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = office.station.store.folder
    rows = office.station.warehouse.facts(office.supervisor, PERSON)
    name = next(row for row in rows if row.field == "person_name")

    monkeypatch.setattr(Workstation, "open", partial(Workstation.open, key=bytes(range(32))))

    def run(login: str, *words: str) -> dict[str, object]:
        monkeypatch.setenv("DIGITIZER_PASSWORD", practice.PASSWORD)
        assert main([*words, "--json", "--data", str(folder), "--officer", login]) == 0
        return json.loads(capsys.readouterr().out)  # type: ignore[no-any-return]

    clerk, supervisor = office.clerk.login, office.supervisor.login
    proposed = run(
        clerk, "corrections", "propose", str(name.number), "--value", "Trần Văn Mẫu", "--reason",
        "Bản chính ghi khác.",
    )  # fmt: skip
    assert proposed["waiting"]
    done = run(supervisor, "corrections", "approve", str(proposed["correction"]))
    assert done["dossiers"] == [name.dossier_code]
    facts = run(clerk, "person", PERSON)["facts"]
    ended = {one["value"]: one["ended"] for one in facts if one["field"] == "person_name"}  # type: ignore[attr-defined,index]
    assert ended == {name.value: "corrected", "Trần Văn Mẫu": None}
    settled = run(
        supervisor, "corrections", "settle", str(name.number), "--dossier", name.dossier_code,
        "--reason", "Đã báo cho công dân.",
    )  # fmt: skip
    assert settled["stale"] == []
