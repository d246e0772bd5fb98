"""The machine's part between a person's steps: sort, extract and check from stored words.

No page is recognised anew here, and nothing a person decided is touched.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from digitizer.catalogue import Catalogue
from digitizer.errors import StoreDamagedError
from digitizer.model.clock import OFFICE_TIME
from digitizer.model.doctype import DocumentType
from digitizer.model.document import CopyKind, Document, Page
from digitizer.model.field import FieldReading, FieldValue, Finding
from digitizer.model.officer import Officer
from digitizer.model.place import Located
from digitizer.model.procedure import Procedure
from digitizer.model.witness import CardWitnesses
from digitizer.paper import (
    card_witnesses,
    checking,
    completeness,
    corroborating,
    extraction,
    known_pages,
    recognition,
    sorting,
)
from digitizer.paper.card_witnesses import NamedPerson, Side
from digitizer.paper.learning import Learning
from digitizer.store import NewDocument, Store
from ocr.model import Line, PageText
from ocr.reader import Reader

_SHORT_HASH = 8


@dataclass(frozen=True, slots=True)
class Understanding:
    """Turns a dossier's stored words into documents, field values and findings."""

    store: Store
    catalogue: Catalogue
    reader: Callable[[], Reader]
    """Gives the recogniser; only asked for when lines are to be looked at again."""
    learning: Learning | None = None
    """What officers of this office confirmed; without it only the shipped model helps."""

    def understand(self, officer: Officer, dossier_code: str) -> None:
        """Sort the pages into documents, extract their fields, check them, name the owner.

        Lines that hold a value nothing vouches for are looked at once more on the way.
        """
        pages = [p for p in self.store.dossiers.pages(dossier_code) if p.text_hash is not None]
        texts = {p.id: text for p in pages if (text := self._text_of(p)) is not None}
        pages = [page for page in pages if page.id in texts]
        learned = None if self.learning is None else self.learning.model()
        found = sorting.sort_into_documents(
            [(p, texts[p.id]) for p in pages], self.catalogue, learned
        )
        procedure = self._procedure(dossier_code)
        documents = self.store.dossiers.save_documents(
            dossier_code, [_new_document(one, procedure, pages) for one in found]
        )
        texts |= self._looked_again(documents, texts)
        self._extract(dossier_code, documents, texts)
        # pages as they lie in their papers now
        sorted_pages = self.store.dossiers.pages(dossier_code)
        self.check(dossier_code, known=known_pages.find(self.store, sorted_pages, texts))
        self._name_owner(officer, dossier_code, procedure)

    def extract(self, document: Document) -> None:
        """Read a document's fields from its words; a reused or unknown paper is left alone."""
        self._extract(document.dossier_code, [document], {})

    def reread(self, document: Document, kind: DocumentType) -> tuple[FieldReading, ...]:
        """Return what a document's stored words give by a definition; nothing is stored.

        Raises StoreDamagedError when the words do not read back.
        """
        ((_, readings),) = self.reread_many([document], kind)
        if readings is None:
            raise StoreDamagedError(document=document.id)
        return readings

    def reread_many(
        self, documents: Sequence[Document], kind: DocumentType
    ) -> Iterator[tuple[Document, tuple[FieldReading, ...] | None]]:
        """Yield what the stored words of some documents give by a definition; nothing is stored.

        None stands for words that do not read back. Pages and what codes say beside them are
        fetched for all documents at once.
        """
        dossiers = self.store.dossiers
        beside = [
            one
            for one in dossiers.documents_of_many({one.dossier_code for one in documents})
            if one.type is not None
        ]
        values = dossiers.values_of_many([one.id for one in beside], corroborating.EXACT)
        persons: dict[str, list[corroborating.ExactPerson]] = {}
        for one in beside:
            rule = self.catalogue.document_type(one.type or "")
            persons.setdefault(one.dossier_code, []).extend(
                corroborating.exact_persons(one.id, rule, values[one.id])
            )
        pages = dossiers.pages_of_many([page for one in documents for page in one.pages])
        for one in documents:
            others = [p for p in persons.get(one.dossier_code, ()) if p.document_id != one.id]
            try:
                own = [pages[page_id] for page_id in one.pages]
                readings = self._readings(own, {}, kind)
            except StoreDamagedError:
                yield one, None
                continue
            yield (
                one,
                corroborating.corroborated(kind, readings, others, self.catalogue.rules),
            )

    def _extract(
        self,
        dossier_code: str,
        documents: Sequence[Document],
        texts: Mapping[int, PageText],
    ) -> None:
        """Read the fields of the documents; codes on any paper vouch for the same print."""
        readings = {
            document.id: self._readings(
                [self.store.dossiers.page(page_id) for page_id in document.pages],
                texts,
                self.catalogue.document_type(document.type),
            )
            for document in documents
            if document.type is not None and document.reused_from is None
        }
        persons = [
            person
            for one in self.store.dossiers.documents(dossier_code)
            if one.type is not None
            for person in corroborating.exact_persons(
                one.id,
                self.catalogue.document_type(one.type),
                readings.get(one.id) or self.store.dossiers.values_of(one.id),
            )
        ]
        for document in documents:
            if document.type is None or document.id not in readings:
                continue
            others = [person for person in persons if person.document_id != document.id]
            rule = self.catalogue.document_type(document.type)
            self.store.dossiers.save_readings(
                document.id,
                corroborating.corroborated(
                    rule, readings[document.id], others, self.catalogue.rules
                ),
            )

    def _looked_again(
        self, documents: Sequence[Document], texts: Mapping[int, PageText]
    ) -> dict[int, PageText]:
        """Have doubtful values read again; return the pages that have further readings now."""
        wanted: dict[Page, tuple[PageText, tuple[Line, ...]]] = {}
        for document in documents:
            if document.type is None or document.reused_from is not None:
                continue
            rule = self.catalogue.document_type(document.type)
            words = [(page_id, texts[page_id]) for page_id in document.pages if page_id in texts]
            lines = extraction.lines_to_look_at(rule, words, self.catalogue.rules)
            for page_id, asked in lines.items():
                wanted[self.store.dossiers.page(page_id)] = (texts[page_id], asked)
        return recognition.look_again(self.store, self.reader(), wanted) if wanted else {}

    def _readings(
        self,
        pages: Sequence[Page],
        texts: Mapping[int, PageText],
        kind: DocumentType,
    ) -> tuple[FieldReading, ...]:
        words = [
            (page.id, text)
            for page in pages
            if (text := texts.get(page.id) or self._text(page)) is not None
        ]
        # a page taken out or added makes other values, so its words are part of the basis
        made_from = ",".join((page.text_hash or "")[:_SHORT_HASH] for page in pages)
        return tuple(
            replace(reading, basis=f"{reading.basis}; words {made_from}")
            for reading in extraction.extract(kind, words, self.catalogue.rules)
        )

    def check(self, dossier_code: str, known: Sequence[Finding] | None = None) -> None:
        """Judge the values as they stand and keep the findings.

        ``known`` names pages that were digitized before; without it what was found of them stays.
        """
        if known is None:
            papers_now = {one.id for one in self.store.dossiers.documents(dossier_code)}
            known = [
                one
                for one in self.store.dossiers.findings(dossier_code)
                if one.code in known_pages.CODES
                and (one.document_id is None or one.document_id in papers_now)
            ]
        papers = [
            (one, self.catalogue.document_type(one.type), self.store.dossiers.values_of(one.id))
            for one in self.store.dossiers.documents(dossier_code)
            if one.type is not None
        ]
        findings = checking.check_dossier(
            papers,
            owner=self.store.dossiers.get(dossier_code).owner,
            rules=self.catalogue.rules,
            units=self.catalogue.units,
            on=datetime.now(UTC).astimezone(OFFICE_TIME).date(),
        )
        titles = {
            (one.id, rule.name): rule.title for one, kind, _ in papers for rule in kind.fields
        }
        told = {(finding.document_id, name) for finding in findings for name in finding.fields}
        dissent = card_witnesses.findings_of(self.card_witnesses(dossier_code), titles)
        new = (one for one in dissent if not told & {(one.document_id, n) for n in one.fields})
        self.store.dossiers.save_findings(dossier_code, (*findings, *new, *known))

    def card_witnesses(self, dossier_code: str) -> tuple[CardWitnesses, ...]:
        """Return the dossier's cards with what each of their witnesses says, and whose they are.

        Print and codes are read from the stored words; what a person typed is no witness.
        """
        documents = [
            one for one in self.store.dossiers.documents(dossier_code) if one.type is not None
        ]
        sides: list[Side | None] = []
        named: list[NamedPerson] = []
        for one in documents:
            kind = self.catalogue.document_type(one.type or "")
            if card_witnesses.is_card(kind):
                sides.append(self._side(one, kind))
            else:
                values = self.store.dossiers.values_of(one.id)
                named += card_witnesses.named_persons(one.id, kind, values)
        found = card_witnesses.card_witnesses([one for one in sides if one], self.catalogue.rules)
        return card_witnesses.bound(found, named)

    def _side(self, document: Document, kind: DocumentType) -> Side | None:
        """Return one side of a card from its stored words, or None when it has none here."""
        pages = [self.store.dossiers.page(page_id) for page_id in document.pages]
        words = tuple((page.id, text) for page in pages if (text := self._text(page)) is not None)
        if not words:
            return None
        readings = extraction.extract(kind, words, self.catalogue.rules)
        return Side(document.id, kind, words, readings)

    def places(
        self, documents: Sequence[Document], values: Sequence[FieldValue]
    ) -> dict[int, Located]:
        """Return where the addresses among the values lie today, by the id of the value."""
        found: dict[int, Located] = {}
        for document in documents:
            kind = self.catalogue.document_types.get(document.type or "")
            own = [value for value in values if value.document_id == document.id]
            if kind is None or not own:
                continue
            named = checking.places(kind, own, self.catalogue.units)
            found |= {one.id: named[one.name] for one in own if one.name in named}
        return found

    def _name_owner(self, officer: Officer, dossier_code: str, procedure: Procedure) -> None:
        """Take the owner from the papers when nobody has said it and the machine is sure."""
        if self.store.dossiers.get(dossier_code).owner.personal_id:
            return
        found = completeness.owner_from(
            procedure,
            self.store.dossiers.documents(dossier_code),
            self.store.dossiers.values(dossier_code),
        )
        if found is not None:
            self.store.dossiers.set_owner(officer, dossier_code, found)

    def _text(self, page: Page) -> PageText | None:
        return None if page.text_hash is None else recognition.kept_text(self.store, page.text_hash)

    def _text_of(self, page: Page) -> PageText | None:
        """Return a page's words; words that do not read back cost their page, not the dossier."""
        try:
            return recognition.kept_text(self.store, page.text_hash or "")
        except StoreDamagedError as error:
            self.store.dossiers.page_failed(page.id, error.code)
            return None

    def _procedure(self, dossier_code: str) -> Procedure:
        return self.catalogue.procedure(self.store.dossiers.get(dossier_code).procedure)


def _new_document(
    found: sorting.SortedDocument, procedure: Procedure, pages: Sequence[Page]
) -> NewDocument:
    signed = {page.id for page in pages if page.signed_original}
    begins = next(page.begins for page in pages if page.id == found.page_ids[0])
    kind, probability = found.type, found.probability
    told = next((rule for rule in procedure.components if rule.code == begins), None)
    if told is not None and kind not in told.document_types and len(told.document_types) == 1:
        kind, probability = told.document_types[0], 1.0
    component = completeness.component_for(procedure, kind)
    if told is not None and (kind is None or kind in told.document_types):
        component = told.code
    return NewDocument(
        type=kind,
        probability=probability,
        component=component,
        copy_kind=CopyKind.ELECTRONIC if signed.issuperset(found.page_ids) else CopyKind.ORIGINAL,
        page_ids=found.page_ids,
    )
