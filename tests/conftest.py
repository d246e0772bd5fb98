from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.postgres import Server

# a test that opens a store without a key must never write into the developer's own keyring
os.environ.setdefault("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")


ONLY_WHEN_NAMED = ("clean_root", "long")
"""Marks of tests that take minutes: they run only when ``-m`` names them."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the long tests out unless they are asked for."""
    asked = config.getoption("markexpr")
    left = [mark for mark in ONLY_WHEN_NAMED if mark not in asked]
    out = [item for item in items if any(item.get_closest_marker(mark) for mark in left)]
    if out:
        config.hook.pytest_deselected(items=out)
        items[:] = [item for item in items if item not in out]


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Server]:
    """Give one real PostgreSQL server for the whole run, started when first wanted."""
    from tests.postgres import running

    with running() as server:
        yield server


@pytest.fixture(scope="session")
def office_server(postgres_server: Server, tmp_path_factory: pytest.TempPathFactory) -> Server:
    """Give the server with the store's office of seven people in a database of its own."""
    from tests.digitizer.store.office import found_on

    found_on(postgres_server, tmp_path_factory.mktemp("office"))
    return postgres_server
