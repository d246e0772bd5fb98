"""What README and handbook tell a newcomer to type is what the program understands, and works."""

from __future__ import annotations

import os
import shlex
import subprocess
from pathlib import Path

import pytest

from digitizer.__main__ import _parser
from tools.release import newcomer
from tools.release.locked import ROOT

STEPS = [*newcomer.steps(newcomer.README), *newcomer.steps(newcomer.HANDBOOK)]
COMMANDS = [one for one in STEPS if one.typed.startswith(newcomer.PROGRAM)]
PARSER = _parser([])


def understood(words: list[str]) -> bool:
    """Say whether the program takes these words; asking for help is well too."""
    try:
        PARSER.parse_args(words)
    except SystemExit as end:
        return end.code == 0
    return True


def test_the_pages_are_read_to_their_end() -> None:
    assert len(COMMANDS) > 45
    assert [one.typed for one in STEPS if one.typed.startswith("make")] == ["make run", "make test"]


@pytest.mark.parametrize("step", COMMANDS, ids=lambda step: f"{step.where} {step.written[:40]}")
def test_the_program_understands_what_a_reader_is_told_to_type(step: newcomer.Step) -> None:
    words = shlex.split(step.typed.replace("{dossier}", "H00.01.01-260302-0001"))[1:]
    assert understood(words), f"{step.where}: {step.written}"


def test_what_is_set_apart_and_what_is_filled_in_stands_on_the_pages() -> None:
    everything = " ".join(one.written.replace(newcomer.PROGRAM, "digitizer") for one in STEPS)
    text = newcomer.README.read_text("utf-8") + newcomer.HANDBOOK.read_text("utf-8")
    assert all(one in everything or one in text for one in newcomer.APART)
    assert all(one in everything for one in newcomer.FILLED)


def test_the_papers_the_pages_speak_of_can_be_laid_out(tmp_path: Path) -> None:
    newcomer.lay_out(tmp_path)
    there = {one.name for one in tmp_path.iterdir()}
    assert {"scan.jpg", "letter.pdf", "declaration.jpg", "key.p12", "lien-thong.toml"} <= there


@pytest.mark.clean_root
@pytest.mark.timeout(3600)
@pytest.mark.skipif(os.geteuid() != 0, reason="debootstrap and chroot need root")
def test_a_newcomer_gets_through_both_pages_in_a_clean_root() -> None:
    # the tests are this run itself; newcomer.sh without words follows that step too
    script = ROOT / "tools" / "release" / "newcomer.sh"
    words = [script, "--without", "make test"]
    found = subprocess.run(words, capture_output=True, text=True, check=False)
    print(found.stdout)
    assert found.returncode == 0, found.stdout[-3000:] + found.stderr
    assert "FAILED" not in found.stdout
