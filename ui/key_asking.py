"""Asking for a key over a screen and signing with it, whatever it is that is signed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import shiboken6

from digitizer.results import keys as signing_keys
from digitizer.results.keys import KeyChoice
from ui import wording
from ui.screen import Screen, Tone
from ui.tasks import Lane
from ui.widgets.key_choice import KeyGiven
from ui.widgets.key_dialog import KeyDialog


def open_with_tokens(screen: Screen, dialog: KeyDialog) -> None:
    """Open a dialog and offer it the tokens that are plugged in, now and whenever it asks."""
    modules = screen.desk.workstation.results.policies.modules

    def look() -> None:
        screen.run(
            Lane.DEVICES,
            lambda _handle: (signing_keys.plugged_in(modules), signing_keys.in_windows_store()),
            dialog.while_open(lambda found: dialog.show_tokens(*found)),
        )

    dialog.show_tokens(())
    dialog.tokens_wanted.connect(look)
    dialog.open()
    look()


def ask_key(
    screen: Screen,
    dialog: KeyDialog,
    work: Callable[[KeyChoice], Any],
    done: Callable[[Any], object],
    *,
    title: str = "",
) -> None:
    """Open a dialog and do the work with the key given in it; ``done`` hears what came of it.

    The work is kept: what a token has signed is taken in even when the window closes.
    """

    def sign(given: KeyGiven) -> None:
        def signed(value: Any) -> None:
            dialog.end()
            done(value)

        screen.run(
            Lane.DEVICES,
            lambda _handle: work(given.choice()),
            signed,
            failed=lambda error: say_problem(screen, dialog, wording.sentence(error)),
            title=title,
            keep=True,
        )

    dialog.wanted.connect(sign)
    open_with_tokens(screen, dialog)


def say_problem(screen: Screen, dialog: KeyDialog, text: str) -> None:
    """Say in the dialog why nothing was signed; once it was closed, in the window's corner."""
    if shiboken6.isValid(dialog):
        dialog.show_problem(text)
    else:
        screen.say(text, Tone.ERROR)
