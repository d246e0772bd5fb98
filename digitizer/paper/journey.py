"""The paper journey, stage by stage.

intake → cleanup and recognition → sorting → extraction → checking → reuse → verification →
warehouse.

Every method takes the acting officer: rights and four-eyes are enforced here and again in the
store. Methods are safe to call from any thread but the window's own, since they read and write.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from pathlib import Path
from random import SystemRandom

from digitizer.catalogue import Catalogue, due_day
from digitizer.catalogue.lexicon import shipped_lexicon
from digitizer.errors import NotFoundError, WrongStateError
from digitizer.files import Held
from digitizer.jobs import CancelToken, Report, silent
from digitizer.model.clock import OFFICE_TIME
from digitizer.model.document import Document, Page, PageState
from digitizer.model.dossier import (
    WITH_CLERK,
    Channel,
    Claim,
    Dossier,
    DossierState,
    Owner,
)
from digitizer.model.field import Absence, Evidence, FieldValue
from digitizer.model.officer import Officer
from digitizer.model.procedure import Procedure
from digitizer.model.reuse import Offer
from digitizer.model.review import Effort
from digitizer.model.rights import Action, require, require_other_eyes
from digitizer.model.view import (
    DossierSummary,
    DossierView,
    IntakeOutcome,
    ReadingOutcome,
    Standing,
    WaitingKind,
    WaitingValue,
)
from digitizer.model.witness import CardWitnesses
from digitizer.paper import (
    completeness,
    copies,
    intake,
    late_replies,
    recognition,
    reuse,
    reviewing,
    separating,
    shared_reading,
    shielding,
    suggesting,
    verification,
    warehouse,
)
from digitizer.paper.learning import Learning
from digitizer.paper.opening import AskPassword
from digitizer.paper.shielding import Shield
from digitizer.paper.understanding import Understanding
from digitizer.settings import Settings
from digitizer.store import Store
from digitizer.vietnamese import digits, nfc
from digitizer.workqueue import queue_of
from ocr.model import PageText, SourcePage
from ocr.reader import Reader

CLOSING_TIME = time(17, 0)
_UNREAD = (PageState.STORED, PageState.FAILED)


def _heard(_page: Page) -> None:
    """Hear of a page and do nothing."""


@dataclass(frozen=True, slots=True)
class PaperJourney:
    """What officers may ask of the core on a dossier's way from paper to warehouse."""

    store: Store
    catalogue: Catalogue
    settings: Settings
    reader: Callable[[], Reader]
    """Gives the recogniser; a function, because starting its processes takes time."""
    learning: Learning | None = None
    """What sorting has learned from this office."""
    copies_signed: Callable[[str], None] | None = None
    """Refuses a dossier whose copies lack a signature the rules ask for, by its code."""
    ahead: Callable[[str], None] | None = None
    """Has made ahead what the next person will need of a dossier, by its code."""

    # ---- the clerk -----------------------------------------------------------------------------

    def open_dossier(
        self,
        officer: Officer,
        procedure: str,
        owner: Owner | None = None,
        channel: Channel = Channel.COUNTER,
        received: int | None = None,
    ) -> Dossier:
        """Open a dossier for a procedure and give it its code.

        ``received`` is the number of the delivery in the inbox that it is opened for.
        """
        require(officer, Action.OPEN_DOSSIER)
        rule = self.catalogue.procedure(procedure)
        now = datetime.now(UTC)
        return self.store.dossiers.create(
            officer,
            code=self._next_code(now),
            procedure=rule.code,
            owner=_clean_owner(owner or Owner()),
            channel=channel,
            received_at=now,
            due_at=_due_at(now, rule.deadline_working_days),
            received=received,
        )

    def take_in(
        self,
        officer: Officer,
        dossier_code: str,
        paths: Sequence[Path | Held],
        *,
        report: Report = silent,
        cancel: CancelToken | None = None,
        on_page: Callable[[Page], None] | None = None,
        ask: AskPassword | None = None,
    ) -> IntakeOutcome:
        """Store the pages of files; ``on_page`` hears of each page once it is safe on disk.

        ``ask`` is asked for the passwords of files that want one.
        """
        require(officer, Action.TAKE_IN)
        self._require_with_clerk(dossier_code)
        hear = on_page or _heard

        def stored(page: Page, source: SourcePage) -> None:
            hear(page)
            if source.own_text is not None:
                recognition.read_own_text(self.store, self.reader(), page, source)

        into = intake.Intake(self.store, self.reader(), officer, dossier_code, ask)
        return intake.take_in(
            into, paths, report=report, cancel=cancel or CancelToken(), on_page=stored
        )

    def read(
        self,
        officer: Officer,
        dossier_code: str,
        *,
        report: Report = silent,
        cancel: CancelToken | None = None,
        on_page: Callable[[Page], None] | None = None,
    ) -> ReadingOutcome:
        """Read what is unread, then sort, extract and check the whole dossier."""
        require(officer, Action.TAKE_IN)
        pages = self.store.dossiers.pages(dossier_code)
        unread = [page for page in pages if page.state in _UNREAD]
        outcome = self._read_pages(
            dossier_code, unread, report, cancel or CancelToken(), on_page or _heard
        )
        # pages read while their stack was still being fed belong to no paper yet
        fresh = [page.id for page in pages if page.state in _UNREAD or page.document_id is None]
        separated = separating.set_aside(self.store, officer, dossier_code, fresh)
        for other in separated.others:
            self._machine.understand(officer, other)
        self._machine.understand(officer, dossier_code)
        self._make_ahead(dossier_code)
        return replace(outcome, sent_to=separated.others)

    def read_behind(
        self,
        officer: Officer,
        dossier_code: str,
        *,
        report: Report = silent,
        cancel: CancelToken | None = None,
        on_page: Callable[[Page], None] | None = None,
    ) -> ReadingOutcome:
        """Read what has been fed so far; ``read`` makes papers of it when the feed has ended.

        Leaves a core to the feed. A page that failed is left to ``read``.
        """
        require(officer, Action.TAKE_IN)
        pages = self.store.dossiers.pages(dossier_code)
        unread = [page for page in pages if page.state is PageState.STORED]
        return self._read_pages(
            dossier_code, unread, report, cancel or CancelToken(), on_page or _heard, aside=True
        )

    def read_words(self, dossier_code: str, *, cancel: CancelToken) -> ReadingOutcome:
        """Read the pages that wait, as a machine does, in nobody's name; no papers are made."""
        pages = self.store.dossiers.pages(dossier_code)
        unread = [page for page in pages if page.state is PageState.STORED]
        return self._read_here(unread, silent, cancel, _heard, aside=True)

    def set_owner(self, officer: Officer, dossier_code: str, owner: Owner) -> Dossier:
        """Say whose dossier it is."""
        require(officer, Action.KEY)
        before = self.store.dossiers.get(dossier_code).owner
        dossier = self.store.dossiers.set_owner(officer, dossier_code, _clean_owner(owner))
        if dossier.owner.personal_id != before.personal_id:
            # what was reused belonged to the citizen of the former number
            for document in self.store.dossiers.documents(dossier_code):
                if document.reused_from is not None:
                    self.store.dossiers.drop_reused(officer, document.id)
        self._machine.check(dossier_code)
        return dossier

    def set_document_type(self, officer: Officer, document_id: int, type_code: str) -> None:
        """Say what kind of paper a document is; its fields are then read anew from its words."""
        require(officer, Action.KEY)
        document = self.store.dossiers.document(document_id)
        self.catalogue.document_type(type_code)
        procedure = self._procedure(document.dossier_code)
        component = completeness.component_for(procedure, type_code)
        self.store.dossiers.set_type(officer, document_id, type_code, component)
        document = self.store.dossiers.document(document_id)
        self._machine.extract(document)
        self._machine.check(document.dossier_code)
        if self.learning is not None:
            self.learning.confirm(officer, [document])

    def understand(self, officer: Officer, dossier_code: str) -> None:
        """Sort, extract and check again from the words at hand, after pages were edited."""
        require(officer, Action.TAKE_IN)
        self._machine.understand(officer, dossier_code)

    def offers(self, officer: Officer, dossier_code: str) -> tuple[Offer, ...]:
        """Return what the warehouse holds for this dossier's owner."""
        require(officer, Action.REUSE)
        dossier = self.store.dossiers.get(dossier_code)
        documents = self.store.dossiers.documents(dossier_code)
        procedure = self._procedure(dossier_code)
        found = reuse.offers_for(
            self.store,
            procedure,
            dossier,
            documents,
            datetime.now(UTC).astimezone(OFFICE_TIME).date(),
        )
        if found:
            # a person's papers are looked at for one purpose, the procedure asked for
            self.store.journal.add(officer, "offers-viewed", dossier_code, after=procedure.code)
        return found

    def accept_offer(self, officer: Officer, dossier_code: str, offer: Offer) -> Document:
        """Let a verified paper of an earlier dossier stand for a component; no page is added."""
        require(officer, Action.REUSE)
        if offer not in self.offers(officer, dossier_code):
            raise NotFoundError(name=offer.document_type)
        document = self.store.dossiers.add_reused(officer, dossier_code, offer)
        self._machine.check(dossier_code)
        return document

    def undo_reuse(self, officer: Officer, document_id: int) -> None:
        """Take a reused paper out of its dossier again."""
        require(officer, Action.REUSE)
        document = self.store.dossiers.document(document_id)
        self.store.dossiers.drop_reused(officer, document_id)
        self._machine.check(document.dossier_code)

    def refuse_offer(self, officer: Officer, dossier_code: str, offer: Offer, reason: str) -> None:
        """Record that an offered paper was not used, and why."""
        require(officer, Action.REUSE)
        self.store.people.refuse(officer, dossier_code, offer.document_id, reason)

    def submit(self, officer: Officer, dossier_code: str) -> Dossier:
        """Hand a dossier to the supervisor.

        Raises IncompleteDossierError while a required component is missing.
        """
        require(officer, Action.SUBMIT)
        documents = self.store.dossiers.documents(dossier_code)
        components = completeness.components_of(self._procedure(dossier_code), documents)
        verification.require_complete(components, documents)
        verification.require_read(self.store.dossiers.pages(dossier_code), documents)
        values = self.store.dossiers.values(dossier_code)
        verification.require_understood(documents, self.catalogue.document_types, values)
        if self.copies_signed is not None:
            self.copies_signed(dossier_code)
        asked = reviewing.asked_of(
            values,
            documents,
            self.catalogue.document_types,
            self.catalogue.rules.reviewing,
            SystemRandom().random,
        )
        return self.store.dossiers.move(
            officer,
            dossier_code,
            DossierState.VERIFYING,
            looks=asked.looks,
            machine_voices=asked.machine_voices,
        )

    # ---- the supervisor ------------------------------------------------------------------------

    def decide(
        self,
        officer: Officer,
        value_id: int,
        version: int,
        *,
        value: str | None = None,
        absence: Absence | None = None,
        evidence: Evidence | None = None,
        effort: Effort | None = None,
        reason: str = "",
    ) -> FieldValue:
        """Accept a value as it is, or put a person's value or a stated absence in its place.

        ``reason`` says why it stands although a check warns.
        """
        current = self.store.dossiers.value(value_id)
        document = self.store.dossiers.document(current.document_id)
        dossier_code = document.dossier_code
        action = self._deciding(officer, dossier_code)
        self._shield(officer).require(document.type, current.name)
        decided = self.store.dossiers.decide(
            officer,
            value_id,
            version,
            action=action,
            value=None if value is None else self._normalised(current, value),
            absence=absence,
            evidence=evidence,
            effort=effort,
            reason=reason,
        )
        self._machine.check(dossier_code)
        return decided

    def restore(
        self, officer: Officer, value_id: int, version: int, *, to: int | None = None
    ) -> FieldValue:
        """Put the machine's value back in place of a person's, or the former version ``to``."""
        document_id = self.store.dossiers.value(value_id).document_id
        dossier_code = self.store.dossiers.document(document_id).dossier_code
        self._deciding(officer, dossier_code)
        restored = self.store.dossiers.restore(officer, value_id, version, to=to)
        self._machine.check(dossier_code)
        return restored

    def verify(self, officer: Officer, dossier_code: str) -> Dossier:
        """Stand for a dossier's values and load them into the warehouse.

        Raises UndecidedFieldsError, IncompleteDossierError or FourEyesError.
        """
        require(officer, Action.VERIFY)
        view = self._view(dossier_code)
        keyed_by = self.store.dossiers.hands(dossier_code).keyed
        require_other_eyes(officer, Action.VERIFY, keyed_by)
        verification.require_complete(view.components, view.documents)
        verification.require_read(view.pages, view.documents)
        verification.require_understood(view.documents, self.catalogue.document_types, view.values)
        verification.require_decided(view.values, view.findings, keyed_by)
        at = datetime.now(UTC)
        facts = [
            row
            for document in view.documents
            if document.reused_from is None
            for row in warehouse.rows_for(
                view.dossier,
                document,
                self.catalogue.document_type(document.type or ""),
                view.values_of(document.id),
                officer,
                at,
                self.catalogue.units,
            )
        ]
        verified = self.store.dossiers.move(
            officer,
            dossier_code,
            DossierState.VERIFIED,
            facts=facts,
            standing={value.id: value.version for value in view.values},
        )
        if self.learning is not None:
            self.learning.confirm(officer, view.documents)
        self._make_ahead(dossier_code)
        return verified

    def check(self, officer: Officer, dossier_code: str) -> None:
        """Check a dossier again after a value was decided elsewhere."""
        require(officer, Action.VERIFY)
        self._machine.check(dossier_code)

    def claim(self, officer: Officer, dossier_code: str, *, over: bool = False) -> Claim:
        """Let one supervisor at a time work on a dossier; raises ClaimedError.

        A claim runs out by itself; ``over`` takes it from its holder.
        """
        require(officer, Action.VERIFY)
        return self.store.claims.take(officer, dossier_code, over=over)

    def give_back(self, officer: Officer, dossier_code: str) -> None:
        """Let others work on a dossier again."""
        require(officer, Action.VERIFY)
        self.store.claims.release(officer, dossier_code)

    def waiting_kinds(self, officer: Officer) -> tuple[WaitingKind, ...]:
        """Return the fields with values that wait for this officer, over all dossiers."""
        require(officer, Action.VERIFY)
        may_see = self._shield(officer).may_see
        found = self.store.dossiers.waiting_kinds(officer)
        return tuple(one for one in found if may_see(one.document_type, one.field))

    def waiting_values(
        self, officer: Officer, document_type: str, field: str
    ) -> tuple[WaitingValue, ...]:
        """Return the values of one field that wait for this officer; the look is journaled."""
        require(officer, Action.VERIFY)
        self._shield(officer).require(document_type, field)
        found = self.store.dossiers.waiting_values(officer, document_type, field)
        subject = f"{document_type}/{field}"
        self.store.journal.add(officer, "values-viewed", subject, after=str(len(found)))
        return found

    def return_to_clerk(self, officer: Officer, dossier_code: str, reason: str) -> Dossier:
        """Send a dossier back with a reason."""
        require(officer, Action.RETURN)
        return self.store.dossiers.move(officer, dossier_code, DossierState.RETURNED, reason=reason)

    # ---- everybody who may look ----------------------------------------------------------------

    def summaries(
        self,
        officer: Officer,
        states: Collection[DossierState] = (),
        limit: int = 200,
        offset: int = 0,
    ) -> tuple[DossierSummary, ...]:
        """Return the dossiers in these states (all when none are named), the soonest due first."""
        require(officer, Action.VIEW)
        return self.store.dossiers.summaries(states, limit=limit, offset=offset)

    def own_summaries(
        self, officer: Officer, limit: int = 200, offset: int = 0
    ) -> tuple[DossierSummary, ...]:
        """Return the dossiers this officer opened: returned, soonest due, issued."""
        require(officer, Action.VIEW)
        return self.store.dossiers.summaries((), limit=limit, offset=offset, opened_by=officer.id)

    def find(self, officer: Officer, words: str) -> tuple[DossierSummary, ...]:
        """Return the dossiers that these words name; who looked for what is journaled."""
        require(officer, Action.VIEW)
        found = self.store.dossiers.find(words)
        if found:
            self.store.journal.add(officer, "dossiers-searched", "search", after=nfc(words))
        return found

    def view(self, officer: Officer, dossier_code: str) -> DossierView:
        """Return a dossier with everything that belongs to it; the look is journaled."""
        require(officer, Action.VIEW)
        self.store.journal.add(officer, "dossier-viewed", dossier_code)
        view = self._view(dossier_code)
        values = self._shield(officer).values(dossier_code, view.values)
        kept = {one.id for one in values if one.hidden}
        places = {key: place for key, place in view.places.items() if key not in kept}
        late = late_replies.findings(self.store, officer, dossier_code)
        return replace(view, values=values, places=places, findings=view.findings + late)

    def standing(self, officer: Officer, dossier_code: str) -> Standing:
        """Return how the values stand after a decision; opening the dossier was journaled."""
        require(officer, Action.VIEW)
        dossiers = self.store.dossiers
        return Standing(
            values=self._shield(officer).values(dossier_code, dossiers.values(dossier_code)),
            findings=dossiers.findings(dossier_code)
            + late_replies.findings(self.store, officer, dossier_code),
            keyed_by=dossiers.hands(dossier_code).keyed,
        )

    def card_witnesses(self, officer: Officer, dossier_code: str) -> tuple[CardWitnesses, ...]:
        """Return the dossier's cards, what each witness says of them, and whose they are."""
        require(officer, Action.VIEW)
        cards = self._machine.card_witnesses(dossier_code)
        return self._shield(officer).cards(dossier_code, cards)

    def suggestions(self, officer: Officer, value_id: int, text: str) -> tuple[str, ...]:
        """Return known names, places or wordings near a text, for a person to choose from."""
        require(officer, Action.VIEW)
        current = self.store.dossiers.value(value_id)
        document = self.store.dossiers.document(current.document_id)
        rule = self.catalogue.document_type(document.type or "").field(current.name)
        return () if rule is None else suggesting.suggestions(rule.reads, text, shipped_lexicon())

    def page_image(self, officer: Officer, page_id: int) -> bytes:
        """Return a page's image as stored, JPEG or PNG; the look is journaled."""
        require(officer, Action.VIEW)
        page = self.store.dossiers.page(page_id)
        self.store.journal.add(officer, "page-viewed", f"{page.dossier_code}/{page_id}")
        places = self._shield(officer).places(page.dossier_code, page_id)
        return shielding.covered(self.store.vault.get(page.image_hash), places)

    def page_text(self, officer: Officer, page_id: int) -> PageText | None:
        """Return a page's words, or None while it is unread."""
        require(officer, Action.VIEW)
        page = self.store.dossiers.page(page_id)
        if page.text_hash is None:
            return None
        places = self._shield(officer).places(page.dossier_code, page_id)
        return shielding.without(recognition.kept_text(self.store, page.text_hash), places)

    def searchable_pdf(self, officer: Officer, document_id: int) -> bytes:
        """Return a document as two-layer PDF/A-2b; a signed original comes as it is."""
        require(officer, Action.VIEW)
        document = self.store.dossiers.document(document_id)
        self._shield(officer).require_whole(document)
        self.store.journal.add(
            officer, "document-exported", f"{document.dossier_code}/{document_id}"
        )
        return copies.searchable(self.store, self.catalogue, document)

    # ---- within ---------------------------------------------------------------------------------

    def _read_pages(
        self,
        dossier_code: str,
        pages: Sequence[Page],
        report: Report,
        cancel: CancelToken,
        on_page: Callable[[Page], None],
        *,
        aside: bool = False,
    ) -> ReadingOutcome:
        """Read pages on the office's machines where there are any, else on this one."""
        fresh = [page for page in pages if page.state is PageState.STORED]
        outcome = ReadingOutcome(0, (), 0.0)
        if self.store.is_shared and fresh:
            queue = queue_of(self.store)
            at_counter = self.store.dossiers.get(dossier_code).channel is Channel.COUNTER
            # without a worker nothing is put in: what this desk reads must not wait there
            if queue.state().workers and shared_reading.put(queue, fresh, at_counter=at_counter):
                outcome, left = shared_reading.wait(
                    self.store, queue, fresh, report=report, cancel=cancel, on_page=on_page
                )
                again = [page for page in pages if page.state is not PageState.STORED]
                pages = [*left, *again]
        here = self._read_here(pages, report, cancel, on_page, aside=aside)
        return ReadingOutcome(
            outcome.read + here.read,
            outcome.failures + here.failures,
            outcome.seconds + here.seconds,
        )

    def _read_here(
        self,
        pages: Sequence[Page],
        report: Report,
        cancel: CancelToken,
        on_page: Callable[[Page], None],
        *,
        aside: bool,
    ) -> ReadingOutcome:
        """Read pages on this machine; those that another thread is reading are waited for."""
        under_way = self.store.under_way
        by_key = {recognition.reading_of(page): page for page in pages}
        with under_way.claim(by_key) as free:
            outcome = recognition.read_pages(
                self.store,
                self.reader(),
                [by_key[key] for key in free],
                report=report,
                cancel=cancel,
                on_page=on_page,
                aside=aside,
            )
        others = [key for key in by_key if key not in free]
        under_way.await_end(others, cancel)
        for key in others:
            with contextlib.suppress(NotFoundError):
                on_page(self.store.dossiers.page(by_key[key].id))
        return replace(outcome, read=outcome.read + len(others))

    def _make_ahead(self, dossier_code: str) -> None:
        if self.ahead is not None:
            self.ahead(dossier_code)

    @property
    def _machine(self) -> Understanding:
        return Understanding(self.store, self.catalogue, self.reader, self.learning)

    def _shield(self, officer: Officer) -> Shield:
        return Shield(self.store, self.catalogue, officer)

    def _view(self, dossier_code: str) -> DossierView:
        documents = self.store.dossiers.documents(dossier_code)
        values = self.store.dossiers.values(dossier_code)
        return DossierView(
            dossier=self.store.dossiers.get(dossier_code),
            components=completeness.components_of(self._procedure(dossier_code), documents),
            documents=documents,
            pages=self.store.dossiers.pages(dossier_code),
            values=values,
            findings=self.store.dossiers.findings(dossier_code),
            places=self._machine.places(documents, values),
        )

    def _procedure(self, dossier_code: str) -> Procedure:
        return self.catalogue.procedure(self.store.dossiers.get(dossier_code).procedure)

    def _deciding(self, officer: Officer, dossier_code: str) -> Action:
        """Return under which right this officer decides values in the dossier's present state."""
        state = self.store.dossiers.get(dossier_code).state
        action = Action.VERIFY if state is DossierState.VERIFYING else Action.KEY
        require(officer, action)
        if action is Action.VERIFY:
            hands = self.store.dossiers.hands(dossier_code)
            require_other_eyes(officer, action, hands.keyed)
        return action

    def _require_with_clerk(self, dossier_code: str) -> None:
        """Raise WrongStateError before a file is stored for a dossier that is closed to intake."""
        state = self.store.dossiers.get(dossier_code).state
        if state not in WITH_CLERK:
            raise WrongStateError(dossier=dossier_code, state=state.value)

    def _normalised(self, current: FieldValue, value: str) -> str:
        document = self.store.dossiers.document(current.document_id)
        rule = self.catalogue.document_type(document.type or "").field(current.name)
        return verification.stored_form(rule, value)

    def _next_code(self, now: datetime) -> str:
        day = now.astimezone(OFFICE_TIME).date()
        serial = self.store.dossiers.next_serial(day)
        return f"{self.settings.office_code}-{day:%y%m%d}-{serial:04d}"


def _clean_owner(owner: Owner) -> Owner:
    return Owner(name=nfc(owner.name), personal_id=digits(owner.personal_id))


def _due_at(received: datetime, working_days: int) -> datetime:
    """Return the closing time of the day the result is due, in UTC."""
    day = due_day(received.astimezone(OFFICE_TIME).date(), working_days)
    return datetime.combine(day, CLOSING_TIME, OFFICE_TIME).astimezone(UTC)
