"""Signing in by the certificate on a token: one dialog, and the token proves itself in a lane."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from signing.model import CertificateInfo, TokenInfo
from ui import wording
from ui.screen import Tone
from ui.tasks import Lane, Tasks
from ui.widgets.key_choice import KeyGiven
from ui.widgets.key_dialog import KeyDialog

Proved = TypeVar("Proved")
translate = QCoreApplication.translate


def ask(
    parent: QWidget,
    tasks: Tasks,
    prove: Callable[[KeyGiven], Proved],
    then: Callable[[Proved], object],
) -> KeyDialog:
    """Ask for token and PIN, let the token prove itself in a lane, and hand over what it proved."""
    dialog = KeyDialog(
        translate("certificate_sign_in", "Sign in by certificate"),
        translate("certificate_sign_in", "Sign in"),
        parent=parent,
    )
    text = translate("certificate_sign_in", "The token signs a random number; nothing else.")
    dialog.show_list([], text, 1)

    def look() -> None:
        job = tasks.run(Lane.DEVICES, lambda _handle: _plugged_in())
        job.succeeded.connect(dialog.while_open(lambda found: dialog.show_tokens(*found)))
        job.failed.connect(
            dialog.while_open(lambda error: dialog.say(wording.sentence(error), Tone.ERROR))
        )

    def on_wanted(given: KeyGiven) -> None:
        dialog.setEnabled(False)
        job = tasks.run(Lane.DEVICES, lambda _handle: prove(given))
        job.succeeded.connect(done)
        job.failed.connect(
            dialog.while_open(lambda error: dialog.show_problem(wording.sentence(error)))
        )

    def done(proved: Proved) -> None:
        dialog.end()
        then(proved)

    dialog.show_tokens(())
    dialog.tokens_wanted.connect(look)
    dialog.wanted.connect(on_wanted)
    dialog.open()
    look()
    return dialog


def _plugged_in() -> tuple[Sequence[TokenInfo], Sequence[CertificateInfo]]:
    from digitizer.results import keys

    return keys.plugged_in(), keys.in_windows_store()
