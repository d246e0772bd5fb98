"""A batch: one login, every file provably right, and nothing lost when something breaks."""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from pyhanko.sign.fields import SigSeedSubFilter

from signing import batch, finishing
from signing.batch import Policy, sign_batch
from signing.errors import (
    CertificateExpiredError,
    CertificateRevokedError,
    CertificateUntrustedError,
    LevelUnreachableError,
    OutputFailedError,
    RevocationUnknownError,
    TokenRemovedError,
)
from signing.journal import (
    Control,
    Entry,
    FileJournal,
    Job,
    Journal,
    MemoryJournal,
    Outcome,
    Stage,
)
from signing.keys import SigningKey, open_pkcs12
from signing.model import Appearance, Level
from signing.preparing import add_fields
from signing.revocation import Revocation
from signing.services import Services, host_of
from signing.store import read_store
from signing.timestamps import TimestampService
from signing.tokens import open_token
from signing.verify import check
from tests.signing.hsm import PIN, SoftHsm
from tools.pki import Authority

LOOK = Appearance(
    lines=("Ký bởi: Lê Văn Mẫu", "Thời gian ký: {time}"), page=0, box=(300, 60, 515, 110)
)
Jobs = Callable[..., list[Job]]


@pytest.fixture
def jobs(tmp_path: Path, plain_pdf: bytes) -> Jobs:
    """Return a maker of documents that are to be signed."""
    (tmp_path / "in").mkdir()
    (tmp_path / "out").mkdir()

    def make(count: int = 3, field: str = "person") -> list[Job]:
        made = []
        for number in range(count):
            source = tmp_path / "in" / f"kết quả {number}.pdf"
            source.write_bytes(plain_pdf)
            target = tmp_path / "out" / source.name
            made.append(Job(source.name, source, target, field, LOOK, reason="Ban hành"))
        return made

    return make


def timestamps(pki: Authority, *, tries: int = 1) -> TimestampService:
    services = Services({host_of(pki.tsa_url)}, timeout=1.0)
    return TimestampService(services, (pki.tsa_url,), tries=tries, pause=0.01)


def stamped(pki: Authority) -> Policy:
    return Policy(Level.B_T, timestamps(pki))


def assert_valid(jobs: list[Job], pki: Authority, level: str) -> None:
    for job in jobs:
        verdict = check(job.target.read_bytes(), trust=[pki.root.pem])
        assert verdict.valid, verdict
        assert verdict.signers[-1].level == level
        assert not job.waiting.exists()


def test_a_token_signs_a_batch_with_one_login(hsm: SoftHsm, jobs: Jobs, pki: Authority) -> None:
    todo = jobs(5)
    with open_token(hsm.module, PIN, label="person") as token:
        report = sign_batch(todo, token.key(), Policy(), MemoryJournal(), token_free=token.close)
    assert report.count(Outcome.DONE) == 5
    assert report.signer is not None
    assert report.signer.owner == "Lê Văn Mẫu"
    assert_valid(todo, pki, "B-B")


def test_timestamps_are_put_into_the_room_kept_for_them(
    jobs: Jobs, officer_key: SigningKey, calm: Authority
) -> None:
    todo = jobs(5)
    journal = MemoryJournal()
    report = sign_batch(todo, officer_key, stamped(calm), journal)
    assert report.count(Outcome.DONE) == 5
    assert_valid(todo, calm, "B-T")
    assert [entry.stage for entry in journal.entries if entry.name == todo[0].name] == [
        Stage.PREPARED,
        Stage.SIGNED,
        Stage.TIMESTAMPED,
        Stage.DONE,
    ]
    assert all(one.timestamp_at is not None for one in report.documents)


def test_without_timestamps_the_signatures_are_kept_and_nothing_is_released(
    jobs: Jobs, officer_key: SigningKey, calm: Authority, tmp_path: Path
) -> None:
    calm.moods.tsa = "missing"
    todo = jobs(3)
    report = sign_batch(todo, officer_key, stamped(calm), FileJournal(tmp_path / "journal"))
    assert [one.outcome for one in report.documents] == [Outcome.WAITING] * 3
    assert {one.code for one in report.documents} == {"timestamp-unavailable"}
    assert not any(job.target.exists() for job in todo)
    signatures = [check(job.waiting.read_bytes()).signers[0].intact for job in todo]
    assert signatures == [True] * 3

    calm.moods.tsa = "well"
    # no key: the token is not needed a second time
    later = sign_batch(todo, None, stamped(calm), FileJournal(tmp_path / "journal"))
    assert later.count(Outcome.DONE) == 3
    assert_valid(todo, calm, "B-T")


