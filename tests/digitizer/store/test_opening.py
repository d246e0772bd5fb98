"""Opening a store: its key, its lock, its schema, what is refused."""

from __future__ import annotations

import json
import logging
import os
import shutil
import stat
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from digitizer.errors import (
    NewerStoreError,
    StoreBusyError,
    StoreDamagedError,
    WrongKeyError,
)
from digitizer.model.dossier import DossierState
from digitizer.store import Store, keys, schema, sqlite
from digitizer.store.dossiers import _counted, _queue
from digitizer.store.migrations.upgrade import configuration
from tests.digitizer.store.office import KEY, Office, tamper


def in_a_fresh_process(program: str, *arguments: object) -> str:
    done = subprocess.run(
        [sys.executable, "-c", program, *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    return done.stdout.strip()


def test_a_store_that_is_opened_again_holds_what_it_held(office: Office) -> None:
    office.dossier("HS-1")
    office.reopen()
    assert office.store.dossiers.get("HS-1").procedure == "birth-registration"
    assert [one.login for one in office.store.officers.all()][:2] == ["quantri", "clerk"]


def test_nothing_in_the_folder_shows_a_name_or_number(office: Office) -> None:
    office.filled()
    office.store.close()
    for path in office.folder.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert b"001203004567" not in content
            assert "Đào".encode() not in content
            assert not content.startswith(b"SQLite format 3")


def test_the_database_runs_with_the_settings_that_keep_it_safe(office: Office) -> None:
    def pragma(name: str) -> object:
        with office.store._database.read() as connection:
            return connection.exec_driver_sql(f"PRAGMA {name}").scalar()

    assert pragma("journal_mode") == "wal"
    assert pragma("synchronous") == 2
    assert pragma("foreign_keys") == 1
    assert pragma("recursive_triggers") == 1
    assert str(pragma("cipher_version")).startswith("4.")
    # the WAL-reset bug is mended from here on
    with office.store._database.read() as connection:
        version = connection.exec_driver_sql("SELECT sqlite_version()").scalar_one()
    assert tuple(map(int, version.split("."))) >= (3, 51, 3)


def test_every_table_is_strict(office: Office) -> None:
    with office.store._database.read() as connection:
        loose = connection.exec_driver_sql(
            "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'"
            " AND strict = 0 AND name NOT LIKE 'sqlite%'"
        ).scalars()
        assert list(loose) == ["alembic_version"]


class TestKey:
    """Keys are made once, kept apart from the folder, and never overwritten."""

    def test_without_a_keyring_the_key_is_a_private_file_beside_the_folder(
        self, tmp_path: Path
    ) -> None:
        Store.open(tmp_path / "data").close()
        path = tmp_path / "data.key"
        assert len(bytes.fromhex(path.read_text())) == 32
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        Store.open(tmp_path / "data").close()

    def test_with_a_keyring_the_key_is_in_it_and_nowhere_else(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        import keyring

        kept: dict[tuple[str, str], str] = {}
        monkeypatch.setattr(keyring, "set_password", lambda s, u, p: kept.update({(s, u): p}))
        monkeypatch.setattr(keyring, "get_password", lambda s, u: kept.get((s, u)))
        Store.open(tmp_path / "data").close()
        Store.open(tmp_path / "data").close()
        assert len(kept) == 1
        assert not (tmp_path / "data.key").exists()

    def test_a_keyring_that_forgets_is_not_trusted(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
        Store.open(tmp_path / "data").close()
        assert (tmp_path / "data.key").exists()

    def test_a_key_file_that_is_there_already_is_used(self, tmp_path: Path) -> None:
        (tmp_path / "data.key").write_text(KEY.hex() + "\n")
        Store.open(tmp_path / "data").close()
        assert (tmp_path / "data.key").read_text() == KEY.hex() + "\n"
        Store.open(tmp_path / "data", key=KEY).close()

    def test_a_key_file_others_could_read_is_made_private(
        self, tmp_path: Path, caplog: pytest.LogCaptureFixture
    ) -> None:
        Store.open(tmp_path / "data").close()
        (tmp_path / "data.key").chmod(0o644)
        with caplog.at_level(logging.WARNING):
            Store.open(tmp_path / "data").close()
        assert stat.S_IMODE((tmp_path / "data.key").stat().st_mode) == 0o600
        assert "key file" in caplog.text

    def test_a_missing_key_is_said_and_no_new_one_is_made(self, tmp_path: Path) -> None:
        Store.open(tmp_path / "data").close()
        (tmp_path / "data.key").unlink()
        with pytest.raises(WrongKeyError):
            Store.open(tmp_path / "data")
        assert not (tmp_path / "data.key").exists()

    @pytest.mark.parametrize("text", ["", "not hex", "abcd"])
    def test_a_broken_key_file_is_a_wrong_key(self, tmp_path: Path, text: str) -> None:
        Store.open(tmp_path / "data").close()
        (tmp_path / "data.key").write_text(text)
        with pytest.raises(WrongKeyError):
            Store.open(tmp_path / "data")

    def test_another_key_opens_nothing_and_changes_nothing(self, folder: Path) -> None:
        before = (folder / "store.db").read_bytes()
        for wrong in (bytes(32), b"short"):
            with pytest.raises(WrongKeyError):
                Store.open(folder, key=wrong)
        assert (folder / "store.db").read_bytes() == before
        Store.open(folder, key=KEY).close()


class TestDamage:
    """What does not read back is said, not worked around."""

    def test_a_database_that_is_not_one_is_damaged(self, folder: Path) -> None:
        (folder / "store.db").write_bytes(os.urandom(8192))
        with pytest.raises(StoreDamagedError):
            Store.open(folder, key=KEY)
        # and the folder is free again
        (folder / "store.db").unlink()
        Store.open(folder, key=KEY).close()

    def test_a_store_without_its_identity_is_damaged(self, folder: Path) -> None:
        (folder / "store.json").unlink()
        with pytest.raises(StoreDamagedError):
            Store.open(folder, key=KEY)

    def test_an_identity_that_does_not_parse_is_damaged(self, folder: Path) -> None:
        (folder / "store.json").write_text("{}")
        with pytest.raises(StoreDamagedError):
            Store.open(folder, key=KEY)

    def test_problems_name_the_missing_file_the_altered_row_and_nothing_else(
        self, office: Office
    ) -> None:
        office.dossier()
        page = office.page(data=b"gone")
        assert office.store.problems() == ()
        (office.folder / "vault" / page.image_hash[:2] / page.image_hash).unlink()
        office.store.close()
        tamper(office.folder, "UPDATE journal SET after = 'x' WHERE seq = 2")
        office.store = Store.open(office.folder, key=KEY)
        assert office.store.problems() == ("journal: row 2", f"vault: {page.image_hash}")

    def test_errors_of_the_database_never_show_values(self, office: Office) -> None:
        office.dossier("001203004567-HS")
        with pytest.raises(IntegrityError) as caught:
            office.dossier("001203004567-HS")
        assert "001203004567" not in str(caught.value)
        assert "Đào" not in str(caught.value)


class TestLock:
    """One program per folder."""

    def test_a_second_store_in_this_process_is_refused(self, office: Office) -> None:
        with pytest.raises(StoreBusyError) as caught:
            Store.open(office.folder, key=KEY)
        assert caught.value.details == {"folder": str(office.folder)}

    def test_a_second_process_is_refused_until_the_first_is_gone(self, office: Office) -> None:
        program = """
import sys
from pathlib import Path
from digitizer.errors import StoreBusyError
from digitizer.store import Store
try:
    Store.open(Path(sys.argv[1]), key=bytes(range(32))).close()
    print("opened")
except StoreBusyError:
    print("busy")
"""
        assert in_a_fresh_process(program, office.folder) == "busy"
        office.store.close()
        assert in_a_fresh_process(program, office.folder) == "opened"

    @pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a lock goes with its process")
    def test_a_killed_program_is_waited_for_until_the_system_has_taken_it_down(
        self, office: Office
    ) -> None:
        office.store.close()
        # memory makes the end of a process last: 0.1 s and more in which its lock still stands
        program = """
import sys, time
from pathlib import Path
from digitizer.store import Store
store = Store.open(Path(sys.argv[1]), key=bytes(range(32)))
held = b"x" * 300_000_000
print("open", flush=True)
time.sleep(60)
"""
        for _ in range(3):
            with subprocess.Popen(
                [sys.executable, "-c", program, office.folder], stdout=subprocess.PIPE
            ) as other:
                assert other.stdout is not None
                assert other.stdout.readline() == b"open\n"
                other.kill()
                Store.open(office.folder, key=KEY).close()
        office.store = Store.open(office.folder, key=KEY)

    def test_a_refused_opening_frees_the_folder(self, folder: Path) -> None:
        with pytest.raises(WrongKeyError):
            Store.open(folder, key=bytes(32))
        Store.open(folder, key=KEY).close()


class TestSchema:
    """Migrations run when due and only then."""

    def test_the_migrations_make_the_tables_the_program_knows(self, office: Office) -> None:
        from alembic.autogenerate import compare_metadata
        from alembic.migration import MigrationContext

        # the index of names is SQLite's own: FTS5 with its shadow tables
        options = {
            "compare_type": True,
            "include_name": lambda name, kind, _parents: (
                kind != "table"
                or not name.startswith(("person_search", "dossier_search", "page_text_search"))
            ),
        }
        with office.store._database.read() as connection:
            context = MigrationContext.configure(connection, opts=options)
            assert compare_metadata(context, schema.metadata) == []

    def test_the_migrations_end_where_the_program_says(self) -> None:
        from alembic.script import ScriptDirectory

        assert ScriptDirectory.from_config(configuration()).get_heads() == [schema.HEAD]

    def test_the_checks_in_the_migrations_are_those_of_the_tables(self, office: Office) -> None:
        from sqlalchemy.schema import CreateTable

        with office.store._database.read() as connection:
            for name, table in schema.metadata.tables.items():
                stored = connection.execute(
                    sa.text("SELECT sql FROM sqlite_master WHERE name = :name"), {"name": name}
                ).scalar_one()
                made = str(CreateTable(table).compile(connection))
                assert stored.count("CHECK") == made.count("CHECK")
                for check in made.split("CHECK")[1:]:
                    assert check.split(")")[0] in stored

    def test_the_tables_and_the_queue_are_written_for_postgresql_too(self) -> None:
        from sqlalchemy.dialects import postgresql
        from sqlalchemy.schema import CreateTable

        for table in schema.metadata.sorted_tables:
            made = str(CreateTable(table).compile(dialect=postgresql.dialect()))
            assert "STRICT" not in made
        text = "".join(
            str(query.compile(dialect=postgresql.dialect()))
            for query in (_queue(frozenset({DossierState.INTAKE}), 200, 0, None), _counted())
        )
        # a flag is compared with a number, as it is stored, never with a truth value
        assert "true" not in text.lower().split()

    def test_all_rules_are_in_the_database(self, office: Office) -> None:
        with office.store._database.read() as connection:
            count = connection.exec_driver_sql(
                "SELECT count(*) FROM sqlite_master WHERE type = 'trigger'"
            ).scalar_one()
        assert count == len(sqlite.RULES)

    def test_a_store_of_a_newer_program_is_refused_untouched(self, office: Office) -> None:
        office.sql("UPDATE alembic_version SET version_num = '9999'")
        office.store.close()
        with pytest.raises(NewerStoreError) as caught:
            Store.open(office.folder, key=KEY)
        assert caught.value.details == {"found": "9999", "known": schema.HEAD}

    @pytest.mark.alone
    def test_opening_again_imports_no_alembic_and_is_quick(self, folder: Path) -> None:
        program = """
import json, sys, time
from pathlib import Path
from digitizer.store import Store
before = time.perf_counter()
store = Store.open(Path(sys.argv[1]), key=bytes(range(32)))
seconds = time.perf_counter() - before
store.close()
print(json.dumps([seconds, sorted({name.split(".")[0] for name in sys.modules})]))
"""
        seconds, modules = json.loads(in_a_fresh_process(program, folder))
        assert not {"alembic", "mako", "keyring"} & set(modules)
        assert seconds < 0.5

    def test_a_migration_that_fails_leaves_an_empty_database(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with monkeypatch.context() as patch:
            patch.setattr(sqlite, "RULES", (*sqlite.RULES, "CREATE TRIGGER nonsense"))
            with pytest.raises(sa.exc.OperationalError):
                Store.open(tmp_path / "data", key=KEY)
        engine = sqlite.make_engine(tmp_path / "data" / "store.db", keys.derive(KEY, b"database 1"))
        with engine.connect() as connection:
            assert connection.exec_driver_sql("SELECT name FROM sqlite_master").all() == []
        engine.dispose()
        Store.open(tmp_path / "data", key=KEY).close()


class TestCollecting:
    """Once a day what nothing refers to is removed."""

    def test_orphans_go_at_the_start_and_what_is_referred_to_stays(self, office: Office) -> None:
        office.dossier()
        page = office.page(data=b"kept")
        orphan = office.store.vault.put(b"orphan")
        for path in (office.folder / "vault").rglob("*"):
            if path.is_file():
                os.utime(path, (1, 1))
        office.reopen()
        assert office.store.vault.get(page.image_hash) == b"kept"
        assert not office.store.vault.contains(orphan)
        assert office.store.journal.rows(1)[0].action == "vault-collected"

    def test_a_second_start_on_the_same_day_does_not_look(self, office: Office) -> None:
        orphan = office.store.vault.put(b"orphan")
        os.utime(office.folder / "vault" / orphan[:2] / orphan, (1, 1))
        mark = office.folder / "vault" / "collected"
        assert time.time() - mark.stat().st_mtime < timedelta(days=1).total_seconds()
        office.reopen()
        assert office.store.vault.contains(orphan)
        assert office.store.collect() == 1


def test_a_disk_that_fills_up_loses_nothing_that_was_acknowledged(folder: Path) -> None:
    program = """
import resource, sys
from pathlib import Path
from digitizer.errors import DiskFullError
from digitizer.store import Store
store = Store.open(Path(sys.argv[1]), key=bytes(range(32)))
wal = Path(sys.argv[1]) / "store.db-wal"
store.journal.add(None, "first", "x")
limit = wal.stat().st_size + 100_000
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
done = store.journal.head()[0]
try:
    while True:
        store.journal.add(None, "more", "x", after="y" * 5000)
        done += 1
except DiskFullError:
    assert store.journal.head()[0] == done, (store.journal.head(), done)
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
store.journal.add(None, "room again", "x")
assert store.problems() == ()
store.close()
print(done)
"""
    done = int(in_a_fresh_process(program, folder))
    with Store.open(folder, key=KEY) as store:
        assert store.journal.head()[0] == done + 1
        assert store.problems() == ()


def test_a_copy_of_the_folder_opens_with_the_same_key(office: Office, tmp_path: Path) -> None:
    office.dossier("HS-1")
    office.store.close()
    shutil.copytree(office.folder, tmp_path / "copy")
    with Store.open(tmp_path / "copy", key=KEY) as copy:
        assert copy.dossiers.get("HS-1").code == "HS-1"
    office.store = Store.open(office.folder, key=KEY)
