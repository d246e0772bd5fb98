"""The journal at a supervisor's or administrator's seat: search it, verify it, follow a row."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QItemSelection
from PySide6.QtWidgets import (
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from digitizer import messages
from digitizer.model.clock import OFFICE_TIME
from digitizer.model.journal import JournalRow
from digitizer.office import oversight
from digitizer.office.oversight import Verdict
from digitizer.store.tracing import value_of_subject
from ui import keys, panes, provenance, wording
from ui.models.table import TableModel
from ui.screen import Desk, Screen, Tone
from ui.screens.journal import heads
from ui.tasks import Lane
from ui.widgets.parts import button, label
from ui.widgets.rows_table import RowsTable
from ui.widgets.seat_parts import with_bar

_LIMIT = 500


class JournalScreen(Screen):
    """Rows of the journal, newest first; a row about a value leads to its pixels."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.rows: tuple[JournalRow, ...] = ()
        self.model = TableModel(self)
        self.search_action = self.add_key(
            self.tr("Search the journal"), keys.SUBMIT, self.refresh, icon="search"
        )
        self.trace_action = self.add_key(
            self.tr("Show the pixels and the person"), provenance.KEY, self._on_trace, icon="eye"
        )
        self.verify_action = self.add_key(
            self.tr("Verify the whole journal"), "Ctrl+Alt+J", self._on_verify, icon="verify"
        )
        self.page_action = self.add_key(
            self.tr("Save the page of today's head"),
            "Ctrl+Alt+H",
            lambda: heads.save_page(self),
            icon="file",
        )
        self.sign_action = self.add_key(
            self.tr("Sign the page of today's head"),
            "Ctrl+Alt+Shift+H",
            lambda: heads.sign_page(self),
            icon="sign",
        )
        self._build()

    def _build(self) -> None:
        head = QFrame()
        head.setProperty("role", "header")
        row = QHBoxLayout(head)
        row.setContentsMargins(16, 12, 16, 12)
        row.setSpacing(16)
        row.addWidget(label(self.tr("Journal"), role="title"))
        self.dossier, self.person, self.officer = QLineEdit(), QLineEdit(), QLineEdit()
        for text, line in (
            (self.tr("&Dossier code"), self.dossier),
            (self.tr("&Personal id"), self.person),
            (self.tr("&Login of who acted"), self.officer),
        ):
            form = QFormLayout()
            form.addRow(text, line)
            line.returnPressed.connect(self.refresh)
            row.addLayout(form, 1)
        self.table = RowsTable(self.tr("Rows of the journal"), self.model, single=True)
        self.table.selectionModel().selectionChanged.connect(self._on_selected)
        self.table.doubleClicked.connect(lambda _index: self._on_trace())
        part = with_bar(
            self.table,
            (
                button(self.verify_action, icon="verify"),
                button(self.page_action, icon="file"),
                button(self.sign_action, icon="sign"),
            ),
            (
                button(self.search_action, icon="search"),
                button(self.trace_action, role="primary", icon="eye"),
            ),
        )
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(head)
        outer.addWidget(part, 1)
        self.trace_action.setEnabled(False)
        panes.mark(self.dossier, self.table)

    @override
    def refresh(self) -> None:
        journal, by = self.desk.workstation.store.journal, self.desk.officer
        dossier, person = self.dossier.text().strip(), self.person.text().strip()
        officer = self.officer.text().strip()
        self.run(
            Lane.RECORDS,
            lambda _handle: journal.search(
                by, dossier=dossier, person=person, officer=officer, limit=_LIMIT
            ),
            self._show,
        )

    @override
    def refresh_quietly(self) -> None:
        # every search is a row of the journal itself: only a person asks for one
        return

    def _show(self, rows: Sequence[JournalRow]) -> None:
        self.rows = tuple(rows)
        heads = (
            self.tr("Row"),
            self.tr("When"),
            self.tr("Officer"),
            self.tr("Machine"),
            self.tr("Action"),
            self.tr("About"),
            self.tr("Before"),
            self.tr("After"),
        )
        self.model.show(
            heads,
            [
                (
                    one.seq,
                    f"{one.at.astimezone(OFFICE_TIME):%d/%m/%Y %H:%M:%S}",
                    one.officer or "–",
                    one.station,
                    messages.action(one.action, wording.language()),
                    one.subject,
                    one.before,
                    one.after,
                )
                for one in self.rows
            ],
        )
        self.table.fit_columns()
        for column in (6, 7):
            self.table.setColumnWidth(column, min(self.table.columnWidth(column), 260))
        self.trace_action.setEnabled(False)
        first = self._first_traceable()
        if first is not None:
            self.table.selectRow(first)

    def _first_traceable(self) -> int | None:
        found = (n for n, one in enumerate(self.rows) if value_of_subject(one.subject) is not None)
        return next(found, None)

    def _chosen_value(self) -> int | None:
        place = self.table.currentIndex().row()
        if not 0 <= place < len(self.rows):
            return None
        return value_of_subject(self.rows[place].subject)

    def _on_selected(self, _now: QItemSelection, _before: QItemSelection) -> None:
        self.trace_action.setEnabled(self._chosen_value() is not None)

    def _on_trace(self) -> None:
        value = self._chosen_value()
        if value is not None:
            provenance.show_value(self, value)

    def _on_verify(self) -> None:
        store, by = self.desk.workstation.store, self.desk.officer
        self.run(
            Lane.RECORDS,
            lambda _handle: oversight.verify_journal(store, by),
            self._on_verified,
            title=self.tr("Verifying the journal"),
        )

    def _on_verified(self, verdict: Verdict) -> None:
        text = self.tr("All {count} rows of the journal are as they were written. Head: {head}")
        self.say(text.format(count=verdict.rows, head=verdict.head[:16]), Tone.GOOD)
