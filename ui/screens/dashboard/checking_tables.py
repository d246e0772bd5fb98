"""Tables about checking: who decided how much, how fast, how well; what was drawn; what waits."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from PySide6.QtCore import QCoreApplication

from digitizer.model.clock import OFFICE_TIME
from digitizer.model.dossier import Deferral, DeferralKind
from digitizer.model.review import Keyer, Quality
from digitizer.model.rights import Action, may
from digitizer.office.spreadsheets import Cell, Table
from ui.screen import Desk

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class Checking:
    """What was found about checking, and its tables."""

    keyers: tuple[Keyer, ...]
    tables: tuple[Table, ...]


def load(desk: Desk, first: date, last: date) -> Checking:
    """Return what is known of a period of whole days."""
    verifying = desk.workstation.verifying
    begin = datetime.combine(first, time(), OFFICE_TIME).astimezone(UTC)
    end = datetime.combine(last + timedelta(days=1), time(), OFFICE_TIME).astimezone(UTC)
    people = verifying.keyers(desk.officer, begin, end)
    # who may see figures need not be allowed to look into dossiers
    waiting = verifying.deferrals(desk.officer) if may(desk.officer, Action.VIEW) else ()
    return Checking(
        people,
        (keyers(people), quality(verifying.quality(desk.officer)), deferrals(waiting)),
    )


def keyers(found: tuple[Keyer, ...]) -> Table:
    """Return what each person decided; accuracy is known where another keyed the value too."""
    heads = (
        translate("checking_tables", "Officer"),
        translate("checking_tables", "Decisions"),
        translate("checking_tables", "Seconds a decision"),
        translate("checking_tables", "Decisions an hour in fields"),
        translate("checking_tables", "Keys a decision"),
        translate("checking_tables", "Keyed twice"),
        translate("checking_tables", "Of these right, %"),
    )
    rows: list[tuple[Cell, ...]] = [
        (
            one.officer,
            one.decided,
            round(one.seconds / max(one.decided, 1), 1),
            round(one.decided * 3600 / one.seconds) if one.seconds else None,
            round(one.keys / max(one.decided, 1), 1),
            one.judged,
            round(100 * one.right / one.judged, 1) if one.judged else None,
        )
        for one in found
    ]
    return Table(translate("checking_tables", "Checking by person"), heads, rows)


def quality(found: Quality) -> Table:
    """Return how often a value was wrong that the machine had been sure of."""
    heads = (
        translate("checking_tables", "Sure values drawn"),
        translate("checking_tables", "Looked at"),
        translate("checking_tables", "Wrong"),
        translate("checking_tables", "Wrong, %"),
        translate("checking_tables", "At most, % (95 of 100 times)"),
    )
    share = 100 * found.wrong / found.seen if found.seen else None
    rows: list[tuple[Cell, ...]] = [
        (
            found.drawn,
            found.seen,
            found.wrong,
            None if share is None else round(share, 2),
            None if not found.seen else round(100 * upper_bound(found.wrong, found.seen), 2),
        )
    ]
    return Table(translate("checking_tables", "Machine measured"), heads, rows)


def deferrals(found: tuple[Deferral, ...]) -> Table:
    """Return the dossiers that wait by somebody's wish, and why."""
    heads = (
        translate("checking_tables", "Dossier"),
        translate("checking_tables", "Kind"),
        translate("checking_tables", "Reason"),
        translate("checking_tables", "Officer"),
        translate("checking_tables", "Since"),
    )
    words: dict[DeferralKind, Callable[[], str]] = {
        DeferralKind.POSTPONED: lambda: translate("checking_tables", "Postponed"),
        DeferralKind.ESCALATED: lambda: translate("checking_tables", "Escalated"),
    }
    rows: list[tuple[Cell, ...]] = [
        (
            one.dossier_code,
            words[one.kind](),
            one.reason,
            one.officer.name,
            one.at.astimezone(OFFICE_TIME).date(),
        )
        for one in found
    ]
    return Table(translate("checking_tables", "Postponed and escalated"), heads, rows)


def upper_bound(wrong: int, seen: int) -> float:
    """Return the share that the true one is below in 95 of 100 samples like this (Wilson)."""
    z = 1.645
    share = wrong / seen
    middle = share + z * z / (2 * seen)
    spread = z * math.sqrt(share * (1 - share) / seen + z * z / (4 * seen * seen))
    return min(1.0, (middle + spread) / (1 + z * z / seen))
