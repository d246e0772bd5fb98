"""An office of seven people, copied fresh for each test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.digitizer.store.office import Office, empty, found_office


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
