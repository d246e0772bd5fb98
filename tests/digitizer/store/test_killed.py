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

from digitizer.model.dossier import DossierState
from tests.digitizer.store.killed_writer import FIELDS, PAGES, STEPS
from tests.digitizer.store.office import OWNER, Office

KILLS = int(os.environ.get("DIGITIZER_KILLS", "24"))
ROOT = Path(__file__).parents[3]

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="kills a forked program")


def run_writer(
    writer: subprocess.Popen[bytes], order: str, seconds: float | None
) -> list[dict[str, Any]]:
    """Start a writer, kill it some time after it opened the store, return what it acknowledged."""
    assert writer.stdin is not None
    assert writer.stdout is not None
    writer.stdin.write(f"{order}\n".encode())
    writer.stdin.flush()
    opened = json.loads(writer.stdout.readline())
    if seconds is not None:
        time.sleep(seconds)
        os.kill(opened["opened"], signal.SIGKILL)
    acknowledged: list[dict[str, Any]] = []
    while "ended" not in (what := json.loads(writer.stdout.readline())):
        acknowledged.append(what)
    assert what["ended"] == (0 if seconds is None else signal.SIGKILL)
    return acknowledged


def assert_kept(office: Office, acknowledged: list[dict[str, Any]]) -> None:
    dossiers = office.store.dossiers
    for what in acknowledged:
        if "page" in what:
            page = dossiers.page(what["page"])
            assert page.original_hash == page.image_hash == what["digest"]
            assert office.store.vault.get(what["digest"])
        elif "value" in what:
            former = [*dossiers.value_history(what["value"]), dossiers.value(what["value"])]
            kept = next(one for one in former if one.version == what["version"])
            assert (kept.value, kept.decided_by is not None) == (what["text"], True)
        elif "signed" in what:
            result = office.store.results.get(what["signed"])
            assert result.signed_hash == what["digest"]
            assert office.store.vault.get(what["digest"]) == b"%PDF signed"
        else:
            assert STEPS.index(dossiers.get(what["dossier"]).state) >= what["step"]


def assert_each_thing_done_once(office: Office) -> tuple[int, int]:
    """Check that every dossier went the whole way exactly once; return dossiers and decisions."""
    # integrity, foreign keys, journal chain, and every file a row names reads back
    assert office.store.problems() == ()
    rows = office.store.journal.rows(1_000_000)
    actions = Counter((row.action, row.subject.split("/")[0]) for row in rows)
    summaries = office.store.dossiers.summaries(limit=100_000)
    for summary in summaries:
        code = summary.dossier.code
        assert (summary.dossier.state, summary.page_count) == (DossierState.ISSUED, PAGES)
        values = office.store.dossiers.values(code)
        assert [value.value for value in values] == [
            f"supervisor {code} {value.name}" for value in values
        ]
        for value in values:
            assert len(office.store.dossiers.value_history(value.id)) == value.version - 1 == 2
        for action, times in {
            "dossier-opened": 1,
            "page-added": PAGES,
            "page-read": PAGES,
            "documents-sorted": 1,
            "values-read": 1,
            "value-decided": 2 * FIELDS,
            "dossier-verifying": 1,
            "dossier-verified": 1,
            "result-composed": 1,
            "result-signed": 1,
        }.items():
            assert actions[action, code] == times, (action, code)
    facts = Counter((row.dossier_code, row.field) for row in office.store.people.rows())
    assert set(facts.values()) <= {1}
    assert len(facts) == FIELDS * len(summaries)
    assert {row.personal_id for row in office.store.people.rows()} <= {OWNER.personal_id}
    return len(summaries), 2 * FIELDS * len(summaries)


@pytest.mark.slow
def test_a_killed_program_loses_nothing_it_had_shown_as_saved_and_does_nothing_twice(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
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
            acknowledged = run_writer(writer, str(seed), chance.uniform(0.0, 0.4))
            everything += acknowledged
            office = Office.open(folder)
            assert_kept(office, acknowledged)
            assert office.store._database.problems() == ()
            office.store.close()
        everything += run_writer(writer, "finish", None)
        assert writer.stdin is not None
        writer.stdin.close()
    office = Office.open(folder)
    assert_kept(office, everything)
    dossiers, decisions = assert_each_thing_done_once(office)
    orphans = office.store.collect(older_than=timedelta(seconds=-1))
    assert_kept(office, everything)
    assert office.store.problems() == ()
    pages = sum(row.page_count for row in office.store.dossiers.summaries(limit=100_000))
    office.store.close()
    with capsys.disabled():
        print(
            f" [{KILLS} kills, {len(everything)} acknowledged, {dossiers} dossiers, {pages} pages,"
            f" {decisions} decisions, 0 lost, 0 doubled, {orphans} orphans] ",
            end="",
        )
    # a test that killed nothing in mid-work proves nothing
    assert len(everything) > KILLS
