"""What officers may ask of the warehouse: whose facts, since when, from where; and put them right.

Every look at a person's facts is journaled with who looked; every correction takes two officers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime

from digitizer.catalogue import Catalogue, kept_place
from digitizer.errors import NotFoundError
from digitizer.jobs import CancelToken, Progress, Report, silent
from digitizer.model.clock import OFFICE_TIME
from digitizer.model.doctype import Reads
from digitizer.model.dossier import Owner
from digitizer.model.officer import Officer
from digitizer.model.place import PlaceCount
from digitizer.model.reuse import WarehouseRow
from digitizer.model.rights import Action, may, require
from digitizer.model.search import PageHit, SavedSearch, TextQuery
from digitizer.model.warehouse import Correction, StaleUse
from digitizer.paper import recognition, verification
from digitizer.store import Store
from digitizer.vietnamese import digits, fold, nfc

_WORD = re.compile(r"[^\W_]+")
_SHOWN_LINES = 3
_AT_ONCE = 500
_READ_FOR_MARKS = 200
"""Pages whose text is fetched to look for marks and lines; more than a person reads."""


@dataclass(frozen=True, slots=True)
class WarehouseJourney:
    """The warehouse as officers see it."""

    store: Store
    catalogue: Catalogue

    # ---- facts -----------------------------------------------------------------------------------

    def facts(
        self,
        officer: Officer,
        holder: str,
        *,
        known_at: datetime | None = None,
        true_on: date | None = None,
    ) -> tuple[WarehouseRow, ...]:
        """Return the facts of a person, or of an organisation; the look is journaled.

        ``holder`` is a citizen number or an organisation's number. Times as in ``People.rows``.
        """
        require(officer, Action.VIEW)
        number = digits(holder) or holder.strip().upper()
        people = self.store.people
        rows = people.rows(number, known_at=known_at, true_on=true_on)
        if not rows:
            code = "".join(holder.split()).upper()
            rows = people.rows(organisation=code, known_at=known_at, true_on=true_on)
            number = code if rows else number
        self.store.journal.add(officer, "person-viewed", f"person/{number}", after=str(len(rows)))
        return rows

    def people_born(self, officer: Officer, name: str, day: date) -> tuple[Owner, ...]:
        """Return people of this name, with or without marks, born on this day by a verified paper.

        Whose number it is a person decides: the answer is a help to find it. It is journaled.
        """
        require(officer, Action.REUSE)
        asked = tuple(
            (kind.code, person.birth_date)
            for kind in self.catalogue.document_types.values()
            for person in kind.persons
            if person.birth_date and person.personal_id in kind.person_fields
        )
        found = self.store.people.born(nfc(name), day, asked)
        self.store.journal.add(officer, "people-looked-for", "person", after=str(len(found)))
        return found

    # ---- places ----------------------------------------------------------------------------------

    def places(self, officer: Officer) -> tuple[PlaceCount, ...]:
        """Return how many verified addresses lie in each administrative unit in force."""
        require(officer, Action.VIEW)
        return self.store.fact_places.counts()

    def living_in(
        self, officer: Officer, *, unit_code: str = "", province: str = ""
    ) -> tuple[WarehouseRow, ...]:
        """Return the verified addresses within a commune or a province; the look is journaled."""
        require(officer, Action.VIEW)
        found = self.store.fact_places.within(unit_code=unit_code, province=province)
        self.store.journal.add(
            officer, "people-looked-for", f"place/{unit_code or province}", after=str(len(found))
        )
        return found

    def derive_places(
        self,
        officer: Officer,
        *,
        report: Report = silent,
        cancel: CancelToken | None = None,
    ) -> int:
        """Say anew where addresses lie that older tables of units spoke of; returns how many.

        Addresses that may lie in several units stay open; what is done stays done when stopped.
        """
        require(officer, Action.VERIFY)
        units = self.catalogue.units
        today = datetime.now(OFFICE_TIME).date()
        version = units.version(today)
        addresses = [
            (kind.code, rule.name)
            for kind in self.catalogue.document_types.values()
            for rule in kind.fields
            if rule.reads is Reads.ADDRESS
        ]
        done = 0
        while found := self.store.fact_places.outdated(version, addresses, _AT_ONCE):
            (cancel or CancelToken()).check()
            kept = {number: kept_place(units, text, today) for number, text in found.items()}
            self.store.fact_places.keep(officer, kept)
            done += len(kept)
            report(Progress(done, 0, version))
        return done

    # ---- corrections -----------------------------------------------------------------------------

    def propose(self, officer: Officer, fact_id: int, value: str, reason: str) -> int:
        """Say that a verified value is wrong; it stays until another officer approves."""
        require(officer, Action.CORRECT)
        fact = self.store.people.fact(fact_id)
        kind = self.catalogue.document_types.get(fact.document_type)
        rule = None if kind is None else kind.field(fact.field)
        stored = verification.stored_form(rule, value)
        return self.store.corrections.propose(officer, fact_id, stored, nfc(reason))

    def approve(self, officer: Officer, correction_id: int) -> tuple[str, ...]:
        """Put a value right; returns the dossiers that rest on the old one."""
        require(officer, Action.APPROVE_CORRECTION)
        dossiers = self.store.corrections.approve(officer, correction_id)
        self.derive_places(officer)
        return dossiers

    def refuse(self, officer: Officer, correction_id: int, reason: str) -> None:
        """Leave a value as it is, and say why."""
        require(officer, Action.APPROVE_CORRECTION)
        self.store.corrections.refuse(officer, correction_id, nfc(reason))

    def corrections(self, officer: Officer) -> tuple[Correction, ...]:
        """Return the corrections that wait for a decision."""
        require(officer, Action.VIEW)
        return self.store.corrections.waiting()

    def stale_uses(self, officer: Officer, dossier_code: str | None = None) -> tuple[StaleUse, ...]:
        """Return the dossiers that rest on a value corrected since and are not settled."""
        require(officer, Action.VIEW)
        return self.store.corrections.stale_uses(dossier_code)

    def settle(self, officer: Officer, dossier_code: str, fact_id: int, note: str) -> None:
        """Say what was done about a dossier that rests on a corrected value."""
        require(officer, Action.SETTLE)
        self.store.corrections.settle(officer, dossier_code, fact_id, nfc(note))

    # ---- full text -------------------------------------------------------------------------------

    def search(self, officer: Officer, query: TextQuery) -> tuple[PageHit, ...]:
        """Return the pages on which all words stand, the newest first, with their lines.

        A word typed without marks finds every marking; one typed with marks finds these only.
        Who looked for what is journaled.
        """
        require(officer, Action.VIEW)
        self.store.journal.add(officer, "text-searched", "search", after=nfc(query.words))
        marked = _marked(query.words)
        hits = self.store.searching.pages(query, limit=_READ_FOR_MARKS)
        return tuple(hit for one in hits if (hit := self._with_lines(officer, one, query, marked)))

    def index_missing(self, officer: Officer) -> int:
        """Index pages that were read before there was an index; returns how many."""
        require(officer, Action.VIEW)
        count = 0
        while done := self.store.searching.index_missing(
            lambda digest: recognition.kept_text(self.store, digest).text()
        ):
            count += done
        return count

    def saved_searches(self, officer: Officer) -> tuple[SavedSearch, ...]:
        """Return the searches this officer keeps."""
        require(officer, Action.VIEW)
        return self.store.searching.saved(officer)

    def save_search(self, officer: Officer, name: str, query: TextQuery) -> None:
        """Keep a search under a name."""
        require(officer, Action.VIEW)
        self.store.searching.save(officer, nfc(name), query)

    def forget_search(self, officer: Officer, search_id: int) -> None:
        """Drop a search the officer keeps."""
        require(officer, Action.VIEW)
        self.store.searching.forget(officer, search_id)

    def _with_lines(
        self, officer: Officer, hit: PageHit, query: TextQuery, marked: list[str]
    ) -> PageHit | None:
        """Return the page with the lines the words stand in; None when marks do not agree."""
        try:
            text = nfc(recognition.kept_text(self.store, hit.text_hash).text())
        except NotFoundError:
            # erased while it was being looked for
            return None
        there = {word.casefold() for word in _WORD.findall(text)}
        if not all(any(word.startswith(one) for word in there) for one in marked):
            return None
        wanted = [fold(word) for word in _WORD.findall(nfc(query.words))]
        if not may(officer, Action.VIEW_SENSITIVE):
            # whatever stands on the page beside the words may be what is kept from them
            return hit
        lines = [line for line in text.splitlines() if _holds(line, wanted)]
        lines.sort(key=lambda line: -sum(one in fold(line) for one in wanted))
        return replace(hit, lines=tuple(lines[:_SHOWN_LINES]))


def _marked(words: str) -> list[str]:
    """Return the words that were typed with marks, in small letters."""
    typed = [word.casefold() for word in _WORD.findall(nfc(words))]
    return [word for word in typed if fold(word) != word]


def _holds(line: str, wanted: list[str]) -> bool:
    there = [fold(word) for word in _WORD.findall(line)]
    return any(word.startswith(one) for word in there for one in wanted)
