"""The names under which commands write what they make of files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from digitizer.__main__ import main
from digitizer.commands.files import unique_names
from digitizer.commands.reading import unique_stems
from signing.keys import make_test_key
from tests.digitizer.commands.test_overwriting import pdf


def test_no_two_files_share_a_name_even_when_one_bears_the_others_number() -> None:
    stems = unique_stems([Path("a.pdf"), Path("a.jpg"), Path("a-2.png"), Path("a-2.tif")])
    assert stems[:2] == ["a", "a-2"]
    assert len(set(stems)) == 4


def test_names_that_differ_in_letter_case_alone_are_one_name_on_some_disks() -> None:
    names = unique_names(["Đơn.pdf", "đơn.pdf"])
    assert len({name.casefold() for name in names}) == 2
    assert all(name.endswith(".pdf") for name in names)


def test_files_of_one_name_from_two_folders_are_both_signed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PIN", "pw")
    key = tmp_path / "key.p12"
    key.write_bytes(make_test_key("Thử", "pw"))
    files = [str(pdf(tmp_path / folder / "x.pdf")) for folder in ("a", "b")]
    out = tmp_path / "so"
    words = ["sign", *files, "--p12", str(key), "--out", str(out), "--pin-env", "PIN", "--json"]
    for _ in ("first run", "again"):
        assert main(words) == 0
        answer = json.loads(capsys.readouterr().out)
        signed = [Path(one["signed"]) for one in answer["signed"]]
        assert [one.name for one in signed] == ["x.pdf", "x-2.pdf"]
        assert sorted(out.iterdir()) == sorted(signed)


def test_sign_refuses_to_write_over_an_original(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PIN", "pw")
    key = tmp_path / "key.p12"
    key.write_bytes(make_test_key("Thử", "pw"))
    first, second = pdf(tmp_path / "a" / "x.pdf"), pdf(tmp_path / "so" / "x.pdf")
    before = second.read_bytes()
    words = ["sign", str(first), str(second), "--p12", str(key), "--out", str(second.parent)]
    assert main([*words, "--pin-env", "PIN", "--json"]) == 1
    answer = json.loads(capsys.readouterr().out)
    assert [one["code"] for one in answer["failures"]] == ["would-overwrite"]
    assert second.read_bytes() == before
