"""The vault gives back what it was given, or says that it cannot."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidTag
from hypothesis import given, settings
from hypothesis import strategies as st

from digitizer.errors import DiskFullError, FileUnreadableError, NotFoundError, StoreDamagedError
from digitizer.store import vault as vault_module
from digitizer.store.vault import CHUNK, Vault

KEY = bytes(range(32))
HEAD = 5 + 16
STEP = CHUNK + 16


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return Vault(tmp_path / "vault", KEY)


def file_of(vault: Vault, digest: str) -> Path:
    return vault._shelf.folder / digest[:2] / digest


def damaged(vault: Vault, digest: str) -> bool:
    with pytest.raises(StoreDamagedError) as caught:
        vault.get(digest)
    return caught.value.details == {"digest": digest} and vault.verify() == (digest,)


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK])
def test_what_goes_in_comes_out(vault: Vault, size: int) -> None:
    data = os.urandom(size)
    digest = vault.put(data)
    assert digest == hashlib.sha256(data).hexdigest()
    assert vault.get(digest) == data
    assert vault.contains(digest)
    assert vault.verify([digest]) == ()


@settings(max_examples=30, deadline=None)
@given(data=st.binary(max_size=400), chunk=st.integers(min_value=1, max_value=64))
def test_every_length_and_chunk_size_round_trips(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, chunk: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(vault_module, "CHUNK", chunk)
        vault = Vault(tmp_path_factory.mktemp("vault"), KEY)
        assert vault.get(vault.put(data)) == data


def test_nothing_of_the_content_can_be_seen_on_the_disk(vault: Vault) -> None:
    data = "Đỗ Thị Đào 001203004567 ".encode() * 1000
    stored = file_of(vault, vault.put(data)).read_bytes()
    assert b"001203004567" not in stored
    assert len(stored) == HEAD + len(data) + 16


def test_the_same_data_is_kept_once(vault: Vault) -> None:
    digest = vault.put(b"same")
    before = file_of(vault, digest).read_bytes()
    assert vault.put(b"same") == digest
    assert file_of(vault, digest).read_bytes() == before


def test_putting_data_again_mends_a_damaged_file(vault: Vault) -> None:
    digest = vault.put(b"same")
    file_of(vault, digest).write_bytes(b"")
    vault.put(b"same")
    assert vault.get(digest) == b"same"


@pytest.mark.parametrize("at", [0, 7, HEAD, HEAD + CHUNK, HEAD + STEP + 5, -1])
def test_one_flipped_bit_is_refused(vault: Vault, at: int) -> None:
    digest = vault.put(os.urandom(2 * CHUNK + 100))
    stored = bytearray(file_of(vault, digest).read_bytes())
    stored[at] ^= 1
    file_of(vault, digest).write_bytes(stored)
    assert damaged(vault, digest)


@pytest.mark.parametrize(
    "length", [0, 3, HEAD, HEAD + 15, HEAD + 100, HEAD + STEP, HEAD + 2 * STEP]
)
def test_a_file_cut_anywhere_is_refused(vault: Vault, length: int) -> None:
    digest = vault.put(os.urandom(2 * CHUNK + 100))
    file_of(vault, digest).write_bytes(file_of(vault, digest).read_bytes()[:length])
    assert damaged(vault, digest)


@pytest.mark.parametrize("chunks", [1, 2])
def test_a_file_cut_at_the_edge_of_a_chunk_is_refused_before_its_hash_is(
    vault: Vault, chunks: int
) -> None:
    digest = vault.put(os.urandom(3 * CHUNK))
    whole = file_of(vault, digest).read_bytes()
    file_of(vault, digest).write_bytes(whole[: HEAD + chunks * STEP])
    with pytest.raises(StoreDamagedError) as caught:
        vault.get(digest)
    assert isinstance(caught.value.__cause__, InvalidTag)


def test_swapped_dropped_and_repeated_chunks_are_refused(vault: Vault) -> None:
    digest = vault.put(os.urandom(3 * CHUNK))
    whole = file_of(vault, digest).read_bytes()
    head, chunks = whole[:HEAD], [whole[HEAD + n * STEP : HEAD + (n + 1) * STEP] for n in range(3)]
    for order in ([1, 0, 2], [0, 2], [1, 2], [0, 1, 1, 2], [0, 1, 2, 2]):
        file_of(vault, digest).write_bytes(head + b"".join(chunks[n] for n in order))
        assert damaged(vault, digest)


def test_a_file_under_another_files_name_is_refused(vault: Vault) -> None:
    one, other = vault.put(b"one"), vault.put(b"other")
    file_of(vault, one).write_bytes(file_of(vault, other).read_bytes())
    assert damaged(vault, one)


def test_another_key_opens_nothing(vault: Vault) -> None:
    digest = vault.put(b"secret")
    with pytest.raises(StoreDamagedError):
        Vault(vault._shelf.folder, bytes(32)).get(digest)


def test_a_missing_file_is_damage_and_a_wrong_name_is_not_found(vault: Vault) -> None:
    digest = "ab" * 32
    assert not vault.contains(digest)
    with pytest.raises(StoreDamagedError):
        vault.get(digest)
    assert vault.verify([digest]) == (digest,)
    with pytest.raises(NotFoundError):
        vault.get("../../etc/passwd")


def test_collecting_takes_old_orphans_and_stale_temporaries_only(vault: Vault) -> None:
    kept, orphan, young = (vault.put(text) for text in (b"kept", b"orphan", b"young"))
    stale = vault._shelf.incoming / "left behind.part"
    stale.write_bytes(b"half")
    long_ago = time.time() - 3 * 86_400
    for path in (file_of(vault, kept), file_of(vault, orphan), stale):
        os.utime(path, (long_ago, long_ago))
    assert vault.collect({kept}, timedelta(days=1)) == 2
    assert vault.contains(kept)
    assert vault.contains(young)
    assert not vault.contains(orphan)
    assert not stale.exists()


def test_an_old_orphan_that_is_put_again_is_young_again(vault: Vault) -> None:
    digest = vault.put(b"again")
    os.utime(file_of(vault, digest), (1, 1))
    vault.put(b"again")
    assert vault.collect((), timedelta(days=1)) == 0


def test_a_full_disk_leaves_nothing_half(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    sync = os.fsync

    def full(handle: int) -> None:
        if stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError(errno.ENOSPC, "No space left on device")
        sync(handle)

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(DiskFullError):
            vault.put(b"too much")
    assert [path for path in vault._shelf.folder.rglob("*") if path.is_file()] == []
    assert vault.get(vault.put(b"too much")) == b"too much"


def test_a_file_over_the_systems_size_limit_is_a_full_disk(tmp_path: Path) -> None:
    program = """
import resource, sys
from pathlib import Path
from digitizer.errors import DiskFullError
from digitizer.store.vault import Vault
vault = Vault(Path(sys.argv[1]), bytes(32))
resource.setrlimit(resource.RLIMIT_FSIZE, (2_000_000, 2_000_000))
small = vault.put(b"x" * 1_000_000)
try:
    vault.put(b"y" * 5_000_000)
except DiskFullError:
    files = [path.name for path in vault._shelf.folder.rglob("*") if path.is_file()]
    assert files == [small], files
    assert vault.get(small) == b"x" * 1_000_000
    print("refused")
"""
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "vault")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.stderr) == ("refused\n", "")


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "vault").write_text("a file stands where the folder should be")
    with pytest.raises(FileUnreadableError) as caught:
        Vault(tmp_path / "vault", KEY)
    assert str(tmp_path) in str(caught.value.details["name"])
