"""Signing the copies of a dossier's papers from the clerk's or the records officer's screen."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from digitizer.model.document import Document
from digitizer.model.result import CopyRole
from digitizer.results.copies import CopiesOutcome
from ui import wording
from ui.key_asking import ask_key
from ui.models.cards import Card
from ui.screen import Screen, Tone
from ui.tasks import Lane
from ui.widgets.key_dialog import KeyDialog

translate = QCoreApplication.translate
_MOST_NOTICES = 5


def sign_copies(screen: Screen, dossier_code: str, role: CopyRole) -> None:
    """Ask for a key and sign the papers that lack this signature; say so when there is none."""
    copies = screen.desk.workstation.copies

    def show(papers: tuple[Document, ...]) -> None:
        if papers:
            _open(screen, dossier_code, role, papers)
        else:
            screen.say(translate("copies", "Every paper carries this signature already."))

    screen.run(Lane.RECORDS, lambda _handle: copies.unsigned(dossier_code, role), show)


def _open(screen: Screen, code: str, role: CopyRole, papers: tuple[Document, ...]) -> None:
    station, officer = screen.desk.workstation, screen.desk.officer
    owner = officer.name if role is CopyRole.CLERK else station.settings.office_name
    dialog = KeyDialog(
        translate("copies", "Sign the copies of papers"),
        translate("copies", "Sign {count} copies"),
        owner=owner,
        test_owner=owner if station.settings.practice else "",
        parent=screen,
    )
    words = translate("copies", "{count} copies will be signed with your own certificate.")
    if role is CopyRole.AGENCY:
        words = translate("copies", "{count} copies will be signed as the agency.")
    dialog.show_list(
        [_card(screen, one) for one in papers], words.format(count=len(papers)), len(papers)
    )
    ask_key(
        screen,
        dialog,
        lambda choice: station.copies.sign(officer, code, role, choice),
        lambda outcome: _on_signed(screen, outcome),
        title=translate("copies", "Signing the copies"),
    )


def _on_signed(screen: Screen, outcome: CopiesOutcome) -> None:
    text = translate("copies", "{count} copies are signed and checked.")
    screen.say(text.format(count=len(outcome.signed)), Tone.GOOD)
    for failure in outcome.failures[:_MOST_NOTICES]:
        screen.say(wording.failure(failure), Tone.ERROR)
    screen.refresh()


def _card(screen: Screen, document: Document) -> Card:
    catalogue = screen.desk.workstation.catalogue
    known = document.type is not None and document.type in catalogue.document_types
    name = catalogue.document_type(document.type or "").name if known else ""
    pages = translate("copies", "{count} pages").format(count=len(document.pages))
    return Card(
        key=document.id,
        title=name or translate("copies", "Paper of unknown kind"),
        lines=(pages,),
        chip=translate("signing", "Will be signed"),
        tone=Tone.GOOD,
        wraps=True,
    )
