"""How fast the window answers: a scripted session at the supervisor's seat, and a start.

    QT_QPA_PLATFORM=offscreen .venv/bin/python benchmarks/window.py
    QT_QPA_PLATFORM=offscreen .venv/bin/python benchmarks/window.py --dossiers 1000000 --papers 1000

Times are medians and the worst of the session, from the key to the page drawn. ``computed`` is
processor time of the GUI thread alone: on a machine with other work the clock also counts what
others took. For the long list the ``dossier`` table is filled past the rules; the drawn papers
belong to nobody.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parents[1]))

from PySide6.QtCore import QEvent, QSettings, Qt
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import QApplication

from digitizer.model.officer import Officer
from ocr.model import Box
from tests.ui import field_office
from tests.ui.field_office import Office
from tests.ui.stall_watch import StallWatch
from ui.screen import Desk
from ui.screens.verification import VerificationScreen
from ui.tasks import Tasks
from ui.theme import Theme
from ui.widgets.levels import build_picture
from ui.widgets.page_items import PageBox
from ui.widgets.page_view import PageView

_PATIENCE = 60.0
_START = """
import sys, time
from PySide6.QtCore import QTimer
from ui import application
shown = application.Controller.start
def start(self, problem=None):
    shown(self, problem)
    QTimer.singleShot(0, lambda: (print(time.process_time(), flush=True), sys.stdout.flush(),
        __import__("os")._exit(0)))
application.Controller.start = start
application.run(["digitizer-window"])
"""


class Session:
    """A supervisor at the screen, who has only keys."""

    def __init__(self, application: QApplication, office: Office) -> None:
        self.application = application
        self.office = office
        self.tasks = Tasks()
        self.screen = VerificationScreen(Desk(office.station, office.supervisor, self.tasks))
        self.screen.resize(1366, 768)
        self.screen.show()
        self.screen.activateWindow()
        self.turn()

    def turn(self, seconds: float = 0.02) -> None:
        """Let the event loop run for a while."""
        end = time.perf_counter() + seconds
        while time.perf_counter() < end:
            self.application.processEvents()

    def wait(self, until: Callable[[], object]) -> None:
        """Let the event loop run until something is so."""
        end = time.perf_counter() + _PATIENCE
        while not until():
            if time.perf_counter() > end:
                raise TimeoutError
            self.application.processEvents()

    def rest(self) -> None:
        """Wait until nothing is under way."""
        self.wait(lambda: not self.tasks.running and self.screen.decisions.idle)
        self.turn()

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier) -> tuple[float, float]:
        """Press a key and draw what it shows; return clock and processor milliseconds."""
        began, used = time.perf_counter(), time.thread_time()
        target = QApplication.focusWidget() or self.screen
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(target, QKeyEvent(kind, key.value, modifier))
        self.draw()
        return (time.perf_counter() - began) * 1000, (time.thread_time() - used) * 1000

    def draw(self) -> None:
        """Draw now what the event loop would draw next."""
        self.application.processEvents()
        self.screen.form.viewport().repaint()
        self.screen.page_view.viewport().repaint()


def figures(pairs: list[tuple[float, float]]) -> dict[str, float]:
    """Return median and worst of clock and processor milliseconds."""
    clock, computed = ([pair[place] for pair in pairs] for place in (0, 1))
    return {
        "count": len(pairs),
        "median_ms": round(statistics.median(clock), 1),
        "worst_ms": round(max(clock), 1),
        "computed_median_ms": round(statistics.median(computed), 2),
        "computed_worst_ms": round(max(computed), 1),
    }


def fields(session: Session, rounds: int) -> dict[str, float]:
    """Go from field to field with Tab."""
    pairs = []
    for _ in range(rounds):
        pairs.append(session.press(Qt.Key.Key_Tab, Qt.KeyboardModifier.NoModifier))
        session.turn(0.005)
    return figures(pairs)


def documents(session: Session, rounds: int) -> dict[str, float]:
    """Go from paper to paper of a dossier, with its page drawn and its field focused."""
    pairs = []
    order = list(session.screen.all_rows)
    for number in range(rounds):
        session.rest()
        began, used = time.perf_counter(), time.thread_time()
        session.screen.show_document(order[(number + 1) % len(order)])
        session.draw()
        pairs.append(((time.perf_counter() - began) * 1000, (time.thread_time() - used) * 1000))
    return figures(pairs)


def boxes(application: QApplication, count: int) -> dict[str, float]:
    """Move a page with many boxes about and count what one picture takes."""
    view = PageView()
    view.resize(1000, 720)
    view.show()
    application.processEvents()
    view.show_page(build_picture(field_office.page_bytes()))
    across = 20
    view.show_boxes(
        [
            PageBox(
                number,
                Box(
                    (number % across) * 60 + 8,
                    (number // across) * 40 + 8,
                    (number % across) * 60 + 58,
                    (number // across) * 40 + 36,
                ),
                QColor("green") if number % 3 else QColor("orange"),
            )
            for number in range(count)
        ]
    )
    pairs = []
    for step in range(120):
        began, used = time.perf_counter(), time.thread_time()
        view.pan(0.02 if step % 40 < 20 else -0.02, 0.03 if step % 80 < 40 else -0.03)
        if step % 30 == 0:
            view.zoom_in() if step % 60 == 0 else view.zoom_out()
        view.viewport().repaint()
        pairs.append(((time.perf_counter() - began) * 1000, (time.thread_time() - used) * 1000))
    application.processEvents()
    found = figures(pairs)
    return {**found, "pictures_a_second": round(1000 / max(found["computed_median_ms"], 0.01))}


def memory(session: Session, papers: int) -> dict[str, float]:
    """Show papers one after the other and see whether the process grows."""
    order = list(session.screen.all_rows)
    sizes = []
    for number in range(papers):
        session.screen.show_document(order[number % len(order)])
        session.draw()
        session.turn(0.002)
        if number % max(1, papers // 10) == 0:
            session.rest()
            sizes.append(resident())
    session.rest()
    sizes.append(resident())
    settled = sizes[max(1, len(sizes) // 5) :]
    return {
        "papers": papers,
        "first_mb": round(sizes[0], 1),
        "settled_mb": round(settled[0], 1),
        "last_mb": round(settled[-1], 1),
    }


def resident() -> float:
    """Return this process's memory in MB."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 1e6


