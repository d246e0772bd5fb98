"""A backup brings everything back on another machine, and a damaged one is known as such."""

from __future__ import annotations

import errno
import threading
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from digitizer.errors import (
    BackupDamagedError,
    DiskFullError,
    NotAllowedError,
    NotFoundError,
    RestoreRefusedError,
    StoreBusyError,
    WrongKeyError,
)
from digitizer.model.officer import Role
from digitizer.store import Store, backup, files, keys, restoring, rotation, schema
from digitizer.store.backup import back_up
from digitizer.store.restoring import restore
from tests.digitizer.store.office import KEY, Office


@pytest.fixture
def filled(office: Office) -> Office:
    keys.key_file(office.folder).write_text(KEY.hex())
    keys.key_file(office.folder).chmod(0o600)
    (office.folder / "site.toml").write_text('place = "Phường Mẫu"\n')
    office.verified("HS-1")
    office.sign(office.composed("HS-1"))
    office.filled("HS-2")
    office.key(code="HS-2", text="Đỗ Thị Đảo")
    return office


def everything(store: Store) -> dict[str, list[tuple[object, ...]]]:
    with store._database.read() as connection:
        return {
            table.name: [
                tuple(row) for row in connection.execute(sa.select(table).order_by(*table.c))
            ]
            for table in schema.metadata.sorted_tables
            if table.name != "journal"
        }


def test_a_restore_on_a_new_machine_is_the_same_store(filled: Office, tmp_path: Path) -> None:
    outcome = back_up(filled.store, filled.quantri, tmp_path / "usb")
    assert outcome.copied == len(outcome.snapshot.digests) == 4
    before = everything(filled.store)
    head = outcome.snapshot.rows, outcome.snapshot.head
    new = tmp_path / "máy mới" / "Kho"
    restored = restore(tmp_path / "usb", new, KEY)
    assert restored.digests == outcome.snapshot.digests
    with Store.open(new) as store:
        assert everything(store) == before
        assert store.problems() == ()
        assert store.journal.verify(head) is None
        assert store.journal.rows(1)[0].action == "restored"
        for digest in restored.digests:
            assert store.vault.get(digest) == filled.store.vault.get(digest)
    assert (new / "site.toml").read_text() == 'place = "Phường Mẫu"\n'


def test_the_second_backup_copies_only_what_is_new(filled: Office, tmp_path: Path) -> None:
    back_up(filled.store, filled.quantri, tmp_path / "usb")
    filled.dossier("HS-3")
    filled.page("HS-3", data=b"only this is new")
    second = back_up(filled.store, filled.quantri, tmp_path / "usb")
    assert second.copied == 1
    assert len(backup.snapshots(tmp_path / "usb")) == 2
    assert backup.verify(tmp_path / "usb", KEY).rows == second.snapshot.rows
    assert backup.age_of(filled.folder, datetime.now(UTC) + timedelta(days=3)) == pytest.approx(
        3, abs=0.01
    )


def test_nothing_in_a_backup_shows_a_name_or_a_number(filled: Office, tmp_path: Path) -> None:
    back_up(filled.store, filled.quantri, tmp_path / "usb")
    for path in (tmp_path / "usb").rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert b"001203004567" not in content
            assert "Đào".encode() not in content
            assert KEY.hex().encode() not in content


def test_a_backup_made_while_others_write_is_one_consistent_moment(
    filled: Office, tmp_path: Path
) -> None:
    stop, written = threading.Event(), 0

    def write() -> None:
        nonlocal written
        while not stop.is_set():
            filled.dossier(f"HS-W{written}")
            filled.page(f"HS-W{written}", data=f"page {written}".encode())
            written += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        # a second program on the same folder, as the command is beside the window
        with Store.open(filled.folder, key=KEY, shared=True) as other:
            for _ in range(3):
                back_up(other, filled.quantri, tmp_path / "usb")
    finally:
        stop.set()
        writer.join()
    assert written > 3
    newest = restore(tmp_path / "usb", tmp_path / "new", KEY)
    with Store.open(tmp_path / "new") as store:
        assert store.problems() == ()
        pages = sum(row.page_count for row in store.dossiers.summaries(limit=10_000))
        dossiers = sum(
            row.dossier.code.startswith("HS-W") for row in store.dossiers.summaries(limit=10_000)
        )
    # at most the page of the last dossier was still on its way
    assert dossiers - 1 <= pages - 2 <= dossiers
    assert newest.rows > 10


