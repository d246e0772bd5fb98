"""A program killed at any moment loses nothing it had acknowledged, and leaves nothing half done.

``DIGITIZER_KILLS`` asks for more kills than the usual number.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.digitizer.store.office import Office

KILLS = int(os.environ.get("DIGITIZER_KILLS", "24"))
ROOT = Path(__file__).parents[3]

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="kills a forked program")


def killed_after(writer: subprocess.Popen[bytes], seed: int, seconds: float) -> list[dict]:
    """Start a writer, kill it some time after it opened the store, return what it acknowledged."""
    assert writer.stdin is not None
    assert writer.stdout is not None
    writer.stdin.write(f"{seed}\n".encode())
    writer.stdin.flush()
    opened = json.loads(writer.stdout.readline())
    time.sleep(seconds)
    os.kill(opened["opened"], signal.SIGKILL)
    acknowledged: list[dict[str, Any]] = []
    while "ended" not in (what := json.loads(writer.stdout.readline())):
        acknowledged.append(what)
    assert what["ended"] == signal.SIGKILL
    return acknowledged


def assert_kept(office: Office, acknowledged: list[dict]) -> None:
    values = {value.id: value for value in office.store.dossiers.values("HS-1")}
    for what in acknowledged:
        if "page" in what:
            page = office.store.dossiers.page(what["page"])
            assert page.original_hash == page.image_hash == what["digest"]
            assert office.store.vault.get(what["digest"])
        else:
            value = values[what["value"]]
            assert (value.value, value.version) == (what["text"], what["version"])
            assert value.decided_by == office.clerk.id


def assert_nothing_half(office: Office) -> None:
    # integrity, foreign keys, journal chain, and every file a row names reads back
    assert office.store.problems() == ()
    dossiers = office.store.dossiers
    journal = office.store.journal.rows(1_000_000, "HS-1")
    actions = Counter((row.action, row.subject) for row in journal)
    pages = dossiers.pages("HS-1")
    assert [page.number for page in pages] == list(range(1, len(pages) + 1))
    for page in pages:
        assert actions["page-added", f"HS-1/page/{page.id}"] == 1
        assert actions["page-read", f"HS-1/page/{page.id}"] == (page.text_hash is not None)
    decided = 0
    for value in dossiers.values("HS-1"):
        decided += value.decided_by is not None
        assert len(dossiers.value_history(value.id)) == value.version - 1
        times = actions["value-decided", f"HS-1/value/{value.id}"]
        assert times == (value.decided_by is not None)
    by_action = Counter(row.action for row in journal)
    assert (by_action["page-added"], by_action["value-decided"]) == (len(pages), decided)


@pytest.mark.slow
def test_a_killed_program_loses_no_page_and_no_decision_it_had_shown_as_saved(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Office.open(folder).store as store:
        Office(folder, store, {one.login: one for one in store.officers.all()}).dossier()
    chance = random.Random(20260302)  # noqa: S311
    everything: list[dict[str, Any]] = []
    with subprocess.Popen(
        [sys.executable, "-m", "tests.digitizer.store.killed_writer", str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    ) as writer:
        for seed in range(KILLS):
            acknowledged = killed_after(writer, seed, chance.uniform(0.0, 0.25))
            everything += acknowledged
            office = Office.open(folder)
            assert_kept(office, acknowledged)
            office.store.close()
        assert writer.stdin is not None
        writer.stdin.close()
    office = Office.open(folder)
    assert_kept(office, everything)
    assert_nothing_half(office)
    orphans = office.store.collect(older_than=timedelta(seconds=-1))
    assert_kept(office, everything)
    assert office.store.problems() == ()
    pages, values = len(office.store.dossiers.pages("HS-1")), len(everything)
    office.store.close()
    with capsys.disabled():
        print(f" [{KILLS} kills, {values} acknowledged, {pages} pages, {orphans} orphans] ", end="")
    # a test that killed nothing in mid-work proves nothing
    assert values > KILLS
