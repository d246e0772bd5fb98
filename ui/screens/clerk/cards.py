"""How the clerk's values look as cards."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from digitizer.catalogue import Catalogue
from digitizer.model.document import Document, Page
from digitizer.model.dossier import Component
from digitizer.model.field import Finding, Severity
from digitizer.model.procedure import Procedure
from digitizer.model.reuse import Offer
from digitizer.model.view import DossierSummary, DossierView
from ui import wording, words
from ui.models.cards import Card
from ui.models.pages import PagesModel
from ui.screen import Tone

translate = QCoreApplication.translate


def procedure_card(procedure: Procedure) -> Card:
    """Return the card of a procedure to choose from."""
    days = translate("clerk", "{days} working days").format(days=procedure.deadline_working_days)
    return Card(
        key=procedure.code,
        title=procedure.name,
        lines=(f"{procedure.code} · {procedure.field} · {days}",),
        icon="folder",
        value=procedure,
    )


def dossier_card(summary: DossierSummary, catalogue: Catalogue) -> Card:
    """Return the card of a dossier in a queue."""
    dossier = summary.dossier
    word = words.dossier_state(dossier.state)
    due = translate("clerk", "due {day}").format(day=wording.day(dossier.due_at))
    procedure = catalogue.procedures.get(dossier.procedure)
    return Card(
        key=dossier.code,
        title=words.owner_name(dossier.owner),
        lines=(
            procedure.name if procedure else dossier.procedure,
            f"{dossier.code} · {due}",
        ),
        chip=word.text,
        tone=word.tone,
        value=dossier.code,
        wraps=True,
    )


def component_card(component: Component) -> Card:
    """Return the card of a component of the check list."""
    word = words.component_state(component.state, required=component.required)
    need = (
        translate("clerk", "Required")
        if component.required
        else translate("clerk", "If there is one")
    )
    return Card(
        key=component.code,
        title=component.name,
        lines=(f"{need} · {words.source_policy(component.source_policy)}",),
        chip=word.text,
        tone=word.tone,
        icon=word.icon,
        value=component,
        wraps=True,
    )


def type_name(code: str | None, catalogue: Catalogue) -> str:
    """Return the office's name of a document type."""
    known = catalogue.document_types.get(code or "")
    return known.name if known else translate("clerk", "Kind of paper not known")


def document_card(document: Document, view: DossierView, catalogue: Catalogue) -> Card:
    """Return the card of a document found in the dossier."""
    numbers = [str(page.number) for page in view.pages if page.id in document.pages]
    where = (
        translate("clerk", "Page {numbers}").format(numbers=", ".join(numbers))
        if numbers
        else translate("clerk", "No page: it stands in the records already")
    )
    chip, tone = _certainty(document)
    return Card(
        key=document.id,
        title=type_name(document.type, catalogue),
        lines=(f"{where} · {words.copy_kind(document.copy_kind)}",),
        chip=chip,
        tone=tone,
        icon="file" if document.type else "warning",
        value=document,
        wraps=True,
    )


def _certainty(document: Document) -> tuple[str, Tone]:
    if document.reused_from is not None:
        return translate("clerk", "Reused"), Tone.GOOD
    if document.type is None:
        return translate("clerk", "Choose its kind"), Tone.WARNING
    if document.type_decided_by is not None:
        return translate("clerk", "Chosen by an officer"), Tone.GOOD
    return translate("clerk", "Recognised"), Tone.NEUTRAL


def finding_cards(findings: Sequence[Finding]) -> list[Card]:
    """Return the cards of what is not as it should be, errors first."""
    ordered = sorted(findings, key=lambda finding: finding.severity is not Severity.ERROR)
    return [
        Card(
            key=(number, finding.code, finding.document_id, finding.fields),
            title=wording.sentence(finding),
            tone=Tone.ERROR if finding.severity is Severity.ERROR else Tone.WARNING,
            icon="error" if finding.severity is Severity.ERROR else "warning",
            value=finding,
            wraps=True,
        )
        for number, finding in enumerate(ordered)
    ]


def page_card(page: Page, pages: PagesModel) -> Card:
    """Return the card of a page whose image is not as it should be; it stands above all else."""
    text = translate("clerk", "Page {number}: {fault}. {reason} Ctrl+F9 scans it again.")
    return Card(
        key=("page", page.id),
        title=text.format(
            number=page.number, fault=pages.faults_of(page), reason=pages.reason_of(page)
        ),
        tone=Tone.WARNING,
        icon="scan-again",
        value=page,
        wraps=True,
    )


def offer_text(offer: Offer, catalogue: Catalogue, *, number: int, total: int) -> str:
    """Return the sentence that offers a paper the records hold already."""
    text = translate(
        "clerk",
        "Already in the records: {paper}, verified on {day} by {officer} in dossier {dossier}."
        " Reusing it adds no page.",
    ).format(
        paper=type_name(offer.document_type, catalogue),
        day=wording.day(offer.verified_at),
        officer=offer.verified_by,
        dossier=offer.from_dossier,
    )
    if total > 1:
        text += " " + translate("clerk", "(Offer {number} of {total})").format(
            number=number, total=total
        )
    return text
