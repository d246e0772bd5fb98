"""The page that states the journal's head: saved to be printed, or signed, and kept outside."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog

from digitizer.model.clock import OFFICE_TIME
from ui import files
from ui.key_asking import ask_key
from ui.models.cards import Card
from ui.screen import Screen, Tone
from ui.tasks import Lane
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
    ask_key(
        screen,
        dialog,
        lambda choice: files.write(path, station.heads.sign(officer, choice)),
        lambda written: _said(screen, written),
        title=title,
    )


def _ask_file(screen: Screen, then: Callable[[Path], object]) -> QFileDialog:
    return files.ask_target(
        screen,
        translate("heads", "Save the page as"),
        f"nhat-ky-{datetime.now(OFFICE_TIME):%Y%m%d}.pdf",
        files.pdf_kind(),
        then,
    )


def _said(screen: Screen, written: Path) -> None:
    text = translate(
        "heads", "The page is written: {file}. Keep it outside this machine, printed or on a disk."
    )
    screen.say(text.format(file=written.name), Tone.GOOD)
