"""Reports that are made by themselves: which there are, what became of them, and a new one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QStackedWidget,
    QVBoxLayout,
)

from digitizer import messages
from digitizer.model.reports import Period, ReportFormat, ReportPlan, ReportRun
from digitizer.office.scheduled_reports import Made
from ui import composing, files, wording
from ui.models.cards import Card, CardModel
from ui.screen import Desk, Screen, Tone
from ui.tasks import Handle, Lane, Work
from ui.widgets.card_list import CardList
from ui.widgets.dialog import Dialog
from ui.widgets.parts import Banner, Empty, answers, label, plain_button

_DROPS = "drop-"
"""Neighbours whose connector's name begins so have a place where files are put down."""


@dataclass(frozen=True, slots=True)
class Planned:
    """The plans, the last run of each, and the neighbours a report may go to."""

    plans: tuple[ReportPlan, ...]
    last: Mapping[int, ReportRun]
    drops: tuple[str, ...]


def load(desk: Desk) -> Planned:
    """Return what is planned; runs off the GUI thread."""
    store, officer = desk.workstation.store, desk.officer
    plans = store.reports.plans(officer)
    last = {one.id: run for one in plans for run in store.reports.runs(officer, one.id, 1)}
    drops = [
        one.name
        for one in store.outbox.neighbours(enabled=True)
        if one.connector.startswith(_DROPS)
    ]
    return Planned(plans, last, tuple(drops))


