"""Keys, backups and restores from the command line, as an administrator does them."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from digitizer.__main__ import main
from digitizer.errors import NotAllowedError, WeakPasswordError
from digitizer.office import custody
from digitizer.store import Store, keys, wrapping
from digitizer.store.backup import back_up
from digitizer.store.keys import Place
from tests.digitizer.store.office import KEY, Office
from tests.postgres import Server

PHRASE = "một câu dài chỉ mình tôi biết"


@pytest.fixture
def desk(office: Office, monkeypatch: pytest.MonkeyPatch) -> Office:
    keys.key_file(office.folder).write_text(KEY.hex())
    keys.key_file(office.folder).chmod(0o600)
    monkeypatch.setenv("DIGITIZER_DATA", str(office.folder))
    monkeypatch.setenv("DIGITIZER_PASSWORD", "mật khẩu thử")
    return office


def digitizer(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, Any, str]:
    capsys.readouterr()
    code = main([*map(str, words), "--json", "--language", "en"])
    said = capsys.readouterr()
    return code, json.loads(said.out), said.err


def test_a_machine_is_lost_and_the_records_come_back_with_the_printed_sheet(
    desk: Office,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    desk.filled()
    as_administrator = ("--officer", "quantri")
    # the window has the folder open meanwhile
    code, answer, _ = digitizer(capsys, "backup", tmp_path / "usb", "--verify", *as_administrator)
    assert (code, answer["copied"]) == (0, 1)
    desk.store.close()
    sheet = tmp_path / "sheet.pdf"
    assert digitizer(capsys, "keys", "sheet", "--out", sheet, *as_administrator)[0] == 0
    shown = subprocess.run(
        ["pdftotext", "-layout", sheet, "-"], capture_output=True, text=True, check=True
    ).stdout.replace("\u200b", "")
    groups = " ".join(
        line.split(f"dòng {number}")[1].strip()
        for number, line in enumerate(
            [line for line in shown.splitlines() if "Khóa, dòng" in line], start=1
        )
    )
    assert wrapping.from_recovery_text(groups) == KEY
    monkeypatch.setenv("DIGITIZER_RECOVERY", groups)
    code, answer, _ = digitizer(capsys, "restore", tmp_path / "usb", "--data", tmp_path / "new")
    assert (code, answer["files"]) == (0, 1)
    with Store.open(tmp_path / "new") as store:
        assert store.dossiers.get("HS-1").code == "HS-1"
    # and where there is a newer store nothing is restored
    code, answer, words = digitizer(capsys, "restore", tmp_path / "usb")
    assert (code, answer["failures"][0]["code"]) == (1, "restore-refused")
    assert "newer" in words
    desk.store = Store.open(desk.folder, key=KEY)


def test_the_key_goes_under_a_passphrase_and_is_changed(
    desk: Office, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.filled()
    desk.store.close()
    monkeypatch.setenv("DIGITIZER_NEW_PASSPHRASE", PHRASE)
    words = ("--officer", "quantri")
    assert digitizer(capsys, "keys", "passphrase", *words)[0] == 0
    code, answer, _ = digitizer(capsys, "dossiers", "--officer", "clerk")
    assert (code, answer["failures"][0]["code"]) == (1, "passphrase-needed")
    monkeypatch.setenv("DIGITIZER_PASSPHRASE", PHRASE)
    code, answer, _ = digitizer(capsys, "keys", "change", *words)
    assert (code, answer["files"]) == (0, 1)
    code, answer, _ = digitizer(capsys, "dossiers", "--officer", "clerk")
    assert (code, len(answer["dossiers"])) == (0, 1)
    desk.store = Store.open(desk.folder, passphrase=PHRASE)
    actions = [row.action for row in desk.store.journal.rows(8)]
    assert {"key-moved", "key-change-begun", "key-changed"} <= set(actions)


def test_only_an_administrator_touches_the_key_and_a_weak_phrase_is_refused(desk: Office) -> None:
    for by in (desk.clerk, desk.records, desk.supervisor):
        for wish in (
            lambda by=by: custody.move_key(desk.store, by, Place.FILE, passphrase=None),
            lambda by=by: custody.begin_change(desk.store, by),
            lambda by=by: custody.finish_change(desk.store, by),
        ):
            with pytest.raises(NotAllowedError):
                wish()
    with pytest.raises(WeakPasswordError):
        custody.move_key(
            desk.store, desk.quantri, Place.PASSPHRASE, passphrase=None, new="12345678"
        )


def test_the_key_of_an_office_s_database_is_not_a_desk_s_to_move_or_back_up(
    office_server: Server, tmp_path: Path
) -> None:
    office = Office.on(office_server, tmp_path)
    own = office.logged_in("quantri")
    for wish in (
        lambda: custody.move_key(office.store, office.quantri, Place.FILE, passphrase=None),
        lambda: custody.move_key(own, office.quantri, Place.FILE, passphrase=None),
        lambda: custody.begin_change(own, office.quantri),
        lambda: custody.begin_change(office.store, office.clerk),
        lambda: back_up(own, office.quantri, tmp_path / "usb"),
        lambda: back_up(office.store, office.records, tmp_path / "usb"),
    ):
        with pytest.raises(NotAllowedError):
            wish()
    own.close()
    assert not (tmp_path / "store.json").exists()
    assert not (tmp_path / "usb").exists()
    office.store.close()
