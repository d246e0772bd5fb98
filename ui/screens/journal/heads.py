"""The page that states the journal's head: saved to be printed, or signed, and kept outside."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog

from digitizer.model.clock import OFFICE_TIME
from digitizer.results import keys as signing_keys
from ui import files, wording
from ui.models.cards import Card
from ui.screen import Screen, Tone
from ui.tasks import Lane
from ui.widgets.key_choice import KeyGiven
from ui.widgets.key_dialog import KeyDialog

translate = QCoreApplication.translate


def save_page(screen: Screen) -> QFileDialog:
    """Ask where the page goes, verify the journal and write the page."""
    station, officer = screen.desk.workstation, screen.desk.officer

    def save(path: Path) -> None:
        screen.run(
            Lane.DEVICES,
            lambda _handle: files.write(path, station.heads.page(officer)),
            lambda written: _said(screen, written),
            title=translate("heads", "Verifying the journal"),
        )

    return _ask_file(screen, save)


def sign_page(screen: Screen) -> QFileDialog:
    """Ask where the page goes and for a key, verify the journal, sign the page and write it."""
    return _ask_file(screen, lambda path: _ask_key(screen, path))


def _ask_key(screen: Screen, path: Path) -> None:
    station, officer = screen.desk.workstation, screen.desk.officer
    title = translate("heads", "Sign the page of today's head")
    dialog = KeyDialog(
        title,
        translate("heads", "Sign the page"),
        owner=officer.name,
        test_owner=officer.name if station.settings.practice else "",
        parent=screen,
    )
    words = translate("heads", "The whole journal is verified first, then the page is signed.")
    dialog.show_list([Card("head", path.name, wraps=True)], words, 1)
    dialog.show_tokens(())

    def look() -> None:
        screen.run(
            Lane.DEVICES,
            lambda _handle: signing_keys.plugged_in(station.results.policies.modules),
            dialog.while_open(dialog.show_tokens),
        )

    def done(written: Path) -> None:
        dialog.while_open(lambda _value: dialog.accept())(None)
        _said(screen, written)

    def sign(given: KeyGiven) -> None:
        screen.run(
            Lane.DEVICES,
            lambda _handle: files.write(path, station.heads.sign(officer, given.choice())),
            done,
            failed=dialog.while_open(lambda error: dialog.show_problem(wording.sentence(error))),
            title=title,
            keep=True,
        )

    dialog.tokens_wanted.connect(look)
    dialog.wanted.connect(sign)
    dialog.open()
    look()


def _ask_file(screen: Screen, then: Callable[[Path], object]) -> QFileDialog:
    dialog = QFileDialog(screen, translate("heads", "Save the page as"))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilter(translate("heads", "PDF document (*.pdf)"))
    dialog.setDefaultSuffix("pdf")
    dialog.selectFile(f"nhat-ky-{datetime.now(OFFICE_TIME):%Y%m%d}.pdf")
    dialog.fileSelected.connect(lambda name: then(Path(name)))
    dialog.open()
    return dialog


def _said(screen: Screen, written: Path) -> None:
    text = translate(
        "heads", "The page is written: {file}. Keep it outside this machine, printed or on a disk."
    )
    screen.say(text.format(file=written.name), Tone.GOOD)
