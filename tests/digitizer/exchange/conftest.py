"""The commands about neighbours, each run as the program runs it, with a keyring in memory."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import keyring
import pytest

from digitizer.__main__ import main
from digitizer.store import keys
from tests.digitizer.exchange.at_the_command import Ring
from tests.digitizer.exchange.province import PASSWORD
from tests.digitizer.store.office import KEY, Office
from tests.digitizer.store.office import PASSWORD as OFFICER_PASSWORD


@pytest.fixture
def ring() -> Iterator[Ring]:
    before = keyring.get_keyring()
    made = Ring()
    keyring.set_keyring(made)
    yield made
    keyring.set_keyring(before)


@pytest.fixture
def run(
    office: Office,
    ring: Ring,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Any:
    keys.key_file(office.folder).write_text(KEY.hex())
    monkeypatch.setenv("DIGITIZER_DATA", str(office.folder))
    monkeypatch.setenv("DIGITIZER_PASSWORD", OFFICER_PASSWORD)
    monkeypatch.setenv("DIGITIZER_SECRET", PASSWORD)

    def digitizer(by: str, *words: object) -> tuple[int, Any]:
        capsys.readouterr()
        code = main([*map(str, words), "--json", "--officer", by])
        return code, json.loads(capsys.readouterr().out)

    return digitizer
