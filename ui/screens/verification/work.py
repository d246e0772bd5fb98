"""What the screen asks of the core; everything here runs off the GUI thread."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage

from digitizer.catalogue.listing import Entry
from digitizer.errors import (
    ClaimedError,
    DigitizerError,
    FourEyesError,
    StaleError,
    WrongStateError,
)
from digitizer.exchange.errors import NotTellableError
from digitizer.model.doctype import Reads
from digitizer.model.dossier import Deferral, DossierState
from digitizer.model.field import Absence, Evidence, FieldValue, Finding, Method
from digitizer.model.review import Effort, Tally
from digitizer.model.rights import Action
from digitizer.model.view import DossierSummary, DossierView
from digitizer.model.witness import CardWitnesses, Fact, PopulationAnswer
from ocr.model import Box, PageText
from ui.models.doubts import doubtful_places, words_in
from ui.models.field_rows import FieldRow
from ui.screen import Desk
from ui.screens.verification.reason_panel import Purpose
from ui.widgets.levels import PagePicture, build_picture, crop

SNIPPET_DPI = 115
"""Cut-outs are shown at this size, so that their print is as large as the typed text."""
_LEAST_DPI = 100.0


@dataclass(frozen=True, slots=True)
class Opened:
    """A dossier as it was opened, and why this officer may only look, if so."""

    view: DossierView
    barred: DigitizerError | None = None
    deferral: Deferral | None = None
    """Why the dossier waits by somebody's wish, if it does."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person wants done to one value; nothing given means to accept it as it is."""

    value_id: int
    version: int
    value: str | None = None
    absence: Absence | None = None
    evidence: Evidence | None = None
    restore: bool = False
    effort: Effort | None = None
    back_to: int | None = None
    """Former version to restore; None for the machine's."""
    reason: str = ""
    """Why the value stands although a check warns."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """A wish that came too late, and what somebody else has saved meanwhile."""

    wish: Wish
    theirs: FieldValue


@dataclass(frozen=True, slots=True)
class Saved:
    """How the dossier stands after some wishes were carried out."""

    wishes: tuple[Wish, ...]
    values: tuple[FieldValue, ...]
    findings: tuple[Finding, ...]
    conflicts: tuple[Conflict, ...]


@dataclass(frozen=True, slots=True)
class ShelvedPage:
    """A page ready to be shown: its image in levels and its words."""

    page_id: int
    picture: PagePicture
    text: PageText | None

    @property
    def rotation(self) -> int:
        """The clockwise turn that makes the page upright."""
        return self.text.rotation if self.text else 0

    @property
    def dpi(self) -> float:
        """Dots per inch of the image, never so few that a cut-out would be enlarged a lot."""
        return max(self.text.dpi if self.text else 0.0, _LEAST_DPI)


@dataclass(frozen=True, slots=True)
class Queue:
    """The dossiers that wait for a supervisor, and which of them wait by somebody's wish."""

    summaries: tuple[DossierSummary, ...]
    deferrals: Mapping[str, Deferral]
    """By code of the dossier."""
    more: bool = False
    """Whether there are further ones."""
    tally: Tally | None = None
    """What was done today; None when only further dossiers were asked for."""


PAGE = 200
"""Dossiers asked for at once."""


def queue(desk: Desk, limit: int = PAGE, offset: int = 0) -> Queue:
    """Return dossiers that wait for a supervisor, the soonest due first."""
    station = desk.workstation
    found = station.paper.summaries(desk.officer, (DossierState.VERIFYING,), limit, offset)
    deferrals = {one.dossier_code: one for one in station.verifying.deferrals(desk.officer)}
    tally = None if offset else station.verifying.tally(desk.officer)
    return Queue(found, deferrals, len(found) == limit, tally)


def witnesses(desk: Desk, view: DossierView) -> dict[int, Fact]:
    """Return what the witnesses of the dossier's cards say, by id of the value."""
    cards = desk.workstation.paper.card_witnesses(desk.officer, view.dossier.code)
    answer = desk.workstation.exchange.population(desk.officer, view.dossier.code)
    facts = {
        (one, fact.name): _with_population(card, fact, answer)
        for card in cards
        for one in card.document_ids
        for fact in card.facts
    }
    return {
        value.id: facts[value.document_id, value.name]
        for value in view.values
        if (value.document_id, value.name) in facts
    }


_ASKED = {"personal_id": "number", "full_name": "name", "birth_date": "birth_date"}
"""Fields of a card that the population database is asked with, and what it calls them."""
_ANSWERED = {**_ASKED, "sex": "sex", "residence": "address"}


def _with_population(card: CardWitnesses, fact: Fact, answer: PopulationAnswer | None) -> Fact:
    """Return a card's fact with what the population database says, if it was asked about him."""
    number = card.fact("personal_id")
    name = _ANSWERED.get(fact.name)
    if answer is None or name is None or number is None:
        return fact
    if not answer.is_about("number", number.value):
        return fact
    return replace(fact, population=answer.verdict(name, fact.value))


def ask_population(desk: Desk, view: DossierView, document_id: int) -> PopulationAnswer | None:
    """Ask the population database about the holder of a card, with what stands on it now.

    Raises NotTellableError where the paper is no card or lacks a value, NeighbourError.
    """
    cards = desk.workstation.paper.card_witnesses(desk.officer, view.dossier.code)
    sides = next((one.document_ids for one in cards if document_id in one.document_ids), ())
    values = {one.name: one.value for one in view.values if one.document_id in sides and one.value}
    for name in _ASKED:
        if not values.get(name):
            raise NotTellableError(neighbour="", field=name)
    return desk.workstation.exchange.ask_population(
        desk.officer,
        view.dossier.code,
        values["personal_id"],
        values["full_name"],
        values["birth_date"],
    )