def test_an_agency_seals_what_the_person_has_signed_and_the_first_stays_valid(
    jobs: Jobs, officer_key: SigningKey, agency_key: SigningKey, calm: Authority, tmp_path: Path
) -> None:
    first = jobs(2)
    sign_batch(first, officer_key, stamped(calm), MemoryJournal())
    (tmp_path / "sealed").mkdir()
    look = Appearance(lines=("{time}",), page=0, box=(60, 60, 200, 90))
    second = [
        Job(job.name, job.target, tmp_path / "sealed" / job.name, "agency", look, needs=("person",))
        for job in first
    ]
    report = sign_batch(second, agency_key, stamped(calm), MemoryJournal())
    assert report.count(Outcome.DONE) == 2
    for job in second:
        verdict = check(
            job.target.read_bytes(), trust=[calm.root.pem], expected_fields=["person", "agency"]
        )
        assert verdict.valid, verdict
        assert [one.field for one in verdict.signers] == ["person", "agency"]


def test_an_agency_does_not_seal_what_nobody_has_signed(jobs: Jobs, agency_key: SigningKey) -> None:
    job = jobs(1)[0]
    early = Job(job.name, job.source, job.target, "agency", needs=("person",))
    report = sign_batch([early], agency_key, Policy(), MemoryJournal())
    assert report.documents[0].code == "signature-expected"
    assert report.documents[0].outcome is Outcome.FAILED
    assert not job.target.exists()


def test_one_bad_document_does_not_stop_the_others(
    jobs: Jobs, officer_key: SigningKey, pki: Authority
) -> None:
    todo = jobs(3)
    assert isinstance(todo[1].source, Path)
    todo[1].source.write_bytes(b"no PDF at all")
    report = sign_batch(todo, officer_key, Policy(), MemoryJournal())
    assert [one.outcome for one in report.documents] == [
        Outcome.DONE,
        Outcome.FAILED,
        Outcome.DONE,
    ]
    assert report.documents[1].code == "not-a-pdf"
    assert not todo[1].target.exists()
    assert not todo[1].waiting.exists()


def test_an_expired_certificate_stops_the_batch_before_it_begins(
    jobs: Jobs, pki: Authority
) -> None:
    from datetime import UTC, datetime, timedelta

    old = pki.person("Hết hạn", end=datetime.now(UTC) - timedelta(days=1))
    key = open_pkcs12(old.pkcs12("1"), "1")
    with pytest.raises(CertificateExpiredError):
        sign_batch(jobs(1), key, Policy(), MemoryJournal())


def test_a_level_without_a_timestamp_service_is_refused(
    jobs: Jobs, officer_key: SigningKey
) -> None:
    with pytest.raises(LevelUnreachableError):
        sign_batch(jobs(1), officer_key, Policy(Level.B_T), MemoryJournal())


class Vanishing:
    """A key on a token that is pulled out after so many signatures."""

    def __init__(self, key: SigningKey, signatures: int) -> None:
        self._key = key
        self._left = signatures

    def public_key(self) -> object:
        return self._key.private.public_key()

    def sign_message(self, message: bytes, _scheme: object) -> bytes:
        if self._left == 0:
            raise TokenRemovedError(token="person", reason="DeviceRemoved")
        self._left -= 1
        return self._key.sign_message(message)


def vanishing(key: SigningKey, signatures: int) -> SigningKey:
    return SigningKey(key.info, Vanishing(key, signatures), key.certificate, key.chain, key.scheme)


def test_a_pulled_token_costs_nothing_and_the_rest_is_signed_later(
    jobs: Jobs, officer_key: SigningKey, calm: Authority, tmp_path: Path
) -> None:
    todo = jobs(5)
    path = tmp_path / "journal"
    report = sign_batch(todo, vanishing(officer_key, 2), stamped(calm), FileJournal(path))
    assert [one.outcome for one in report.documents] == [Outcome.DONE] * 2 + [Outcome.UNTOUCHED] * 3
    assert isinstance(report.stopped_by, TokenRemovedError)
    assert_valid(todo[:2], calm, "B-T")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        job.name for job in todo[:2]
    ]
    # exactly three signatures are left to make: a fourth would raise
    rest = sign_batch(todo, vanishing(officer_key, 3), stamped(calm), FileJournal(path))
    assert rest.count(Outcome.DONE) == 5
    assert rest.stopped_by is None
    assert_valid(todo, calm, "B-T")


