from __future__ import annotations

import json
from pathlib import Path

import pytest

from digitizer.__main__ import main
from digitizer.office import practice
from digitizer.workstation import Workstation
from tests.digitizer.paper.scanner import escl_device, sane_device
from tests.digitizer.paper.scanner.escl_device import EsclDevice


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "data"
    practice.write_site(folder)
    with Workstation.open(folder, workers=1) as station:
        clerk, _, _ = practice.enlist(station.store)
    monkeypatch.setenv("DIGITIZER_DATA", str(folder))
    monkeypatch.setenv("DIGITIZER_PASSWORD", practice.PASSWORD)
    monkeypatch.setenv("DESK_CLERK", clerk.login)
    monkeypatch.setenv("SANE_CONFIG_DIR", str(tmp_path / "sane.d"))
    return folder


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, dict[str, object], str]:
    """Run a command and return its exit code, its JSON answer and what it said."""
    code = main([*words, "--json"])
    said = capsys.readouterr()
    return code, json.loads(said.out), said.err


@pytest.mark.skipif(not sane_device.installed(), reason="SANE is not installed")
def test_scanners_lists_what_sane_knows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    conf = sane_device.write_configuration(tmp_path / "sane.d")
    monkeypatch.setenv("SANE_CONFIG_DIR", str(conf))
    code, answer, _ = run(capsys, "scanners", "--local")
    assert code == 0
    assert [one["id"] for one in answer["scanners"]] == ["sane:test:0"]  # type: ignore[attr-defined]


def test_scan_keeps_what_was_fed_before_a_jam_and_goes_on_from_there(
    desk: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    import os

    clerk = os.environ["DESK_CLERK"]
    device = EsclDevice(sheets=5, jam_after=2)
    with escl_device.running(device):
        common = ("--device", f"escl:{device.address}", "--sheets", "5", "--officer", clerk)
        code, first, said = run(capsys, "scan", "--procedure", "1.004873", *common)
        assert code == 1
        assert (first["sheets"], first["ended"]) == (2, False)
        assert first["failures"][0]["code"] == "scanner-jam"  # type: ignore[index]
        assert "đặt lại từ tờ thứ 3" in said
        device.jam_after = None
        code, second, _ = run(capsys, "scan", "--dossier", str(first["dossier"]), *common)
    assert code == 0
    assert second["batch"] == first["batch"]
    assert (second["sheets"], second["images"], second["ended"]) == (5, 5, True)


def test_scan_names_a_device_that_is_not_there(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import os

    clerk = os.environ["DESK_CLERK"]
    words = ("scan", "--device", "escl:http://127.0.0.1:9/eSCL", "--procedure", "1.004873")
    code, answer, _ = run(capsys, *words, "--officer", clerk)
    assert code == 1
    assert answer["failures"][0]["code"] == "scanner-offline"  # type: ignore[index]
