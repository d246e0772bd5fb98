"""``digitizer units`` answers for addresses and takes in an office's table."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from digitizer.__main__ import main
from tests.digitizer.catalogue.test_units import LATER

OLD = "phường Nghĩa Chánh, thành phố Quảng Ngãi, tỉnh Quảng Ngãi"


def answered(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, dict[str, Any]]:
    code = main(["units", "--json", *words])
    return code, json.loads(capsys.readouterr().out)


def test_a_table_is_taken_in_and_used_from_its_day_on(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    table = tmp_path / "table.txt"
    table.write_text(LATER, encoding="utf-8")
    data = ("--data", str(tmp_path / "data"))
    code, answer = answered(capsys, OLD, "--on", "2026-11-25", "--import", str(table), *data)
    assert code == 0
    assert answer["taken_in"]["name"] == "communes-2027-03-01.txt"
    assert answer["places"][0]["value"] == "phường Cẩm Thành, tỉnh Quảng Ngãi"
    code, answer = answered(capsys, OLD, "--on", "2027-03-01", *data)
    assert answer["places"][0]["value"] == "phường Mẫu, tỉnh Quảng Ngãi"
    assert [one["effective"] for one in answer["tables"]] == ["2025-07-01", "2027-03-01"]


def test_a_bad_table_is_refused_and_nothing_is_kept(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    table = tmp_path / "table.txt"
    table.write_text(LATER.replace("+99001", "+x"), encoding="utf-8")
    code, answer = answered(capsys, OLD, "--import", str(table), "--data", str(tmp_path / "data"))
    assert code == 1
    assert answer["failures"][0]["code"] == "definition-wrong"
    assert not (tmp_path / "data").exists()
