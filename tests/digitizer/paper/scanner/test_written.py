"""Scanners and profiles an administrator has written down for the office."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from digitizer.__main__ import main
from digitizer.errors import DefinitionError, NotFoundError
from digitizer.paper import profiles, written_scanners
from digitizer.paper.scanner import sane

NAMED = """[phong_1]
name = "Máy ở phòng 1"
address = "https://10.0.0.9/eSCL"
"""


@pytest.fixture
def office(tmp_path: Path) -> Path:
    folder = tmp_path / "office"
    folder.mkdir()
    return folder


def test_a_written_scanner_is_in_the_list_without_any_search(
    office: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sane, "devices", lambda: ())
    (office / "scanners.toml").write_text(NAMED, "utf-8")
    assert main(["scanners", "--local", "--json", "--data", str(office.parent)]) == 0
    (found,) = json.loads(capsys.readouterr().out)["scanners"]
    assert found["name"] == "Máy ở phòng 1"
    assert found["id"] == "escl:https://10.0.0.9/eSCL"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ('[a]\naddress = "10.0.0.9"', "a.address"),
        ('[a]\naddres = "http://10.0.0.9/eSCL"', "a.addres"),
        ("a = 1", "a"),
        ("[a", ""),
    ],
)
def test_what_is_wrong_in_the_file_is_named(office: Path, text: str, key: str) -> None:
    (office / "scanners.toml").write_text(text, "utf-8")
    with pytest.raises(DefinitionError) as caught:
        written_scanners.load(office)
    assert (caught.value.details["file"], caught.value.details["key"]) == ("scanners.toml", key)


def test_locked_profiles_are_the_only_ones_and_never_below_the_rule(office: Path) -> None:
    shipped = profiles.load(office)
    text = 'locked = true\n[chung]\nname = "Dùng chung"\ndpi = 150\ncolour = "grey"\n'
    (office / "scan_profiles.toml").write_text(text, "utf-8")
    locked = profiles.load(office)
    assert [one.code for one in locked.all] == ["chung"]
    assert locked.locked
    assert locked.raised == ("chung",)
    assert locked.all[0].dpi >= locked.rule.least_dpi
    with pytest.raises(NotFoundError):
        locked.named(shipped.all[0].code)
    (office / "scan_profiles.toml").write_text(text.replace("true", "false"), "utf-8")
    open_ones = profiles.load(office)
    assert {one.code for one in open_ones.all} == {one.code for one in shipped.all} | {"chung"}
