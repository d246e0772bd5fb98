"""One result before the records officer: how it looks and what its signature is worth."""

from __future__ import annotations

from PySide6.QtWidgets import (
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from digitizer.catalogue import Catalogue
from digitizer.model.result import Objection, Result
from digitizer.model.view import DossierSummary
from ui import panes, wording, words
from ui.screen import Tone
from ui.widgets.parts import Banner, Empty
from ui.widgets.pdf_view import PdfView
from ui.widgets.seat_parts import DossierHeader
from ui.widgets.verdict_pane import VerdictPane


class ResultPane(QWidget):
    """Shows a dossier's result; wishes belong to the screen."""

    def __init__(self, catalogue: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._catalogue = catalogue
        self.pdf = PdfView(self.tr("Preview of the result"))
        self.not_composed = Empty(
            "file-add",
            self.tr("The result is not composed yet"),
            self.tr("It is composed from the values the supervisor verified."),
        )
        self.sent_back = Banner()
        self._stack = QStackedWidget()
        self._stack.addWidget(self.not_composed)
        self._stack.addWidget(self.pdf)
        middle = QHBoxLayout()
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        middle.addWidget(self._stack, 1)
        self.verdict = VerdictPane()
        middle.addWidget(self.verdict)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.header = DossierHeader()
        column.addWidget(self.header)
        column.addWidget(self.sent_back)
        column.addLayout(middle, 1)
        panes.mark(self.pdf, self.verdict.list)

    def show_result(
        self, summary: DossierSummary, result: Result | None, objection: Objection | None = None
    ) -> None:
        """Show a dossier and its result, if there is one, and why it was not signed."""
        dossier = summary.dossier
        procedure = self._catalogue.procedures.get(dossier.procedure)
        self.header.show_dossier(
            dossier,
            procedure.name if procedure else dossier.procedure,
            self._line(summary, result),
            words.result_state(result.state if result else None, sent_back=objection is not None),
        )
        self.sent_back.say(self._why(objection) if objection else "", Tone.ERROR, "return")
        self._stack.setCurrentWidget(self.pdf if result else self.not_composed)
        self._show_verdict(result)

    def show_place(self) -> None:
        """Say which page of the preview is shown."""
        text = self.tr("Page {number} of {total}")
        self.header.place.setText(text.format(number=self.pdf.number, total=self.pdf.total))

    def _show_verdict(self, result: Result | None) -> None:
        report = result.report if result else {}
        self.verdict.setVisible(bool(report))
        if result is not None and report:
            text = self.tr("Checked right after signing, {time}.")
            at = wording.moment(result.signed_at)
            self.verdict.show_report(report, text.format(time=at))

    def _why(self, objection: Objection) -> str:
        text = self.tr(
            "{officer} sent this result back on {time}, not signed: {reason} If a value is wrong, "
            "have it corrected in the warehouse; then compose the result again."
        )
        return text.format(
            officer=objection.officer,
            time=wording.moment(objection.at),
            reason=objection.reason.rstrip(".") + ".",
        )

    def _line(self, summary: DossierSummary, result: Result | None) -> str:
        dossier = summary.dossier
        if result is None:
            text = self.tr("{code} · result due {due}")
            return text.format(code=dossier.code, due=wording.day(dossier.due_at))
        text = self.tr("{code} · No. {number} · composed {time}")
        return text.format(
            code=dossier.code, number=result.number, time=wording.moment(result.composed_at)
        )
