"""The palette's way to the records: words typed there, dossiers found, one opened at a seat."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from digitizer.model.dossier import Dossier
from digitizer.model.view import DossierSummary
from ui import words
from ui.models.cards import Card
from ui.screen import Desk
from ui.tasks import Lane
from ui.widgets.palette import Found, Palette


class Finder(QObject):
    """Shows the palette and asks the records for what is typed into it."""

    def __init__(self, window: QWidget, open_dossier: Callable[[str], object]) -> None:
        super().__init__(window)
        self._window = window
        self._open_dossier = open_dossier

    def show(self, desk: Desk | None, actions: Sequence[QAction]) -> Palette:
        """Show the palette with these actions; without an officer nothing is searched."""
        palette = Palette(actions, self._window)
        palette.dossier_chosen.connect(self._open_dossier)
        if desk is not None:
            palette.searched.connect(lambda text: self._search(desk, palette, text))
        palette.open()
        return palette

    def _search(self, desk: Desk, palette: Palette, text: str) -> None:
        paper = desk.workstation.paper
        catalogue = desk.workstation.catalogue
        job = desk.tasks.run(Lane.RECORDS, lambda _handle: paper.find(desk.officer, text))

        def name(dossier: Dossier) -> str:
            procedure = catalogue.procedures.get(dossier.procedure)
            return procedure.name if procedure else dossier.procedure

        def show(found: Sequence[DossierSummary]) -> None:
            palette.show_found(text, [_found(one, name(one.dossier)) for one in found])

        # a receiver that goes with the palette: an answer after it is closed reaches nobody
        job.succeeded.connect(palette.while_open(show))


def _found(summary: DossierSummary, procedure: str) -> Found:
    dossier = summary.dossier
    state = words.dossier_state(dossier.state)
    about = QCoreApplication.translate("finding", "Dossier {code}").format(code=dossier.code)
    card = Card(
        key=("dossier", dossier.code),
        title=words.owner_name(dossier.owner),
        lines=(f"{procedure} · {about}",),
        chip=state.text,
        tone=state.tone,
        icon=state.icon,
    )
    return Found(card, dossier.code)
