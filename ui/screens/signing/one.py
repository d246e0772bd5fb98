"""Signing or sealing one result from any screen: the batch's own dialog, with one document."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication

from digitizer.model.result import SignerRole
from digitizer.results.signing_values import QueueItem, SigningReport
from ui import wording
from ui.key_asking import say_problem
from ui.screen import Screen
from ui.screens.signing.sign_dialog import open_sign_dialog
from ui.tasks import Handle, Lane
from ui.widgets.key_choice import KeyGiven

translate = QCoreApplication.translate


def sign_one(screen: Screen, role: SignerRole, result_id: int, then: Callable[[], object]) -> None:
    """Ask for a key and sign the result; what goes wrong is said in the dialog."""
    officer, queues = screen.desk.officer, screen.desk.workstation.results.queues

    def load(_handle: Handle) -> tuple[QueueItem, ...]:
        waiting = queues.waiting(officer, role)
        return tuple(one for one in waiting if one.result.id == result_id)

    screen.run(Lane.RECORDS, load, lambda items: _open(screen, role, items, then))


def _open(
    screen: Screen, role: SignerRole, items: tuple[QueueItem, ...], then: Callable[[], object]
) -> None:
    officer, queues = screen.desk.officer, screen.desk.workstation.results.queues
    ids = [one.result.id for one in items]
    dialog = open_sign_dialog(screen, role, items)

    def sign(given: KeyGiven) -> None:
        def done(report: SigningReport) -> None:
            failure = report.stopped_by or next((one.failure for one in report.documents), None)
            if failure is not None:
                say_problem(screen, dialog, wording.sentence(failure))
            else:
                dialog.end()
            then()

        # kept: what the token has signed is taken into the store even when the window closes
        screen.run(
            Lane.DEVICES,
            lambda _handle: queues.sign(officer, role, ids, given.choice()),
            done,
            failed=lambda error: say_problem(screen, dialog, wording.sentence(error)),
            title=translate("signing", "Signing the result"),
            keep=True,
        )

    dialog.wanted.connect(sign)
