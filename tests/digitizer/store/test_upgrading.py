# ruff: noqa: S608 - what is put into these statements stands in this file
"""A store of any earlier version comes up to date with all that is in it, on both databases."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Connection

from digitizer.errors import WrongStateError
from digitizer.store import Store, keys, office_database, postgres, postgres_roles, schema, sqlite
from digitizer.store.keys import derive
from digitizer.store.migrations.upgrade import configuration
from digitizer.store.work import GENESIS, row_hash
from tests.digitizer.store.office import KEY
from tests.postgres import Server

REVISIONS = sorted(
    one.revision for one in ScriptDirectory.from_config(configuration()).walk_revisions()
)
DATABASE = "xa_cu"
AT = "2026-03-02T01:00:00.000000+00:00"

# what the first version could hold; every later one has these columns too
ROWS = (
    "INSERT INTO officer (id, login, name, roles, password_hash, failures, created_at) VALUES"
    f" (1, 'quantri', 'Quản Trị', '[\"administrator\"]', 'x', 0, '{AT}'),"
    f" (2, 'lan', 'Lan', '[\"clerk\"]', 'x', 0, '{AT}'),"
    f" (3, 'tuan', 'Tuấn', '[\"supervisor\"]', 'x', 0, '{AT}')",
    "INSERT INTO dossier (code, procedure, owner_name, owner_name_key, owner_personal_id, channel,"
    " state, received_at, due_at, opened_by, verified_by, verified_at, return_reason, version)"
    " VALUES ('HS-1', 'p', 'Đỗ Thị Đào', 'do thi dao', '001203004567', 'counter', 'verified',"
    f" '{AT}', '{AT}', 2, 3, '{AT}', '', 3)",
    f"INSERT INTO hand VALUES ('HS-1', 2, 'keyed', '{AT}'), ('HS-1', 3, 'verified', '{AT}')",
    "INSERT INTO document (id, dossier_code, type, type_probability, copy_kind, verified) VALUES"
    " (1, 'HS-1', 'cccd', 0.9, 'copy', 1)",
    "INSERT INTO page (id, dossier_code, document_id, position, number, original_hash,"
    " original_name, original_page, image_hash, width, height, dpi, state, failure,"
    " signed_original) VALUES (1, 'HS-1', 1, 0, 1, '{0}', 'a.pdf', 1, '{0}', 10, 10, 300,"
    " 'stored', '', 0)".format("a" * 64),
    "INSERT INTO field_value (id, document_id, name, position, value, raw, confidence, sure,"
    " method, basis, evidence, alternatives, version) VALUES (1, 1, 'full_name', 0, 'Đỗ Thị Đào',"
    " 'ĐỖ', 0.7, 0, 'ocr', 'b', '[]', '[]', 1)",
    "INSERT INTO person VALUES ('001203004567', 'Đỗ Thị Đào', 'do thi dao')",
    "INSERT INTO result (id, dossier_code, number, template, data, pdf_hash, state, composed_by,"
    " composed_at, report, version) VALUES (1, 'HS-1', '1', 't', '{\"a\":\"Đào\"}', 'h',"
    f" 'composed', 2, '{AT}', '{{}}', 1)",
)


def fill(connection: Connection, revision: str) -> None:
    config = configuration()
    config.attributes["connection"] = connection
    command.upgrade(config, revision)
    row = {
        "seq": 1,
        "at": AT,
        "officer": "lan",
        "station": "",
        "action": "dossier-opened",
        "subject": "HS-1",
        "before": "",
        "after": "Đào",
        "previous_hash": GENESIS,
    }
    connection.execute(sa.insert(schema.journal).values(**row, hash=row_hash(row)))
    for statement in ROWS:
        connection.exec_driver_sql(statement)
    if revision >= "0009" and connection.dialect.name == "sqlite":
        # a store of that version kept its search tables by triggers, which are not laid here
        for name in ("person_search", "dossier_search"):
            connection.exec_driver_sql(f"INSERT INTO {name} ({name}) VALUES ('rebuild')")


def assert_whole(store: Store) -> None:
    assert store.dossiers.get("HS-1").owner.name == "Đỗ Thị Đào"
    assert [value.value for value in store.dossiers.values("HS-1")] == ["Đỗ Thị Đào"]
    assert [page.original_hash for page in store.dossiers.pages("HS-1")] == ["a" * 64]
    result = store.results.of_dossier("HS-1")
    assert result is not None
    assert result.data == {"a": "Đào"}
    assert [one.login for one in store.officers.all()] == ["quantri", "lan", "tuan"]
    assert store.journal.verify() is None
    assert store._database.problems() == ()
    # what later versions look for is there for what earlier ones wrote
    assert [owner.personal_id for owner in store.people.find("đào")] == ["001203004567"]
    assert [row.dossier.code for row in store.dossiers.find("do thi")] == ["HS-1"]
    # and the rules of this version hold over it
    with pytest.raises(WrongStateError), store._database.write() as work:
        work.execute(sa.update(schema.page).values(image_hash="x"))


@pytest.mark.parametrize("revision", REVISIONS[:-1])
def test_every_earlier_version_comes_up_to_date_on_sqlite(tmp_path: Path, revision: str) -> None:
    folder = tmp_path / "old"
    folder.mkdir()
    keys.open_key(folder, KEY)
    engine = sqlite.make_engine(folder / "store.db", derive(KEY, b"database 1"))
    with engine.execution_options(writes=True).begin() as connection:
        fill(connection, revision)
    sqlite.close(engine)
    with Store.open(folder, key=KEY) as store:
        assert_whole(store)


@pytest.mark.parametrize("revision", REVISIONS[:-1])
def test_every_earlier_version_comes_up_to_date_on_postgresql(
    postgres_server: Server, tmp_path: Path, revision: str
) -> None:
    postgres_server.run(f'DROP DATABASE IF EXISTS "{DATABASE}"')
    url = postgres_server.url(DATABASE)
    office_database._make_roles_and_database(url, DATABASE)
    office_database._make_queue(url)
    engine = postgres.make_engine(url, role=f"{DATABASE}_owner")
    with engine.begin() as connection:
        fill(connection, revision)
        for table in ("officer", "document", "page", "field_value", "result"):
            connection.exec_driver_sql(f"SELECT setval('{table}_id_seq', 9)")
        # a door that an earlier version opened and this one does not
        connection.exec_driver_sql("CREATE POLICY officer_99 ON officer USING (true)")
    engine.dispose()
    office_database.found_office(url)
    with office_database.open_as_owner(url, folder=tmp_path, vault_folder=tmp_path) as store:
        assert_whole(store)
        with store._database.read() as connection:
            policies = "SELECT policyname FROM pg_policies WHERE tablename = 'officer'"
            names = set(connection.exec_driver_sql(policies).scalars())
            assert "officer_0" in names
            assert "officer_99" not in names
            # what officers may do is granted anew as well: since 0025 they bind certificates
            asked = "SELECT has_table_privilege(%s, 'officer_certificate', 'INSERT')"
            member = postgres_roles.group(DATABASE, postgres_roles.MEMBER)
            assert connection.exec_driver_sql(asked, (member,)).scalar()
