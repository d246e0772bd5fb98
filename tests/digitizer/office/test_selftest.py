"""The self-test says what to do about records, key, backup, clock and server."""

from __future__ import annotations

import os
import shutil
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from digitizer import messages, readiness
from digitizer.errors import DefinitionError, StoreUnreachableError
from digitizer.office import selftest
from digitizer.results import policies
from digitizer.store import Store, backup, keys
from tests.digitizer.store.office import KEY, Office
from tests.signing.hsm import softhsm_module


def found(folder: Path) -> dict[str, selftest.Check]:
    names = ("records", "key", "backup")
    attempts = (selftest._records, selftest._key, selftest._backup)
    return {
        name: selftest._tried(name, lambda attempt=attempt: attempt(folder))
        for name, attempt in zip(names, attempts, strict=True)
    }


def test_a_backup_that_is_missing_or_old_is_advice_with_what_to_do(
    office: Office, tmp_path: Path
) -> None:
    keys.key_file(office.folder).write_text(KEY.hex())
    keys.key_file(office.folder).chmod(0o600)
    checks = found(office.folder)
    assert checks["records"].error is None
    assert (checks["backup"].detail, checks["backup"].advice) == ("backup-missing", True)
    assert (checks["key"].detail, checks["key"].advice) == ("keyring-missing", True)
    for check in checks.values():
        assert check.error is None or "digitizer " in messages.sentence(check.error, "vi")
    backup.back_up(office.store, office.quantri, tmp_path / "usb")
    assert found(office.folder)["backup"].error is None
    old = time.time() - 9 * 86_400
    os.utime(office.folder / "backed-up", (old, old))
    error = found(office.folder)["backup"].error
    assert error is not None
    assert "9" in messages.sentence(error, "vi")


def test_a_clock_that_was_turned_back_is_found_by_the_journal(office: Office) -> None:
    keys.key_file(office.folder).write_text(KEY.hex())
    keys.key_file(office.folder).chmod(0o600)
    office.store.close()
    later = datetime.now(UTC) + timedelta(hours=5)
    with Store.open(office.folder, key=KEY, clock=lambda: later) as store:
        store.journal.add(None, "looked", "HS-1")
    check = found(office.folder)["records"]
    assert (check.detail, check.advice) == ("clock-off", False)
    office.store = Store.open(office.folder, key=KEY)
    # what is written meanwhile still makes a chain that verifies
    office.dossier("HS-1")
    assert office.store.journal.verify() is None


def test_a_place_without_records_is_no_failure(tmp_path: Path) -> None:
    assert all(check.error is None for check in found(tmp_path).values())


def test_an_office_whose_server_is_not_there_is_told(tmp_path: Path) -> None:
    (tmp_path / "site.toml").write_text('database = "postgresql://127.0.0.1:9/phuong_mau"\n')
    with pytest.raises(StoreUnreachableError):
        readiness._database(tmp_path)


def test_tokens_are_sought_by_the_modules_the_office_names_too(tmp_path: Path) -> None:
    module = tmp_path / "opensc-of-the-office.so"
    shutil.copyfile(softhsm_module(), module)

    def found() -> int:
        (check,) = readiness.everything(tmp_path, only=("token",))
        return int(check.detail.split()[0])

    before = found()
    (tmp_path / policies.OWN).write_text(f'modules = ["{module}"]\n')
    assert found() == before + 1
    (tmp_path / policies.OWN).write_text("modules = 3\n")
    (check,) = readiness.everything(tmp_path, only=("token",))
    assert isinstance(check.error, DefinitionError)
