"""Reads everything stored of one kind of paper again by its definition, from the stored words.

Nothing is recognised anew. What a person decided stays, and so does everything in a dossier that is
no longer with the clerk; a preview says so before anything is changed.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from digitizer.jobs import CancelToken, Progress, Report, silent
from digitizer.model.doctype import DocumentType
from digitizer.model.document import Document
from digitizer.model.dossier import WITH_CLERK, DossierState
from digitizer.model.field import FieldReading, FieldValue
from digitizer.model.officer import Officer
from digitizer.model.rights import Action, require
from digitizer.paper.understanding import Understanding

_SHOWN = 2000


class Lock(StrEnum):
    """Why a value stays as it is although it would be read otherwise now."""

    PERSON = "person"
    """Somebody stands for it."""
    HANDED_ON = "handed-on"
    """Its dossier is with the supervisor, verified or answered."""


@dataclass(frozen=True, slots=True)
class Change:
    """A value that would be another by the definition."""

    document_id: int
    dossier_code: str
    page_id: int
    field: str
    before: str
    after: str
    sure: bool
    lock: Lock | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """What reading everything of a kind again would change."""

    papers: int
    values: int
    """Values compared."""
    changes: tuple[Change, ...]
    """The first ones; ``changed`` counts all."""
    changed: int
    locked: int
    """How many of the changed stay because they are locked."""
    unreadable: int
    """Papers whose words do not read back."""
    seconds: float


@dataclass(frozen=True, slots=True)
class Reextraction:
    """Compares and renews the values of one kind of paper."""

    machine: Understanding

    def preview(
        self,
        kind: DocumentType,
        *,
        most: int | None = None,
        report: Report = silent,
        cancel: CancelToken | None = None,
    ) -> Comparison:
        """Return what would change; nothing is written. ``most`` bounds the papers looked at."""
        started = time.perf_counter()
        changes: list[Change] = []
        papers = values = changed = locked = unreadable = 0
        total = self.machine.store.dossiers.count_of_type(kind.code)
        total = total if most is None else min(total, most)
        for document, state, before, readings in self._each(kind, most):
            (cancel or CancelToken()).check()
            papers += 1
            if readings is None:
                unreadable += 1
                continue
            values += len(readings)
            for change in _changes(document, state, before, readings):
                changed += 1
                locked += change.lock is not None
                if len(changes) < _SHOWN:
                    changes.append(change)
            report(Progress(papers, total, document.dossier_code))
        seconds = time.perf_counter() - started
        return Comparison(papers, values, tuple(changes), changed, locked, unreadable, seconds)

    def apply(
        self,
        officer: Officer,
        kind: DocumentType,
        *,
        report: Report = silent,
        cancel: CancelToken | None = None,
    ) -> Comparison:
        """Renew what may be renewed and judge those dossiers anew; what is done stays done."""
        require(officer, Action.EDIT_DEFINITIONS)
        started = time.perf_counter()
        store = self.machine.store
        changes: list[Change] = []
        papers = values = changed = locked = unreadable = 0
        total = store.dossiers.count_of_type(kind.code)
        waiting: dict[int, tuple[str, tuple[FieldReading, ...]]] = {}
        for document, state, before, readings in self._each(kind, None):
            (cancel or CancelToken()).check()
            papers += 1
            if readings is None:
                unreadable += 1
                continue
            values += len(readings)
            found = list(_changes(document, state, before, readings))
            changed += len(found)
            locked += sum(one.lock is not None for one in found)
            changes += found[: max(0, _SHOWN - len(changes))]
            if state in WITH_CLERK:
                waiting[document.id] = (document.dossier_code, readings)
            if len(waiting) == _CHUNK:
                self._keep(waiting)
                waiting = {}
            report(Progress(papers, total, document.dossier_code))
        self._keep(waiting)
        store.dossiers.note_reextracted(officer, kind.code, changed - locked)
        seconds = time.perf_counter() - started
        return Comparison(papers, values, tuple(changes), changed, locked, unreadable, seconds)

    def _keep(self, waiting: Mapping[int, tuple[str, tuple[FieldReading, ...]]]) -> None:
        """Write what some papers give now in one transaction, and judge their dossiers anew.

        A program that is killed leaves whole papers; those not reached are read by the next run.
        """
        readings = {one: own for one, (_, own) in waiting.items()}
        saved = self.machine.store.dossiers.save_readings_of_many(readings)
        for code in dict.fromkeys(waiting[one][0] for one in saved):
            self.machine.check(code)

    def _each(
        self, kind: DocumentType, most: int | None
    ) -> Iterator[tuple[Document, DossierState, list[FieldValue], tuple[FieldReading, ...] | None]]:
        """Yield every paper of the kind with its values and what its words give now."""
        dossiers = self.machine.store.dossiers
        waiting: list[tuple[Document, DossierState]] = []
        for number, one in enumerate(dossiers.of_type(kind.code)):
            if most is not None and number >= most:
                break
            waiting.append(one)
            if len(waiting) == _CHUNK:
                yield from self._read(kind, waiting)
                waiting = []
        yield from self._read(kind, waiting)

    def _read(
        self, kind: DocumentType, papers: Sequence[tuple[Document, DossierState]]
    ) -> Iterator[tuple[Document, DossierState, list[FieldValue], tuple[FieldReading, ...] | None]]:
        before = self.machine.store.dossiers.values_of_many([one.id for one, _ in papers])
        states = {one.id: state for one, state in papers}
        for document, readings in self.machine.reread_many([one for one, _ in papers], kind):
            yield document, states[document.id], before[document.id], readings


_CHUNK = 100


def _changes(
    document: Document,
    state: DossierState,
    before: Sequence[FieldValue],
    readings: Sequence[FieldReading],
) -> Iterator[Change]:
    stored = {value.name: value for value in before}
    handed_on = Lock.HANDED_ON if state not in WITH_CLERK else None
    for reading in readings:
        old = stored.get(reading.name)
        if old is not None and old.value == reading.value:
            continue
        if old is None and not reading.value:
            continue
        person = old is not None and (old.decided_by is not None or old.absence is not None)
        yield Change(
            document_id=document.id,
            dossier_code=document.dossier_code,
            page_id=_page_of(reading, document),
            field=reading.name,
            before="" if old is None else old.value,
            after=reading.value,
            sure=reading.sure,
            lock=Lock.PERSON if person else handed_on,
        )
    names = {reading.name for reading in readings}
    for name, old in stored.items():
        if name not in names and old.value:
            lock = Lock.PERSON if old.decided_by is not None else handed_on
            page = document.pages[0] if document.pages else 0
            yield Change(
                document.id, document.dossier_code, page, name, old.value, "", sure=False, lock=lock
            )


def _page_of(reading: FieldReading, document: Document) -> int:
    if reading.evidence:
        return reading.evidence[0].page_id
    return document.pages[0] if document.pages else 0
