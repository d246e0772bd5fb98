"""Two queues over real tokens: a person, then the agency; what is cut off goes on exactly there."""

from __future__ import annotations

import os
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import signing.tokens
from digitizer.errors import (
    EngineError,
    NotAllowedError,
    NotSealedError,
    StoreDamagedError,
    WrongStateError,
)
from digitizer.model.result import Result, ResultState, SignerRole
from digitizer.results import judges
from digitizer.results.journey import ResultJourney
from digitizer.results.keys import FileKey, TokenKey, certificates, plugged_in
from digitizer.results.policies import QueuePolicy, SigningPolicies
from digitizer.results.signing_values import SigningReport, StepTold
from digitizer.store.spool import Spool
from digitizer.store.vault import Vault
from signing.errors import TokenRemovedError
from signing.journal import Control
from signing.keys import Scheme
from tests.digitizer.results.result_office import TEMPLATE, TEMPLATES, journey
from tests.digitizer.store.office import Office
from tests.signing.hsm import PIN, SoftHsm
from tools.pki import Authority, Issued, Moods

OFFICE_NAME = "Ủy ban nhân dân phường Mẫu"
PERSON, AGENCY = SignerRole.PERSON, SignerRole.AGENCY


@pytest.fixture(scope="module")
def agency(pki: Authority) -> Issued:
    return pki.person(OFFICE_NAME, number="MST:0100112233")


@pytest.fixture(scope="module")
def hsm(tmp_path_factory: pytest.TempPathFactory, pki: Authority, agency: Issued) -> SoftHsm:
    started = SoftHsm.start(tmp_path_factory.mktemp("softhsm"))
    started.add("person", pki.person("Lê Văn Mẫu", number="CCCD:001099012345"))
    started.add("agency", agency)
    return started


@pytest.fixture
def trusting(office: Office, pki: Authority, tmp_path: Path) -> ResultJourney:
    """A journey that trusts the authority; both queues want a timestamp."""
    pki.moods = Moods()
    folder = tmp_path / "trust"
    folder.mkdir()
    (folder / "root.pem").write_bytes(pki.root.pem)
    queue = QueuePolicy(level="t", timestamp_urls=(pki.tsa_url,))
    policies = SigningPolicies(person=queue, agency=queue)
    return replace(journey(office, trust_folder=folder), policies=policies)


def at_level(results: ResultJourney, pki: Authority, level: str) -> ResultJourney:
    """Return the journey with both queues at a level, asking the authority's own services."""
    host = pki.tsa_url.split("/")[2]
    queue = QueuePolicy(level=level, timestamp_urls=(pki.tsa_url,), hosts=(host,))
    return replace(results, policies=SigningPolicies(person=queue, agency=queue))


def token(hsm: SoftHsm, label: str, pin: str = PIN) -> TokenKey:
    found = next(one for one in plugged_in() if one.label == label)
    return TokenKey(hsm.module, label, found.slot, pin=pin)


def composed(office: Office, results: ResultJourney, count: int) -> list[Result]:
    made = []
    for number in range(1, count + 1):
        office.verified(f"HS-{number}")
        made.append(results.compose(office.records, f"HS-{number}"))
    return made


def outcomes(report: SigningReport) -> list[str]:
    return [one.outcome for one in report.documents]


def unplug_after(monkeypatch: pytest.MonkeyPatch, count: int) -> None:
    real = signing.tokens.TokenKey.sign_message
    left = [count]

    def sign_message(self: signing.tokens.TokenKey, message: bytes, scheme: Scheme) -> bytes:
        if left[0] == 0:
            raise TokenRemovedError(token="person", reason="DeviceRemoved")
        left[0] -= 1
        return real(self, message, scheme)

    monkeypatch.setattr(signing.tokens.TokenKey, "sign_message", sign_message)


