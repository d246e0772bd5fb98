"""Dossiers and replies that came in over the neighbours: looked at, and opened by one key."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFormLayout, QFrame, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from digitizer.exchange.delivery import Delivered
from digitizer.model.dossier import Dossier
from digitizer.model.message import DeliveryState, InboxItem
from digitizer.model.view import IntakeOutcome
from ui import panes, wording
from ui.models.cards import Card, CardModel
from ui.screen import Desk, Screen, Tone
from ui.tasks import Lane
from ui.widgets.card_list import CardList
from ui.widgets.parts import Empty, button, label
from ui.widgets.seat_parts import fill_with_queue, with_bar

_OPENED = ("dossier", "reply")
_MOST = 500


class InboxScreen(Screen):
    """What waits for a clerk: dossiers filed online, and answers to the office's requests."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.items: tuple[InboxItem, ...] | None = None
        self._looked_at: set[int] = set()
        self.model = CardModel(self)
        self.open_action = self.add_key(
            self.tr("Open it as a dossier"), "Ctrl+Return", self._on_open, icon="file-add"
        )
        self.fetch_action = self.add_key(
            self.tr("Fetch what is new"), "Ctrl+Shift+R", self._on_fetch, icon="refresh"
        )
        self._build()
        self._show_chosen()

    # building

    def _build(self) -> None:
        self.list = CardList(self.tr("Received"), self.model)
        self.list.selectionModel().currentChanged.connect(lambda _now, _then: self._show_chosen())
        queue = QWidget()
        column = QVBoxLayout(queue)
        column.setContentsMargins(16, 14, 12, 14)
        column.setSpacing(10)
        column.addWidget(label(self.tr("Received"), role="title"))
        column.addWidget(self.list, 1)
        column.addWidget(button(self.fetch_action, icon="refresh"))
        self.card = QFrame()
        self.card.setProperty("role", "card")
        self.form = QFormLayout(self.card)
        self.form.setContentsMargins(20, 16, 20, 16)
        self.form.setHorizontalSpacing(16)
        self.form.setVerticalSpacing(10)
        self.empty = Empty(
            "inbox",
            self.tr("Nothing has come in"),
            self.tr("Dossiers filed online and replies of other agencies appear here."),
        )
        page = QFrame()
        page.setProperty("role", "page")
        inside = QHBoxLayout(page)
        inside.setContentsMargins(16, 14, 16, 14)
        inside.addWidget(self.card, 1, Qt.AlignmentFlag.AlignTop)
        inside.addWidget(self.empty, 1)
        work = with_bar(page, (), (button(self.open_action, role="primary", icon="file-add"),))
        fill_with_queue(self, queue, work)
        panes.mark(self.list, self.card)

    # showing

    @override
    def refresh(self) -> None:
        inbox, officer = self.desk.workstation.store.inbox, self.desk.officer
        waiting = [DeliveryState.WAITING]
        self.run(
            Lane.RECORDS,
            lambda _handle: inbox.items(officer, states=waiting, limit=_MOST),
            self._show,
        )

    def _show(self, items: tuple[InboxItem, ...]) -> None:
        self.items = tuple(one for one in items if one.received.kind in _OPENED)
        self.model.show([self._card(one) for one in self.items])
        if self.items and not self.list.currentIndex().isValid():
            self.list.setCurrentIndex(self.model.index(0))
        self._show_chosen()

    def _card(self, one: InboxItem) -> Card:
        reply = one.received.kind == "reply"
        owner = str(one.received.content.get("owner", ""))
        return Card(
            key=one.id,
            title=self.tr("Reply to a request") if reply else owner or one.received.subject,
            lines=(f"{one.neighbour} · {wording.moment(one.at)}",),
            chip=self.tr("Reply") if reply else self.tr("Online"),
            tone=Tone.INFO,
            icon="inbox",
            value=one.id,
        )

    def _chosen(self) -> InboxItem | None:
        number = self.list.current_value()
        return next((one for one in self.items or () if one.id == number), None)

    def _show_chosen(self) -> None:
        chosen = self._chosen()
        self.open_action.setEnabled(chosen is not None)
        self.card.setVisible(chosen is not None)
        self.empty.setVisible(chosen is None)
        while self.form.rowCount():
            self.form.removeRow(0)
        if chosen is None:
            return
        self._note_look(chosen.id)
        for name, value in self._told(chosen):
            text = label(value, wrap=True)
            text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self.form.addRow(label(name, role="subtle"), text)

    def _note_look(self, number: int) -> None:
        """Journal the look, once while this screen stands."""
        if number in self._looked_at:
            return
        self._looked_at.add(number)
        inbox, officer = self.desk.workstation.store.inbox, self.desk.officer
        self.run(Lane.RECORDS, lambda _handle: inbox.viewed(officer, number))

    def _told(self, one: InboxItem) -> list[tuple[str, str]]:
        content = one.received.content
        told = [
            (self.tr("From"), one.neighbour),
            (self.tr("Received at"), wording.moment(one.at)),
        ]
        if one.received.kind == "reply":
            told += [
                (self.tr("State"), str(content.get("state", ""))),
                (self.tr("Content"), str(content.get("words", ""))),
            ]
        else:
            procedures = self.desk.workstation.catalogue.procedures
            code = str(content.get("procedure", ""))
            known = procedures.get(code)
            told += [
                (self.tr("Code there"), one.received.subject),
                (self.tr("Procedure"), known.name if known else code),
                (self.tr("Owner"), str(content.get("owner", ""))),
                (self.tr("Personal number"), str(content.get("personal_id", ""))),
                (self.tr("Filed at"), _moment(str(content.get("submitted_at", "")))),
            ]
        told.append((self.tr("Files"), ", ".join(one.received.files) or "–"))
        return [(name, value or "–") for name, value in told]

    # doing

    def _on_open(self) -> None:
        chosen = self._chosen()
        if chosen is None:
            return
        exchange, officer, number = self.desk.workstation.exchange, self.desk.officer, chosen.id
        # a second press must not open it a second time
        self.open_action.setEnabled(False)
        self.run(
            Lane.DEVICES,
            lambda _handle: exchange.open_received(officer, number),
            self._on_opened,
            failed=self._on_not_opened,
            title=self.tr("Opening what was received"),
        )

    def _on_opened(self, found: tuple[Dossier, IntakeOutcome]) -> None:
        dossier, outcome = found
        self.say(
            self.tr("Dossier {dossier} holds {count} pages; read them at the intake seat.").format(
                dossier=dossier.code, count=len(outcome.pages)
            ),
            Tone.WARNING if outcome.failures else Tone.GOOD,
        )
        for failure in outcome.failures:
            self.say(wording.failure(failure), Tone.WARNING)
        self.refresh()

    def _on_not_opened(self, error: BaseException) -> None:
        self.show_failure(error)
        self.refresh()

    def _on_fetch(self) -> None:
        exchange, officer = self.desk.workstation.exchange, self.desk.officer
        self.run(
            Lane.DEVICES,
            lambda _handle: exchange.collect(officer),
            self._on_fetched,
            title=self.tr("Fetching what neighbours offer"),
        )

    def _on_fetched(self, done: Delivered) -> None:
        text = self.tr("{count} received, {refused} refused.")
        self.say(text.format(count=done.received, refused=done.refused), Tone.INFO)
        self.refresh()


def _moment(text: str) -> str:
    return wording.moment(datetime.fromisoformat(text)) if text else ""
