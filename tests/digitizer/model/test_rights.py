"""Rights are data, and every action has somebody who may do it."""

from __future__ import annotations

import pytest

from digitizer.errors import DefinitionError
from digitizer.model import rights
from digitizer.model.officer import Officer, Role
from digitizer.model.rights import Action, may


def test_every_action_stands_in_the_file_with_roles_that_exist() -> None:
    assert set(rights.allowed()) == set(Action)
    administrator = Officer(1, "a", "A", frozenset({Role.ADMINISTRATOR}))
    assert not may(administrator, Action.VIEW)
    assert may(administrator, Action.MANAGE_OFFICERS)


@pytest.mark.parametrize("wrong", [{"key": ["clrk"]}, {"fly": ["clerk"]}, {"key": []}, None])
def test_a_file_that_names_an_unknown_role_or_action_or_nobody_is_refused(
    wrong: dict[str, list[str]] | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed = {} if wrong is None else {**rights.table()["rights"], **wrong}
    monkeypatch.setattr(rights, "table", lambda: {"rights": changed})
    with pytest.raises(DefinitionError):
        rights.allowed.__wrapped__()
