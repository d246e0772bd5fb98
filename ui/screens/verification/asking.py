"""What others say about a card's holder: the card's own witnesses, and the population database."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from digitizer.model.view import DossierView
from digitizer.model.witness import Fact, PopulationAnswer
from ui.screen import Tone
from ui.screens.verification import work
from ui.tasks import Lane

if TYPE_CHECKING:
    from ui.screens.verification.screen import VerificationScreen


class Asking(QObject):
    """Asks, and shows what was answered beside the fields."""

    def __init__(self, screen: VerificationScreen) -> None:
        super().__init__(screen)
        self._screen = screen

    def ask_witnesses(self, view: DossierView) -> None:
        """Ask what the witnesses of cards say; it takes longer than opening may."""
        desk, form = self._screen.desk, self._screen.form
        form.show_witnesses({})

        def show(facts: Mapping[int, Fact]) -> None:
            if self._screen.keying.code == view.dossier.code:
                form.show_witnesses(facts)

        self._screen.run(Lane.RECORDS, lambda _handle: work.witnesses(desk, view), show)

    def ask_population(self, view: DossierView, document_id: int) -> None:
        """Ask the population database about the holder of a card, in the officer's name."""
        desk = self._screen.desk
        self._screen.run(
            Lane.DEVICES,
            lambda _handle: work.ask_population(desk, view, document_id),
            lambda answer: self._on_answered(view, answer),
            title=self.tr("Asking the population database"),
        )

    def _on_answered(self, view: DossierView, answer: PopulationAnswer | None) -> None:
        self.ask_witnesses(view)
        say = self._screen.say
        if answer is None or not answer.found:
            say(self.tr("The population database knows nobody like this."), Tone.WARNING)
        elif all(answer.agrees.values()):
            say(self.tr("The population database agrees with the card."), Tone.GOOD)
        else:
            say(
                self.tr("The population database differs from the card; see the fields marked ≠."),
                Tone.WARNING,
            )