class ReportsDialog(Dialog):
    """Lists plans with what became of the last report, and sets up a new one."""

    def __init__(self, screen: Screen) -> None:
        super().__init__(screen)
        self.setWindowTitle(self.tr("Reports made by themselves"))
        self._screen = screen
        self.planned: Planned | None = None
        self._model = CardModel(self)
        self._build()
        self.resize(860, 520)
        self._load()

    # building

    def _build(self) -> None:
        self.list = CardList(self.tr("Reports made by themselves"), self._model)
        self.list.setProperty("role", "framed")
        self.list.selectionModel().currentChanged.connect(lambda _now, _before: self._allow())
        self._stack = QStackedWidget()
        self._stack.addWidget(
            Empty(
                "clock",
                self.tr("No report is planned"),
                self.tr("The first one lies in its place as soon as it is set up."),
            )
        )
        self._stack.addWidget(self.list)
        self.stop_button = plain_button(self.tr("&Stop this report"), self._on_stop)
        self.run_button = plain_button(self.tr("&Make what is due now"), self._on_run)
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(self._stack, 1)
        row = QHBoxLayout()
        row.addWidget(self.stop_button)
        row.addStretch()
        row.addWidget(self.run_button)
        left.addLayout(row)
        parts = QHBoxLayout()
        parts.setSpacing(18)
        parts.addLayout(left, 3)
        parts.addLayout(self._form(), 2)
        self.info = Banner()
        close = plain_button(self.tr("Close"), self.reject)
        end = answers(close)
        for one in (self.stop_button, self.run_button, close):
            one.setAutoDefault(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(12)
        column.addLayout(parts, 1)
        column.addWidget(self.info)
        column.addLayout(end)
        self._allow()

    def _form(self) -> QVBoxLayout:
        self.name = QLineEdit()
        self.name.setMaxLength(100)
        self.period = QComboBox()
        for period in Period:
            self.period.addItem(self._often(period), period)
        self.period.setCurrentIndex(list(Period).index(Period.WEEKLY))
        self.kinds = {
            ReportFormat.XLSX: QCheckBox(self.tr("E&xcel workbook")),
            ReportFormat.PDF: QCheckBox(self.tr("&PDF document")),
        }
        self.place = QComboBox()
        self.place.currentIndexChanged.connect(lambda _place: self._allow())
        self.folder = QLineEdit(str(files.last_folder()))
        self.browse = plain_button(self.tr("&Choose…"), self._on_browse)
        self.browse.setAutoDefault(False)
        folder = QHBoxLayout()
        folder.addWidget(self.folder, 1)
        folder.addWidget(self.browse)
        form = QFormLayout()
        form.setVerticalSpacing(10)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        form.addRow(self.tr("&Name"), self.name)
        form.addRow(self.tr("How &often"), self.period)
        form.addRow(self.tr("Put &into"), self.place)
        words = label(self.tr("&Folder that every desk can reach"))
        words.setBuddy(self.folder)
        form.addRow(words)
        form.addRow(folder)
        self.folder.setAccessibleName(self.tr("Folder that every desk can reach"))
        for box in self.kinds.values():
            box.setChecked(True)
            form.addRow(box)
        self.add_button = plain_button(self.tr("Set &up the report"), self._on_add, role="primary")
        column = QVBoxLayout()
        column.addWidget(label(self.tr("A new report"), role="heading"))
        column.addLayout(form)
        column.addWidget(
            label(
                self.tr("It covers the whole days before, and is made in your name."),
                role="subtle",
                wrap=True,
            )
        )
        column.addWidget(self.add_button)
        column.addStretch()
        return column

    # showing

    def _load(self) -> None:
        desk = self._screen.desk
        self._screen.run(Lane.RECORDS, lambda _handle: load(desk), self.while_open(self._show))

    def _show(self, planned: Planned) -> None:
        self.planned = planned
        self._model.show([self._card(one, planned.last.get(one.id)) for one in planned.plans])
        self._stack.setCurrentIndex(1 if planned.plans else 0)
        chosen = self.place.currentData()
        self.place.clear()
        self.place.addItem(self.tr("A folder"), "")
        for name in planned.drops:
            self.place.addItem(name, name)
        self.place.setCurrentIndex(max(0, self.place.findData(chosen)))
        self._allow()

    def _card(self, plan: ReportPlan, run: ReportRun | None) -> Card:
        chip, tone = self.tr("Not made yet"), Tone.NEUTRAL
        lines = [f"{self._often(plan.period)} · {plan.officer}", plan.place]
        if run is not None:
            chip, tone = self.tr("In its place"), Tone.GOOD
            days = f"{run.first:%d/%m/%Y} – {run.last:%d/%m/%Y}"
            if run.first == run.last:
                days = f"{run.last:%d/%m/%Y}"
            lines.append(self.tr("Last: {days}").format(days=days))
            if run.problem:
                chip, tone = self.tr("Not made"), Tone.ERROR
                details: dict[str, object] = dict(run.details)
                lines.append(messages.say(run.problem, wording.language(), details))
        return Card(
            key=plan.id,
            title=plan.name,
            lines=tuple(lines),
            chip=chip,
            tone=tone,
            icon="file",
            value=plan,
            wraps=True,
        )

    def _often(self, period: Period) -> str:
        match period:
            case Period.DAILY:
                return self.tr("Every day")
            case Period.WEEKLY:
                return self.tr("Every week, from Monday to Sunday")
            case _:
                return self.tr("Every month")

    def _allow(self) -> None:
        self.stop_button.setEnabled(self._chosen() is not None)
        self.run_button.setEnabled(bool(self.planned and self.planned.plans))
        to_folder = not self.place.currentData()
        self.folder.setEnabled(to_folder)
        self.browse.setEnabled(to_folder)

    def _chosen(self) -> ReportPlan | None:
        row, cards = self.list.currentIndex().row(), self._model.cards
        value = cards[row].value if 0 <= row < len(cards) else None
        return value if isinstance(value, ReportPlan) else None

    # doing

    def _on_browse(self) -> None:
        files.ask_folder(
            self,
            self.tr("Folder for the reports"),
            lambda folder: self.folder.setText(str(folder)),
            start=Path(self.folder.text()),
        )

    def _on_add(self) -> None:
        composing.commit()
        desk, name, period = self._screen.desk, self.name.text(), self.period.currentData()
        formats = tuple(one for one, box in self.kinds.items() if box.isChecked())
        place = self.place.currentData() or self.folder.text().strip()

        def add(_handle: Handle) -> Made:
            desk.workstation.reports.set_up(desk.officer, name, Period(period), formats, place)
            return desk.workstation.reports.run(desk.officer, again=True)

        self._do(add)

    def _on_stop(self) -> None:
        plan, desk = self._chosen(), self._screen.desk
        if plan is None:
            return
        number = plan.id

        def stop(_handle: Handle) -> Made:
            desk.workstation.store.reports.stop(desk.officer, number)
            return Made(0, {})

        self._do(stop)

    def _on_run(self) -> None:
        desk = self._screen.desk
        self._do(lambda _handle: desk.workstation.reports.run(desk.officer, again=True))

    def _do(self, work: Work) -> None:
        self.info.say(self.tr("One moment…"), Tone.INFO)
        self._screen.run(
            Lane.DEVICES,
            work,
            self.while_open(self._on_done),
            failed=self.while_open(self._on_failed),
        )

    def _on_done(self, done: Made) -> None:
        if done.problems:
            name, problem = next(iter(done.problems.items()))
            why = messages.say(problem.code, wording.language(), problem.details)
            self.info.say(f"{name}: {why}", Tone.WARNING)
        else:
            self.info.say(
                self.tr("{count} reports were made.").format(count=done.made) if done.made else "",
                Tone.GOOD,
            )
        self._load()

    def _on_failed(self, error: BaseException) -> None:
        self.info.say(wording.sentence(error), Tone.WARNING)
