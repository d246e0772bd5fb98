"""A window in which somebody types, to be killed: ``python -m tests.ui.killed_window DIR``."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from PySide6.QtCore import QSettings
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication

from digitizer.model.dossier import Dossier
from tests.ui import field_office
from ui.main_window import MainWindow
from ui.places import Places
from ui.screen import Desk
from ui.screens.verification import VerificationScreen
from ui.seats import seats
from ui.tasks import Tasks
from ui.theme import Theme

FIELD = "person_birth_date"
SAVED, TYPED = "PHÙNG MINH VƯƠNG", "07/0"


def wait(application: QApplication, until: float = 0.3) -> None:
    end = time.monotonic() + until
    while time.monotonic() < end:
        application.processEvents()


def at_work(application: QApplication, folder: Path) -> Dossier:
    """Correct one field, go to another and begin to type there."""
    office = field_office.open_office(folder)
    dossier = field_office.submit_dossier(office)
    field_office.submit_dossier(office)
    tasks = Tasks()
    window = MainWindow(tasks, Theme(application))
    window.show()
    desk = Desk(office.station, office.supervisor, tasks)
    window.seat(desk, seats())
    places = Places(window)
    places.follow(desk)
    wait(application)
    screen = window.screen_shown
    assert isinstance(screen, VerificationScreen)
    screen.open_dossier(dossier.code)
    while screen.page_pane.page_id is None:
        wait(application, 0.05)
    type_into(screen, SAVED)
    screen.keying.accept(screen.form.current)
    while not screen.decisions.idle or screen.rows[screen.form.current].value.name != FIELD:
        wait(application, 0.05)
    type_into(screen, TYPED)
    wait(application, 1.5)
    while tasks.running:
        wait(application, 0.05)
    # what follows is killed; nothing is closed
    globals()["_kept"] = (window, places, tasks, office)
    return dossier


def type_into(screen: VerificationScreen, text: str) -> None:
    editor = screen.form.view(screen.form.current).editor
    editor.selectAll()
    event = QInputMethodEvent("", [])
    event.setCommitString(text)
    QApplication.sendEvent(editor, event)


def main() -> None:
    folder = Path(sys.argv[1])
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    QSettings.setPath(
        QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(folder.parent / "settings")
    )
    application = QApplication([])
    dossier = at_work(application, folder)
    print(f"READY {dossier.code}", flush=True)
    application.exec()


if __name__ == "__main__":
    main()
