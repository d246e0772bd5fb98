"""The signing screen: the person's queue and the agency's, what is in them, and their batches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from digitizer.model.result import SignerRole
from digitizer.results.signing_values import QueueItem, SigningReport, StepTold
from ui import files, keys, panes, wording
from ui.key_asking import say_problem
from ui.pdf_pages import PdfPages
from ui.screen import Desk, Screen, Tone
from ui.screens.signing.pictures_dialog import open_pictures
from ui.screens.signing.progress_bar import SigningStrip
from ui.screens.signing.queue_model import DUE, NUMBER, OWNER, STATE, QueueModel
from ui.screens.signing.report_dialog import ReportDialog
from ui.screens.signing.send_back_dialog import send_back
from ui.screens.signing.sign_dialog import SignDialog, open_sign_dialog
from ui.screens.signing.upkeep_dialog import open_upkeep
from ui.tasks import Handle, Lane
from ui.widgets.key_choice import KeyGiven
from ui.widgets.parts import Banner, Empty, button, label
from ui.widgets.pdf_view import PdfView
from ui.widgets.seat_parts import fill_with_queue, with_bar

if TYPE_CHECKING:
    from digitizer.results.broken_off import BrokenOff
    from signing.journal import Control

_DONE = frozenset({"done", "failed"})
_ROLES = (SignerRole.PERSON, SignerRole.AGENCY)


@dataclass(frozen=True, slots=True)
class _Queues:
    items: dict[SignerRole, tuple[QueueItem, ...]]
    broken_off: tuple[BrokenOff, ...] = ()


class SigningScreen(Screen):
    """Shows what waits for a signature and signs it with one opening of the key."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._results = desk.workstation.results
        self._role = SignerRole.PERSON
        self._items: dict[SignerRole, tuple[QueueItem, ...]] = dict.fromkeys(_ROLES, ())
        self._control: Control | None = None
        self._total = 0
        self._finished: set[int] = set()
        self._shown: int | None = None
        self.report: SigningReport | None = None
        self._make_actions()
        self._build()
        self._show_actions()

    @property
    def role(self) -> SignerRole:
        """Whose queue is shown."""
        return self._role

    @override
    def refresh(self) -> None:
        officer, queues = self.desk.officer, self._results.queues

        def load(_handle: Handle) -> _Queues:
            items = {role: queues.waiting(officer, role) for role in _ROLES}
            return _Queues(items, queues.broken_off(officer))

        self.run(Lane.RECORDS, load, self._on_loaded)

    # ---- building ------------------------------------------------------------------------------

    def _make_actions(self) -> None:
        add = self.add_key
        self.person_action = add(
            self.tr("Queue of the person"), keys.PERSON_QUEUE, lambda: self.show_role(_ROLES[0])
        )
        self.agency_action = add(
            self.tr("Queue of the agency"), keys.AGENCY_QUEUE, lambda: self.show_role(_ROLES[1])
        )
        self.all_action = add(self.tr("Choose all or none"), keys.CHOOSE_ALL, self._on_all)
        self.look_action = add(self.tr("Looked at, next"), keys.LOOKED_AT, self._on_looked)
        self.sign_action = add(self.tr("Sign the chosen"), keys.SIGN, self._on_sign)
        self.send_back_action = add(
            self.tr("Send back, do not sign"), keys.SEND_BACK, self._on_send_back
        )
        self.finish_action = add(self.tr("Finish what waits"), keys.FINISH_WAITING, self._on_finish)
        self.pause_action = add(self.tr("Pause"), keys.PAUSE, self._on_pause)
        self.stop_action = add(self.tr("Stop"), keys.STOP, self._on_stop)
        self.report_action = add(self.tr("Show the last report"), keys.REPORT, self._on_report)
        self.pictures_action = add(
            self.tr("Signature and seal pictures"), keys.PICTURES, lambda: open_pictures(self)
        )
        self.upkeep_action = add(
            self.tr("Archive timestamps"), keys.UPKEEP, lambda: open_upkeep(self)
        )

    def _build(self) -> None:
        self.pdf = PdfView(self.tr("Preview of the result"))
        self._pages = PdfPages(self, self.pdf)
        self.blocked = Banner()
        shown = QWidget()
        column = QVBoxLayout(shown)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.blocked)
        column.addWidget(self.pdf, 1)
        self._stack = QStackedWidget()
        self._stack.addWidget(
            Empty(
                "sign",
                self.tr("No result is open"),
                self.tr("Choose a result on the left to look at it before it is signed."),
            )
        )
        self._stack.addWidget(shown)
        work = with_bar(
            self._stack,
            (
                button(self.look_action, icon="eye"),
                button(self.send_back_action, icon="return"),
                button(self.report_action, icon="file"),
                button(self.finish_action, icon="clock"),
                button(self.upkeep_action, icon="refresh"),
                button(self.pictures_action, icon="person"),
            ),
            (button(self.sign_action, role="primary", icon="sign"),),
        )
        self.strip = SigningStrip(self.pause_action, self.stop_action)
        part = QWidget()
        outer = QVBoxLayout(part)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(work, 1)
        outer.addWidget(self.strip)
        fill_with_queue(self, self._queue_part(), part)
        panes.mark(self.table, self.pdf)

    def _queue_part(self) -> QWidget:
        side = QFrame()
        side.setProperty("role", "side")
        self.model = QueueModel(self)
        self.model.ticked.connect(self._show_actions)
        self.table = QTableView()
        self.table.setModel(self.model)
        self.table.setAccessibleName(self.tr("Results that wait for a signature"))
        self.table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.table.setTabKeyNavigation(False)
        self.table.setShowGrid(False)
        self.table.setWordWrap(False)
        self.table.verticalHeader().hide()
        header = self.table.horizontalHeader()
        header.setHighlightSections(False)
        for place in (NUMBER, DUE, STATE):
            header.setSectionResizeMode(place, QHeaderView.ResizeMode.ResizeToContents)
        # a name gets what room is left: it is what the officer looks for
        header.setSectionResizeMode(OWNER, QHeaderView.ResizeMode.Stretch)
        self.table.selectionModel().currentRowChanged.connect(self._on_current)
        switch = QHBoxLayout()
        switch.setSpacing(6)
        self._switches = QButtonGroup(self)
        for action in (self.person_action, self.agency_action):
            one = QPushButton(action.text())
            one.setCheckable(True)
            one.setToolTip(action.toolTip())
            one.clicked.connect(action.trigger)
            self._switches.addButton(one)
            switch.addWidget(one, 1)
        self._nothing = label(role="subtle", wrap=True)
        self._count = label(role="subtle")
        bottom = QHBoxLayout()
        bottom.addWidget(self._count, 1)
        bottom.addWidget(button(self.all_action))
        column = QVBoxLayout(side)
        column.setContentsMargins(12, 12, 12, 8)
        column.addStrut(436)
        column.setSpacing(8)
        column.addWidget(label(self.tr("Signatures"), role="title"))
        column.addLayout(switch)
        self.interrupted = Banner()
        column.addWidget(self.interrupted)
        column.addWidget(self._nothing)
        column.addWidget(self.table, 1)
        column.addLayout(bottom)
        return side

    # ---- showing -------------------------------------------------------------------------------

    def show_role(self, role: SignerRole) -> None:
        """Show a queue."""
        if self._control is not None:
            return
        self._role = role
        self._show_items()
        self.table.setFocus()

    def _on_loaded(self, queues: _Queues) -> None:
        self._items = queues.items
        if self._control is None:
            self._show_items()
            for one in queues.broken_off:
                self._go_on_with(one)

    def _go_on_with(self, cut_off: BrokenOff) -> None:
        """Say what a batch that a stop cut off has come to, and tick what is left of it."""
        self._role = cut_off.role
        self._show_items()
        for row, item in enumerate(self.model.items):
            if item.result.id in cut_off.left:
                self.model.tick(row, on=True)
        if not cut_off.left:
            text = self.tr("The last batch was interrupted after all {total} were signed.")
            self.interrupted.say(text.format(total=cut_off.total), Tone.GOOD)
            return
        text = self.tr(
            "The last batch was interrupted: {done} of {total} were signed. The other {left} are as"
            " they were and are ticked; sign them now."
        )
        left = len(cut_off.left)
        done = cut_off.total - left
        told = text.format(done=done, total=cut_off.total, left=left)
        self.interrupted.say(told, Tone.WARNING)

    def _show_items(self) -> None:
        items = self._items[self._role]
        row = self.table.currentIndex().row()
        self.model.show(items)
        for place, role in enumerate(_ROLES):
            one = self._switches.buttons()[place]
            one.setChecked(role is self._role)
            text = (self.person_action, self.agency_action)[place].text()
            one.setText(f"{text} ({len(self._items[role])})")
        self._nothing.setText(
            self.tr("Nothing waits for the agency: a person signs first.")
            if self._role is SignerRole.AGENCY
            else self.tr("Nothing waits for a person's signature.")
        )
        self._nothing.setVisible(not items)
        if items:
            self.table.setCurrentIndex(self.model.index(min(max(row, 0), len(items) - 1), 0))
        else:
            self._shown = None
            self._pages.show(b"")
            self._stack.setCurrentIndex(0)
        self._show_actions()

    def _show_actions(self) -> None:
        chosen, idle = self.model.chosen, self._control is None
        self._count.setText(self.tr("{count} chosen").format(count=len(chosen)))
        self.sign_action.setEnabled(idle and bool(chosen))
        text = self.tr("Sign the chosen ({count})")
        if self._role is SignerRole.AGENCY:
            text = self.tr("Seal the chosen ({count})")
        self.sign_action.setText(text.format(count=len(chosen)))
        waiting = any(one.waits for one in self.model.items)
        self.finish_action.setVisible(waiting)
        self.finish_action.setEnabled(idle and waiting)
        self.look_action.setEnabled(idle and self._shown is not None)
        item = self._current
        self.send_back_action.setEnabled(
            idle and item is not None and not item.waits and not item.sent_back
        )
        self.all_action.setEnabled(idle and bool(self.model.items))
        self.report_action.setEnabled(self.report is not None)
        for action in (self.pause_action, self.stop_action):
            action.setEnabled(not idle)
        for one in self._switches.buttons():
            one.setEnabled(idle)

    def _on_current(self, index: QModelIndex, _before: QModelIndex) -> None:
        if not 0 <= index.row() < len(self.model.items):
            return
        item = self.model.items[index.row()]
        self.blocked.say(
            " ".join(wording.sentence(one) for one in item.blocks),
            Tone.ERROR,
        )
        self._show_actions()
        if item.result.id == self._shown:
            return
        self._shown = item.result.id
        officer, wanted = self.desk.officer, item.result.id
        self.run(
            Lane.RECORDS,
            lambda _handle: (wanted, self._results.pdf(officer, wanted)),
            self._on_pdf,
        )

    def _on_pdf(self, found: tuple[int, bytes]) -> None:
        if found[0] == self._shown:
            self._stack.setCurrentIndex(1)
            self._pages.show(found[1])
            self._show_actions()

    # ---- the officer's wishes --------------------------------------------------------------------

    def _on_all(self) -> None:
        self.model.tick_all()

    def _on_looked(self) -> None:
        row = self.table.currentIndex().row()
        if row < 0:
            return
        self.model.note_seen(row)
        self.model.tick(row, on=True)
        if row + 1 < len(self.model.items):
            self.table.setCurrentIndex(self.model.index(row + 1, 0))

    @property
    def _current(self) -> QueueItem | None:
        """The row that is looked at."""
        row = self.table.currentIndex().row()
        return self.model.items[row] if 0 <= row < len(self.model.items) else None

    def _on_send_back(self) -> None:
        item = self._current
        if item is not None and self._control is None:
            send_back(self, item.result, self.refresh)

    def _on_sign(self) -> None:
        if self._control is not None or not self.model.chosen:
            return
        items = self.model.chosen
        dialog = open_sign_dialog(self, self._role, items)
        dialog.wanted.connect(lambda given: self._start(dialog, items, given))

    def _on_finish(self) -> None:
        items = [one for one in self.model.items if one.waits]
        if items and self._control is None:
            self._start(None, items, None)

    def _start(
        self, dialog: SignDialog | None, items: Sequence[QueueItem], given: KeyGiven | None
    ) -> None:
        from signing.journal import Control

        officer, role, queues = self.desk.officer, self._role, self._results.queues
        ids = [one.result.id for one in items]
        control = self._control = Control()
        self.interrupted.say("", Tone.INFO)
        self._total, self._finished = len(ids), set()

        def work(handle: Handle) -> SigningReport:
            def told(step: StepTold) -> None:
                if handle.cancel.cancelled:
                    control.stop()
                handle.tell(step)

            choice = given.choice() if given is not None else None
            return queues.sign(officer, role, ids, choice, control=control, told=told)

        def failed(error: BaseException) -> None:
            if dialog is None:
                self.show_failure(error)
            else:
                say_problem(self, dialog, wording.sentence(error))

        # kept: what the token has signed is taken into the store even when the window closes
        job = self.run(Lane.DEVICES, work, self._on_signed, failed=failed, keep=True)
        job.told.connect(self.while_alive(lambda step: self._on_step(dialog, step)))
        job.ended.connect(self.while_alive(lambda _outcome: self._on_ended()))
        self._show_actions()

    def _on_step(self, dialog: SignDialog | None, step: StepTold) -> None:
        if dialog is not None:
            # the key is open: what follows is shown in the queue itself
            dialog.end()
        self.model.set_stage(step.result_id, step.stage)
        if step.stage in _DONE:
            self._finished.add(step.result_id)
        self._show_progress()

    def _show_progress(self) -> None:
        control = self._control
        if control is None:
            return
        self.strip.show_progress(len(self._finished), self._total, paused=control.paused)
        self.strip.show()
        self.pause_action.setText(self.tr("Go on") if control.paused else self.tr("Pause"))

    def _on_pause(self) -> None:
        if self._control is not None:
            (self._control.resume if self._control.paused else self._control.pause)()
            self._show_progress()

    def _on_stop(self) -> None:
        if self._control is not None:
            self._control.stop()
            self.stop_action.setEnabled(False)

    def _on_signed(self, report: SigningReport) -> None:
        self.report = report
        for dialog in self.findChildren(SignDialog):
            dialog.accept()
        self._on_report()

    def _on_ended(self) -> None:
        self._control = None
        self.strip.hide()
        self._shown = None
        self.refresh()
        self._show_actions()

    def _on_report(self) -> None:
        report = self.report
        if report is None:
            return
        dialog = ReportDialog(report, self)
        dialog.save_wanted.connect(lambda kind, name: self.save_report(kind, Path(name)))
        dialog.open()

    def save_report(self, kind: str, path: Path) -> None:
        """Write the last report to a file."""
        report = self.report
        if report is None:
            return
        station = self.desk.workstation

        def make() -> bytes:
            from digitizer.results import signing_report

            if kind == "csv":
                return signing_report.as_csv(report)
            if kind == "json":
                return signing_report.as_manifest(report, station.store.vault)
            template = station.templates[signing_report.TEMPLATE]
            return signing_report.as_pdf(report, template, station.settings)

        files.save(self, path, make)

    @override
    def leave(self) -> None:
        if self._control is not None and self._control.paused:
            self._control.resume()
