"""An office on PostgreSQL is backed up, comes back on another server, and changes its key."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from digitizer.errors import (
    BackupDamagedError,
    RestoreRefusedError,
    StoreBusyError,
    StoreDamagedError,
    WrongPasswordError,
)
from digitizer.objects import Access, Place
from digitizer.store import (
    Store,
    backup,
    keys,
    office_database,
    office_restoring,
    office_vault,
    postgres,
    restoring,
    schema,
)
from digitizer.store.backup import back_up
from tests import s3
from tests.digitizer.store.office import DATABASE, KEY, PASSWORD, Office, empty
from tests.postgres import Server

NEW = "phuong_moi"


@pytest.fixture
def office(office_server: Server, tmp_path: Path) -> Iterator[Office]:
    empty(office_server)
    office = Office.on(office_server, tmp_path)
    office.verified("HS-1")
    office.sign(office.composed("HS-1"))
    office.filled("HS-2")
    office.key(code="HS-2", text="Đỗ Thị Đảo")
    yield office
    office.store.close()
    for name in (DATABASE, NEW):
        with psycopg.connect(**_words(office_server), autocommit=True) as connection:
            left = connection.execute(
                "SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{name}_before_%"]
            ).fetchall()
            gone = [row[0] for row in left] + ([NEW] if name == NEW else [])
            for one in gone:
                connection.execute(f'DROP DATABASE IF EXISTS "{one}" WITH (FORCE)')


def _words(server: Server) -> dict[str, object]:
    return postgres.login_words(server.url("postgres"))


def everything(store: Store) -> dict[str, list[tuple[object, ...]]]:
    with store._database.read() as connection:
        return {
            table.name: [
                tuple(row) for row in connection.execute(sa.select(table).order_by(*table.c))
            ]
            for table in schema.metadata.sorted_tables
            if table.name != "journal"
        }


def data_key(office: Office) -> bytes:
    return office.store.root_key()[1]


def log_in(server: Server, login: str, vault: Path | Place, folder: Path) -> Store:
    return office_database.connect(
        server.url(NEW).set(username=None, password=None),
        login,
        PASSWORD,
        folder=folder,
        vault_folder=vault,
    )


def test_an_office_comes_back_on_a_new_database_with_rows_files_rights_and_logins(
    office: Office, office_server: Server, tmp_path: Path
) -> None:
    outcome = back_up(office.store, office.quantri, tmp_path / "usb")
    assert outcome.copied == len(outcome.snapshot.digests) == 4
    assert back_up(office.store, office.quantri, tmp_path / "usb").copied == 0
    snapshot = backup.snapshots(tmp_path / "usb")[-1]
    before, key = everything(office.store), data_key(office)
    url, vault = office_server.url(NEW), tmp_path / "new share"
    restored = office_restoring.restore(tmp_path / "usb", url, vault, key)
    assert restored == snapshot
    with office_database.open_as_owner(url, folder=tmp_path, vault_folder=vault) as store:
        assert everything(store) == before
        assert store.problems() == ()
        assert store.journal.verify((snapshot.rows, snapshot.head)) is None
        assert store.journal.rows(1)[0].action == "restored"
        for digest in restored.digests:
            assert store.vault.get(digest) == office.store.vault.get(digest)
        # numbers go on, rules hold
        assert Office(tmp_path, store, office.people).filled("HS-9").id > 2
        with pytest.raises(DBAPIError), store._database.write() as work:
            work.execute(sa.update(schema.journal).values(officer="x"))
    # each officer logs in with the password they had, and with no more rights
    with log_in(office_server, "clerk", vault, tmp_path) as store:
        assert store.officers.sign_in("clerk", PASSWORD).login == "clerk"
        assert store.vault.get(restored.digests[0])
    answer = office_server.psql(f"{NEW}.clerk", PASSWORD, NEW, "DELETE FROM journal")
    assert "refused" in answer
    with pytest.raises(WrongPasswordError):
        office_database.connect(url, "clerk", "khác", folder=tmp_path, vault_folder=vault)


def test_nothing_is_restored_over_a_newer_or_another_office(
    office: Office, office_server: Server, tmp_path: Path
) -> None:
    back_up(office.store, office.quantri, tmp_path / "usb")
    key, url = data_key(office), office_server.url(DATABASE)
    office.dossier("HS-NEW")
    with pytest.raises(RestoreRefusedError):
        office_restoring.restore(tmp_path / "usb", url, tmp_path / "vault", key)
    assert office.store.dossiers.get("HS-NEW").code == "HS-NEW"
    # an older one of the same office is set aside, once nobody is at work in it
    new = office_server.url(NEW)
    office_restoring.restore(tmp_path / "usb", new, tmp_path / "share", key)
    for number in range(9):
        office.dossier(f"HS-X{number}")
    back_up(office.store, office.quantri, tmp_path / "usb")
    with (
        log_in(office_server, "clerk", tmp_path / "share", tmp_path),
        pytest.raises(StoreBusyError),
    ):
        office_restoring.restore(tmp_path / "usb", new, tmp_path / "share", key)
    office_restoring.restore(tmp_path / "usb", new, tmp_path / "share", key)
    with log_in(office_server, "clerk", tmp_path / "share", tmp_path) as store:
        assert store.dossiers.get("HS-X8").code == "HS-X8"
    office_server.run("UPDATE office_key SET value = 'another' WHERE name = 'id'", NEW)
    with pytest.raises(RestoreRefusedError):
        office_restoring.restore(tmp_path / "usb", new, tmp_path / "share", key)
    with pytest.raises(RestoreRefusedError):
        restoring.restore(tmp_path / "usb", tmp_path / "a desk", key)


def test_a_restore_that_fails_leaves_the_older_database_as_it_was(
    office: Office, office_server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    back_up(office.store, office.quantri, tmp_path / "usb")
    key, url = data_key(office), office_server.url(NEW)
    office_restoring.restore(tmp_path / "usb", url, tmp_path / "share", key)
    office.filled("HS-3")
    outcome = back_up(office.store, office.quantri, tmp_path / "usb")
    with monkeypatch.context() as patch:
        patch.setattr("digitizer.store.office_copying._count_on", lambda _: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            office_restoring.restore(tmp_path / "usb", url, tmp_path / "share", key)
    with log_in(office_server, "clerk", tmp_path / "share", tmp_path) as store:
        assert store.dossiers.get("HS-2").code == "HS-2"
    database = outcome.snapshot.folder / "store.db"
    content = bytearray(database.read_bytes())
    content[len(content) // 2] ^= 1
    database.write_bytes(bytes(content))
    with pytest.raises(BackupDamagedError):
        office_restoring.restore(tmp_path / "usb", url, tmp_path / "share", key)


def test_a_backup_of_an_office_shows_nothing_and_opens_with_a_passphrase(
    office: Office, tmp_path: Path
) -> None:
    phrase = "con đường làng quanh co"
    back_up(office.store, office.quantri, tmp_path / "usb", passphrase=phrase)
    for path in (tmp_path / "usb").rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            for secret in (b"001203004567", "Đào".encode(), b"SCRAM-SHA-256", b"quantri"):
                assert secret not in content
    assert backup.key_for(tmp_path / "usb", None, phrase) == data_key(office)


def test_a_single_desk_s_backup_becomes_an_office_s(
    office_server: Server, folder: Path, tmp_path: Path
) -> None:
    desk = Office.open(folder)
    keys.key_file(folder).write_text(KEY.hex())
    desk.verified("HS-1")
    back_up(desk.store, desk.quantri, tmp_path / "usb")
    url, vault = office_server.url(NEW), tmp_path / "share"
    try:
        office_restoring.restore(
            tmp_path / "usb", url, vault, KEY, first_password=("quantri", PASSWORD)
        )
        page = desk.store.dossiers.pages("HS-1")[0]
        with log_in(office_server, "quantri", vault, tmp_path) as store:
            admin = store.officers.sign_in("quantri", PASSWORD)
            store.officers.reset_password(admin, "clerk", PASSWORD)
        with log_in(office_server, "clerk", vault, tmp_path) as store:
            assert store.vault.get(page.image_hash) == b"page of HS-1"
            assert store.dossiers.values("HS-1")[0].value == "Đỗ Thị Đào"
    finally:
        desk.store.close()
        office_server.run(f'DROP DATABASE IF EXISTS "{NEW}" WITH (FORCE)')


def test_an_office_s_key_is_changed_while_nobody_is_at_work_and_old_files_still_open(
    office: Office, office_server: Server, tmp_path: Path
) -> None:
    page, old, url = (
        office.page("HS-2", data=b"before"),
        data_key(office),
        office.server.url(DATABASE),
    )  # type: ignore[union-attr]
    with pytest.raises(StoreBusyError):
        office_vault.change_key(url)
    office.store.close()
    desk = office.logged_in("clerk")
    lost = desk.vault
    # a desk whose connection is lost while the key changes takes the new one over with the next
    desk._database._readers.dispose()
    office_vault.change_key(url)
    assert desk.dossiers.get("HS-2").code == "HS-2"
    assert lost._key != old
    assert desk.vault.get(page.image_hash) == b"before"
    desk.close()
    office.reopen()
    assert data_key(office) != old
    files = list(office.store.vault.digests())
    assert office.store.seal_anew() == len(files) >= 3
    assert office.store.seal_anew() == 0
    with pytest.raises(StoreDamagedError):
        office_vault.Vault(tmp_path / "vault", old).get(page.image_hash)
    outcome = back_up(office.store, office.quantri, tmp_path / "usb")
    office_restoring.restore(
        tmp_path / "usb", office_server.url(NEW), tmp_path / "share", data_key(office)
    )
    assert page.image_hash in outcome.snapshot.digests


def test_an_office_in_an_s3_store_is_backed_up_and_restored_into_another(
    office: Office, office_server: Server, tmp_path: Path
) -> None:
    access = Access(s3.ACCESS, s3.SECRET)
    with s3.running() as server:
        place = Place.parsed(server.address)
        back_up(office.store, office.quantri, tmp_path / "usb")
        restored = office_restoring.restore(
            tmp_path / "usb", office_server.url(NEW), place, data_key(office), access=access
        )
        assert len(server.files) == len(restored.digests)
        with log_in(office_server, "clerk", place, tmp_path) as store:
            for digest in restored.digests:
                assert store.vault.get(digest) == office.store.vault.get(digest)