def leave_to_others(desk: Desk, code: str, purpose: Purpose, reason: str) -> None:
    """Return, postpone or escalate a dossier."""
    station = desk.workstation
    match purpose:
        case Purpose.RETURN:
            station.paper.return_to_clerk(desk.officer, code, reason)
        case Purpose.POSTPONE:
            station.verifying.postpone(desk.officer, code, reason)
        case Purpose.ESCALATE:
            station.verifying.escalate(desk.officer, code, reason)


def look_up(desk: Desk, code: str, reads: str, words: str) -> tuple[Entry, ...]:
    """Return what the lists for a kind of field know by these words."""
    return desk.workstation.verifying.look_up(desk.officer, code, Reads(reads), words)


def values_before(desk: Desk, document_id: int) -> dict[str, FieldValue]:
    """Return the values of the paper of the same type worked on before, by field."""
    found = desk.workstation.verifying.values_before(desk.officer, document_id)
    return {one.name: one for one in found if one.value}


def open_dossier(desk: Desk, code: str, *, over: bool = False) -> Opened:
    """Return a dossier and whether this officer may verify it; if so it is claimed.

    ``over`` takes it from another officer who works on it.
    """
    view = desk.workstation.paper.view(desk.officer, code)
    barred: DigitizerError | None = None
    if view.dossier.state is not DossierState.VERIFYING:
        barred = WrongStateError(state=view.dossier.state.value)
    elif desk.officer.id in desk.workstation.paper.standing(desk.officer, code).keyed_by:
        barred = FourEyesError(officer=desk.officer.name, action=Action.VERIFY.value)
    else:
        barred = claim(desk, code, over=over)
    deferrals = desk.workstation.verifying.deferrals(desk.officer)
    deferral = next((one for one in deferrals if one.dossier_code == code), None)
    return Opened(view, barred, deferral)


def claim(desk: Desk, code: str, *, over: bool = False) -> ClaimedError | None:
    """Claim a dossier or make the claim last longer; return who holds it, if somebody else does."""
    try:
        desk.workstation.paper.claim(desk.officer, code, over=over)
    except ClaimedError as error:
        return error
    return None


def give_back(desk: Desk, code: str) -> None:
    """Let others work on a dossier again."""
    desk.workstation.paper.give_back(desk.officer, code)


def carry_out(desk: Desk, code: str, wishes: Sequence[Wish], own_versions: dict[int, int]) -> Saved:
    """Decide values one after the other and return how the dossier stands then.

    ``own_versions`` holds the version this person's last decision on a value has made, so that a
    second thought sent before the answer to the first is not taken for a stale one. Only the
    one thread of the records lane touches it.
    """
    stale = []
    for wish in wishes:
        version = max(wish.version, own_versions.get(wish.value_id, 0))
        try:
            own_versions[wish.value_id] = _decide(desk, wish, version).version
        except StaleError:
            stale.append(wish)
    standing = desk.workstation.paper.standing(desk.officer, code)
    theirs = {value.id: value for value in standing.values}
    conflicts = tuple(Conflict(wish, theirs[wish.value_id]) for wish in stale)
    return Saved(tuple(wishes), standing.values, standing.findings, conflicts)


def _decide(desk: Desk, wish: Wish, version: int) -> FieldValue:
    paper = desk.workstation.paper
    if wish.restore:
        return paper.restore(desk.officer, wish.value_id, version, to=wish.back_to)
    return paper.decide(
        desk.officer,
        wish.value_id,
        version,
        value=wish.value,
        absence=wish.absence,
        evidence=wish.evidence,
        effort=wish.effort,
        reason=wish.reason,
    )


def shelve(desk: Desk, page_id: int) -> ShelvedPage:
    """Fetch a page's image and words and make it ready to be shown."""
    picture = build_picture(desk.workstation.paper.page_image(desk.officer, page_id))
    return ShelvedPage(page_id, picture, desk.workstation.paper.page_text(desk.officer, page_id))


@dataclass(frozen=True, slots=True)
class CutOut:
    """A value's pixels, and which letters of it were read with doubt."""

    value_id: int
    image: QImage
    doubts: tuple[int, ...]


def cut_out(page: ShelvedPage, rows: Sequence[FieldRow], largest: QSize) -> tuple[CutOut, ...]:
    """Return the pixels and doubts of some values that stand on one page."""
    return tuple(_cut_out(page, row, row.evidence, largest) for row in rows if row.evidence)


def cut_large(page: ShelvedPage, place: Evidence, largest: QSize, dpi: float) -> QImage:
    """Return the pixels of one value, large."""
    box = Box(place.left, place.top, place.right, place.bottom)
    scale = dpi / page.dpi
    return crop(page.picture, box, rotation=page.rotation, scale=scale, largest=largest)


def _cut_out(page: ShelvedPage, row: FieldRow, place: Evidence, largest: QSize) -> CutOut:
    box = Box(place.left, place.top, place.right, place.bottom)
    scale = SNIPPET_DPI / page.dpi
    image = crop(page.picture, box, rotation=page.rotation, scale=scale, largest=largest)
    read = row.value.method is Method.OCR and page.text is not None
    words = words_in(page.text.words, box) if read and page.text else ()
    return CutOut(row.value.id, image, doubtful_places(row.shown, words))
