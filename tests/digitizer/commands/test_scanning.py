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


def test_a_folder_stands_in_the_one_list_and_is_taken_in_like_a_scanner(
    desk: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    import os

    share = tmp_path / "share"
    share.mkdir()
    (desk / "office").mkdir(exist_ok=True)
    written = f'[mfp]\nname = "Máy tầng 1"\npath = "{share}"\nprocedure = "1.004873"\n'
    (desk / "office" / "folders.toml").write_text(written, "utf-8")
    _, answer, _ = run(capsys, "scanners", "--local")
    names = {one["id"]: one["name"] for one in answer["scanners"]}  # type: ignore[attr-defined]
    assert names[f"folder:{share}"] == "Máy tầng 1"
    monkeypatch.setenv("DIGITIZER_OFFICER", os.environ["DESK_CLERK"])
    (share / "one.jpg").write_bytes(escl_device.picture(9001))
    (share / "broken.jpg").write_bytes(b"no picture at all")
    words = ("watch", str(share), "--once", "--settle", "0.1", "--give-up", "0.3")
    code, answer, said = run(capsys, *words)
    assert code == 1
    files = {one["name"]: one for one in answer["files"]}  # type: ignore[attr-defined]
    assert files["broken.jpg"]["state"] == "set-aside"
    assert files["broken.jpg"]["code"] in said
    assert files["one.jpg"]["state"] == "taken"
    (place,) = files["one.jpg"]["places"]
    assert (place["dossier"], place["aside"], place["failure"]) == (
        files["one.jpg"]["dossier"],
        None,
        None,
    )
    # through scan, into a dossier that is there
    (share / "two.jpg").write_bytes(escl_device.picture(9003))
    monkeypatch.setattr("digitizer.commands.watching._SETTLE", 0.1)
    code, answer, _ = run(
        capsys, "scan", "--device", f"folder:{share}", "--dossier", place["dossier"]
    )
    assert code == 0
    assert answer["files"][0]["places"][0]["dossier"] == place["dossier"]  # type: ignore[index]


def test_a_folder_nobody_named_a_procedure_for_is_not_watched(
    desk: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    import os

    monkeypatch.setenv("DIGITIZER_OFFICER", os.environ["DESK_CLERK"])
    assert main(["watch", str(tmp_path), "--once"]) == 2
    assert "folders.toml" in capsys.readouterr().err


@pytest.mark.engine
def test_scan_says_where_each_page_went(
    desk: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    import os

    monkeypatch.setenv("DIGITIZER_OFFICER", os.environ["DESK_CLERK"])
    device = EsclDevice(sheets=2)
    with escl_device.running(device):
        words = ("--device", f"escl:{device.address}", "--procedure", "1.004873", "--read")
        code, answer, _ = run(capsys, "scan", *words)
    assert code == 0
    places = answer["places"]
    assert [one["name"][-4:] for one in places] == ["0001", "0002"]  # type: ignore[attr-defined]
    assert {one["dossier"] for one in places} == {answer["dossier"]}  # type: ignore[attr-defined]