def test_a_stopped_batch_keeps_what_is_signed(
    jobs: Jobs, officer_key: SigningKey, pki: Authority
) -> None:
    control = Control()
    todo = jobs(4)

    def stop_after_the_second(entry: Entry) -> None:
        if entry.stage is Stage.PREPARED and entry.name == todo[1].name:
            control.stop()

    report = sign_batch(
        todo,
        officer_key,
        Policy(),
        MemoryJournal(),
        control=control,
        listener=stop_after_the_second,
    )
    assert report.stopped
    assert [one.outcome for one in report.documents] == [Outcome.DONE] * 2 + [Outcome.UNTOUCHED] * 2
    assert_valid(todo[:2], pki, "B-B")


def test_a_full_disk_ends_the_batch_and_leaves_whole_files_only(
    monkeypatch: pytest.MonkeyPatch, jobs: Jobs, officer_key: SigningKey, pki: Authority
) -> None:
    todo = jobs(3)
    write = finishing.check_digest
    written = []

    def full(waiting: Path, prepared: object) -> None:
        written.append(waiting)
        if len(written) == 2:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        write(waiting, prepared)  # type: ignore[arg-type]

    monkeypatch.setattr(finishing, "check_digest", full)
    report = sign_batch(todo, officer_key, Policy(), MemoryJournal())
    assert report.documents[0].outcome is Outcome.DONE
    assert report.documents[1].code == "output-failed"
    assert isinstance(report.stopped_by, OutputFailedError)
    assert not todo[1].waiting.exists()
    assert_valid(todo[:1], pki, "B-B")


def test_the_journal_drops_a_line_cut_off_by_a_crash(
    jobs: Jobs, officer_key: SigningKey, tmp_path: Path
) -> None:
    path = tmp_path / "journal"
    todo = jobs(2)
    sign_batch(todo, officer_key, Policy(), FileJournal(path))
    whole = path.read_bytes()
    path.write_bytes(whole + whole[:40])
    journal: Journal = FileJournal(path)
    assert {entry.stage for entry in journal.latest().values()} == {Stage.DONE}
    assert path.read_bytes() == whole
    assert {json.loads(line)["name"] for line in whole.splitlines()} == {job.name for job in todo}


def proving(pki: Authority, level: Level) -> Policy:
    """Return a policy that asks the authority's own services for everything."""
    stamps = timestamps(pki)
    return Policy(level, stamps, revocation=Revocation(stamps.services, (pki.root.certificate,)))


@pytest.mark.parametrize("level", [Level.B_LT, Level.B_LTA])
def test_long_term_levels_are_reached_and_evidence_is_asked_for_once(
    jobs: Jobs, officer_key: SigningKey, calm: Authority, level: Level
) -> None:
    todo = jobs(3)
    report = sign_batch(todo, officer_key, proving(calm, level), MemoryJournal())
    assert report.count(Outcome.DONE) == 3, report
    assert_valid(todo, calm, level.label)
    assert calm.moods.calls["ocsp"] <= 3
    with pikepdf.open(todo[0].target) as document:
        stored = read_store(document.Root)
    assert len(stored.answers) >= 2
    assert stored.lists
    said = subprocess.run(
        ["qpdf", "--check", todo[0].target], capture_output=True, text=True, check=False
    )
    assert said.returncode == 0, said.stderr


def test_without_revocation_data_the_file_waits_and_goes_on_later(
    jobs: Jobs, officer_key: SigningKey, calm: Authority, tmp_path: Path
) -> None:
    todo = jobs(2)
    policy = proving(calm, Level.B_LTA)
    assert policy.revocation is not None

    def goes_down(entry: Entry) -> None:
        if entry.stage is Stage.TIMESTAMPED:
            calm.moods.ocsp = calm.moods.crl = "down"

    path = tmp_path / "journal"
    report = sign_batch(todo, officer_key, policy, FileJournal(path), listener=goes_down)
    assert [one.outcome for one in report.documents] == [Outcome.WAITING] * 2
    assert {one.code for one in report.documents} == {"revocation-unknown"}
    assert {one.stage for one in report.documents} == {Stage.TIMESTAMPED}
    assert not any(job.target.exists() for job in todo)
    calm.moods.ocsp = calm.moods.crl = "well"
    later = sign_batch(todo, None, proving(calm, Level.B_LTA), FileJournal(path))
    assert later.count(Outcome.DONE) == 2
    assert_valid(todo, calm, "B-LTA")