def test_a_store_that_is_open_is_opened_again_only_shared(filled: Office) -> None:
    with pytest.raises(StoreBusyError):
        Store.open(filled.folder, key=KEY)
    with Store.open(filled.folder, key=KEY, shared=True) as other:
        assert other.dossiers.get("HS-1").code == "HS-1"
    with pytest.raises(NotFoundError):
        Store.open(filled.folder.parent / "nothing", key=KEY, shared=True)


def test_only_an_administrator_backs_up(filled: Office, tmp_path: Path) -> None:
    for by in (filled.clerk, filled.records, filled.chief):
        with pytest.raises(NotAllowedError):
            back_up(filled.store, by, tmp_path / "usb")
    assert not (tmp_path / "usb").exists()


@pytest.mark.parametrize("what", ["vault", "database", "manifest", "missing"])
def test_a_damaged_backup_is_found_and_nothing_is_restored(
    filled: Office, tmp_path: Path, what: str
) -> None:
    usb = tmp_path / "usb"
    outcome = back_up(filled.store, filled.quantri, usb)
    digest = outcome.snapshot.digests[0]
    if what == "missing":
        (usb / "vault" / digest[:2] / digest).unlink()
    else:
        path = {
            "vault": usb / "vault" / digest[:2] / digest,
            "database": outcome.snapshot.folder / "store.db",
            "manifest": outcome.snapshot.folder / "manifest.json",
        }[what]
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 1
        path.write_bytes(bytes(content))
    with pytest.raises(BackupDamagedError):
        restore(usb, tmp_path / "new", KEY)
    assert not (tmp_path / "new").exists()


def test_a_restore_with_the_wrong_key_is_refused(filled: Office, tmp_path: Path) -> None:
    back_up(filled.store, filled.quantri, tmp_path / "usb")
    with pytest.raises((WrongKeyError, BackupDamagedError)):
        restore(tmp_path / "usb", tmp_path / "new", bytes(32))
    assert not (tmp_path / "new").exists()


def test_a_restore_over_a_newer_store_is_refused_and_over_an_older_sets_it_aside(
    filled: Office, tmp_path: Path
) -> None:
    usb = tmp_path / "usb"
    back_up(filled.store, filled.quantri, usb)
    filled.dossier("HS-NEW")
    filled.store.close()
    with pytest.raises(RestoreRefusedError):
        restore(usb, filled.folder, KEY)
    filled.store = Store.open(filled.folder, key=KEY)
    assert filled.store.dossiers.get("HS-NEW").code == "HS-NEW"
    # an older store of the same office: the first restore, before the second backup
    restore(usb, tmp_path / "new", KEY)
    for number in range(9):
        filled.dossier(f"HS-X{number}")
    back_up(filled.store, filled.quantri, usb)
    restore(usb, tmp_path / "new", KEY)
    with Store.open(tmp_path / "new") as store:
        assert store.dossiers.get("HS-X8").code == "HS-X8"
    assert len(list(tmp_path.glob("new.before-*"))) == 1


