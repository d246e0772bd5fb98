"""What a command writes never lands on a file it was given."""

from __future__ import annotations

import json
from pathlib import Path

import pikepdf
import pytest

from digitizer.__main__ import main


def pdf(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with pikepdf.new() as file:
        file.add_blank_page(page_size=(300, 300))
        file.save(path)
    return path


@pytest.mark.engine
@pytest.mark.slow
def test_read_refuses_to_write_over_an_original_and_reads_the_others(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    letter = pdf(tmp_path / "letter.pdf")
    other = pdf(tmp_path / "elsewhere" / "other.pdf")
    before = letter.read_bytes()
    code = main(["read", str(letter), str(other), "--out", str(tmp_path), "--json"])
    answer = json.loads(capsys.readouterr().out)
    assert code == 1
    assert letter.read_bytes() == before
    assert not (tmp_path / "letter.txt").exists()
    assert [Path(one["file"]).name for one in answer["files"]] == ["other.pdf"]
    assert [(one["item"], one["code"]) for one in answer["failures"]] == [
        ("letter.pdf", "would-overwrite")
    ]


def test_a_file_is_refused_too_when_its_copy_would_land_on_another_original(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = pdf(tmp_path / "in" / "letter.pdf")
    second = pdf(tmp_path / "out" / "letter.pdf")
    second.with_name("link.pdf").symlink_to(second)
    before = second.read_bytes()
    out = str(tmp_path / "out")
    link = str(second.with_name("link.pdf"))
    assert main(["read", str(first), link, "--out", out, "--json"]) == 1
    answer = json.loads(capsys.readouterr().out)
    assert {one["code"] for one in answer["failures"]} == {"would-overwrite"}
    assert second.read_bytes() == before
    assert second.with_name("link.pdf").is_symlink()


def test_the_report_is_refused_before_anything_is_read_when_it_names_an_original(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    letter = pdf(tmp_path / "letter.pdf")
    before = letter.read_bytes()
    out = tmp_path / "out"
    words = ["read", str(letter), "--out", str(out), "--report", str(letter), "--json"]
    assert main(words) == 1
    answer = json.loads(capsys.readouterr().out)
    assert [one["code"] for one in answer["failures"]] == ["would-overwrite"]
    assert letter.read_bytes() == before
    assert not out.exists()
