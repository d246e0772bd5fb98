"""``digitizer officers``: the first administrator, and who is asked for afterwards."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from digitizer.__main__ import main

PASSWORD = "con đường làng"
FIRST = ("officers", "add", "quantri", "--name", "Quản Trị", "--roles", "administrator")


def digitizer(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, Any]:
    capsys.readouterr()
    code = main([*map(str, words), "--json", "--language", "en"])
    return code, json.loads(capsys.readouterr().out)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "desk"
    monkeypatch.setenv("DIGITIZER_DATA", str(folder))
    monkeypatch.delenv("DIGITIZER_OFFICER", raising=False)
    monkeypatch.setenv("DIGITIZER_PASSWORD", PASSWORD)
    monkeypatch.setenv("DIGITIZER_NEW_PASSWORD", PASSWORD)
    return folder


def test_new_records_get_their_first_administrator_by_command_and_nobody_a_second_one_so(
    desk: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    clerk = ("officers", "add", "lan", "--name", "Lan", "--roles", "clerk")
    # who is no administrator founds nothing
    assert digitizer(capsys, *clerk)[0] == 2
    assert not desk.exists()
    # a password that is refused leaves records without officers: the next try founds them
    monkeypatch.setenv("DIGITIZER_NEW_PASSWORD", "12345678")
    assert digitizer(capsys, *FIRST)[1]["failures"][0]["code"] == "password-weak"
    monkeypatch.setenv("DIGITIZER_NEW_PASSWORD", PASSWORD)
    code, answer = digitizer(capsys, *FIRST)
    assert code == 0
    assert [(one["login"], one["roles"]) for one in answer["officers"]] == [
        ("quantri", ["administrator"])
    ]
    for words in (FIRST, ("officers", "add", "khach", *FIRST[3:])):
        assert digitizer(capsys, *words)[0] == 2
    code, answer = digitizer(capsys, *clerk, "--officer", "quantri")
    assert (code, [one["login"] for one in answer["officers"]]) == (0, ["quantri", "lan"])
    # the variable names who acts, as for every command
    monkeypatch.setenv("DIGITIZER_OFFICER", "quantri")
    assert digitizer(capsys, "officers", "list")[0] == 0
    assert digitizer(capsys, "journal", "verify")[0] == 0


def test_an_office_s_first_administrator_is_not_made_from_a_desk(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    desk.mkdir()
    (desk / "site.toml").write_text(
        f'database = "postgresql+psycopg://127.0.0.1:1/xa"\nvault = "{desk}"\n'
    )
    assert digitizer(capsys, *FIRST)[0] == 2
