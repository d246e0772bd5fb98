"""What a file proves years later, from the evidence inside it and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pikepdf
import pytest
from asn1crypto import cms
from asn1crypto import x509 as asn1x509

from signing.batch import sign_batch
from signing.journal import Job, MemoryJournal, Outcome
from signing.keys import SigningKey, open_pkcs12
from signing.model import Level, Verdict
from signing.verify import check
from tests.signing.test_batch import proving
from tools.pki import Authority

NOW = datetime.now(UTC)
SOON = NOW + timedelta(days=2)


@dataclass(frozen=True)
class Desk:
    """Signs at a level and judges at a time."""

    folder: Path
    pki: Authority
    pdf: bytes

    def signed(
        self, level: Level, key: SigningKey, field: str = "person", pdf: bytes = b""
    ) -> bytes:
        target = self.folder / f"{field}.pdf"
        job = Job(field, pdf or self.pdf, target, field)
        report = sign_batch([job], key, proving(self.pki, level), MemoryJournal())
        assert report.count(Outcome.DONE) == 1, report
        return target.read_bytes()

    def judged(self, pdf: bytes, at: datetime | None = None) -> Verdict:
        return check(pdf, trust=[self.pki.root.pem], at=at)

    def passing(self) -> SigningKey:
        """Return a key whose certificate ends tomorrow."""
        issued = self.pki.person("Sắp hết hạn", end=NOW + timedelta(days=1))
        return open_pkcs12(issued.pkcs12("1"), "1")


@pytest.fixture
def desk(tmp_path: Path, calm: Authority, plain_pdf: bytes) -> Desk:
    return Desk(tmp_path, calm, plain_pdf)


def test_a_verdict_says_who_vouches_when_and_what_followed(
    desk: Desk, officer_key: SigningKey, agency_key: SigningKey
) -> None:
    first = desk.signed(Level.B_LT, officer_key)
    both = desk.judged(desk.signed(Level.B_LTA, agency_key, "agency", first))
    assert both.valid, both
    person, agency = both.signers
    assert person.path == (
        "Lê Văn Mẫu",
        "CA cấp chứng thư thử nghiệm",
        "Root CA thử nghiệm",
    )
    assert person.revocation == agency.revocation == "good"
    assert person.timestamp_by == "TSA thử nghiệm"
    assert person.timestamp_at is not None
    assert person.followed_by[0] == "agency"
    assert agency.followed_by[0].startswith("archive-")
    assert person.ades == agency.ades == "PASSED"
    assert both.level == "B-LTA"
    assert both.archived_until is not None
    told = both.to_dict()
    assert (told["level"], told["modified_after"]) == ("B-LTA", False)


@pytest.mark.parametrize(
    ("level", "valid"),
    [(Level.B_B, False), (Level.B_T, False), (Level.B_LT, False), (Level.B_LTA, True)],
)
def test_only_an_archive_timestamp_outlives_the_certificate(
    desk: Desk, level: Level, valid: bool
) -> None:
    signed = desk.signed(level, desk.passing())
    assert desk.judged(signed).valid
    later = desk.judged(signed, SOON)
    assert later.valid is valid, later
    if not valid:
        assert later.problems == ("certificate-since-expired",)


def test_two_signers_outlive_their_certificates(desk: Desk) -> None:
    first = desk.signed(Level.B_LT, desk.passing())
    both = desk.signed(Level.B_LTA, desk.passing(), "agency", first)
    assert desk.judged(both, SOON).valid


def test_a_certificate_revoked_before_it_signed_is_refused(desk: Desk, calm: Authority) -> None:
    issued = calm.person("Thu hồi rồi")
    key = open_pkcs12(issued.pkcs12("1"), "1")
    signed = desk.signed(Level.B_B, key)
    calm.revoke(issued, since=NOW - timedelta(days=3))
    evidence = proving(calm, Level.B_LT).revocation
    assert evidence is not None
    from signing.errors import CertificateRevokedError
    from signing.revocation import Evidence
    from signing.store import evidence_revision

    with pytest.raises(CertificateRevokedError):
        evidence.prove(key.certificate, key.chain)
    evidence.services.close()
    lists = Evidence(lists=(calm.crl("ca"), calm.crl("root")))
    told = desk.judged(signed + evidence_revision(signed, lists))
    assert told.problems == ("certificate-revoked",)
    assert told.signers[0].revocation == "revoked"


def test_a_certificate_revoked_after_a_proven_time_stays_good(desk: Desk, calm: Authority) -> None:
    issued = calm.person("Thu hồi sau")
    key = open_pkcs12(issued.pkcs12("1"), "1")
    signed = desk.signed(Level.B_T, key)
    calm.revoke(issued, since=datetime.now(UTC) + timedelta(minutes=1))
    from signing.revocation import Evidence
    from signing.store import evidence_revision

    lists = Evidence(lists=(calm.crl("ca"), calm.crl("root")))
    # not by NOW, the time this file was opened: in a suite of a quarter of an hour the lists of
    # revoked ones would be younger than the day of judgement
    later = datetime.now(UTC) + timedelta(minutes=10)
    told = desk.judged(signed + evidence_revision(signed, lists), later)
    assert told.signers[0].revocation == "good"
    assert told.signers[0].trusted


def test_evidence_taken_out_of_the_file_is_noticed(desk: Desk, officer_key: SigningKey) -> None:
    from signing.revision import appending

    signed = desk.signed(Level.B_LT, officer_key)
    with appending(signed) as revision:
        del revision.root["/DSS"]
        revision.replace(revision.root)
        bare = signed + revision.write()[0]
    told = desk.judged(bare)
    assert told.signers[0].level == "B-T"


def test_a_garbled_store_is_a_verdict_and_no_crash(desk: Desk, officer_key: SigningKey) -> None:
    from signing.revision import appending

    signed = desk.signed(Level.B_LT, officer_key)
    with appending(signed) as revision:
        number = revision.add_stream(b"", b"garbage")
        revision.root["/DSS"] = pikepdf.Dictionary(OCSPs=pikepdf.Array([]))
        revision.append_to(revision.root["/DSS"], "/OCSPs", number)
        revision.replace(revision.root)
        garbled = signed + revision.write()[0]
    assert desk.judged(garbled).signers[0].revocation == "unknown"


def test_a_page_changed_behind_an_archive_timestamp_is_found(
    desk: Desk, officer_key: SigningKey
) -> None:
    from signing.revision import appending

    signed = desk.signed(Level.B_LTA, officer_key)
    with appending(signed) as revision:
        page = revision.document.pages[0].obj
        page["/Rotate"] = 90
        revision.replace(page)
        changed = signed + revision.write()[0]
    told = desk.judged(changed)
    assert told.problems[0] == "changed-after-signing"
    assert told.modified_after


def test_something_hidden_behind_an_archive_timestamp_is_found(
    desk: Desk, officer_key: SigningKey
) -> None:
    signed = bytearray(desk.signed(Level.B_LTA, officer_key))
    end = signed.rindex(b"0>>>")
    signed[end] = ord("7")
    told = desk.judged(bytes(signed))
    assert told.problems == ("timestamp-broken",)


def test_no_byte_of_a_certificate_beside_the_last_timestamp_can_be_altered(
    desk: Desk, officer_key: SigningKey
) -> None:
    """Nothing in the file covers them; each is itself signed."""
    whole = desk.signed(Level.B_LTA, officer_key)
    assert desk.judged(whole).valid
    gap = whole.rindex(b"/Contents <") + len(b"/Contents <")
    token = bytes.fromhex(whole[gap : whole.index(b">", gap)].decode())
    beside = [one.dump() for one in _carried(token)]
    assert len(beside) >= 2
    for der in beside:
        start = token.index(der)
        for place in range(start + 8, start + len(der), 97):
            changed = bytearray(token)
            changed[place] ^= 1
            digits = bytes(changed).hex().upper().encode()
            damaged = whole[:gap] + digits + whole[gap + len(digits) :]
            assert not desk.judged(damaged).valid, place - start


def _carried(token: bytes) -> list[asn1x509.Certificate]:
    info = cms.ContentInfo.load(token)
    return [one.chosen for one in info["content"]["certificates"]]
