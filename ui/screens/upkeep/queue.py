"""The queue: what waits for a machine, what is being done, what was set aside and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QItemSelection, QTimer
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from digitizer import messages
from digitizer.workqueue import JobKind, QueuedJob, Stage, queue_of
from ui import keys, panes, wording
from ui.models.table import TableModel
from ui.screen import Desk, Screen, Tone
from ui.tasks import Lane
from ui.widgets.parts import Banner, button
from ui.widgets.rows_table import RowsTable
from ui.widgets.seat_parts import fill_with_list

_EVERY = 5000
"""Milliseconds between two looks while the screen is seen."""


@dataclass(frozen=True, slots=True)
class Shown:
    """The queue, and how many machines are alive to take from it."""

    jobs: tuple[QueuedJob, ...]
    machines: int


def load(desk: Desk) -> Shown:
    """Look at the queue; runs on a working thread."""
    queue = queue_of(desk.workstation.store)
    return Shown(queue.jobs(desk.officer), queue.state().workers)


class QueueScreen(Screen):
    """Jobs in the queue; one that was set aside can be sent once more."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.jobs: tuple[QueuedJob, ...] = ()
        self.model = TableModel(self)
        self.summary = Banner()
        self.resend_action = self.add_key(
            self.tr("Have it done once more"), keys.SUBMIT, self._on_resend, icon="refresh"
        )
        self.table = RowsTable(self.tr("Jobs in the queue"), self.model)
        self.table.selectionModel().selectionChanged.connect(self._on_selected)
        fill_with_list(
            self,
            self.tr("Work of the machines"),
            self.summary,
            self.table,
            (),
            (button(self.resend_action, role="primary"),),
        )
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
        if shown.jobs != self.jobs or not self.model.columnCount():
            self._show_jobs(shown.jobs)
        counts = {stage: sum(one.stage is stage for one in shown.jobs) for stage in Stage}
        text = self.tr("{waiting} wait, {running} are being done, {aside} were set aside.").format(
            waiting=counts[Stage.WAITING], running=counts[Stage.RUNNING], aside=counts[Stage.ASIDE]
        )
        tone = Tone.WARNING if counts[Stage.ASIDE] else Tone.INFO
        if self.desk.workstation.store.is_shared:
            text += " " + self.tr("Machines at work: {count}.").format(count=shown.machines)
            if not shown.machines and counts[Stage.WAITING]:
                tone = Tone.WARNING
        self.summary.say(text, tone)

    def _show_jobs(self, jobs: Sequence[QueuedJob]) -> None:
        chosen = {(one.kind, one.subject) for one in self._chosen()}
        self.jobs = tuple(jobs)
        heads = (
            self.tr("Work"),
            self.tr("Number"),
            self.tr("Dossier"),
            self.tr("File"),
            self.tr("State"),
            self.tr("Tried"),
            self.tr("Comes first"),
            self.tr("Why it was set aside"),
        )
        self.model.show(heads, [self._row(one) for one in self.jobs])
        self.table.fit_columns()
        for place, one in enumerate(self.jobs):
            if (one.kind, one.subject) in chosen:
                self.table.selectRow(place)
        self._on_selected()

    def _row(self, job: QueuedJob) -> tuple[object, ...]:
        work = {
            JobKind.READ_PAGE: self.tr("Read a page"),
            JobKind.PREPARE_COPY: self.tr("Make a copy ready to be signed"),
            JobKind.CHECK_RESULT: self.tr("Look whether the result can be composed"),
        }[job.kind]
        state = {
            Stage.WAITING: self.tr("Waits"),
            Stage.RUNNING: self.tr("Being done"),
            Stage.ASIDE: self.tr("Set aside"),
        }[job.stage]
        first = self.tr("Counter") if job.at_counter else self.tr("Batch")
        return (
            work,
            "–" if job.kind is JobKind.CHECK_RESULT else job.subject,
            job.dossier_code or "–",
            job.name or "–",
            state,
            job.attempts,
            first,
            self._reason(job),
        )

    def _reason(self, job: QueuedJob) -> str:
        if not job.reason:
            return ""
        details = {"name": job.name or "–", **job.details}
        return messages.say(job.reason, wording.language(), details)

    def _chosen(self) -> list[QueuedJob]:
        return [self.jobs[row] for row in self.table.chosen_rows() if row < len(self.jobs)]

    def _on_selected(
        self, _now: QItemSelection | None = None, _before: QItemSelection | None = None
    ) -> None:
        aside = [one for one in self._chosen() if one.stage is Stage.ASIDE]
        self.resend_action.setEnabled(bool(aside))

    def _on_resend(self) -> None:
        aside = [one for one in self._chosen() if one.stage is Stage.ASIDE]
        queue, officer = queue_of(self.desk.workstation.store), self.desk.officer

        def send(_handle: object) -> int:
            for job in aside:
                queue.resend(officer, job)
            return len(aside)

        if aside:
            self.run(Lane.RECORDS, send, self._on_sent)

    def _on_sent(self, count: int) -> None:
        self.say(self.tr("{count} were sent once more.").format(count=count), Tone.GOOD)
        self._ask()