def test_a_person_signs_the_agency_seals_and_both_stay_valid(
    office: Office, trusting: ResultJourney, hsm: SoftHsm, tmp_path: Path
) -> None:
    made = composed(office, trusting, 3)
    ids = [one.id for one in made]
    told: list[StepTold] = []
    first = trusting.queues.sign(
        office.records, PERSON, ids, token(hsm, "person"), told=told.append
    )
    assert outcomes(first) == ["done"] * 3
    assert first.signer is not None
    assert first.signer.owner == "Lê Văn Mẫu"
    stages = [one.stage for one in told if one.result_id == ids[0]]
    assert stages == ["prepared", "signed", "timestamped", "done"]
    assert {one.state for one in map(office.store.results.get, ids)} == {ResultState.SIGNED}
    with pytest.raises(NotSealedError):
        trusting.release(office.records, ids[0])

    second = trusting.queues.sign(office.records, AGENCY, ids, token(hsm, "agency"))
    assert outcomes(second) == ["done"] * 3
    assert all(one.valid for one in second.documents)
    assert second.expected == ("person", "agency")
    pdf = trusting.pdf(office.records, ids[0])
    verdict = trusting.check(pdf)
    assert verdict.valid, verdict
    assert [(one.field, one.level) for one in verdict.signers] == [
        ("person", "B-T"),
        ("agency", "B-T"),
    ]
    (tmp_path / "a.pdf").write_bytes(pdf)
    said = subprocess.run(
        ["pdfsig", tmp_path / "a.pdf"], capture_output=True, text=True, check=False
    ).stdout
    assert said.count("Signature is Valid.") == 2
    assert trusting.release(office.records, ids[0]).state is ResultState.RELEASED
    assert not list(trusting.queues.spool(AGENCY).folder.iterdir())


