"""Where a value comes from, in one click: its pixels beside everybody who had a hand in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from digitizer.errors import DigitizerError
from digitizer.model.clock import OFFICE_TIME
from digitizer.model.doctype import Reads
from digitizer.model.provenance import Provenance, Step
from digitizer.paper.shielding import Shield
from digitizer.store.tracing import Tracing
from ocr.model import Box
from ui import wording
from ui.models import field_words
from ui.models.cards import Card, CardModel
from ui.screen import Desk, Screen, Tone
from ui.tasks import Lane
from ui.widgets.card_list import CardList
from ui.widgets.dialog import Dialog
from ui.widgets.levels import PagePicture, build_picture
from ui.widgets.page_view import PageView
from ui.widgets.parts import Banner, label

KEY = "Ctrl+Alt+P"
"""Shows pixels and people of the value at hand, on every screen that has one."""


@dataclass(frozen=True, slots=True)
class Traced:
    """A value's way with its page drawn and its names looked up; made on a working thread."""

    provenance: Provenance
    field: str
    document: str
    reads: Reads
    picture: PagePicture | None
    rotation: int
    complaint: str
    """Why there is no page to see."""


def show_value(screen: Screen, value_id: int) -> ProvenanceDialog:
    """Open the dialog for a stored value."""
    return _show(screen, lambda desk: _tracing(desk).value(desk.officer, value_id))


def show_field(screen: Screen, document_id: int, name: str) -> ProvenanceDialog:
    """Open the dialog for a document's field, as the warehouse names it."""
    return _show(screen, lambda desk: _tracing(desk).field(desk.officer, document_id, name))


def _tracing(desk: Desk) -> Tracing:
    return desk.workstation.store.part(Tracing)


def _show(screen: Screen, find: Callable[[Desk], Provenance]) -> ProvenanceDialog:
    dialog = ProvenanceDialog(screen)
    desk = screen.desk
    job = desk.tasks.run(Lane.DEVICES, lambda _handle: _trace(desk, find(desk)))
    # a receiver that goes with the dialog: it may be closed before the page is drawn
    job.succeeded.connect(dialog.while_open(dialog.show_traced))
    job.failed.connect(dialog.while_open(dialog.show_failure))
    dialog.open()
    return dialog


def _trace(desk: Desk, found: Provenance) -> Traced:
    station = desk.workstation
    kind = station.catalogue.document_types.get(found.document_type or "")
    rule = kind.field(found.field) if kind is not None else None
    Shield(station.store, station.catalogue, desk.officer).require(found.document_type, found.field)
    picture, rotation, complaint = None, 0, ""
    evidence = found.evidence
    if evidence is not None:
        try:
            picture = build_picture(station.paper.page_image(desk.officer, evidence.page_id))
            text = station.paper.page_text(desk.officer, evidence.page_id)
            rotation = text.rotation if text is not None else 0
        except DigitizerError as error:
            complaint = wording.sentence(error)
    return Traced(
        found,
        rule.title if rule is not None else found.field,
        kind.name if kind is not None else "",
        rule.reads if rule is not None else Reads.TEXT,
        picture,
        rotation,
        complaint,
    )


class ProvenanceDialog(Dialog):
    """The page with the value's place marked, and the value's states from newest to oldest."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.traced: Traced | None = None
        self.setWindowTitle(self.tr("Where this value comes from"))
        self.title = label(self.tr("Looking up the page…"), role="title", wrap=True)
        self.where = label(role="subtle", wrap=True)
        self.problem = Banner()
        self.page = PageView()
        self.page.setAccessibleName(self.tr("The page the value was read from"))
        self.model = CardModel(self)
        self.people = CardList(self.tr("Who stands for the value"), self.model)
        self.people.setProperty("role", "framed")
        side = QVBoxLayout()
        side.setSpacing(8)
        for part in (self.title, self.where, self.problem):
            side.addWidget(part)
        side.addWidget(label(self.tr("Who stands for the value"), role="heading"))
        side.addWidget(self.people, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 16, 16, 16)
        row.setSpacing(16)
        row.addWidget(self.page, 3)
        row.addLayout(side, 2)
        room = self.screen().availableSize()
        self.resize(min(1040, room.width() - 80), min(640, room.height() - 80))

    @override
    def _fit(self) -> None:
        """Keep the size: the page takes what there is."""

    def show_traced(self, traced: Traced) -> None:
        """Show what was found."""
        self.traced = traced
        found = traced.provenance
        self.title.setText(f"{traced.field}: {_value(found.steps[-1], traced.reads)}")
        self.where.setText(f"{traced.document} · {found.dossier_code}")
        cards = [self._card(step, traced.reads) for step in reversed(found.steps)]
        if found.verified_by and found.verified_at is not None:
            cards.insert(
                0,
                Card(
                    key="verified",
                    title=found.verified_by,
                    lines=(
                        self.tr("Verified the dossier"),
                        f"{found.verified_at.astimezone(OFFICE_TIME):%H:%M:%S %d/%m/%Y}",
                    ),
                    icon="verify",
                    tone=Tone.GOOD,
                ),
            )
        self.model.show(cards)
        self._show_page(traced)

    def show_failure(self, error: BaseException) -> None:
        """Say why nothing can be shown."""
        self.title.setText("")
        self.problem.say(wording.sentence(error), Tone.ERROR)

    def _show_page(self, traced: Traced) -> None:
        evidence = traced.provenance.evidence
        if traced.picture is None or evidence is None:
            self.page.hide()
            self.problem.say(
                traced.complaint or self.tr("No place on a page is known: the value was typed."),
                Tone.INFO,
            )
            return
        self.page.show_page(traced.picture, rotation=traced.rotation)
        box = Box(evidence.left, evidence.top, evidence.right, evidence.bottom)
        self.page.focus_box(box)
        self.page.setFocus(Qt.FocusReason.OtherFocusReason)

    def _card(self, step: Step, reads: Reads) -> Card:
        if step.decided:
            who = step.officer
        else:
            who = self.tr("Machine ({engine})").format(engine=step.basis)
        lines = [_value(step, reads), field_words.source(step.method)]
        if step.since is not None:
            lines.append(f"{step.since.astimezone(OFFICE_TIME):%H:%M:%S %d/%m/%Y}")
        return Card(
            key=step.version,
            title=who,
            lines=tuple(line for line in lines if line),
            icon="person" if step.decided else "look-up",
            wraps=True,
        )


def _value(step: Step, reads: Reads) -> str:
    if step.absence is not None:
        return field_words.absence(step.absence)
    return field_words.shown(step.value, reads) or "–"
