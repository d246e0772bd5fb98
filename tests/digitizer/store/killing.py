"""Killing a working program at random moments, and what must hold afterwards."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from digitizer.model.dossier import DossierState
from tests.digitizer.store.killed_writer import FIELDS, PAGES, SIGNED, STEPS, Place
from tests.digitizer.store.office import OWNER, Office

ROOT = Path(__file__).parents[3]


@dataclass
class Figures:
    """What a run of kills came to; nothing may be lost or doubled, so those are counted too."""

    kills: int = 0
    acknowledged: int = 0
    dossiers: int = 0
    pages: int = 0
    decisions: int = 0
    lost: int = 0
    doubled: int = 0
    orphans: int = 0


def kill_at_random(
    place: Place,
    kills: int,
    *,
    longest: float,
    seed: int = 20260302,
    between: Callable[[int], object] = lambda _number: None,
) -> Figures:
    """Kill a writer so often at random moments, let it finish, and check everything each time.

    Raises AssertionError at the first thing that is lost, doubled or half done.
    """
    chance = random.Random(seed)  # noqa: S311
    everything: list[dict[str, Any]] = []
    figures = Figures()
    with subprocess.Popen(
        [sys.executable, "-m", "tests.digitizer.store.killed_writer", place.text()],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    ) as writer:
        for number in range(kills):
            acknowledged = run_writer(writer, f"{seed}-{number}", chance.uniform(0.0, longest))
            everything += acknowledged
            office = place.office()
            assert_kept(office, acknowledged)
            if office.server is None:
                assert office.store._database.problems() == ()
            office.store.close()
            figures.kills += 1
            between(number)
        everything += run_writer(writer, "finish", None)
        assert writer.stdin is not None
        writer.stdin.close()
    office = place.office()
    assert_kept(office, everything)
    figures.dossiers, figures.decisions = assert_each_thing_done_once(office)
    figures.orphans = office.store.collect(older_than=timedelta(seconds=-1))
    assert_kept(office, everything)
    assert office.store.problems() == ()
    summaries = office.store.dossiers.summaries(limit=100_000)
    figures.pages = sum(row.page_count for row in summaries)
    figures.acknowledged = len(everything)
    office.store.close()
    return figures


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
            assert_signed(office.store.vault.get(what["digest"]))
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


def assert_signed(data: bytes) -> None:
    """Check that a signed file is whole: the stand-in's bytes, or a signature that holds."""
    if data == SIGNED:
        return
    from signing.verify import check

    (signer,) = check(data, accept_test=True).signers
    assert signer.intact
