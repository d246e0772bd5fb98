"""What a power cut may leave on the disk, and what a full disk does, at every single step.

The model of a power cut: a file holds what was in it at its last fsync, or nothing; a rename has
happened for certain only once its folder was synced, before that it may or may not have.
"""

from __future__ import annotations

import errno
import itertools
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from digitizer.errors import DiskFullError
from digitizer.store import files
from digitizer.store.vault import Vault

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="reads /proc")


@dataclass
class Disk:
    """Listens to fsync and rename, and tells every state a power cut could have left."""

    steps: list[tuple[Any, ...]] = field(default_factory=list)

    def listen(self, patch: pytest.MonkeyPatch) -> None:
        real_sync, real_replace = os.fsync, Path.replace

        def sync(handle: int) -> None:
            real_sync(handle)
            path = Path(f"/proc/self/fd/{handle}").readlink()
            self.steps.append(
                ("folder", path) if path.is_dir() else ("file", path, path.read_bytes())
            )

        def replace(source: Path, target: Path) -> Path:
            self.steps.append(("rename", source, target))
            return real_replace(source, target)

        patch.setattr(files.os, "fsync", sync)
        patch.setattr(Path, "replace", replace)

    def after(self, count: int, target: Path, before: bytes | None) -> Iterator[bytes | None]:
        """Give every content the target may have when the power goes after ``count`` steps."""
        synced: dict[Path, bytes] = {}
        certain, possible = before, []
        for step in self.steps[:count]:
            if step[0] == "file":
                synced[step[1]] = step[2]
            elif step[0] == "rename" and step[2] == target:
                possible.append(synced.get(step[1], b""))
            elif step[0] == "folder" and step[1] == target.parent and possible:
                certain, possible = possible[-1], []
        yield certain
        yield from possible


def states(disk: Disk, target: Path, before: bytes | None) -> list[set[bytes | None]]:
    return [set(disk.after(count, target, before)) for count in range(len(disk.steps) + 1)]


def test_the_model_catches_a_write_without_fsync(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = Disk()
    disk.listen(monkeypatch)
    (tmp_path / "part").write_bytes(b"new")
    (tmp_path / "part").replace(tmp_path / "target")
    assert b"" in states(disk, tmp_path / "target", b"old")[-1]
    assert b"old" in states(disk, tmp_path / "target", b"old")[-1]


def test_a_replaced_file_is_the_old_or_the_new_at_every_step_and_the_new_at_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "store.json"
    files.write_whole(target, [b"old"])
    disk = Disk()
    disk.listen(monkeypatch)
    files.write_whole(target, [b"new", b" content"])
    found = states(disk, target, b"old")
    assert all(state <= {b"old", b"new content"} for state in found)
    assert found[-1] == {b"new content"}
    assert {b"old", b"new content"} in found


@pytest.mark.parametrize("size", [0, 1, 3_000_000])
def test_a_vault_file_is_absent_or_whole_at_every_step_and_there_when_put_returns(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    data = b"0123456789" * (size // 10) + b"x" * (size % 10)
    vault = Vault(tmp_path / "vault", bytes(32))
    disk = Disk()
    disk.listen(monkeypatch)
    digest = vault.put(data)
    target = tmp_path / "vault" / digest[:2] / digest
    found = states(disk, target, None)
    for state in found:
        for content in state - {None}:
            assert content is not None
            target.write_bytes(content)
            assert vault.get(digest) == data
    assert None not in found[-1]
    # the folder that names the file's folder was synced before the file was put into it
    names = [(step[0], step[1]) for step in disk.steps]
    assert ("folder", tmp_path / "vault") in names[: names.index(("folder", target.parent))]
    # nothing in clear ever reached the disk, not even in a temporary file
    written = [step[2] for step in disk.steps if step[0] == "file"]
    assert size < 100 or all(data[:64] not in content for content in written)


def full_after(count: int) -> Callable[..., Any]:
    """Return an ``os.fdopen`` whose files have room for ``count`` writes in all."""
    left = itertools.count(count, -1)

    def open_full(handle: int, mode: str) -> Any:
        file = os.fdopen(handle, mode, buffering=0)

        class Full:
            def __enter__(self) -> Full:
                return self

            def __exit__(self, *_: object) -> None:
                file.close()

            def write(self, data: bytes) -> int:
                if next(left) <= 0:
                    raise OSError(errno.ENOSPC, "No space left on device")
                return int(file.write(data))

            def flush(self) -> None:
                file.flush()

            def fileno(self) -> int:
                return int(file.fileno())

        return Full()

    return open_full


def test_a_disk_that_is_full_at_any_write_of_a_vault_file_leaves_none_and_no_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = os.urandom(3_500_000)
    vault = Vault(tmp_path / "vault", bytes(32))
    for count in itertools.count():
        real = files.os.fdopen
        with monkeypatch.context() as patch:
            shim = type("shim", (), {**vars(os), "fdopen": staticmethod(full_after(count))})
            patch.setattr(files, "os", shim)
            try:
                digest = vault.put(data)
                break
            except DiskFullError:
                pass
        assert real is files.os.fdopen
        left = [path for path in (tmp_path / "vault").rglob("*") if path.is_file()]
        assert left == []
    # the mark and four chunks
    assert count == 5
    assert vault.get(digest) == data


def test_a_disk_that_is_full_at_any_write_of_a_dossier_s_way_loses_nothing(folder: Path) -> None:
    """The limit on file size rises page by page, so that each write in turn is the one refused."""
    program = """
import resource, sys
from pathlib import Path
from digitizer.errors import DiskFullError
from digitizer.model.dossier import DossierState
from tests.digitizer.store.killed_writer import advance
from tests.digitizer.store import killed_writer
killed_writer.acknowledge = lambda **what: None
killed_writer.data_of = lambda code, number: f"{code} {number}".encode()
from tests.digitizer.store.office import Office
folder = Path(sys.argv[1])
office = Office.open(folder)
office.dossier("HS-1")
whole = resource.RLIM_INFINITY
room, refused = 0, 0
while office.store.dossiers.get("HS-1").state is not DossierState.ISSUED:
    wal, before = folder / "store.db-wal", office.store.dossiers.get("HS-1").version
    size = wal.stat().st_size if wal.exists() else 0
    resource.setrlimit(resource.RLIMIT_FSIZE, (size + room, whole))
    try:
        advance(office, office.store.dossiers.get("HS-1"))
    except DiskFullError:
        refused += 1
        room += 2000
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (whole, whole))
    assert office.store._database.problems() == ()
assert office.store.problems() == ()
office.store.close()
print(refused)
"""
    done = subprocess.run(
        [sys.executable, "-c", program, str(folder)],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[3],
        timeout=120,
    )
    assert done.stderr == ""
    assert int(done.stdout) > 10