def test_a_pulled_token_costs_nothing_and_the_rest_is_signed_later(
    office: Office, trusting: ResultJourney, hsm: SoftHsm, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = [one.id for one in composed(office, trusting, 4)]
    with monkeypatch.context() as patch:
        unplug_after(patch, 2)
        report = trusting.queues.sign(office.records, PERSON, ids, token(hsm, "person"))
    assert outcomes(report) == ["done", "done", "untouched", "untouched"]
    assert report.stopped_by is not None
    assert report.stopped_by.code == "token-removed"
    assert [one.state.value for one in map(office.store.results.get, ids)] == (
        ["signed"] * 2 + ["composed"] * 2
    )
    waiting = [one.result.id for one in trusting.queues.waiting(office.records, PERSON)]
    assert waiting == ids[2:]
    # exactly two signatures are left to make: a third would raise
    unplug_after(monkeypatch, 2)
    rest = trusting.queues.sign(office.records, PERSON, waiting, token(hsm, "person"))
    assert outcomes(rest) == ["done", "done"]


def test_without_its_timestamp_a_file_waits_and_goes_on_without_the_token(
    office: Office, trusting: ResultJourney, hsm: SoftHsm, pki: Authority
) -> None:
    ids = [one.id for one in composed(office, trusting, 2)]
    pki.moods = Moods(tsa="missing")
    report = trusting.queues.sign(office.records, PERSON, ids, token(hsm, "person"))
    assert outcomes(report) == ["waiting", "waiting"]
    assert {one.failure.code for one in report.documents if one.failure} == {
        "timestamp-unavailable"
    }
    items = trusting.queues.waiting(office.records, PERSON)
    assert all(one.waits for one in items)
    assert {one.state for one in map(office.store.results.get, ids)} == {ResultState.COMPOSED}
    with pytest.raises(WrongStateError):
        trusting.release(office.records, ids[0])
    # what is signed is not composed anew under the signature
    with pytest.raises(WrongStateError):
        trusting.compose(office.records, "HS-1")
    # nobody reads the waiting files on the disk, and each is bound to its name
    spool = trusting.queues.spool(PERSON)
    files = sorted(spool.folder.iterdir())
    assert len(files) == 2
    assert not any(
        b"%PDF" in one.read_bytes() or b"/ByteRange" in one.read_bytes() for one in files
    )
    name = files[0].name.removesuffix(".part")
    assert spool.unseal(name, files[0].read_bytes()).startswith(b"%PDF-")
    with pytest.raises(StoreDamagedError):
        spool.unseal(name, files[1].read_bytes())
    pki.moods = Moods()
    finished = trusting.queues.sign(office.records, PERSON, ids, None)
    assert outcomes(finished) == ["done", "done"]
    assert all(one.timestamp_at for one in finished.documents)


def test_a_batch_killed_before_the_store_knew_is_taken_up_whole(
    office: Office, trusting: ResultJourney, hsm: SoftHsm, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = [one.id for one in composed(office, trusting, 2)]
    with monkeypatch.context() as patch:
        patch.setattr(
            type(office.store.results),
            "sign",
            lambda *_args, **_named: (_ for _ in ()).throw(WrongStateError(subject="", state="")),
        )
        report = trusting.queues.sign(office.records, PERSON, ids, token(hsm, "person"))
    assert outcomes(report) == ["failed", "failed"]
    unplug_after(monkeypatch, 0)
    again = trusting.queues.sign(office.records, PERSON, ids, token(hsm, "person"))
    assert outcomes(again) == ["done", "done"], "no second signature was made"


def test_a_wrong_pin_or_another_ones_certificate_signs_nothing(
    office: Office, trusting: ResultJourney, hsm: SoftHsm, agency: Issued
) -> None:
    ids = [one.id for one in composed(office, trusting, 1)]
    for choice, code in (
        (token(hsm, "person", pin="000000"), "wrong-pin-few-left"),
        (token(hsm, "agency"), "subject-mismatch"),
        (FileKey(agency.pkcs12("1"), "1"), "subject-mismatch"),
    ):
        with pytest.raises(EngineError) as caught:
            trusting.queues.sign(office.records, PERSON, ids, choice)
        assert caught.value.engine_code == code
    assert not office.store.results.steps(ids)
    with pytest.raises(NotAllowedError):
        trusting.queues.sign(office.clerk, PERSON, ids, token(hsm, "person"))


def test_the_preflight_names_what_blocks_before_a_key_is_touched(
    office: Office, trusting: ResultJourney, hsm: SoftHsm
) -> None:
    made = composed(office, trusting, 1)
    office.filled("HS-9")
    (own,) = certificates(token(hsm, "person"))
    ready = trusting.queues.preflight(office.records, PERSON, [made[0].id], own)
    assert [one.result.id for one in ready.ready] == [made[0].id]
    (seal,) = certificates(token(hsm, "agency"))
    wrong = trusting.queues.preflight(office.records, PERSON, [made[0].id], seal)
    assert [one.code for one in wrong.blocks] == ["subject-mismatch"]
    assert wrong.ready == ()
    weak = replace(trusting, policies=SigningPolicies(person=QueuePolicy(level="t")))
    blocked = weak.queues.preflight(office.records, PERSON, [made[0].id], own)
    assert [one.code for one in blocked.blocks] == ["level-unreachable"]


def test_where_another_officer_must_seal_who_signed_is_blocked(
    office: Office, trusting: ResultJourney, hsm: SoftHsm
) -> None:
    made = composed(office, trusting, 2)
    seal_by_other = SigningPolicies(
        person=trusting.policies.person,
        agency=replace(trusting.policies.agency, other_officer=True),
    )
    strict = replace(trusting, policies=seal_by_other)
    ids = [one.id for one in made]
    strict.queues.sign(office.records, PERSON, ids, token(hsm, "person"))
    report = strict.queues.sign(office.records, AGENCY, ids, token(hsm, "agency"))
    assert outcomes(report) == ["failed", "failed"]
    assert {one.failure.code for one in report.documents if one.failure} == {"four-eyes"}
    assert outcomes(strict.queues.sign(office.chief, AGENCY, ids, token(hsm, "agency"))) == [
        "done",
        "done",
    ]


def test_a_stopped_batch_keeps_what_is_signed(
    office: Office, trusting: ResultJourney, hsm: SoftHsm
) -> None:
    ids = [one.id for one in composed(office, trusting, 3)]
    control = Control()

    def stop(step: StepTold) -> None:
        if step.stage == "prepared" and step.result_id == ids[0]:
            control.stop()

    report = trusting.queues.sign(
        office.records, PERSON, ids, token(hsm, "person"), control=control, told=stop
    )
    assert report.stopped
    assert outcomes(report)[0] == "done"
    assert outcomes(report)[-1] == "untouched"


def test_a_file_cut_back_to_the_persons_signature_is_never_released(
    office: Office, trusting: ResultJourney, hsm: SoftHsm, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = [one.id for one in composed(office, trusting, 1)]
    trusting.queues.sign(office.records, PERSON, ids, token(hsm, "person"))
    cut = trusting.pdf(office.records, ids[0])
    trusting.queues.sign(office.records, AGENCY, ids, token(hsm, "agency"))
    get: Any = office.store.vault.get
    sealed = office.store.results.get(ids[0]).signed_hash
    monkeypatch.setattr(
        type(office.store.vault),
        "get",
        lambda _self, digest: cut if digest == sealed else get(digest),
    )
    with pytest.raises(EngineError) as caught:
        trusting.release(office.records, ids[0], reason="Gấp.")
    assert caught.value.engine_code == "signature-missing"


def test_waiting_files_outlive_a_change_of_key_and_an_older_versions_plain_ones_are_sealed(
    office: Office, trusting: ResultJourney, hsm: SoftHsm, pki: Authority
) -> None:
    ids = [one.id for one in composed(office, trusting, 2)]
    pki.moods = Moods(tsa="missing")
    trusting.queues.sign(office.records, PERSON, ids, token(hsm, "person"))
    spool = trusting.queues.spool(PERSON)
    first, second = sorted(spool.folder.iterdir())
    # as an older version left it
    name = first.name.removesuffix(".part")
    plain = spool.folder / name.replace(".sealed", ".pdf.part")
    plain.write_bytes(spool.unseal(name, first.read_bytes()))
    first.unlink()
    vault = office.store.vault
    changed = Vault(office.store.folder / "vault", b"n" * 32, former=vault._key)
    assert Spool(spool.folder, changed).seal_anew() == 1
    with pytest.raises(StoreDamagedError):
        spool.unseal(second.name.removesuffix(".part"), second.read_bytes())
    back = Vault(office.store.folder / "vault", vault._key, former=b"n" * 32)
    assert Spool(spool.folder, back).seal_anew() == 1
    pki.moods = Moods()
    finished = trusting.queues.sign(office.records, PERSON, ids, None)
    assert outcomes(finished) == ["done", "done"]
    assert not list(spool.folder.iterdir())


def test_both_queues_reach_the_archive_level_and_the_file_proves_itself_offline(
    office: Office, trusting: ResultJourney, hsm: SoftHsm, pki: Authority, tmp_path: Path
) -> None:
    strong = at_level(trusting, pki, "lta")
    ids = [one.id for one in composed(office, strong, 2)]
    for role, label in ((PERSON, "person"), (AGENCY, "agency")):
        report = strong.queues.sign(office.records, role, ids, token(hsm, label))
        assert outcomes(report) == ["done", "done"], report
        assert all(one.valid for one in report.documents), report
    pdf = strong.pdf(office.records, ids[0])
    verdict = strong.check(pdf)
    assert verdict.valid, verdict
    assert [(one.field, one.level, one.revocation) for one in verdict.signers] == [
        ("person", "B-LTA", "good"),
        ("agency", "B-LTA", "good"),
    ]
    assert verdict.archived_until is not None
    (tmp_path / "a.pdf").write_bytes(pdf)
    said = subprocess.run(
        ["pdfsig", tmp_path / "a.pdf"], capture_output=True, text=True, check=False
    ).stdout
    # poppler shows the two archive timestamps and does not judge them
    assert said.count("Signature is Valid.") == 2
    assert strong.release(office.records, ids[0]).state is ResultState.RELEASED


def test_when_revocation_data_fails_the_agencys_seal_waits_and_the_persons_stays_whole(
    office: Office, trusting: ResultJourney, hsm: SoftHsm, pki: Authority
) -> None:
    strong = at_level(trusting, pki, "lta")
    ids = [one.id for one in composed(office, strong, 1)]
    strong.queues.sign(office.records, PERSON, ids, token(hsm, "person"))
    before = strong.pdf(office.records, ids[0])

    def falls(step: StepTold) -> None:
        if step.stage == "timestamped":
            pki.moods.ocsp = pki.moods.crl = "down"

    report = strong.queues.sign(office.records, AGENCY, ids, token(hsm, "agency"), told=falls)
    assert outcomes(report) == ["waiting"]
    assert [one.failure.code for one in report.documents if one.failure] == ["revocation-unknown"]
    assert strong.pdf(office.records, ids[0]) == before
    assert strong.check(before).valid
    with pytest.raises(NotSealedError):
        strong.release(office.records, ids[0])
    pki.moods = Moods()
    assert outcomes(strong.queues.sign(office.records, AGENCY, ids, None)) == ["done"]


def test_a_revoked_certificate_signs_nothing_and_the_token_is_not_used(
    office: Office, trusting: ResultJourney, pki: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    strong = at_level(trusting, pki, "lt")
    ids = [one.id for one in composed(office, strong, 1)]
    gone = pki.person("Phạm Văn Thư")
    pki.revoke(gone)
    owner = office.records.name
    queue = replace(strong.policies.person, names=(owner, "Phạm Văn Thư"))
    known = replace(strong, policies=replace(strong.policies, person=queue))
    with pytest.raises(EngineError) as caught:
        known.queues.sign(office.records, PERSON, ids, FileKey(gone.pkcs12("1"), "1"))
    assert caught.value.engine_code == "certificate-revoked-now"
    assert not office.store.results.steps(ids)


def test_a_large_batch_is_judged_in_a_process_of_its_own_and_here_when_that_is_gone(
    office: Office, trusting: ResultJourney, hsm: SoftHsm, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = [one.id for one in composed(office, trusting, 3)]
    monkeypatch.setattr(judges, "MANY", 2)
    looked: list[bytes] = []
    strict = replace(trusting.queues, judge=lambda pdf, _fields: looked.append(pdf))
    report = strict.sign(office.records, PERSON, ids[:2], token(hsm, "person"))
    assert [(one.outcome, one.valid) for one in report.documents] == [("done", True)] * 2
    assert not looked, "this process has judged"
    pool = judges.Judges.of(trusting.judge, trusting.queues.check, 2)
    assert pool._pool is not None
    pdf = trusting.pdf(office.records, ids[0])
    pool._pool.submit(os._exit, 1)
    begun = pool.begin(pdf, ("person",))
    assert pool.end(begun, pdf, ("person",)).valid
    assert pool._pool is None
    assert pool.begin(pdf, ("person",)) is None


def test_a_result_sent_back_blocks_and_is_composed_again_with_what_was_put_right(
    office: Office, trusting: ResultJourney, hsm: SoftHsm
) -> None:
    plain = replace(trusting, policies=SigningPolicies())
    owner = replace(TEMPLATES[TEMPLATE].fields[1], source=("cccd.full_name",))
    rule = replace(
        plain.catalogue.document_types["cccd"],
        code="cccd",
        fields=(replace(plain.catalogue.document_types["cccd"].fields[0], name="full_name"),),
    )
    shown = plain.templates[TEMPLATE]
    fields = tuple(owner if one.name == owner.name else one for one in shown.fields)
    plain = replace(
        plain,
        templates={TEMPLATE: replace(shown, fields=fields)},
        catalogue=replace(plain.catalogue, document_types={"cccd": rule}),
    )
    (made,) = composed(office, plain, 1)
    assert made.data[owner.name] == "Đỗ Thị Đào"
    plain.queues.sign(office.records, PERSON, [made.id], token(hsm, "person"))
    plain.queues.send_back(office.records, office.store.results.get(made.id), "Tên sai dấu")

    (item,) = plain.queues.waiting(office.records, PERSON)
    assert [one.code for one in item.blocks] == ["result-sent-back"]
    assert item.blocks[0].details["reason"] == "Tên sai dấu"
    assert plain.queues.waiting(office.records, AGENCY) == ()
    report = plain.queues.sign(office.records, PERSON, [made.id], token(hsm, "person"))
    assert [one.failure and one.failure.code for one in report.documents] == ["result-sent-back"]
    assert plain.sent_back(office.records)["HS-1"].reason == "Tên sai dấu"

    (fact,) = office.store.people.rows()
    number = office.store.corrections.propose(office.clerk, fact.number, "Đỗ Thị Đảo", "Thẻ in hỏi")
    office.store.corrections.approve(office.supervisor, number)
    anew = plain.compose(office.records, "HS-1")
    assert (anew.data[owner.name], anew.number) == ("Đỗ Thị Đảo", made.number)
    assert plain.sent_back(office.records) == {}
    report = plain.queues.sign(office.records, PERSON, [anew.id], token(hsm, "person"))
    assert outcomes(report) == ["done"]
