"""How results look as cards."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from digitizer.catalogue import Catalogue
from digitizer.model.result import Objection, ResultState
from digitizer.model.view import DossierSummary
from ui import wording, words
from ui.models.cards import Card

translate = QCoreApplication.translate


def result_card(
    summary: DossierSummary, catalogue: Catalogue, objection: Objection | None = None
) -> Card:
    """Return the card of a dossier whose result is due."""
    dossier = summary.dossier
    state = ResultState(summary.result_state) if summary.result_state else None
    word = words.result_state(state, sent_back=objection is not None)
    procedure = catalogue.procedures.get(dossier.procedure)
    due = translate("records", "due {day}").format(day=wording.day(dossier.due_at))
    return Card(
        key=dossier.code,
        title=words.owner_name(dossier.owner),
        lines=(
            procedure.name if procedure else dossier.procedure,
            f"{dossier.code} · {due}",
            *((f"{objection.officer}: {objection.reason}",) if objection else ()),
        ),
        chip=word.text,
        tone=word.tone,
        value=dossier.code,
        wraps=True,
    )
