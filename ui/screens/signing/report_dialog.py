"""What became of a batch, document by document, before and after."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from digitizer.results.signing_values import Signed, SigningReport
from ui import files, wording
from ui.models.table import TableModel, Toned
from ui.screen import Tone
from ui.widgets.dialog import Dialog
from ui.widgets.parts import Banner, plain_button
from ui.widgets.rows_table import RowsTable

_OUTCOME = 2
_TONES = {
    "done": Tone.GOOD,
    "waiting": Tone.WARNING,
    "failed": Tone.ERROR,
    "untouched": Tone.NEUTRAL,
}


class ReportDialog(Dialog):
    """A table of the batch that can be saved for a spreadsheet or as PDF."""

    save_wanted = Signal(str, str)
    """``csv``, ``pdf`` or ``json``, and the file's path."""

    def __init__(self, report: SigningReport, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Report on the signatures"))
        self.resize(980, 560)
        self.summary = Banner()
        self.summary.say(*self._summary(report))
        self.table = self._table(report)
        buttons = QHBoxLayout()
        buttons.addWidget(plain_button(self.tr("Save as &CSV…"), lambda: self._ask("csv")))
        buttons.addWidget(plain_button(self.tr("Save as &PDF…"), lambda: self._ask("pdf")))
        expected = plain_button(
            self.tr("Save the &list for later checks…"), lambda: self._ask("json")
        )
        expected.setToolTip(
            self.tr("Which files must carry which signatures: a file cut short is noticed by it.")
        )
        buttons.addWidget(expected)
        buttons.addStretch()
        close = plain_button(self.tr("Close"), self.accept, role="primary")
        close.setDefault(True)
        buttons.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(12)
        column.addWidget(self.summary)
        column.addWidget(self.table, 1)
        column.addLayout(buttons)

    def _summary(self, report: SigningReport) -> tuple[str, Tone]:
        total, done = len(report.documents), report.count("done")
        text = self.tr("{done} of {total} results are signed and checked.").format(
            done=done, total=total
        )
        waiting = report.count("waiting")
        if waiting:
            text += " " + self.tr("{count} wait for their timestamp and are not released.").format(
                count=waiting
            )
        if report.stopped_by is not None:
            text += " " + wording.sentence(report.stopped_by)
        elif report.stopped:
            text += " " + self.tr("The batch was stopped; the rest is untouched.")
        tone = Tone.GOOD if done == total else Tone.WARNING
        return text, Tone.ERROR if report.stopped_by is not None else tone

    def _table(self, report: SigningReport) -> QTableView:
        heads = (
            self.tr("No."),
            self.tr("Dossier"),
            self.tr("Outcome"),
            self.tr("Before (SHA-256)"),
            self.tr("After (SHA-256)"),
            self.tr("Time of signing"),
            self.tr("Verdict"),
        )
        model = TableModel(self)
        model.show(heads, [self._cells(one) for one in report.documents])
        table = RowsTable(self.tr("Report on the signatures"), model, framed=True)
        header = table.horizontalHeader()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(_OUTCOME, QHeaderView.ResizeMode.Stretch)
        return table

    def _cells(self, one: Signed) -> tuple[str | Toned, ...]:
        words = {
            "done": self.tr("Signed and checked"),
            "waiting": self.tr("Signed, waits for its timestamp"),
            "failed": self.tr("Not signed"),
            "untouched": self.tr("Untouched"),
        }
        outcome = words[one.outcome]
        if one.failure is not None:
            outcome += ": " + wording.sentence(one.failure)
        verdict = ""
        if one.valid is not None:
            verdict = self.tr("Valid") if one.valid else self.tr("Not found valid")
        return (
            one.number,
            one.dossier_code,
            Toned(outcome, _TONES[one.outcome]),
            one.sha256_before[:16],
            one.sha256_after[:16],
            wording.moment(one.signed_at),
            verdict,
        )

    def _ask(self, kind: str) -> None:
        files.ask_target(
            self,
            self.tr("Save the report as"),
            self.tr("signatures") + f".{kind}",
            f"*.{kind}",
            lambda path: self.save_wanted.emit(kind, str(path)),
        )
