"""What a supervisor's desk asks beside deciding: laying aside, copying from before, looking up.

Every method takes the acting officer; rights are checked here and again in the store. Methods are
safe to call from any thread but the window's own.
"""

from __future__ import annotations

from dataclasses import dataclass

from digitizer.catalogue.listing import Entry
from digitizer.model.doctype import Reads
from digitizer.model.dossier import Deferral, DeferralKind
from digitizer.model.field import FieldValue
from digitizer.model.officer import Officer
from digitizer.model.rights import Action, require
from digitizer.paper import looking_up
from digitizer.paper.journey import PaperJourney
from digitizer.store import Store


@dataclass(frozen=True, slots=True)
class VerificationDesk:
    """What officers may ask of the core while values are verified."""

    store: Store
    paper: PaperJourney

    def postpone(self, officer: Officer, dossier_code: str, reason: str) -> None:
        """Lay a dossier aside for now, with a reason that the office sees."""
        require(officer, Action.VERIFY)
        self.store.deferrals.put(officer, dossier_code, DeferralKind.POSTPONED, reason)

    def escalate(self, officer: Officer, dossier_code: str, reason: str) -> None:
        """Leave a dossier to another supervisor, with a reason that the office sees."""
        require(officer, Action.VERIFY)
        self.store.deferrals.put(officer, dossier_code, DeferralKind.ESCALATED, reason)

    def take_up(self, officer: Officer, dossier_code: str) -> None:
        """Put a postponed or escalated dossier back among those that wait."""
        require(officer, Action.VERIFY)
        self.store.deferrals.end(officer, dossier_code)

    def deferrals(self, officer: Officer) -> tuple[Deferral, ...]:
        """Return the dossiers that wait by somebody's wish, oldest first."""
        require(officer, Action.VIEW)
        return self.store.deferrals.standing()

    def values_before(self, officer: Officer, document_id: int) -> tuple[FieldValue, ...]:
        """Return the values of the paper of the same type this officer worked on before.

        They are there to be copied from; the look is journaled.
        """
        require(officer, Action.VERIFY)
        found = self.store.dossiers.before_this(officer, document_id)
        if found:
            document = self.store.dossiers.document(found[0].document_id)
            subject = f"{document.dossier_code}/document/{document.id}"
            self.store.journal.add(officer, "values-viewed", subject, after=str(len(found)))
        return found

    def look_up(
        self, officer: Officer, dossier_code: str, reads: Reads, words: str
    ) -> tuple[Entry, ...]:
        """Return what lists know by these words, with or without marks: places, offices, names.

        Names are those that this dossier's own papers speak of.
        """
        require(officer, Action.VIEW)
        names = self._names(dossier_code) if reads is Reads.NAME else ()
        return looking_up.look_up(self.paper.catalogue, reads, words, names)

    def _names(self, dossier_code: str) -> list[str]:
        """Return the names that the dossier's papers speak of, the owner's first."""
        types = {one.id: one.type for one in self.store.dossiers.documents(dossier_code)}
        names = [self.store.dossiers.get(dossier_code).owner.name]
        for value in self.store.dossiers.values(dossier_code):
            kind = self.paper.catalogue.document_types.get(types[value.document_id] or "")
            rule = kind.field(value.name) if kind else None
            if rule is not None and rule.reads is Reads.NAME:
                names.append(value.value)
        return [name for name in names if name]
