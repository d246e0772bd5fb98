"""Signing or sealing one result from any screen: the batch's own dialog, with one document."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication

from digitizer.model.result import SignerRole
from digitizer.results import keys as signing_keys
from digitizer.results.signing_values import Preflight, QueueItem, SigningReport
from signing.model import CertificateInfo
from ui import wording
from ui.screen import Screen
from ui.screens.signing.sign_dialog import SignDialog
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
    station, officer = screen.desk.workstation, screen.desk.officer
    queues, ids = station.results.queues, [one.result.id for one in items]
    owner = station.settings.office_name if role is SignerRole.AGENCY else officer.name
    dialog = SignDialog(
        role,
        items,
        owner=owner,
        test_owner=owner if station.settings.practice else "",
        parent=screen,
    )

    def preflight(info: CertificateInfo | None) -> None:
        def look(_handle: Handle) -> Preflight:
            return queues.preflight(officer, role, ids, info)

        screen.run(Lane.RECORDS, look, dialog.while_open(dialog.show_preflight))

    def tokens() -> None:
        screen.run(
            Lane.DEVICES,
            lambda _handle: signing_keys.plugged_in(station.results.policies.modules),
            dialog.while_open(dialog.show_tokens),
        )

    def sign(given: KeyGiven) -> None:
        def done(report: SigningReport) -> None:
            failure = report.stopped_by or next((one.failure for one in report.documents), None)
            if failure is not None:
                dialog.while_open(dialog.show_problem)(wording.sentence(failure))
            else:
                dialog.while_open(lambda _value: dialog.accept())(None)
            then()

        def problem(error: BaseException) -> None:
            dialog.while_open(dialog.show_problem)(wording.sentence(error))

        # kept: what the token has signed is taken into the store even when the window closes
        screen.run(
            Lane.DEVICES,
            lambda _handle: queues.sign(officer, role, ids, given.choice()),
            done,
            failed=problem,
            title=translate("signing", "Signing the result"),
            keep=True,
        )

    dialog.preflight_wanted.connect(preflight)
    dialog.tokens_wanted.connect(tokens)
    dialog.wanted.connect(sign)
    dialog.open()
    tokens()
