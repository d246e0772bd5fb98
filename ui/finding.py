"""The palette's way to the records: words typed there, dossiers found, one opened at a seat."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from digitizer.model.dossier import Dossier, DossierState
from digitizer.model.rights import Action, may
from digitizer.model.search import PageHit, SavedSearch, TextQuery
from digitizer.model.view import DossierSummary
from ui import wording, words
from ui.models.cards import Card
from ui.screen import Desk
from ui.tasks import Handle, Lane, Work
from ui.widgets.page_search_dialog import PageSearchDialog
from ui.widgets.palette import Found, Kind, Palette

_SHORTEST_WORDS = 3
"""Letters from which on the printed words are searched too."""
_MOST_PAGES = 12


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

    def search_pages(self, desk: Desk) -> PageSearchDialog:
        """Show the search of printed words with its filters and the officer's kept searches."""
        catalogue, officer = desk.workstation.catalogue, desk.officer
        types = sorted((one.name, code) for code, one in catalogue.document_types.items())
        procedures = sorted((one.name, code) for code, one in catalogue.procedures.items())
        dialog = PageSearchDialog(
            [(code, name) for name, code in types],
            [(code, name) for name, code in procedures],
            self._window,
        )
        warehouse = desk.workstation.warehouse

        def paper_name(hit: PageHit) -> str:
            kind = catalogue.document_types.get(hit.document_type)
            return kind.name if kind else ""

        def run(work: Work, then: Callable[[Any], object]) -> None:
            job = desk.tasks.run(Lane.RECORDS, work)
            job.succeeded.connect(dialog.while_open(then))
            job.failed.connect(
                dialog.while_open(lambda error: dialog.show_problem(wording.sentence(error)))
            )

        def search(query: TextQuery) -> None:
            run(
                lambda _handle: warehouse.search(officer, query),
                lambda hits: dialog.show_found([_page(one, paper_name(one)).card for one in hits]),
            )

        def keep(name: str, query: TextQuery) -> None:
            def kept(_handle: Handle) -> tuple[SavedSearch, ...]:
                warehouse.save_search(officer, name, query)
                return warehouse.saved_searches(officer)

            run(kept, dialog.show_kept)

        def forget(number: int) -> None:
            def kept(_handle: Handle) -> tuple[SavedSearch, ...]:
                warehouse.forget_search(officer, number)
                return warehouse.saved_searches(officer)

            run(kept, dialog.show_kept)

        dialog.wanted.connect(search)
        dialog.keep_wanted.connect(keep)
        dialog.forget_wanted.connect(forget)
        dialog.dossier_chosen.connect(self._open_dossier)
        run(lambda _handle: warehouse.saved_searches(officer), dialog.show_kept)
        dialog.open()
        return dialog

    def _search(self, desk: Desk, palette: Palette, text: str) -> None:
        catalogue = desk.workstation.catalogue
        job = desk.tasks.run(Lane.RECORDS, lambda _handle: _found_by(desk, text))

        def name(dossier: Dossier) -> str:
            procedure = catalogue.procedures.get(dossier.procedure)
            return procedure.name if procedure else dossier.procedure

        def paper_name(hit: PageHit) -> str:
            kind = catalogue.document_types.get(hit.document_type)
            return kind.name if kind else ""

        def show(found: tuple[Sequence[DossierSummary], Sequence[PageHit]]) -> None:
            dossiers, pages = found
            palette.show_found(
                text,
                [
                    *(_found(one, name(one.dossier)) for one in dossiers),
                    *(_page(one, paper_name(one)) for one in pages),
                ],
            )

        # a receiver that goes with the palette: an answer after it is closed reaches nobody
        job.succeeded.connect(palette.while_open(show))


def _found_by(desk: Desk, text: str) -> tuple[tuple[DossierSummary, ...], tuple[PageHit, ...]]:
    """Return dossiers by person, number and code, and pages by the words printed on them."""
    dossiers = desk.workstation.paper.find(desk.officer, text)
    pages: tuple[PageHit, ...] = ()
    if len(text) >= _SHORTEST_WORDS and may(desk.officer, Action.VIEW):
        query = TextQuery(words=text)
        pages = desk.workstation.warehouse.search(desk.officer, query)[:_MOST_PAGES]
    return dossiers, pages


def _page(hit: PageHit, paper: str) -> Found:
    translate = QCoreApplication.translate
    state = words.dossier_state(DossierState(hit.state))
    about = translate("finding", "On a page of {code}").format(code=hit.dossier_code)
    card = Card(
        key=("page", hit.page_id),
        title=" … ".join(hit.lines[:2]) or paper or hit.dossier_code,
        lines=(" · ".join(part for part in (hit.owner_name, paper, about) if part),),
        chip=state.text,
        tone=state.tone,
        icon="file",
        value=hit.dossier_code,
        wraps=True,
    )
    return Found(card, hit.dossier_code, Kind.PAGES)


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
    return Found(card, dossier.code, Kind.DOSSIERS)