def start_up(folder: Path) -> dict[str, float]:
    """Start the window twice, warm, and say how much processor time it takes until it stands."""
    environment = {**os.environ, "DIGITIZER_DATA": str(folder)}
    used = []
    for _ in range(3):
        done = subprocess.run(
            [sys.executable, "-c", _START],
            check=False,
            env=environment,
            capture_output=True,
            text=True,
        )
        if done.returncode == 0 and done.stdout.strip():
            used.append(float(done.stdout.split()[-1]))
    return {"computed_s": round(min(used[1:]), 2)} if len(used) > 1 else {"computed_s": -1.0}


def long_list(session: Session, count: int) -> dict[str, float]:
    """Scroll through the queue of a store with very many dossiers."""
    fill(session.office, session.office.clerk, count)
    screen = session.screen
    began = time.perf_counter()
    screen.refresh()
    session.wait(lambda: screen.queue.rowCount() > 100)
    session.rest()
    opened = (time.perf_counter() - began) * 1000
    bar = screen.lists.queue.verticalScrollBar()
    watch = StallWatch()
    watch.start()
    pairs = []
    for _ in range(200):
        began, used = time.perf_counter(), time.thread_time()
        bar.setValue(bar.value() + bar.pageStep())
        session.application.processEvents()
        screen.lists.queue.viewport().repaint()
        pairs.append(((time.perf_counter() - began) * 1000, (time.thread_time() - used) * 1000))
        session.turn(0.004)
    watch.stop()
    return {
        "dossiers": count,
        "opened_ms": round(opened, 1),
        "cards_loaded": screen.queue.rowCount(),
        "longest_computed_ms": round(watch.longest * 1000, 1),
        **figures(pairs),
    }


def fill(office: Office, clerk: Officer, count: int) -> None:
    """Put dossiers into the store, past its rules: only the list looks at them."""
    # spread over days and minutes, as deadlines are: one list of equal ones would be sorted whole
    due = (
        "printf('2026-%02d-%02dT%02d:%02d:%02d.000000+00:00',"
        " 1 + i / 7 % 12, 1 + i % 28, i / 3 % 24, i / 5 % 60, i % 60)"
    )
    with office.station.store._database.write() as work:  # noqa: SLF001 - past the rules
        names = work.connection.exec_driver_sql(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'dossier'"
        ).all()
        for name, _sql in names:
            work.connection.exec_driver_sql(f"DROP TRIGGER {name}")
        work.connection.exec_driver_sql(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)"  # noqa: S608
            " INSERT INTO dossier (code, procedure, owner_name, owner_name_key, owner_personal_id,"
            " channel, state, received_at, due_at, opened_by, return_reason, version)"
            f" SELECT printf('X-%07d', i), '{field_office.PROCEDURE}', 'Nguyễn Văn ' || i,"
            f" 'nguyen van ' || i, '', 'counter', 'verifying', {due}, {due}, {clerk.id}, '', 1"
            " FROM n",
            (count,),
        )
        for _name, sql in names:
            work.connection.exec_driver_sql(sql)


def main() -> None:
    """Run the session and print its figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("--dossiers", type=int, default=100_000)
    parser.add_argument("--papers", type=int, default=300)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="window-") as made:
        folder = Path(made)
        QSettings.setDefaultFormat(QSettings.Format.IniFormat)
        QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, made)
        found: dict[str, object] = {"start": start_up(folder / "start")}
        application = QApplication([])
        theme = Theme(application)
        office = field_office.open_office(folder / "data")
        dossier = field_office.submit_dossier(office, types=(field_office.TYPE,) * 8)
        session = Session(application, office)
        session.screen.open_dossier(dossier.code)
        session.wait(lambda: session.screen.page_pane.page_id is not None)
        session.rest()
        watch = StallWatch()
        watch.start()
        found["next_field"] = fields(session, 60)
        found["next_paper"] = documents(session, 40)
        watch.stop()
        found["stalls"] = {
            "over_100_ms_computed": sum(one.computed > 0.1 for one in watch.stalls),
            "longest_computed_ms": round(watch.longest * 1000, 1),
            "where": [one.where for one in watch.stalls if one.computed > 0.1][:3],
        }
        found["boxes_800"] = boxes(application, 800)
        found["memory"] = memory(session, arguments.papers)
        found["long_list"] = long_list(session, arguments.dossiers)
        print(json.dumps(found, indent=1, ensure_ascii=False))
        session.screen.leave()
        session.rest()
        session.tasks.close()
        office.station.close()
        del theme


if __name__ == "__main__":
    main()
