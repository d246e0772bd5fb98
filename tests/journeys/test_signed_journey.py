"""Paper in, a sealed result out: real recognition, two tokens, an authority that answers."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from digitizer.__main__ import main
from digitizer.errors import NotSealedError
from digitizer.model.result import ResultState, SignerRole
from digitizer.office.practice import SampleDossier
from digitizer.results.journey import ResultJourney
from digitizer.results.keys import TokenKey, plugged_in
from digitizer.results.policies import QueuePolicy, SigningPolicies
from tests.journeys.conftest import Office
from tests.journeys.test_paper_journey import decide_everything, take_in
from tests.signing.hsm import PIN, SoftHsm
from tools.pki import Authority

pytestmark = [pytest.mark.engine, pytest.mark.slow]


@pytest.fixture
def pki() -> Iterator[Authority]:
    with Authority() as running:
        yield running


def token(hsm: SoftHsm, label: str) -> TokenKey:
    found = next(one for one in plugged_in() if one.label == label)
    return TokenKey(hsm.module, label, found.slot, pin=PIN)


def in_earnest(office: Office, pki: Authority, trust: Path) -> ResultJourney:
    """Return the office's journey as outside practice: real certificates, archive level."""
    trust.mkdir()
    (trust / "root.pem").write_bytes(pki.root.pem)
    host = pki.tsa_url.split("/")[2]
    queue = QueuePolicy(level="lta", timestamp_urls=(pki.tsa_url,), hosts=(host,))
    results = office.station.results
    return replace(
        results,
        settings=replace(results.settings, practice=False),
        trust_folder=trust,
        policies=SigningPolicies(person=queue, agency=queue),
    )


def test_papers_become_a_result_that_two_tokens_sign_and_everybody_finds_valid(
    office: Office,
    samples: dict[str, SampleDossier],
    pki: Authority,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    results = in_earnest(office, pki, tmp_path / "trust")
    settings = results.settings
    hsm = SoftHsm.start(tmp_path / "hsm")
    hsm.add("person", pki.person(settings.signer_name or office.records.name))
    hsm.add("agency", pki.person(settings.office_name, number="MST:0100112233"))

    code = take_in(office, samples["01"]).dossier.code
    office.station.paper.submit(office.clerk, code)
    decide_everything(office, code)
    office.station.paper.verify(office.supervisor, code)
    made = results.compose(office.records, code)
    for role, label in ((SignerRole.PERSON, "person"), (SignerRole.AGENCY, "agency")):
        report = results.queues.sign(office.records, role, [made.id], token(hsm, label))
        assert [(one.outcome, one.valid) for one in report.documents] == [("done", True)], report
        if role is SignerRole.PERSON:
            with pytest.raises(NotSealedError):
                results.release(office.records, made.id)
    assert results.release(office.records, made.id).state is ResultState.RELEASED

    pdf = tmp_path / "kết quả.pdf"
    pdf.write_bytes(results.pdf(office.records, made.id))
    capsys.readouterr()
    root = str(tmp_path / "trust" / "root.pem")
    words = ["check", str(pdf), "--trust", root, "--expect", "person", "--expect", "agency"]
    assert main([*words, "--json"]) == 0
    (judged,) = json.loads(capsys.readouterr().out)["files"]
    assert judged["valid"], judged
    assert judged["pdfa"]["conforms"]
    assert [one["level"] for one in judged["signers"]] == ["B-LTA", "B-LTA"]
    assert not any(one["modified_after"] for one in judged["signers"])
    said = subprocess.run(["pdfsig", pdf], capture_output=True, text=True, check=False).stdout
    # of the two archive timestamps poppler 22.12 only says that they are there (type unknown)
    assert said.count("Signature Type: ETSI.CAdES.detached") == 2
    assert said.count("Signature is Valid.") >= 2
    assert "Signature is Invalid" not in said
    assert (
        subprocess.run(["qpdf", "--check", pdf], capture_output=True, check=False).returncode == 0
    )
    assert office.station.store.journal.verify() is None
