"""The queue of pages: what waits to be read, what is being read, what was set aside and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QItemSelection, QTimer
from PySide6.QtWidgets import QAbstractItemView, QTableView, QVBoxLayout, QWidget
from typing_extensions import override

from digitizer import messages
from digitizer.paper.shared_reading import QueuedPage, SharedReading, Stage
from ui import keys, panes, wording
from ui.models.table import TableModel
from ui.screen import Desk, Screen, Tone
from ui.tasks import Lane
from ui.widgets.parts import Banner, button, label
from ui.widgets.seat_parts import with_bar

_EVERY = 5000
"""Milliseconds between two looks while the screen is seen."""


@dataclass(frozen=True, slots=True)
class Shown:
    """The queue and how many machines are alive to read; None on a single desk."""

    pages: tuple[QueuedPage, ...]
    machines: int | None


def load(desk: Desk) -> Shown:
    """Look at the queue; runs on a working thread."""
    store = desk.workstation.store
    shared = SharedReading(store)
    machines = shared.state().workers if store.is_shared else None
    return Shown(shared.pages(desk.officer), machines)


class QueueScreen(Screen):
    """Pages in the queue; one that was set aside can be sent once more."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.pages: tuple[QueuedPage, ...] = ()
        self.model = TableModel(self)
        self.summary = Banner()
        self.resend_action = self.add_key(
            self.tr("Have the page read once more"), keys.SUBMIT, self._on_resend, icon="refresh"
        )
        self.table = QTableView()
        self.table.setModel(self.model)
        self.table.setAccessibleName(self.tr("Pages in the queue"))
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setAlternatingRowColors(True)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        self.table.horizontalHeader().setStretchLastSection(True)
        self.table.selectionModel().selectionChanged.connect(self._on_selected)
        page = QWidget()
        page.setProperty("role", "page")
        column = QVBoxLayout(page)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addWidget(label(self.tr("Pages to be read"), role="title"))
        column.addWidget(self.summary)
        column.addWidget(self.table, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(with_bar(page, (), (button(self.resend_action, role="primary"),)))
        self.resend_action.setEnabled(False)
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY)
        self._timer.timeout.connect(self._look)
        panes.mark(self.table)

    @override
    def refresh(self) -> None:
        self._timer.start()
        self._ask()

    @override
    def leave(self) -> None:
        self._timer.stop()

    def _look(self) -> None:
        if self.isVisible():
            self._ask()

    def _ask(self) -> None:
        desk = self.desk
        self.run(Lane.RECORDS, lambda _handle: load(desk), self._show)

    def _show(self, shown: Shown) -> None:
        if shown.pages != self.pages or not self.model.columnCount():
            self._show_pages(shown.pages)
        counts = {stage: sum(one.stage is stage for one in shown.pages) for stage in Stage}
        text = self.tr("{waiting} wait, {running} are being read, {aside} were set aside.").format(
            waiting=counts[Stage.WAITING], running=counts[Stage.RUNNING], aside=counts[Stage.ASIDE]
        )
        tone = Tone.WARNING if counts[Stage.ASIDE] else Tone.INFO
        if shown.machines is not None:
            text += " " + self.tr("Machines that read: {count}.").format(count=shown.machines)
            if not shown.machines and counts[Stage.WAITING]:
                tone = Tone.WARNING
        self.summary.say(text, tone)

    def _show_pages(self, pages: Sequence[QueuedPage]) -> None:
        chosen = {one.page_id for one in self._chosen()}
        self.pages = tuple(pages)
        heads = (
            self.tr("Page"),
            self.tr("Dossier"),
            self.tr("File"),
            self.tr("State"),
            self.tr("Tried"),
            self.tr("Comes first"),
            self.tr("Why it was set aside"),
        )
        self.model.show(heads, [self._row(one) for one in self.pages])
        self.table.resizeColumnsToContents()
        for place, one in enumerate(self.pages):
            if one.page_id in chosen:
                self.table.selectRow(place)
        self._on_selected()

    def _row(self, page: QueuedPage) -> tuple[object, ...]:
        state = {
            Stage.WAITING: self.tr("Waits"),
            Stage.RUNNING: self.tr("Being read"),
            Stage.ASIDE: self.tr("Set aside"),
        }[page.stage]
        first = self.tr("Counter") if page.at_counter else self.tr("Batch")
        return (
            page.page_id,
            page.dossier_code or "–",
            page.name or "–",
            state,
            page.attempts,
            first,
            self._reason(page),
        )

    def _reason(self, page: QueuedPage) -> str:
        if not page.reason:
            return ""
        return messages.say(page.reason, wording.language(), {"name": page.name or "–"})

    def _chosen(self) -> list[QueuedPage]:
        places = {index.row() for index in self.table.selectionModel().selectedRows()}
        return [self.pages[place] for place in sorted(places) if place < len(self.pages)]

    def _on_selected(
        self, _now: QItemSelection | None = None, _before: QItemSelection | None = None
    ) -> None:
        aside = [one for one in self._chosen() if one.stage is Stage.ASIDE]
        self.resend_action.setEnabled(bool(aside))

    def _on_resend(self) -> None:
        aside = [one.page_id for one in self._chosen() if one.stage is Stage.ASIDE]
        shared, officer = SharedReading(self.desk.workstation.store), self.desk.officer

        def send(_handle: object) -> int:
            for page_id in aside:
                shared.resend(officer, page_id)
            return len(aside)

        if aside:
            self.run(Lane.RECORDS, send, self._on_sent)

    def _on_sent(self, count: int) -> None:
        if self.desk.workstation.store.is_shared:
            text = self.tr("{count} pages were sent once more.")
        else:
            text = self.tr("{count} pages wait again; read them in their dossier.")
        self.say(text.format(count=count), Tone.GOOD)
        self._ask()
