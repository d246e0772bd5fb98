"""A program killed at any moment loses nothing it had acknowledged, and leaves nothing half done.

``DIGITIZER_KILLS`` asks for more kills than the usual number; ``benchmarks/killing.py`` for many on
both databases and with the real engines.
"""

from __future__ import annotations

import dataclasses
import os
from pathlib import Path

import pytest

from tests.digitizer.store.killed_writer import Place
from tests.digitizer.store.killing import Figures, kill_at_random
from tests.digitizer.store.office import empty
from tests.digitizer.store.real_engines import plugged_token
from tests.postgres import Server

KILLS = int(os.environ.get("DIGITIZER_KILLS", "24"))

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="kills a forked program"),
]


def tell(capsys: pytest.CaptureFixture[str], figures: Figures) -> None:
    with capsys.disabled():
        print(f" {dataclasses.asdict(figures)} ", end="")


def test_a_killed_program_loses_nothing_it_had_shown_as_saved_and_does_nothing_twice(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    figures = kill_at_random(Place(str(folder)), KILLS, longest=0.4)
    tell(capsys, figures)
    # a test that killed nothing in mid-work proves nothing
    assert figures.acknowledged > KILLS


def test_nor_on_postgresql(
    office_server: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    empty(office_server)
    place = Place(str(tmp_path), as_words(office_server))
    figures = kill_at_random(place, KILLS // 3, longest=0.4)
    tell(capsys, figures)
    assert figures.acknowledged > KILLS // 3


@pytest.mark.engine
def test_nor_while_tesseract_reads_and_a_token_signs(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with plugged_token(tmp_path) as token:
        figures = kill_at_random(Place(str(folder), token=token), KILLS // 6, longest=2.0)
    tell(capsys, figures)
    assert figures.dossiers > 0


def as_words(server: Server) -> dict[str, object]:
    return {**dataclasses.asdict(server), "folder": str(server.folder)}
