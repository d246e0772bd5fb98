"""The dashboard: work in progress, the indicators, who did what, what does not count and why."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDateEdit,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from digitizer.model.clock import OFFICE_TIME
from digitizer.model.dossier import DossierState
from digitizer.model.rights import Action, may
from ui import files, panes, words
from ui.models.table import TableModel
from ui.screen import Desk, Screen, Tone
from ui.screens.dashboard import work
from ui.screens.dashboard.reports_dialog import ReportsDialog
from ui.screens.dashboard.work import Shown
from ui.tasks import Lane
from ui.widgets.bars import Bar, Bars
from ui.widgets.parts import button, label
from ui.widgets.rows_table import RowsTable
from ui.widgets.seat_parts import with_bar

_MONTH = 30
_MOST_BARS = 8
"""Bars of one chart; the table has them all."""


class DashboardScreen(Screen):
    """Figures of a period; every chart has its table, every table can be saved."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.shown: Shown | None = None
        self.model = TableModel(self)
        self.save_action = self.add_key(
            self.tr("Save all tables for Excel"), "Ctrl+S", self._on_save, icon="save"
        )
        self.paper_action = self.add_key(
            self.tr("Save all tables as PDF"), "Ctrl+Shift+S", self._on_paper, icon="file"
        )
        self.reports_action = self.add_key(
            self.tr("Reports made by themselves"), "Ctrl+R", self._on_reports, icon="clock"
        )
        self.reports_action.setVisible(may(desk.officer, Action.SCHEDULE_REPORTS))
        self._build()
        self.first.dateChanged.connect(lambda _day: self.refresh())
        self.last.dateChanged.connect(lambda _day: self.refresh())
        self.choice.currentIndexChanged.connect(lambda _place: self._show_table())

    # building

    def _build(self) -> None:
        head = QFrame()
        head.setProperty("role", "header")
        row = QHBoxLayout(head)
        row.setContentsMargins(16, 12, 16, 12)
        row.setSpacing(10)
        row.addWidget(label(self.tr("Figures of the office"), role="title"))
        row.addStretch()
        today = datetime.now(OFFICE_TIME).date()
        self.first = self._day(self.tr("From"), today - timedelta(days=_MONTH), row)
        self.last = self._day(self.tr("To"), today, row)
        page = QWidget()
        page.setProperty("role", "page")
        column = QVBoxLayout(page)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(12)
        charts = QHBoxLayout()
        charts.setSpacing(12)
        self.progress = Bars(self.tr("Work in progress"))
        self.indicators = Bars(self.tr("Indicators of the digitization group"))
        charts.addWidget(_card(self.tr("Work in progress"), self.progress), 1)
        charts.addWidget(_card(self.tr("Indicators of the digitization group"), self.indicators), 2)
        column.addLayout(charts)
        people = QHBoxLayout()
        people.setSpacing(12)
        self.people = Bars(self.tr("Decisions by person"))
        self.returned = Bars(self.tr("Reasons for returning"))
        people.addWidget(_card(self.tr("Decisions by person"), self.people), 1)
        people.addWidget(_card(self.tr("Reasons for returning"), self.returned), 2)
        column.addLayout(people)
        column.addWidget(self._tables(), 1)
        area = QScrollArea()
        area.setWidget(page)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        part = with_bar(
            area,
            (button(self.reports_action, icon="clock"),),
            (
                button(self.paper_action, icon="file"),
                button(self.save_action, role="primary", icon="save"),
            ),
        )
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(head)
        outer.addWidget(part, 1)
        panes.mark(self.first, self.table)

    def _day(self, name: str, day: date, row: QHBoxLayout) -> QDateEdit:
        made = QDateEdit(QDate(day.year, day.month, day.day))
        made.setDisplayFormat("dd/MM/yyyy")
        made.setCalendarPopup(True)
        made.setAccessibleName(name)
        made.lineEdit().setAccessibleName(name)
        row.addWidget(label(name, role="subtle"))
        row.addWidget(made)
        return made

    def _tables(self) -> QFrame:
        self.choice = QComboBox()
        self.choice.setAccessibleName(self.tr("Table"))
        self.table = RowsTable(self.tr("Figures behind the charts"), self.model, framed=True)
        self.table.setMinimumHeight(260)
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.choice)
        column.addWidget(self.table, 1)
        return _card(self.tr("Tables"), holder)

    # showing

    @override
    def refresh(self) -> None:
        desk, first, last = self.desk, _python(self.first), _python(self.last)
        self.run(Lane.RECORDS, lambda _handle: work.load(desk, first, last), self._show)

    def _show(self, shown: Shown) -> None:
        self.shown = shown
        self._show_progress(shown)
        self._show_people(shown)
        self.indicators.show_bars(
            [
                Bar(
                    title=f"{one.rule.code}  {one.rule.title}",
                    length=one.share or 0.0,
                    text=_share(one.counted, one.total, one.share),
                    tone="good" if (one.score or 0) >= 1 else "warning",
                    mark=one.rule.full_at,
                )
                for one in shown.report.indicators
            ]
        )
        place = max(self.choice.currentIndex(), 0)
        self.choice.blockSignals(True)
        self.choice.clear()
        self.choice.addItems([table.name for table in shown.tables])
        self.choice.setCurrentIndex(place)
        self.choice.blockSignals(False)
        self._show_table()

    def _show_progress(self, shown: Shown) -> None:
        now = datetime.now(UTC)
        most = max(len(shown.open_dossiers), 1)
        bars = []
        for state in (
            DossierState.INTAKE,
            DossierState.RETURNED,
            DossierState.VERIFYING,
            DossierState.VERIFIED,
        ):
            word = words.dossier_state(state)
            count = sum(one.dossier.state is state for one in shown.open_dossiers)
            bars.append(Bar(word.text, count / most, str(count)))
        late = sum(one.dossier.due_at < now for one in shown.open_dossiers)
        bars.append(Bar(self.tr("Overdue"), late / most, str(late), "error" if late else "good"))
        self.progress.show_bars(bars)

    def _show_people(self, shown: Shown) -> None:
        most = max((one.decided for one in shown.keyers), default=1)
        text = self.tr("{count} · {seconds} s each")
        self.people.show_bars(
            [
                Bar(
                    one.officer,
                    one.decided / most,
                    text.format(
                        count=one.decided,
                        seconds=f"{one.seconds / max(one.decided, 1):.1f}".replace(".", ","),
                    ),
                )
                for one in shown.keyers[:_MOST_BARS]
            ]
            or [Bar(self.tr("Nobody has decided anything yet"), 0.0, "")]
        )
        reasons = shown.report.return_reasons[:_MOST_BARS]
        most = max((count for _reason, count in reasons), default=1)
        self.returned.show_bars(
            [Bar(reason, count / most, str(count), "warning") for reason, count in reasons]
            or [Bar(self.tr("Nothing was returned"), 0.0, "", "good")]
        )

    def _show_table(self) -> None:
        place = self.choice.currentIndex()
        if self.shown is None or not 0 <= place < len(self.shown.tables):
            return
        table = self.shown.tables[place]
        self.model.show(table.heads, table.rows)
        self.table.fit_columns()

    # saving

    def _on_save(self) -> None:
        kind = self.tr("Excel workbook (*.xlsx)")
        self._ask_file(self.tr("Save all tables for Excel"), kind, "xlsx", self.save_to)

    def _on_paper(self) -> None:
        title = self.tr("Save all tables as PDF")
        self._ask_file(title, files.pdf_kind(), "pdf", self.save_paper_to)

    def _on_reports(self) -> None:
        ReportsDialog(self).open()

    def _ask_file(self, title: str, kind: str, ending: str, save: Callable[[Path], object]) -> None:
        if self.shown is not None:
            report = self.shown.report
            name = f"thong-ke-{report.first:%Y%m%d}-{report.last:%Y%m%d}.{ending}"
            files.ask_target(self, title, name, kind, save)

    def save_paper_to(self, target: Path) -> None:
        """Write the tables into this PDF."""
        desk, shown = self.desk, self.shown
        if shown is None:
            return
        title = self.tr("Figures of the office, {first} to {last}").format(
            first=f"{shown.report.first:%d/%m/%Y}", last=f"{shown.report.last:%d/%m/%Y}"
        )
        self.run(
            Lane.DEVICES,
            lambda _handle: work.save_paper(desk, shown, title, target),
            lambda target: self.say(
                self.tr("The tables are saved in {file}.").format(file=target), Tone.GOOD
            ),
        )

    def save_to(self, target: Path) -> None:
        """Write the tables into this file."""
        shown = self.shown
        if shown is not None:
            self.run(
                Lane.DEVICES,
                lambda _handle: work.save_workbook(shown, target),
                lambda target: self.say(
                    self.tr("The tables are saved in {file}.").format(file=target), Tone.GOOD
                ),
            )


def _card(title: str, inside: QWidget) -> QFrame:
    card = QFrame()
    card.setProperty("role", "card")
    column = QVBoxLayout(card)
    column.setContentsMargins(16, 12, 16, 14)
    column.setSpacing(10)
    column.addWidget(label(title, role="heading"))
    column.addWidget(inside, 1)
    return card


def _share(counted: int, total: int, share: float | None) -> str:
    if share is None:
        return f"{counted}/{total}"
    return f"{counted}/{total} · {share * 100:.1f} %".replace(".", ",")


def _python(edit: QDateEdit) -> date:
    day = edit.date()
    return date(day.year(), day.month(), day.day())