def test_a_timestamp_service_that_dies_before_the_archive_timestamp_loses_nothing(
    jobs: Jobs, officer_key: SigningKey, calm: Authority, tmp_path: Path
) -> None:
    todo = jobs(2)
    calm.moods.tsa_after = 2
    path = tmp_path / "journal"
    report = sign_batch(todo, officer_key, proving(calm, Level.B_LTA), FileJournal(path))
    assert {one.stage for one in report.documents} == {Stage.LONG_TERM}
    assert {one.code for one in report.documents} == {"timestamp-unavailable"}
    kept = check(todo[0].waiting.read_bytes(), trust=[calm.root.pem])
    assert kept.valid
    assert kept.signers[0].level == "B-LT"
    calm.moods.tsa, calm.moods.tsa_after = "well", -1
    later = sign_batch(todo, None, proving(calm, Level.B_LTA), FileJournal(path))
    assert later.count(Outcome.DONE) == 2
    assert_valid(todo, calm, "B-LTA")


def test_a_revoked_certificate_never_touches_the_token(jobs: Jobs, calm: Authority) -> None:
    gone = calm.person("Đã thu hồi")
    calm.revoke(gone)
    key = vanishing(open_pkcs12(gone.pkcs12("1"), "1"), 0)
    with pytest.raises(CertificateRevokedError):
        sign_batch(jobs(1), key, proving(calm, Level.B_LT), MemoryJournal())


def test_a_certificate_nobody_vouches_for_never_touches_the_token(
    jobs: Jobs, key: SigningKey, calm: Authority
) -> None:
    with pytest.raises(CertificateUntrustedError):
        sign_batch(jobs(1), key, proving(calm, Level.B_LT), MemoryJournal())


def test_unknown_revocation_stops_before_the_token(
    jobs: Jobs, officer_key: SigningKey, calm: Authority
) -> None:
    calm.moods.ocsp = calm.moods.crl = "down"
    with pytest.raises(RevocationUnknownError):
        sign_batch(jobs(1), vanishing(officer_key, 0), proving(calm, Level.B_LT), MemoryJournal())


def test_only_configured_hosts_are_asked(
    jobs: Jobs, officer_key: SigningKey, calm: Authority
) -> None:
    elsewhere = Services({"tsa.example:80"})
    policy = Policy(Level.B_T, TimestampService(elsewhere, (calm.tsa_url,)))
    report = sign_batch(jobs(1), officer_key, policy, MemoryJournal())
    assert report.documents[0].code == "service-refused"
    assert report.documents[0].outcome is Outcome.WAITING
    assert "tsa" not in calm.moods.calls


@pytest.mark.parametrize(
    "mood", ["refuses", "missing", "garbage", "wrong-nonce", "closed", "hangs"]
)
def test_however_the_timestamp_service_fails_the_signature_is_kept(
    jobs: Jobs, officer_key: SigningKey, calm: Authority, tmp_path: Path, mood: str
) -> None:
    calm.moods.tsa = mood
    todo = jobs(1)
    report = sign_batch(todo, officer_key, stamped(calm), FileJournal(tmp_path / "journal"))
    (one,) = report.documents
    assert (one.outcome, one.stage) == (Outcome.WAITING, Stage.SIGNED)
    assert one.code == "timestamp-unavailable"
    assert one.details["host"] == host_of(calm.tsa_url)
    calm.moods.tsa = "well"
    sign_batch(todo, None, stamped(calm), FileJournal(tmp_path / "journal"))
    assert_valid(todo, calm, "B-T")


def test_a_timestamp_that_does_not_fit_leaves_the_file_waiting_and_whole(
    jobs: Jobs, officer_key: SigningKey, calm: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch, "room_for", lambda _level: 5_000)
    (job,) = todo = jobs(1)
    report = sign_batch(todo, officer_key, stamped(calm), MemoryJournal())
    assert report.documents[0].outcome is Outcome.WAITING
    assert report.documents[0].code == "timestamp-too-large"
    assert check(job.waiting.read_bytes(), trust=[calm.root.pem]).valid


