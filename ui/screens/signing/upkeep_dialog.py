"""Released results whose archive timestamp ends, and a new one for them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from digitizer.model.view import BulkOutcome
from digitizer.results.upkeep import DAYS, DueResult
from ui import wording
from ui.models.cards import Card, CardModel
from ui.screen import Screen, Tone
from ui.tasks import Handle, Lane
from ui.widgets.card_list import CardList
from ui.widgets.dialog import Dialog
from ui.widgets.parts import Banner, Empty, answers, label, plain_button


class UpkeepDialog(Dialog):
    """Lists what is due, the first to end on top; one press renews all that can be."""

    wanted = Signal(object)
    """Tuple of DueResult to renew."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Archive timestamps"))
        self._due: tuple[DueResult, ...] = ()
        self.cards = CardModel(self)
        self.list = CardList(self.tr("Results that are due"), self.cards)
        self.list.setProperty("role", "framed")
        self._stack = QStackedWidget()
        self._stack.addWidget(
            Empty(
                "good",
                self.tr("Nothing is due"),
                self.tr("No proof of a released result ends in the next {days} days.").format(
                    days=DAYS
                ),
            )
        )
        self._stack.addWidget(self.list)
        self.info = Banner()
        self.renew = plain_button("", self._on_renew, role="primary")
        buttons = answers(plain_button(self.tr("Close"), self.reject), self.renew)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(12)
        column.addWidget(
            label(
                self.tr(
                    "An archive timestamp proves a result while its own certificate lasts. A new"
                    " one carries the proof on; no token is needed."
                ),
                role="subtle",
                wrap=True,
            )
        )
        column.addWidget(self._stack, 1)
        column.addWidget(self.info)
        column.addLayout(buttons)
        self.resize(680, 520)
        self.show_due(())

    def show_due(self, found: Sequence[DueResult]) -> None:
        """Show what is due."""
        self._due = tuple(found)
        self.cards.show([self._card(one) for one in found])
        self._stack.setCurrentIndex(1 if found else 0)
        self.renew.setText(self.tr("Renew {count} results").format(count=len(self._renewable)))
        self.renew.setEnabled(bool(self._renewable))

    def show_done(self, outcome: BulkOutcome) -> None:
        """Say how many were renewed, and why the others were not."""
        lines = [self.tr("{count} results are renewed.").format(count=outcome.done)]
        lines += [wording.failure(one) for one in outcome.failures[:3]]
        self.info.say(" ".join(lines), Tone.ERROR if outcome.failures else Tone.GOOD)

    def say(self, text: str, tone: Tone) -> None:
        """Say something about the work."""
        self.info.say(text, tone)

    @property
    def _renewable(self) -> tuple[DueResult, ...]:
        return tuple(one for one in self._due if one.renewable)

    def _card(self, one: DueResult) -> Card:
        words = {
            "soon": (self.tr("Ends soon"), Tone.WARNING),
            "lapsed": (self.tr("Has ended"), Tone.ERROR),
            "none": (self.tr("No archive timestamp"), Tone.INFO),
        }
        chip, tone = words[one.due]
        ends = self.tr("proof ends on {day}").format(day=wording.day(one.until))
        lines = [one.result.dossier_code, *([ends] if one.until else [])]
        return Card(one.result.id, one.result.number, tuple(lines), chip=chip, tone=tone)

    def _on_renew(self) -> None:
        self.renew.setEnabled(False)
        self.wanted.emit(self._renewable)


def open_upkeep(screen: Screen) -> UpkeepDialog:
    """Show what is due, and renew it where the officer wishes."""
    upkeep, officer = screen.desk.workstation.results.upkeep, screen.desk.officer
    dialog = UpkeepDialog(screen)

    def load() -> None:
        screen.run(
            Lane.RECORDS,
            lambda _handle: upkeep.due(officer),
            dialog.while_open(dialog.show_due),
        )

    def renew(chosen: tuple[DueResult, ...]) -> None:
        def work(handle: Handle) -> BulkOutcome:
            return upkeep.renew(officer, chosen, report=handle.report, cancel=handle.cancel)

        job = screen.run(
            Lane.DEVICES,
            work,
            dialog.while_open(dialog.show_done),
            failed=dialog.while_open(lambda error: dialog.say(wording.sentence(error), Tone.ERROR)),
            title=dialog.windowTitle(),
        )
        job.ended.connect(screen.while_alive(lambda _outcome: load()))

    dialog.wanted.connect(renew)
    dialog.open()
    load()
    return dialog
