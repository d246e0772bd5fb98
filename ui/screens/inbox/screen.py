"""What came in over the neighbours: looked at, opened as a dossier by one key, its files saved."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFileDialog,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from digitizer.exchange.delivery import Delivered
from digitizer.files import write_beside_others
from digitizer.model.dossier import Dossier, DossierState
from digitizer.model.message import DeliveryKind, DeliveryState, InboxItem
from digitizer.model.view import IntakeOutcome
from ui import keys, panes, wording
from ui.models.cards import Card, CardModel
from ui.screen import Desk, Screen, Tone
from ui.tasks import Lane
from ui.widgets.card_list import CardList
from ui.widgets.parts import Empty, button, label
from ui.widgets.seat_parts import fill_with_queue, with_bar

_OPENED = (DeliveryKind.DOSSIER, DeliveryKind.REPLY)
_VERIFIED = (DossierState.VERIFIED, DossierState.ISSUED)
_SHOWN = (*_OPENED, DeliveryKind.DOCUMENT)
_MOST = 500


class InboxScreen(Screen):
    """What waits for a clerk: dossiers filed online, replies and documents of other agencies.

    Behind them stand the replies whose papers are kept beside verified dossiers.
    """

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.items: tuple[InboxItem, ...] | None = None
        self._looked_at: set[int] = set()
        self.model = CardModel(self)
        self.open_action = self.add_key(
            self.tr("Open it as a dossier"), "Ctrl+Return", self._on_open, icon="file-add"
        )
        self.save_action = self.add_key(
            self.tr("Save its files…"), keys.SAVE, self._on_save, icon="save"
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
        work = with_bar(
            page,
            (button(self.save_action, icon="save"),),
            (button(self.open_action, role="primary", icon="file-add"),),
        )
        fill_with_queue(self, queue, work)
        panes.mark(self.list, self.card)

    # showing

    @override
    def refresh(self) -> None:
        inbox, officer = self.desk.workstation.store.inbox, self.desk.officer
        waiting = [DeliveryState.WAITING]
        self.run(
            Lane.RECORDS,
            lambda _handle: (
                inbox.items(officer, states=waiting, limit=_MOST) + inbox.kept_beside(officer)
            ),
            self._show,
        )

    def _show(self, items: tuple[InboxItem, ...]) -> None:
        self.items = tuple(one for one in items if one.received.kind in _SHOWN)
        self.model.show([self._card(one) for one in self.items])
        if self.items and not self.list.currentIndex().isValid():
            self.list.setCurrentIndex(self.model.index(0))
        self._show_chosen()

    def _card(self, one: InboxItem) -> Card:
        content, subject = one.received.content, one.received.subject
        lines = [f"{one.neighbour} · {wording.moment(one.at)}"]
        match one.received.kind:
            case DeliveryKind.REPLY:
                title, chip = self.tr("Reply to a request"), self.tr("Reply")
            case DeliveryKind.DOCUMENT:
                title, chip = str(content.get("subject", "")) or subject, self.tr("Document")
            case _:
                title, chip = str(content.get("owner", "")) or subject, self.tr("Online")
        if one.beside:
            chip = self.tr("Kept beside")
            lines.append(one.dossier_code or "")
        return Card(
            key=one.id,
            title=title,
            lines=tuple(lines),
            chip=chip,
            tone=Tone.NEUTRAL if one.beside else Tone.INFO,
            icon="inbox",
            value=one.id,
        )

    def _chosen(self) -> InboxItem | None:
        number = self.list.current_value()
        return next((one for one in self.items or () if one.id == number), None)

    def _show_chosen(self) -> None:
        chosen = self._chosen()
        self.open_action.setEnabled(
            chosen is not None and not chosen.beside and chosen.received.kind in _OPENED
        )
        self.save_action.setEnabled(chosen is not None and bool(chosen.received.files))
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
        if one.received.kind is DeliveryKind.REPLY:
            told += [
                (self.tr("State"), str(content.get("state", ""))),
                (self.tr("Content"), str(content.get("words", ""))),
            ]
            if one.beside:
                told.append((self.tr("Kept beside dossier"), one.dossier_code or ""))
        elif one.received.kind is DeliveryKind.DOCUMENT:
            number = (str(content.get(name, "")) for name in ("number", "notation"))
            told += [
                (self.tr("Agency"), str(content.get("from_name", ""))),
                (self.tr("Number"), "/".join(part for part in number if part)),
                (self.tr("Kind"), str(content.get("type", ""))),
                (self.tr("Content"), str(content.get("subject", ""))),
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
            lambda found: self._on_opened(chosen, *found),
            failed=self._on_not_opened,
            title=self.tr("Opening what was received"),
        )

    def _on_opened(self, item: InboxItem, dossier: Dossier, outcome: IntakeOutcome) -> None:
        text = self.tr("Dossier {dossier} holds {count} pages; read them at the intake seat.")
        if item.received.kind is DeliveryKind.REPLY and dossier.state in _VERIFIED:
            text = self.tr("Dossier {dossier} was verified before; what came is kept beside it.")
        self.say(
            text.format(dossier=dossier.code, count=len(outcome.pages)),
            Tone.WARNING if outcome.failures else Tone.GOOD,
        )
        for failure in outcome.failures:
            self.say(wording.failure(failure), Tone.WARNING)
        self.refresh()

    def _on_not_opened(self, error: BaseException) -> None:
        self.show_failure(error)
        self.refresh()

    def _on_save(self) -> None:
        chosen = self._chosen()
        if chosen is None:
            return
        dialog = QFileDialog(self, self.tr("Folder for the files"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(lambda name: self.save(chosen.id, Path(name)))
        dialog.open()

    def save(self, number: int, folder: Path) -> None:
        """Write the files of a delivery into a folder."""
        exchange, officer = self.desk.workstation.exchange, self.desk.officer
        self.run(
            Lane.DEVICES,
            lambda _handle: write_beside_others(folder, exchange.files_of(officer, number)),
            self._on_saved,
        )

    def _on_saved(self, written: list[Path]) -> None:
        text = self.tr("Saved {count} files in {folder}.")
        folder = written[0].parent.name if written else "–"
        self.say(text.format(count=len(written), folder=folder), Tone.GOOD)
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