def test_another_store_is_neither_backed_up_into_nor_restored_over(
    filled: Office, tmp_path: Path
) -> None:
    usb = tmp_path / "usb"
    back_up(filled.store, filled.quantri, usb)
    with Store.open(tmp_path / "other") as other:
        other.officers.create(
            None, login="quan", name="Quân", roles={Role.ADMINISTRATOR}, password="con đường làng"
        )
    with pytest.raises(RestoreRefusedError):
        restore(usb, tmp_path / "other", KEY)
    # one whose key nobody has may hold anything
    with Store.open(tmp_path / "unknown", key=bytes(32)):
        pass
    with pytest.raises(RestoreRefusedError):
        restore(usb, tmp_path / "unknown", KEY)
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "ảnh gia đình.jpg").touch()
    with pytest.raises(BackupDamagedError):
        back_up(filled.store, filled.quantri, tmp_path / "full")
    with pytest.raises(RestoreRefusedError):
        restore(usb, tmp_path / "full", KEY)


def test_records_in_which_nobody_has_begun_give_way_to_a_backup(
    filled: Office, tmp_path: Path
) -> None:
    usb, fresh = tmp_path / "usb", tmp_path / "mới"
    back_up(filled.store, filled.quantri, usb)
    # the program was started once on the new machine before anybody thought of the backup
    Store.open(fresh).close()
    restore(usb, fresh, KEY)
    with Store.open(fresh) as store:
        assert store.problems() == ()
        assert store.officers.all() == filled.store.officers.all()


def test_after_a_change_of_key_the_next_backup_is_whole_under_the_new_one(
    filled: Office, tmp_path: Path
) -> None:
    usb = tmp_path / "usb"
    back_up(filled.store, filled.quantri, usb)
    filled.store.close()
    new = rotation.change_key(filled.folder)
    filled.store = Store.open(filled.folder)
    filled.store.seal_anew()
    outcome = back_up(filled.store, filled.quantri, usb)
    assert outcome.copied == len(outcome.snapshot.digests)
    restore(usb, tmp_path / "new", new)
    with Store.open(tmp_path / "new") as store:
        assert store.problems() == ()


def test_old_snapshots_go_and_their_files_with_them(
    filled: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backup, "KEPT_SNAPSHOTS", 2)
    usb = tmp_path / "usb"
    filled.dossier("HS-3")
    page = filled.page("HS-3", data=b"soon gone")
    back_up(filled.store, filled.quantri, usb)
    filled.sql(f"DELETE FROM page WHERE id = {page.id:d}")  # noqa: S608
    gone = usb / "vault" / page.image_hash[:2] / page.image_hash
    back_up(filled.store, filled.quantri, usb)
    assert gone.exists()
    back_up(filled.store, filled.quantri, usb)
    assert not gone.exists()
    assert len(backup.snapshots(usb)) == 2
    assert restoring.verify(usb, KEY).rows > 0


def test_a_target_that_is_full_at_any_write_keeps_the_backups_it_had(
    filled: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usb = tmp_path / "usb"
    first = back_up(filled.store, filled.quantri, usb).snapshot
    filled.dossier("HS-3")
    filled.page("HS-3", data=b"new")
    real, refused = files._write_synced, 0
    for room in range(100):
        left = [room]

        def full(part: Path, chunks: Iterable[bytes], left: list[int] = left) -> None:
            # what the copy of the database meets is an error of SQLite; see test_power_loss
            if usb in part.parents:
                left[0] -= 1
                if left[0] < 0:
                    part.write_bytes(b"half")
                    raise OSError(errno.ENOSPC, "No space left on device")
            real(part, chunks)

        with monkeypatch.context() as patch:
            patch.setattr(files, "_write_synced", full)
            try:
                back_up(filled.store, filled.quantri, usb)
                break
            except DiskFullError:
                refused += 1
        # the moment that was there is still there, whole
        assert [one.at for one in backup.snapshots(usb)] == [first.at]
        assert backup.verify(usb, KEY).head == first.head
        assert backup.age_of(filled.folder, datetime.now(UTC)) is not None
    assert refused >= 4
    assert len(backup.snapshots(usb)) == 2
    assert not list(usb.rglob("*.part"))
    restore(usb, tmp_path / "new", KEY)
    with Store.open(tmp_path / "new") as store:
        assert store.dossiers.get("HS-3").code == "HS-3"
