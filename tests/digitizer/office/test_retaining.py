"""``digitizer retention`` from the command line, with its certificate."""

from __future__ import annotations

import json
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from digitizer.__main__ import main
from digitizer.office import keeping_time
from digitizer.store import Store, keys
from tests.digitizer.store.office import KEY, OWNER, Office
from tests.digitizer.store.test_retention import issued


def digitizer(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, Any]:
    capsys.readouterr()
    code = main(["retention", *map(str, words), "--json", "--officer", "records"])
    return code, json.loads(capsys.readouterr().out)


def test_a_person_is_exported_and_a_dossier_erased_with_a_certificate(
    office: Office,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    keys.key_file(office.folder).write_text(KEY.hex())
    monkeypatch.setenv("DIGITIZER_DATA", str(office.folder))
    monkeypatch.setenv("DIGITIZER_PASSWORD", "mật khẩu thử")
    issued(office)
    code, answer = digitizer(capsys, "person", OWNER.personal_id, "--out", tmp_path / "out")
    assert (code, answer["files"]) == (0, 2)
    found = json.loads((tmp_path / "out" / "person.json").read_text("utf-8"))
    assert found["person"][0]["name"] == OWNER.name
    assert digitizer(capsys, "hold", "HS-1", "--reason", "Khiếu nại")[0] == 0
    words = ("erase", "HS-1", "--decision", "12/QĐ-UBND", "--out", tmp_path / "bien-ban.pdf")
    code, answer = digitizer(capsys, *words)
    assert (code, answer["failures"][0]["code"]) == (1, "held")
    assert digitizer(capsys, "lift", "HS-1")[0] == 0
    code, answer = digitizer(capsys, *words)
    assert (code, answer["rows"]["field_value"]) == (0, 1)
    shown = subprocess.run(
        ["pdftotext", "-raw", tmp_path / "bien-ban.pdf", "-"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.replace("\u200b", "")
    assert "BIÊN BẢN HỦY TÀI LIỆU" in shown
    assert "12/QĐ-UBND" in shown
    assert digitizer(capsys, "due")[1]["due"] == []
    office.store.close()
    office.store = Store.open(office.folder, key=KEY)
    assert office.store.journal.verify() is None


def test_periods_have_a_source_and_what_is_kept_for_good_is_never_due(office: Office) -> None:
    table = keeping_time.periods()
    assert table["legal_source"]
    assert table["confirmed"] is False
    at = datetime(2048, 2, 29, tzinfo=UTC)
    assert keeping_time.due(office.store, office.records, {"1.001193": None}, at) == ()
