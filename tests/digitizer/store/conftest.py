"""An office of seven people, copied fresh for each test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from digitizer.store import officers
from tests.digitizer.store.office import Office, empty, found_office


@pytest.fixture(scope="session", autouse=True)
def no_keyring() -> Iterator[None]:
    """Keep the tests out of the keyring of whoever runs them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
        yield


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> Iterator[None]:
    """Hash passwords cheaply: the real cost is meant to be felt and is measured by one test."""
    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(officers, "_hasher", lambda: cheap)
        yield


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("founded") / "Kho hồ sơ"
    found_office(folder)
    return folder


@pytest.fixture
def folder(founded: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(founded, tmp_path / "Kho hồ sơ"))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run the tests of modules marked so on both databases."""
    both = metafunc.definition.get_closest_marker("both_databases") is not None
    if both and "office" in metafunc.fixturenames:
        metafunc.parametrize("office", ["sqlite", "postgresql"], indirect=True)


@pytest.fixture
def office(request: pytest.FixtureRequest) -> Iterator[Office]:
    if getattr(request, "param", "sqlite") == "postgresql":
        server = request.getfixturevalue("office_server")
        empty(server)
        office = Office.on(server, request.getfixturevalue("tmp_path"))
    else:
        office = Office.open(request.getfixturevalue("folder"))
    yield office
    office.store.close()
