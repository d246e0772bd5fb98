"""``digitizer office init``, and a workstation that opens on the office's database."""

from __future__ import annotations

import json
import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from digitizer import objects
from digitizer.__main__ import main
from digitizer.errors import (
    DefinitionError,
    NewerStoreError,
    StoreBusyError,
    StoreDamagedError,
    StoreUnreachableError,
    WrongPasswordError,
)
from digitizer.model.officer import Role
from digitizer.store import office_database, wrapping
from digitizer.workstation import Workstation
from tests import s3
from tests.postgres import Server

DATABASE, PASSWORD = "quan_mau", "con đường làng"


def digitizer(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, Any]:
    capsys.readouterr()
    code = main([*map(str, words), "--json", "--language", "en"])
    return code, json.loads(capsys.readouterr().out)


@pytest.fixture
def desk(
    postgres_server: Server,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Path:
    """Return the data folder of a desk of an office made by the command."""
    monkeypatch.setenv("DIGITIZER_NEW_PASSWORD", PASSWORD)
    monkeypatch.setenv("DIGITIZER_PASSWORD", PASSWORD)
    url = postgres_server.url(DATABASE).render_as_string(hide_password=False)
    words = ("office", "init", url, "--login", "quantri", "--name", "Quản Trị")
    for _ in range(2):
        code, answer = digitizer(capsys, *words)
        assert (code, answer["officers"] >= 1) == (0, True)
        assert postgres_server.password not in json.dumps(answer)
        # nor does a desk's file name who maintains the database
        assert "@" not in answer["database"]
    folder = tmp_path / "desk"
    folder.mkdir()
    (folder / "site.toml").write_text(
        f'database = "{answer["database"]}"\nvault = "{tmp_path / "share"}"\n'
    )
    monkeypatch.setenv("DIGITIZER_DATA", str(folder))
    return folder


def test_an_office_is_made_and_its_desks_open_on_it(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("officers", "add", "lan", "--name", "Lan", "--roles", "clerk", "--officer", "quantri")
    with Workstation.open(desk, login=("quantri", PASSWORD)) as station:
        present = [one.login for one in station.store.officers.all()]
    if "lan" not in present:
        assert digitizer(capsys, *words)[0] == 0
    code, answer = digitizer(capsys, "dossiers", "--officer", "lan")
    assert (code, answer["dossiers"]) == (0, [])
    assert digitizer(capsys, "journal", "verify", "--officer", "quantri")[0] == 0
    with pytest.raises(WrongPasswordError):
        Workstation.open(desk, login=("lan", "không đúng"))
    with pytest.raises(WrongPasswordError):
        Workstation.open(desk)
    (desk / "site.toml").write_text('database = "postgresql://127.0.0.1/quan_mau"\n')
    with pytest.raises(DefinitionError):
        Workstation.open(desk, login=("lan", PASSWORD))


def test_a_newer_database_refuses_an_older_program_and_an_older_one_waits_for_init(
    desk: Path, postgres_server: Server
) -> None:
    postgres_server.run("UPDATE alembic_version SET version_num = '9999'", DATABASE)
    with pytest.raises(NewerStoreError):
        Workstation.open(desk, login=("quantri", PASSWORD))
    postgres_server.run("UPDATE alembic_version SET version_num = '0001'", DATABASE)
    with pytest.raises(StoreBusyError):
        Workstation.open(desk, login=("quantri", PASSWORD))
    head = office_database.schema.HEAD
    postgres_server.run(f"UPDATE alembic_version SET version_num = '{head}'", DATABASE)  # noqa: S608


def test_a_desk_hears_what_another_writes_and_comes_back_after_the_server_was_away(
    desk: Path, postgres_server: Server
) -> None:
    url = office_database.parsed(postgres_server.url(DATABASE).render_as_string(False))
    mine, other = (
        office_database.open_as_owner(url, folder=desk, vault_folder=desk, station=station)
        for station in ("Máy 1", "Máy 2")
    )
    words: list[str] = []
    rung, gone = threading.Event(), threading.Event()

    def heard(what: str) -> None:
        words.append(what)
        rung.set()

    stop = mine.listen(heard, gone.set)
    try:
        # the ear may not be open yet when the first row is written
        for _ in range(50):
            other.journal.add(None, "looked", "HS-1")
            if rung.wait(0.1):
                break
        assert words[0] == "looked HS-1"
        mine.journal.add(None, "mine", "HS-1")
        postgres_server.stop("immediate")
        assert gone.wait(20)
        with pytest.raises(StoreUnreachableError):
            other.journal.add(None, "lost", "HS-1")
        rung.clear()
        postgres_server.start()
        assert rung.wait(30)
        assert words[-1] == ""
        assert "mine HS-1" not in words
        # the same open store works on, and nothing half was kept
        other.journal.add(None, "back", "HS-1")
        rows = other.journal.rows(3)
        assert [row.action for row in rows][:2] == ["back", "mine"]
        assert other.journal.verify() is None
    finally:
        stop()
        mine.close()
        other.close()


def test_roles_of_two_offices_on_one_server_are_apart(desk: Path, office_server: Server) -> None:
    role = f"{DATABASE}.quantri"
    answer = office_server.psql(role, PASSWORD, "phuong_mau", "SELECT 1")
    assert "refused" in answer
    assert Role.ADMINISTRATOR.value in office_server.psql(
        role, PASSWORD, DATABASE, "SELECT roles FROM officer WHERE id = me()"
    )


def test_an_office_keeps_its_files_in_an_s3_store_whose_access_no_desk_has_to_know(
    desk: Path,
    postgres_server: Server,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    url = postgres_server.url(DATABASE).render_as_string(hide_password=False)
    with s3.running() as server:
        words = ("office", "init", url, "--vault", server.address)
        monkeypatch.setenv("DIGITIZER_S3_KEY", s3.ACCESS)
        monkeypatch.setenv("DIGITIZER_S3_SECRET", "sai")
        assert digitizer(capsys, *words)[1]["failures"][0]["code"] == "objects-refused"
        monkeypatch.setenv("DIGITIZER_S3_SECRET", s3.SECRET)
        code, answer = digitizer(capsys, *words)
        assert (code, server.files) == (0, {})
        assert s3.SECRET not in json.dumps(answer)
        with Workstation.open(desk, login=("quantri", PASSWORD)) as station:
            if "minh" not in [one.login for one in station.store.officers.all()]:
                first = station.store.officers.all()[0]
                station.store.officers.create(
                    first, login="minh", name="Minh", roles={Role.CLERK}, password=PASSWORD
                )
        (desk / "site.toml").write_text(
            f'database = "{answer["database"]}"\nvault = "{server.address}"\n'
        )
        with Workstation.open(desk, login=("minh", PASSWORD)) as station:
            vault = station.store.vault
            digest = vault.put(b"a page")
            assert vault.put(b"a page") == digest
            assert vault.get(digest) == b"a page"
            assert b"a page" not in next(iter(server.files.values()))[0]
            assert vault.verify([digest]) == ()
            # the store goes away and comes back; what was being kept is kept at the second try
            server.trouble = "SlowDown"
            monkeypatch.setattr(objects, "_TRIES", 0)
            vault._shelf._objects._made = None
            for wish in (lambda: vault.get(digest), lambda: vault.put(b"another")):
                with pytest.raises(StoreUnreachableError):
                    wish()
            server.trouble = None
            other = vault.put(b"another")
            assert vault.get(other) == b"another"
            assert sorted(vault.digests()) == sorted([digest, other])
            assert vault.collect({digest}, timedelta(seconds=-1)) == 1
            name = next(iter(server.files))
            data, at = server.files[name]
            server.files[name] = (data[:-1] + bytes([data[-1] ^ 1]), at)
            with pytest.raises(StoreDamagedError):
                vault.get(digest)
            assert vault.verify([digest, other]) == tuple(sorted([digest, other]))


def test_who_maintains_the_database_backs_up_changes_the_key_and_erases_by_command(
    desk: Path,
    postgres_server: Server,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PGPASSWORD", postgres_server.password)
    usb, sheet = tmp_path / "usb", tmp_path / "phieu.pdf"
    officer = ("--officer", "quantri")
    maintained = (*officer, "--maintainer", "admin")
    for words in (("backup", usb), ("vault", "verify")):
        code, answer = digitizer(capsys, *words, *officer)
        assert (code, answer["failures"][0]["code"]) == (1, "maintainer-needed")
    code, answer = digitizer(capsys, "vault", "verify", *maintained)
    assert (code, answer["bad"]) == (0, [])
    assert digitizer(capsys, "backup", usb, "--verify", *maintained)[0] == 0
    assert digitizer(capsys, "keys", "sheet", "--out", sheet, *maintained)[0] == 0
    assert sheet.read_bytes().startswith(b"%PDF")
    assert digitizer(capsys, "keys", "change", *maintained)[0] == 0
    code, answer = digitizer(capsys, "backup", usb, *maintained)
    assert code == 0
    with office_database.open_as_owner(
        postgres_server.url(DATABASE), folder=tmp_path, vault_folder=tmp_path / "share"
    ) as store:
        monkeypatch.setenv("DIGITIZER_RECOVERY", wrapping.recovery_text(store.root_key()[1]))
        assert [row.action for row in store.journal.rows(4)] == [
            "backed-up",
            "signed-in",
            "key-changed",
            "signed-in",
        ]
    new = postgres_server.url("quan_khac").render_as_string(hide_password=False)
    words = ("restore", usb, "--office", new, "--vault", tmp_path / "new share")
    code, restored = digitizer(capsys, *words)
    assert (code, restored["rows"]) == (0, answer["rows"])
    (desk / "site.toml").write_text(
        f'database = "{restored["database"]}"\nvault = "{tmp_path / "new share"}"\n'
    )
    code, answer = digitizer(capsys, "journal", "verify", *officer)
    assert (code, answer["rows"] > restored["rows"]) == (0, True)
    # the officer's own right still counts: an administrator may not erase
    words = ("retention", "erase", "HS-1", "--decision", "1/QĐ", "--out", tmp_path / "b.pdf")
    assert digitizer(capsys, *words, *maintained)[1]["failures"][0]["code"] == "not-allowed"
    postgres_server.run('DROP DATABASE "quan_khac" WITH (FORCE)')