def test_a_signature_torn_while_its_timestamp_was_put_in_is_made_whole_again(
    jobs: Jobs, officer_key: SigningKey, calm: Authority, tmp_path: Path
) -> None:
    calm.moods.tsa = "missing"
    (job,) = todo = jobs(1)
    path = tmp_path / "journal"
    sign_batch(todo, officer_key, stamped(calm), FileJournal(path))
    entry = FileJournal(path).latest()[job.name]
    with job.waiting.open("r+b") as stream:
        stream.seek(entry.start + 1)
        stream.write(b"0" * 900)
        stream.seek(0, os.SEEK_END)
        stream.write(b"half a revision")
    calm.moods.tsa = "well"
    report = sign_batch(todo, None, stamped(calm), FileJournal(path))
    assert report.count(Outcome.DONE) == 1
    assert_valid(todo, calm, "B-T")


def test_a_waiting_file_that_is_not_what_was_signed_is_signed_anew(
    jobs: Jobs, officer_key: SigningKey, calm: Authority, tmp_path: Path
) -> None:
    calm.moods.tsa = "missing"
    (job,) = todo = jobs(1)
    path = tmp_path / "journal"
    sign_batch(todo, officer_key, stamped(calm), FileJournal(path))
    data = bytearray(job.waiting.read_bytes())
    data[40] ^= 1
    job.waiting.write_bytes(bytes(data))
    calm.moods.tsa = "well"
    without = sign_batch(todo, None, stamped(calm), FileJournal(path))
    assert without.documents[0].outcome is Outcome.UNTOUCHED
    sign_batch(todo, officer_key, stamped(calm), FileJournal(path))
    assert_valid(todo, calm, "B-T")


def test_a_source_that_vanishes_is_one_documents_trouble(
    jobs: Jobs, officer_key: SigningKey, pki: Authority
) -> None:
    todo = jobs(2)
    assert isinstance(todo[0].source, Path)
    todo[0].source.unlink()
    report = sign_batch(todo, officer_key, Policy(), MemoryJournal())
    assert [one.outcome for one in report.documents] == [Outcome.FAILED, Outcome.DONE]
    assert report.documents[0].code == "not-a-pdf"


@pytest.mark.skipif(os.geteuid() != 0 or not shutil.which("mount"), reason="needs to mount")
def test_a_really_full_disk_stops_the_token_and_leaves_whole_files(
    jobs: Jobs, officer_key: SigningKey, pki: Authority, tmp_path: Path
) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip("this machine does not allow mounting")
    todo = [replace(job, target=disk / job.target.name) for job in jobs(4)]
    try:
        with pytest.raises(OutputFailedError):
            sign_batch(todo, vanishing(officer_key, 0), Policy(), MemoryJournal())
        with pytest.MonkeyPatch.context() as blind:
            # the look before the batch sees nothing: the disk fills up meanwhile
            blind.setattr(batch, "_demand_room", lambda _jobs: None)
            report = sign_batch(todo, officer_key, Policy(), MemoryJournal())
        assert isinstance(report.stopped_by, OutputFailedError)
        assert report.documents[0].outcome is Outcome.DONE
        assert report.documents[-1].outcome is not Outcome.DONE
        done = [job for job in todo if job.target.exists()]
        assert_valid(done, pki, "B-B")
        assert not list(disk.glob("*.part"))
    finally:
        subprocess.run(["umount", disk], check=True)


@pytest.mark.parametrize(("allowed", "agreed"), [(1, True), (2, False), (2, True)])
def test_an_authors_signature_is_never_broken_by_a_second_one(
    jobs: Jobs,
    officer_key: SigningKey,
    agency_key: SigningKey,
    pki: Authority,
    allowed: int,
    agreed: bool,
) -> None:
    from pyhanko.sign.fields import MDPPerm

    from tests.signing.test_verify import foreign_signature

    (job,) = jobs(1)
    assert isinstance(job.source, Path)
    page = job.source.read_bytes()
    if agreed:
        page = add_fields(page, [("person", 0, ()), ("agency", -1, (60, 60, 200, 90))])
    certified = foreign_signature(
        page,
        officer_key,
        certify=True,
        docmdp_permissions=MDPPerm(allowed),
        subfilter=SigSeedSubFilter.PADES,
    )
    second = replace(job, source=certified, field="agency", needs=("person",))
    report = sign_batch([second], agency_key, Policy(), MemoryJournal())
    if allowed == 1 or not agreed:
        assert report.documents[0].code == "pdf-unsignable"
        assert not job.target.exists()
        return
    assert report.count(Outcome.DONE) == 1
    verdict = check(job.target.read_bytes(), trust=[pki.root.pem])
    assert [one.problem for one in verdict.signers] == ["", ""]
