"""What the panes say about the paper and the field a person looks at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QObject

from digitizer.catalogue import Catalogue
from digitizer.model.document import Document
from digitizer.model.dossier import Deferral, DeferralKind
from digitizer.model.field import Finding, Severity
from digitizer.model.place import Located, Standing
from digitizer.model.view import DossierView
from ui import wording
from ui.models import field_words
from ui.models.field_rows import FieldRow
from ui.models.field_tree import DocumentNode
from ui.screen import Tone
from ui.screens.verification import progress
from ui.screens.verification.fields_pane import FieldsPane
from ui.screens.verification.work import Opened

_LEAST_ERRORS = 0.05
"""Fewer are not worth a word."""


class Describing(QObject):
    """Puts names, counts and findings into words, and the words into the middle pane."""

    def __init__(self, pane: FieldsPane, catalogue: Catalogue) -> None:
        super().__init__(pane)
        self._pane = pane
        self._catalogue = catalogue

    def title(self, document: Document) -> str:
        """Return the office's name of a paper."""
        rule = progress.definition(self._catalogue, document)
        return rule.name if rule else self.tr("Paper of unknown type")

    def tree(self, view: DossierView, rows: progress.Rows) -> tuple[DocumentNode, ...]:
        """Return the papers and pages of a dossier as the left pane shows them."""
        titles = {document.id: self.title(document) for document in view.documents}
        return progress.nodes(view, rows, titles, self.tr("Page {number}"))

    def say_paper(self, opened: Opened, document: Document, left: int, errors: float) -> None:
        """Say which paper it is, how much of it is left, and what concerns it as a whole.

        ``errors`` are those to be expected in the dossier among values nobody has decided.
        """
        text = self.tr("Paper {number} of {total} · {count} fields need a person")
        if not left:
            text = self.tr("Paper {number} of {total} · every field is settled")
        order = [one.id for one in opened.view.documents]
        number = order.index(document.id) + 1
        progress = text.format(number=number, total=len(order), count=left)
        expected = self.tr("about {errors} wrong values to be expected in the dossier")
        if errors >= _LEAST_ERRORS:
            about = expected.format(errors=wording.decimal(errors))
            progress = f"{progress} · {about}"
        self._pane.show_document(self.title(document), progress)
        self._say_whole(opened, document)

    def say_field(self, row: FieldRow, places: Mapping[int, Located]) -> None:
        """Say in the status line what the checks object to, or where an address lies today."""
        text = " ".join(wording.sentence(one) for one in row.findings)
        self._pane.say(
            text or self._today(row, places) or field_words.explanation(row.value, row.shown),
            _tone(row.findings) if text else Tone.NEUTRAL,
        )

    def _today(self, row: FieldRow, places: Mapping[int, Located]) -> str:
        """Return the units in force for an address whose units became others."""
        place = places.get(row.value.id)
        if place is None or place.printed != row.value.value:
            return ""
        if place.standing is Standing.MAPPED:
            return self.tr("Today: {place}").format(place=place.current)
        if place.standing is Standing.UNCERTAIN and place.province:
            text = self.tr(
                "The commune is on no list as it is printed; the province today: {place}"
            )
            return text.format(place=place.province)
        return ""

    def _deferred(self, deferral: Deferral) -> str:
        text = self.tr("Postponed by {officer} on {day}: {reason}")
        if deferral.kind is DeferralKind.ESCALATED:
            text = self.tr("Escalated by {officer} on {day}: {reason}")
        text = text.format(
            officer=deferral.officer.name, day=wording.day(deferral.at), reason=deferral.reason
        )
        return "\n".join((text, self.tr("Ctrl+Shift+W puts it back among those that wait.")))

    def _say_whole(self, opened: Opened, document: Document) -> None:
        """Say why nothing can be changed, or what is wrong with the paper as a whole."""
        banner = self._pane.banner
        whole = [
            one
            for one in opened.view.findings
            if one.document_id is None or (one.document_id == document.id and not one.fields)
        ]
        if opened.barred is not None:
            banner.say(wording.sentence(opened.barred), Tone.INFO, "eye")
        elif opened.deferral is not None:
            banner.say(self._deferred(opened.deferral), Tone.INFO, "clock")
        elif document.type is None:
            banner.say(
                self.tr(
                    "The type of this paper is unknown. Return the dossier (F9) to have it chosen."
                ),
                Tone.WARNING,
            )
        else:
            banner.say("\n".join(wording.sentence(one) for one in whole), _tone(whole))


def _tone(findings: Sequence[Finding]) -> Tone:
    error = any(one.severity is Severity.ERROR for one in findings)
    return Tone.ERROR if error else Tone.WARNING
