"""A signature's proof is carried on by a new archive timestamp before the old one ends."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from signing.errors import LevelUnreachableError, SelfCheckError, TimestampUnavailableError
from signing.keys import SigningKey
from signing.model import Level
from signing.run import Policy
from signing.upkeep import Due, look_over, renew
from signing.verify import check
from tests.signing.test_batch import proving
from tests.signing.test_proof import Desk
from tools.pki import Authority, Issued

NOW = datetime.now(UTC)


@pytest.fixture
def desk(tmp_path: Path, calm: Authority, plain_pdf: bytes) -> Desk:
    return Desk(tmp_path, calm, plain_pdf)


@pytest.fixture
def aging(calm: Authority) -> Authority:
    """The authority with a timestamp service whose certificate ends in ten days."""
    kept = calm.tsa
    calm.tsa = ends_soon = calm.stamper(end=NOW + timedelta(days=10))
    assert isinstance(ends_soon, Issued)
    yield calm  # type: ignore[misc]
    calm.tsa = kept


def test_files_are_listed_by_when_their_proof_ends(
    desk: Desk, aging: Authority, officer_key: SigningKey, tmp_path: Path
) -> None:
    (tmp_path / "old.pdf").write_bytes(desk.signed(Level.B_LTA, officer_key))
    (tmp_path / "bare.pdf").write_bytes(desk.signed(Level.B_T, officer_key))
    (tmp_path / "plain.pdf").write_bytes(desk.pdf)
    (tmp_path / "no.pdf").write_bytes(b"nothing")
    names = ("old.pdf", "bare.pdf", "plain.pdf", "no.pdf", "gone.pdf")
    paths = [tmp_path / name for name in names]
    found = [one.due for one in look_over(paths, within=timedelta(days=30))]
    assert found == [Due.SOON, Due.NONE, Due.UNSIGNED, Due.UNREADABLE, Due.UNREADABLE]
    found = [one.due for one in look_over(paths[:1], within=timedelta(days=5))]
    assert found == [Due.NOT_YET]
    late = NOW + timedelta(days=20)
    assert [one.due for one in look_over(paths[:1], within=timedelta(0), at=late)] == [Due.LAPSED]


def test_a_renewed_file_outlives_the_old_timestamps_certificate(
    desk: Desk, aging: Authority, officer_key: SigningKey, tmp_path: Path
) -> None:
    path = tmp_path / "old.pdf"
    path.write_bytes(desk.signed(Level.B_LTA, officer_key))
    before = path.read_bytes()
    later = NOW + timedelta(days=15)
    assert not desk.judged(before, later).valid
    aging.tsa = aging.stamper()
    renew(path, path, proving(aging, Level.B_LTA))
    assert path.read_bytes().startswith(before)
    assert desk.judged(path.read_bytes()).valid
    assert desk.judged(path.read_bytes(), later).valid
    assert [one.due for one in look_over([path], within=timedelta(days=30))] == [Due.NOT_YET]


def test_a_plain_timestamp_is_raised_to_an_archive_timestamp(
    desk: Desk, calm: Authority, officer_key: SigningKey, tmp_path: Path
) -> None:
    path = tmp_path / "t.pdf"
    path.write_bytes(desk.signed(Level.B_T, officer_key))
    renew(path, tmp_path / "lta.pdf", proving(calm, Level.B_LTA))
    verdict = check((tmp_path / "lta.pdf").read_bytes(), trust=[calm.root.pem])
    assert (verdict.valid, verdict.level) == (True, "B-LTA")


def test_nothing_changes_when_it_cannot_be_renewed(
    desk: Desk, calm: Authority, officer_key: SigningKey, tmp_path: Path
) -> None:
    path = tmp_path / "old.pdf"
    path.write_bytes(desk.signed(Level.B_LTA, officer_key))
    before = path.read_bytes()
    calm.moods.tsa = "missing"
    with pytest.raises(TimestampUnavailableError):
        renew(path, path, proving(calm, Level.B_LTA))
    with pytest.raises(LevelUnreachableError):
        renew(path, path, Policy())
    assert path.read_bytes() == before
    calm.moods.tsa = "well"
    broken = bytearray(before)
    broken[broken.index(b"/M(D:") + 15] ^= 1
    path.write_bytes(bytes(broken))
    with pytest.raises(SelfCheckError):
        renew(path, path, proving(calm, Level.B_LTA))
    assert path.read_bytes() == bytes(broken)
    assert not path.with_name("old.pdf.part").exists()
