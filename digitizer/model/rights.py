"""Who may do what, and the four-eyes rule: who keyed does not verify, who verified does not sign.

Which role includes which action is data (``resources/rights.toml``). The database holds four eyes
as its own constraint (``store``); here it is said with a reason.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from digitizer.errors import DefinitionError, FourEyesError, NotAllowedError
from digitizer.model.officer import Officer, Role


class Action(StrEnum):
    """What an officer may ask the core to do."""

    OPEN_DOSSIER = "open-dossier"
    TAKE_IN = "take-in"
    KEY = "key"
    REUSE = "reuse"
    SUBMIT = "submit"
    VIEW = "view"
    VIEW_SENSITIVE = "view-sensitive"
    VERIFY = "verify"
    RETURN = "return"
    COMPOSE = "compose"
    SIGN = "sign"
    RELEASE = "release"
    SIGN_COPY = "sign-copy"
    ISSUE_FORM = "issue-form"
    EDIT_TEMPLATES = "edit-templates"
    EDIT_DEFINITIONS = "edit-definitions"
    CORRECT = "correct"
    APPROVE_CORRECTION = "approve-correction"
    SETTLE = "settle"
    EXPORT = "export"
    EXPORT_ALL = "export-all"
    VIEW_STATISTICS = "view-statistics"
    SCHEDULE_REPORTS = "schedule-reports"
    MANAGE_OFFICERS = "manage-officers"
    READ_JOURNAL = "read-journal"
    CHECK_STORE = "check-store"
    WATCH_QUEUE = "watch-queue"
    BACK_UP = "back-up"
    MANAGE_KEYS = "manage-keys"
    ERASE = "erase"
    SEND_MESSAGES = "send-messages"
    VIEW_MESSAGES = "view-messages"
    TELL_STATE = "tell-state"
    MANAGE_NEIGHBOURS = "manage-neighbours"
    INSTALL_PROFILE = "install-profile"
    ASK_DATABASES = "ask-databases"


_FILE = "rights.toml"


@cache
def table() -> dict[str, Any]:
    """Return the shipped file of rights and password rules."""
    return tomllib.loads(files("resources").joinpath(_FILE).read_text(encoding="utf-8"))


@cache
def allowed() -> dict[Action, frozenset[Role]]:
    """Return the roles that include each action.

    Raises DefinitionError when the file names an unknown action or role, or leaves an action out.
    """
    try:
        found = {
            Action(name): frozenset(Role(role) for role in roles)
            for name, roles in table()["rights"].items()
        }
    except (KeyError, ValueError) as error:
        raise DefinitionError(file=_FILE, key="rights", nearest="", problem=str(error)) from error
    for action in Action:
        if not found.get(action):
            raise DefinitionError(file=_FILE, key=action.value, nearest="", problem="nobody may")
    return found


def require(officer: Officer, action: Action) -> None:
    """Raise NotAllowedError unless one of the officer's roles includes the action."""
    if not officer.roles & allowed()[action]:
        raise NotAllowedError(officer=officer.name, action=action.value)


def may(officer: Officer, action: Action) -> bool:
    """Return whether one of the officer's roles includes the action."""
    return bool(officer.roles & allowed()[action])


def require_other_eyes(officer: Officer, action: Action, barred: Collection[int]) -> None:
    """Raise FourEyesError if the officer is among those an earlier step bars from this one."""
    if officer.id in barred:
        raise FourEyesError(officer=officer.name, action=action.value)
