"""File names whose bytes are no UTF-8 are shown and kept with a sign for what cannot be shown."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from digitizer.errors import FileUnreadableError
from digitizer.files import read_file
from digitizer.jobs import CancelToken
from digitizer.paper.intake import Intake, take_in
from ocr.reader import Reader
from tests.digitizer.commands.test_commands import ROOT, letter

STRANGE = os.fsdecode(b"\xe9t\xe9.png")


@pytest.fixture
def strange(tmp_path: Path) -> Path:
    try:
        return letter(tmp_path / "page.png").rename(tmp_path / STRANGE)
    except OSError:
        pytest.skip("this disk takes UTF-8 names only")


def test_the_name_in_a_refusal_can_be_printed() -> None:
    with pytest.raises(FileUnreadableError) as caught:
        read_file(Path("none") / STRANGE, 10)
    assert caught.value.details["name"] == "\ufffdt\ufffd.png"


@pytest.mark.engine
@pytest.mark.slow
def test_read_writes_and_prints_what_it_made_of_the_file(strange: Path, tmp_path: Path) -> None:
    lost = tmp_path / os.fsdecode(b"\xff.png")
    told = ("--out", tmp_path / "out", "--format", "alto,hocr", "--report", tmp_path / "report")
    done = subprocess.run(
        [sys.executable, "-m", "digitizer", "read", strange, lost, *told, "--json"],
        capture_output=True,
        check=False,
        cwd=ROOT,
        timeout=120,
        env={**os.environ, "PYTHONIOENCODING": "utf-8:strict"},
    )
    assert done.returncode == 1, done.stderr.decode()
    answer = json.loads(done.stdout.decode("utf-8"))
    assert [one["item"] for one in answer["failures"]] == ["\ufffd.png"]
    assert [Path(one["file"]).name for one in answer["files"]] == ["\ufffdt\ufffd.png"]
    assert all(Path(answer["files"][0][kind]).is_file() for kind in ("pdf", "json", "alto", "hocr"))


@pytest.mark.engine
@pytest.mark.slow
def test_a_dossier_takes_the_file_in(strange: Path, tmp_path: Path) -> None:
    from tests.digitizer.store.office import Office, found_office

    found_office(tmp_path / "office")
    office = Office.open(tmp_path / "office")
    dossier = office.dossier().code
    with office.store, Reader(1) as reader:
        taken = take_in(
            Intake(office.store, reader, office.people["clerk"], dossier),
            [strange, tmp_path / os.fsdecode(b"\xff.png")],
            report=lambda _: None,
            cancel=CancelToken(),
            on_page=lambda *_: None,
        )
    assert [page.original_name for page in taken.pages] == ["\ufffdt\ufffd.png"]
    assert [failure.name for failure in taken.failures] == ["\ufffd.png"]
