"""Who may do what, and the four-eyes rule: who keyed does not verify, who verified does not sign.

The database holds the same constraint (``store``); here it is said with a reason.
"""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum

from digitizer.errors import FourEyesError, NotAllowedError
from digitizer.model.officer import Officer, Role


class Action(StrEnum):
    """What an officer may ask the core to do."""

    OPEN_DOSSIER = "open-dossier"
    TAKE_IN = "take-in"
    KEY = "key"
    REUSE = "reuse"
    SUBMIT = "submit"
    VIEW = "view"
    VERIFY = "verify"
    RETURN = "return"
    COMPOSE = "compose"
    SIGN = "sign"
    RELEASE = "release"
    EXPORT = "export"
    MANAGE_OFFICERS = "manage-officers"


_ALLOWED: dict[Action, frozenset[Role]] = {
    Action.OPEN_DOSSIER: frozenset({Role.CLERK}),
    Action.TAKE_IN: frozenset({Role.CLERK}),
    Action.KEY: frozenset({Role.CLERK}),
    Action.REUSE: frozenset({Role.CLERK}),
    Action.SUBMIT: frozenset({Role.CLERK}),
    Action.VIEW: frozenset({Role.CLERK, Role.SUPERVISOR, Role.RECORDS}),
    Action.VERIFY: frozenset({Role.SUPERVISOR}),
    Action.RETURN: frozenset({Role.SUPERVISOR}),
    Action.COMPOSE: frozenset({Role.RECORDS}),
    Action.SIGN: frozenset({Role.RECORDS}),
    Action.RELEASE: frozenset({Role.RECORDS}),
    Action.EXPORT: frozenset({Role.SUPERVISOR, Role.RECORDS}),
    Action.MANAGE_OFFICERS: frozenset({Role.ADMINISTRATOR}),
}


def require(officer: Officer, action: Action) -> None:
    """Raise NotAllowedError unless one of the officer's roles includes the action."""
    if not officer.roles & _ALLOWED[action]:
        raise NotAllowedError(officer=officer.name, action=action.value)


def may(officer: Officer, action: Action) -> bool:
    """Return whether one of the officer's roles includes the action."""
    return bool(officer.roles & _ALLOWED[action])


def require_other_eyes(officer: Officer, action: Action, barred: Collection[int]) -> None:
    """Raise FourEyesError if the officer is among those an earlier step bars from this one."""
    if officer.id in barred:
        raise FourEyesError(officer=officer.name, action=action.value)
