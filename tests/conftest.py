from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.postgres import Server
    from tests.signing.hsm import SoftHsm
    from tools.pki import Authority

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


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> Iterator[None]:
    """Hash passwords cheaply: the real cost is meant to be felt and is measured by one test."""
    from argon2 import PasswordHasher

    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("digitizer.store.officers._hasher", lambda: cheap)
        yield


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


@pytest.fixture(scope="module")
def pki() -> Iterator[Authority]:
    """Give a certification authority with its services on loopback, a new one for each module."""
    from tools.pki import Authority

    with Authority() as running:
        yield running


@pytest.fixture(scope="module")
def officer_tokens(tmp_path_factory: pytest.TempPathFactory, pki: Authority) -> SoftHsm:
    """Give tokens to sign in by: two good, one expired, one with a copied certificate."""
    from tests.signing.hsm import SoftHsm

    started = SoftHsm.start(tmp_path_factory.mktemp("softhsm"))
    lan, minh = pki.person("Trần Thị Lan"), pki.person("Lê Văn Minh")
    started.add("lan", lan)
    started.add("minh", minh)
    now = datetime.now(UTC)
    started.add(
        "old",
        pki.person("Đã Hết Hạn", start=now - timedelta(days=9), end=now - timedelta(days=2)),
    )
    # a copied certificate over another key
    started.add("forged", type(lan)(minh.private, lan.certificate, lan.chain))
    return started
