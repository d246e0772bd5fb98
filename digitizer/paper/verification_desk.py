"""What a supervisor's desk asks beside deciding: laying aside, copying from before, looking up.

Every method takes the acting officer; rights are checked here and again in the store. Methods are
safe to call from any thread but the window's own.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from digitizer.catalogue.listing import Entry
from digitizer.errors import NotFoundError, TargetNotMetError
from digitizer.model.clock import OFFICE_TIME
from digitizer.model.doctype import Reads
from digitizer.model.dossier import Deferral, DeferralKind
from digitizer.model.field import Absence, FieldValue
from digitizer.model.officer import Officer
from digitizer.model.review import (
    Answer,
    BlindValue,
    Effort,
    Expected,
    Keyed,
    Keyer,
    Quality,
    Stage,
    Tally,
)
from digitizer.model.rights import Action, require
from digitizer.paper import looking_up, verification
from digitizer.paper.journey import PaperJourney
from digitizer.paper.shielding import Shield, cut_out
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

    # ---- keyed twice ---------------------------------------------------------------------------

    def blind_waiting(self, officer: Officer) -> tuple[BlindValue, ...]:
        """Return the values this officer may key without seeing what anybody read; journaled."""
        require(officer, Action.VERIFY)
        may_see = Shield(self.store, self.paper.catalogue, officer).may_see
        found = tuple(
            one
            for one in self.store.reviews.blind_waiting(officer)
            if may_see(one.document_type, one.field)
        )
        if found:
            self.store.journal.add(officer, "values-viewed", "keyed-twice", after=str(len(found)))
        return found

    def blind_picture(self, officer: Officer, value: BlindValue) -> bytes:
        """Return the pixels of a value that is keyed twice, upright, as PNG; the look is journaled.

        Raises NotFoundError for a value that has no place on a page.
        """
        if not value.evidence:
            raise NotFoundError(value=value.value_id)
        page_id = value.evidence[0].page_id
        image = self.paper.page_image(officer, page_id)
        text = self.paper.page_text(officer, page_id)
        return cut_out(image, value.evidence[0], text.rotation if text else 0)

    def answer(
        self,
        officer: Officer,
        value: BlindValue,
        text: str = "",
        *,
        absence: Absence | None = None,
        effort: Effort | None = None,
    ) -> Keyed:
        """Key a value, or decide it as the third; who decides it agrees with the outcome."""
        if value.stage is Stage.THIRD:
            self.settle(officer, value, text, absence=absence, effort=effort)
            return Keyed.AGREES
        return self.key_blind(officer, value, text, absence=absence, effort=effort)

    def key_blind(
        self,
        officer: Officer,
        value: BlindValue,
        text: str = "",
        *,
        absence: Absence | None = None,
        effort: Effort | None = None,
    ) -> Keyed:
        """Key a value as the first or the second; raises FourEyesError, WrongStateError."""
        require(officer, Action.VERIFY)
        keyed = self.store.reviews.key_blind(
            officer, value.value_id, self._answer(value, text, absence), effort
        )
        if keyed is Keyed.AGREES:
            self.paper.check(officer, value.dossier_code)
        return keyed

    def settle(
        self,
        officer: Officer,
        value: BlindValue,
        text: str = "",
        *,
        absence: Absence | None = None,
        effort: Effort | None = None,
    ) -> FieldValue:
        """Decide as the third between two who keyed differently."""
        require(officer, Action.VERIFY)
        settled = self.store.reviews.settle(
            officer, value.value_id, self._answer(value, text, absence), effort
        )
        self.paper.check(officer, value.dossier_code)
        return settled

    def _answer(self, value: BlindValue, text: str, absence: Absence | None) -> Answer:
        kind = self.paper.catalogue.document_types.get(value.document_type)
        rule = kind.field(value.field) if kind else None
        return Answer("" if absence else verification.stored_form(rule, text), absence)

    # ---- how good it is ------------------------------------------------------------------------

    def expected(self, officer: Officer, document_type: str, field: str) -> Expected:
        """Return how many errors are to be expected where nobody has looked, and how many may be.

        What was found wrong among the values looked at counts at least as much as the scores.
        """
        require(officer, Action.VERIFY)
        found = self.store.measures.expected(document_type, field)
        per_thousand = self.paper.catalogue.rules.reviewing.errors_per_thousand
        return replace(found, allowed=found.total * per_thousand / 1000)

    def accept_rest(self, officer: Officer, document_type: str, field: str) -> int:
        """Accept the values of a field that still wait, once the office's target is met.

        Returns how many were accepted. Raises TargetNotMetError while more errors are to be
        expected than the target leaves; what each rests on is journaled.
        """
        expected = self.expected(officer, document_type, field)
        if not expected.met:
            raise TargetNotMetError(
                errors=f"{expected.errors:.1f}", allowed=f"{expected.allowed:.1f}"
            )
        waiting = self.paper.waiting_values(officer, document_type, field)
        self.store.journal.add(
            officer,
            "rest-accepted",
            f"{document_type}/{field}",
            after=f"{len(waiting)} of {expected.total}, {expected.errors:.3f} errors expected,"
            f" {expected.wrong} of {expected.seen} wrong",
        )
        for one in waiting:
            self.paper.decide(officer, one.value.id, one.value.version)
        return len(waiting)

    def quality(self, officer: Officer) -> Quality:
        """Return how often the values were wrong that the machine was sure of and a person saw."""
        require(officer, Action.VIEW_STATISTICS)
        return self.store.measures.quality()

    def tally(self, officer: Officer) -> Tally:
        """Return what this officer and all have verified today, and what still waits."""
        require(officer, Action.VERIFY)
        today = datetime.now(OFFICE_TIME).replace(hour=0, minute=0, second=0, microsecond=0)
        return self.store.measures.tally(officer, today)

    def keyers(self, officer: Officer, first: datetime, last: datetime) -> tuple[Keyer, ...]:
        """Return what each person decided between two moments, how fast and how well."""
        require(officer, Action.VIEW_STATISTICS)
        return self.store.measures.keyers(first, last)

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
