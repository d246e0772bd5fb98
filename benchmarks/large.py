"""Large work at the counter: a stack of 1,000 sheets and a document of 500 pages in the window.

    QT_QPA_PLATFORM=offscreen .venv/bin/python -m benchmarks.large --sheets 1000 --pages 500

A loopback eSCL device feeds A4 sheets at 300 dpi into the clerk's screen, which shows each as it
is kept; then keys page, turn, remove and undo among them. The document is one PDF. Times are from
the key to the screen drawn; ``computed`` is processor time of the GUI thread alone. Reading is left
out, for it runs in processes of its own: see ``benchmarks.intake behind``.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pikepdf
from PIL import Image
from PySide6.QtCore import QEvent, QSettings, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from benchmarks.window import figures
from digitizer.model.document import CopyKind
from digitizer.paper.scanner import escl
from digitizer.store.records import NewDocument
from tests.digitizer.paper.scanner import escl_device
from tests.digitizer.paper.scanner.escl_device import EsclDevice
from tests.ui import desk_office, field_office
from tests.ui.desk_office import DeskOffice
from tests.ui.stall_watch import StallWatch
from ui.screen import Desk
from ui.screens.clerk import ClerkScreen
from ui.screens.clerk.work import DossierWork
from ui.tasks import Tasks
from ui.theme import Theme

_A4 = (2480, 3508)
_PATIENCE = 1500.0
_CTRL, _NONE = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.NoModifier


class Session:
    """A clerk at the screen."""

    def __init__(self, application: QApplication, office: DeskOffice) -> None:
        self.application, self.office, self.tasks = application, office, Tasks()
        self.screen = ClerkScreen(Desk(office.station, office.clerk, self.tasks))
        self.screen.resize(1366, 768)
        self.screen.show()
        self.screen.activateWindow()
        self.rest()

    def wait(self, until: Callable[[], object], hear: Callable[[], object] | None = None) -> None:
        """Let the event loop run until something is so."""
        end = time.perf_counter() + _PATIENCE
        while not until():
            if time.perf_counter() > end:
                raise TimeoutError
            self.application.processEvents()
            if hear is not None:
                hear()
            time.sleep(0.001)

    def rest(self) -> None:
        """Wait until nothing is under way."""
        self.wait(lambda: not self.tasks.running)
        self.application.processEvents()

    def open(self) -> str:
        """Open a new dossier and show it."""
        code = self.office.station.paper.open_dossier(
            self.office.clerk, field_office.PROCEDURE
        ).code
        self.screen.show_dossier(code)
        self.rest()
        return code

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = _NONE) -> tuple[float, float]:
        """Press a key over the pages and draw what it shows; return clock and computed ms."""
        thumbs = self.screen.pane.thumbs
        began, used = time.perf_counter(), time.thread_time()
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(thumbs, QKeyEvent(kind, key.value, held))
        self.application.processEvents()
        thumbs.viewport().repaint()
        return (time.perf_counter() - began) * 1000, (time.thread_time() - used) * 1000

    def edit(self, wanted: Callable[[], object]) -> tuple[float, float]:
        """Make an edit and wait until it is kept and shown."""
        began, used = time.perf_counter(), time.thread_time()
        wanted()
        self.rest()
        self.screen.pane.thumbs.viewport().repaint()
        return (time.perf_counter() - began) * 1000, (time.thread_time() - used) * 1000


def _memory() -> int:
    """Return the resident memory of this process in MB."""
    fields = Path("/proc/self/statm").read_text("ascii").split()
    return int(fields[1]) * os.sysconf("SC_PAGE_SIZE") >> 20


def _watched(watch: StallWatch) -> dict[str, object]:
    watch.stop()
    slow = [one for one in watch.stalls if one.computed > 0.05]
    return {
        "longest_computed_ms": round(watch.longest * 1000, 1),
        "over_50_ms_computed": len(slow),
        "where": [one.where for one in slow][:2],
    }


def stack(session: Session, sheets: int) -> dict[str, object]:
    """Scan a stack and edit among its pages."""
    session.open()
    pane = session.screen.pane
    memory: dict[int, int] = {}

    def hear() -> None:
        count = pane.pages.rowCount()
        if count % (sheets // 4) == 0 and count not in memory:
            memory[count] = _memory()

    with escl_device.running(EsclDevice(sheets=sheets, size=_A4)) as device:
        found = escl.device_at(device.address, "Loopback MFP")
        session.screen.scanning.panel.show_devices([found], searching=False)
        watch = StallWatch()
        watch.start()
        began = time.perf_counter()
        session.screen.scanning.start()
        session.wait(lambda: pane.pages.rowCount() >= sheets, hear)
        fed = time.perf_counter() - began
        session.rest()
        feeding = _watched(watch)
    return {
        "sheets": sheets,
        "sheets_a_minute": round(60 * sheets / fed),
        "memory_mb": memory,
        "feeding": feeding,
        **_among(session),
    }


def document(session: Session, count: int, folder: Path) -> dict[str, object]:
    """Take in one PDF of many pages and edit among them."""
    path = folder / "large.pdf"
    with pikepdf.new() as made:
        for number in range(count):
            with Image.open(io.BytesIO(escl_device.picture(5000 + number, _A4))) as image:
                packed = io.BytesIO()
                image.save(packed, "PDF", resolution=300.0)
            with pikepdf.open(io.BytesIO(packed.getvalue())) as one:
                made.pages.extend(one.pages)
        made.save(path)
    code = session.open()
    before = _memory()
    watch = StallWatch()
    watch.start()
    began = time.perf_counter()
    session.screen.take_in([path])
    session.rest()
    session.wait(lambda: not session.screen.pane.pages.without_picture())
    took = time.perf_counter() - began
    pages = session.screen.pane.pages.pages
    if len(pages) != count:
        raise RuntimeError(f"{len(pages)} of {count} pages came")
    taking = _watched(watch)
    whole = NewDocument(None, 0.0, None, CopyKind.ORIGINAL, tuple(one.id for one in pages))
    session.office.station.store.dossiers.save_documents(code, [whole])
    watch = StallWatch()
    watch.start()
    shown = session.edit(lambda: session.screen.show_dossier(code))
    return {
        "pages": count,
        "taken_in_s": round(took, 1),
        "memory_mb": [before, _memory()],
        "taking_in": taking,
        "shown_ms": round(shown[0]),
        "showing": _watched(watch),
        **_among(session),
    }


def _among(session: Session) -> dict[str, object]:
    """Page, turn, remove and undo among the pages shown."""
    pane, actions = session.screen.pane, session.screen.page_actions
    pane.thumbs.setFocus()
    pane.thumbs.setCurrentIndex(pane.pages.index(0))
    watch = StallWatch()
    watch.start()
    paged = [session.press(Qt.Key.Key_PageDown) for _ in range(60)]
    moved = [session.press(Qt.Key.Key_Right) for _ in range(60)]
    middle = pane.pages.index(pane.pages.rowCount() // 2)
    edits = {}
    for name, action in (
        ("turned", actions.turn_right),
        ("undone", actions.undo),
        ("removed", actions.remove),
        ("undone_again", actions.undo),
    ):
        pane.thumbs.setCurrentIndex(middle)
        edits[name] = [round(value) for value in session.edit(action.trigger)]
    return {
        "page_down": figures(paged),
        "next_page": figures(moved),
        "edits_ms_clock_computed": edits,
        "among": _watched(watch),
        "memory_after_mb": _memory(),
    }


def main() -> None:
    """Run both and print their figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("--sheets", type=int, default=1000)
    parser.add_argument("--pages", type=int, default=500)
    given = parser.parse_args()
    DossierWork._read = lambda *_given: None  # type: ignore[method-assign] # noqa: SLF001
    with tempfile.TemporaryDirectory(prefix="large-") as made:
        QSettings.setDefaultFormat(QSettings.Format.IniFormat)
        QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, made)
        application = QApplication([])
        theme = Theme(application)
        office = desk_office.open_office(Path(made) / "data")
        session = Session(application, office)
        found: dict[str, object] = {"start_mb": _memory()}
        if given.pages:
            found["document"] = document(session, given.pages, Path(made))
        if given.sheets:
            found["stack"] = stack(session, given.sheets)
        json.dump(found, sys.stdout, indent=1)
        session.screen.leave()
        session.rest()
        session.tasks.close()
        office.station.close()
        del theme


if __name__ == "__main__":
    main()
