"""Which screen belongs to which role; screens are imported when their seat is first taken."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from digitizer.model.officer import Role
from ui.main_window import Seat
from ui.screen import Desk, Screen

FIRST_STEPS = "first-steps"
"""Key of the seat that leads a new office's administrator."""


def seats() -> list[Seat]:
    """Return the seats in the order of the work."""
    return [
        Seat(Role.CLERK, QCoreApplication.translate("seats", "Intake"), "intake", _clerk),
        Seat(
            Role.SUPERVISOR,
            QCoreApplication.translate("seats", "Verification"),
            "verify",
            _verification,
        ),
        Seat(
            Role.SUPERVISOR,
            QCoreApplication.translate("seats", "Mass verification"),
            "look-up",
            _mass,
            name="mass",
        ),
        Seat(
            Role.SUPERVISOR,
            QCoreApplication.translate("seats", "Blind keying"),
            "keys",
            _blind,
            name="blind",
        ),
        Seat(
            Role.SUPERVISOR,
            QCoreApplication.translate("seats", "Figures"),
            "clock",
            _dashboard,
            name="dashboard",
        ),
        Seat(
            Role.SUPERVISOR,
            QCoreApplication.translate("seats", "Journal"),
            "look-up",
            _journal,
            name="journal",
        ),
        Seat(
            Role.SUPERVISOR,
            QCoreApplication.translate("seats", "Warehouse"),
            "reuse",
            _warehouse,
            name="warehouse",
        ),
        Seat(Role.RECORDS, QCoreApplication.translate("seats", "Results"), "issue", _records),
        Seat(
            Role.RECORDS,
            QCoreApplication.translate("seats", "Signatures"),
            "sign",
            _signing,
            name="signing",
        ),
        Seat(
            Role.RECORDS,
            QCoreApplication.translate("seats", "Check a file"),
            "verify",
            _checking,
            name="checking",
        ),
        Seat(
            Role.RECORDS,
            QCoreApplication.translate("seats", "Templates"),
            "file",
            _templates,
            name="templates",
        ),
        Seat(
            Role.CLERK,
            QCoreApplication.translate("seats", "Received"),
            "inbox",
            _inbox,
            name="inbox",
        ),
        Seat(
            Role.CLERK,
            QCoreApplication.translate("seats", "Watched folder"),
            "folder",
            _folder,
            name="folder",
        ),
        Seat(
            Role.ADMINISTRATOR, QCoreApplication.translate("seats", "Officers"), "person", _officers
        ),
        Seat(
            Role.ADMINISTRATOR,
            QCoreApplication.translate("seats", "First steps"),
            "practice",
            _first_steps,
            name=FIRST_STEPS,
        ),
        Seat(
            Role.ADMINISTRATOR,
            QCoreApplication.translate("seats", "Self-test"),
            "good",
            _selftest,
            name="selftest",
        ),
        Seat(
            Role.ADMINISTRATOR,
            QCoreApplication.translate("seats", "Reading queue"),
            "clock",
            _queue,
            name="queue",
        ),
        Seat(
            Role.ADMINISTRATOR,
            QCoreApplication.translate("seats", "Journal"),
            "look-up",
            _journal,
            name="journal-administrator",
        ),
        Seat(
            Role.ADMINISTRATOR,
            QCoreApplication.translate("seats", "Templates"),
            "file",
            _templates,
            name="templates-administrator",
        ),
        Seat(
            Role.ADMINISTRATOR,
            QCoreApplication.translate("seats", "Document types"),
            "file",
            _design,
            name="design",
        ),
        Seat(
            Role.ADMINISTRATOR,
            QCoreApplication.translate("seats", "Neighbours"),
            "send",
            _exchange,
            name="exchange",
        ),
    ]


def _clerk(desk: Desk) -> Screen:
    from ui.screens.clerk import ClerkScreen

    return ClerkScreen(desk)


def _verification(desk: Desk) -> Screen:
    from ui.screens.verification import VerificationScreen

    return VerificationScreen(desk)


def _mass(desk: Desk) -> Screen:
    from ui.screens.mass import MassScreen

    return MassScreen(desk)


def _blind(desk: Desk) -> Screen:
    from ui.screens.blind import BlindScreen

    return BlindScreen(desk)


def _dashboard(desk: Desk) -> Screen:
    from ui.screens.dashboard import DashboardScreen

    return DashboardScreen(desk)


def _journal(desk: Desk) -> Screen:
    from ui.screens.journal import JournalScreen

    return JournalScreen(desk)


def _first_steps(desk: Desk) -> Screen:
    from ui.screens.first_steps import FirstStepsScreen

    return FirstStepsScreen(desk)


def _selftest(desk: Desk) -> Screen:
    from ui.screens.upkeep import SelfTestScreen

    return SelfTestScreen(desk)


def _queue(desk: Desk) -> Screen:
    from ui.screens.upkeep import QueueScreen

    return QueueScreen(desk)


def _warehouse(desk: Desk) -> Screen:
    from ui.screens.warehouse import WarehouseScreen

    return WarehouseScreen(desk)


def _records(desk: Desk) -> Screen:
    from ui.screens.records import RecordsScreen

    return RecordsScreen(desk)


def _signing(desk: Desk) -> Screen:
    from ui.screens.signing import SigningScreen

    return SigningScreen(desk)


def _checking(desk: Desk) -> Screen:
    from ui.screens.checking import CheckingScreen

    return CheckingScreen(desk)


def _templates(desk: Desk) -> Screen:
    from ui.screens.templates import TemplatesScreen

    return TemplatesScreen(desk)


def _officers(desk: Desk) -> Screen:
    from ui.screens.officers import OfficersScreen

    return OfficersScreen(desk)


def _design(desk: Desk) -> Screen:
    from ui.screens.design import DesignScreen

    return DesignScreen(desk)


def _exchange(desk: Desk) -> Screen:
    from ui.screens.exchange import ExchangeScreen

    return ExchangeScreen(desk)


def _inbox(desk: Desk) -> Screen:
    from ui.screens.inbox import InboxScreen

    return InboxScreen(desk)


def _folder(desk: Desk) -> Screen:
    from ui.screens.folder import FolderScreen

    return FolderScreen(desk)
