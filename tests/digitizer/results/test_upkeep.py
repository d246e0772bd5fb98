"""Released results whose proof ends: listed in order, renewed without a key, failures named."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from digitizer.errors import NotAllowedError
from digitizer.model.result import Result, SignerRole
from digitizer.results.journey import ResultJourney
from digitizer.results.keys import FileKey
from digitizer.results.policies import QueuePolicy, SigningPolicies
from tests.digitizer.results.result_office import journey
from tests.digitizer.store.office import Office
from tools.pki import Authority, Moods

NOW = datetime.now(UTC)


@pytest.fixture
def results(office: Office, pki: Authority, tmp_path: Path) -> Iterator[ResultJourney]:
    """A journey whose timestamps end in ten days; only the person signs."""
    pki.moods = Moods()
    kept, pki.tsa = pki.tsa, pki.stamper(end=NOW + timedelta(days=10))
    folder = tmp_path / "trust"
    folder.mkdir()
    (folder / "root.pem").write_bytes(pki.root.pem)
    host = pki.tsa_url.split("/")[2]
    queue = QueuePolicy(level="lta", timestamp_urls=(pki.tsa_url,), hosts=(host,), required=False)
    made = journey(office, trust_folder=folder)
    yield replace(made, policies=SigningPolicies(person=queue, agency=queue))
    pki.tsa = kept


def released(office: Office, results: ResultJourney, pki: Authority, code: str) -> Result:
    office.verified(code)
    made = results.compose(office.records, code)
    key = FileKey(pki.person("Lê Văn Mẫu").pkcs12("1"), "1")
    report = results.queues.sign(office.records, SignerRole.PERSON, [made.id], key)
    assert [one.outcome for one in report.documents] == ["done"], report
    return results.release(office.records, made.id)


@pytest.mark.both_databases
def test_what_is_due_is_listed_and_a_new_timestamp_carries_the_proof_on(
    office: Office, results: ResultJourney, pki: Authority
) -> None:
    first = released(office, results, pki, "HS-1")
    upkeep = results.upkeep
    (due,) = upkeep.due(office.records)
    assert (due.result.id, due.due, due.renewable) == (first.id, "soon", True)
    assert due.until is not None
    assert timedelta(days=9) < due.until - NOW < timedelta(days=11)
    assert upkeep.due(office.records, within=timedelta(days=5)) == ()
    with pytest.raises(NotAllowedError):
        upkeep.due(office.clerk)

    before = results.pdf(office.records, first.id)
    pki.tsa = pki.stamper(end=NOW + timedelta(days=3000))
    outcome = upkeep.renew(office.records, [due])
    assert (outcome.done, outcome.failures) == (1, ())
    after = results.pdf(office.records, first.id)
    assert after.startswith(before)
    assert len(after) > len(before)
    verdict = results.check(after)
    assert verdict.valid, verdict
    assert verdict.archived_until is not None
    assert verdict.archived_until > NOW + timedelta(days=2000)
    assert upkeep.due(office.records) == ()
    row = office.store.journal.rows(1)[0]
    assert row.action in {"result-renewed", "result-viewed"}


def test_without_the_service_nothing_changes_and_the_result_is_named(
    office: Office, results: ResultJourney, pki: Authority
) -> None:
    first = released(office, results, pki, "HS-1")
    pki.moods = Moods(tsa="missing")
    outcome = results.upkeep.renew(office.records, results.upkeep.due(office.records))
    assert outcome.done == 0
    assert [(one.name, one.code) for one in outcome.failures] == [
        (first.number, "timestamp-unavailable")
    ]
    assert office.store.results.get(first.id).signed_hash == first.signed_hash
