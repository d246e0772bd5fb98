"""What of the first steps is done, found out in a lane."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from digitizer.errors import DigitizerError
from digitizer.model.officer import Role
from digitizer.settings import Settings, load
from ocr.errors import OcrError
from signing.errors import SigningError

if TYPE_CHECKING:
    from digitizer.workstation import Workstation


class Step(StrEnum):
    """The steps in their order."""

    OFFICE = "office"
    OFFICERS = "officers"
    SCANNER = "scanner"
    TOKEN = "token"  # noqa: S105 - the name of a step
    TRUST = "trust"
    KEY = "key"
    BACKUP = "backup"
    PRACTICE = "practice"


@dataclass(frozen=True, slots=True)
class State:
    """Whether a step is done, what was found, and what is wrong."""

    step: Step
    done: bool
    found: str = ""
    error: DigitizerError | OcrError | SigningError | None = None


SHEET_PRINTED = "recovery-sheet-printed"
_DETAILS = ("office_name", "office_code", "place")


def look(station: Workstation, settings: Settings) -> list[State]:
    """Return where each step stands that needs no device."""
    from digitizer.office import practice
    from digitizer.results.trust import TRUST_FOLDER, read_roots

    store = station.store
    officers = store.officers.all()
    roles = {role for one in officers for role in one.roles}
    roots = read_roots(store.folder / TRUST_FOLDER)
    printed = bool(store.journal.rows(1, "store", action=SHEET_PRINTED))
    there = practice.beside(store.folder)
    practises = load(there).practice
    shipped = load()
    named = all(getattr(settings, name) != getattr(shipped, name) for name in _DETAILS)
    return [
        State(Step.OFFICE, named, settings.office_name),
        State(Step.OFFICERS, roles >= set(Role), str(len(officers))),
        State(Step.TRUST, bool(roots), str(len(roots))),
        State(Step.KEY, printed),
        State(Step.PRACTICE, practises, str(there)),
    ]


def try_devices(station: Workstation) -> list[State]:
    """Return where the steps stand that ask devices and the backup: this takes seconds."""
    from digitizer import readiness
    from digitizer.results.keys import plugged_in

    asked = (Step.SCANNER, Step.TOKEN, Step.BACKUP)
    checks = readiness.everything(station.store.folder, only=asked)
    tokens = plugged_in(station.results.policies.modules)
    states = []
    for check in checks:
        step = Step(check.name)
        done = check.error is None and (step is not Step.TOKEN or bool(tokens))
        found = ", ".join(one.label for one in tokens) if step is Step.TOKEN else check.detail
        states.append(State(step, done, found if done else "", check.error))
    return states


def prepare_practice(folder: Path) -> Path:
    """Set the practice office up where it is missing, and return its folder."""
    from digitizer.office import practice

    return practice.set_up_beside(folder)
