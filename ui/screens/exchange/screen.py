"""Neighbours on the left with their health, the messages of one on the right, what to do below."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from digitizer import messages
from digitizer.exchange import known_connectors
from digitizer.model.message import Message, MessageKind, MessageState, Neighbour, QueueState
from ui import composing, files, panes, wording
from ui.models.cards import Card, CardModel
from ui.models.table import TableModel
from ui.screen import Desk, Screen, Tone
from ui.screens.exchange import work
from ui.screens.exchange.settings_dialog import SettingsDialog
from ui.screens.exchange.work import Shown
from ui.tasks import Lane
from ui.widgets.card_list import CardList
from ui.widgets.parts import Banner, button, label
from ui.widgets.rows_table import RowsTable
from ui.widgets.seat_parts import with_bar

_REASON, _REASON_WIDTH = 3, 420
"""The column of reasons, and its most pixels: the whole sentence stands above the table."""


class ExchangeScreen(Screen):
    """What goes to which neighbour, what does not get through, and why."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.shown: Shown | None = None
        told = known_connectors.described().items()
        self._systems = {code: str(one["title"]) for code, one in told}
        self.neighbours = CardModel(self)
        self.model = TableModel(self)
        self._make_actions()
        self._build()
        self.choice.currentIndexChanged.connect(lambda _place: self.refresh())
        self._show_actions()

    # building

    def _make_actions(self) -> None:
        add = self.add_key
        self.retry_action = add(
            self.tr("Send again what is chosen"), "Ctrl+Return", self._on_retry, icon="refresh"
        )
        self.retry_all_action = add(
            self.tr("Send again all that was set aside"), "Ctrl+Shift+Return", self._on_retry_all
        )
        self.drop_action = add(self.tr("Drop with a reason"), "Ctrl+Delete", self._on_drop)
        self.check_action = add(
            self.tr("Check the neighbour"), "Ctrl+H", self._on_check, icon="info"
        )
        self.settings_action = add(
            self.tr("Settings of the neighbour"), "Ctrl+I", self._on_settings, icon="key"
        )
        self.new_action = add(self.tr("New neighbour"), "Ctrl+N", self._on_new, icon="add")
        self.set_up_action = add(
            self.tr("Set up neighbours from a file"), "Ctrl+O", self._on_set_up, icon="folder"
        )

    def _build(self) -> None:
        self.banner = Banner()
        self.list = CardList(self.tr("Neighbours"), self.neighbours)
        self.list.setProperty("role", "framed")
        self.list.selectionModel().currentChanged.connect(lambda _now, _before: self._on_chosen())
        left = QVBoxLayout()
        left.setSpacing(10)
        left.addStrut(330)
        left.addWidget(label(self.tr("Neighbours"), role="title"))
        left.addWidget(self.list, 1)
        left.addWidget(button(self.check_action, icon="info"))
        left.addWidget(button(self.settings_action, icon="key"))
        left.addWidget(button(self.new_action, icon="add"))
        left.addWidget(button(self.set_up_action, icon="folder"))
        holder = QWidget()
        holder.setLayout(left)
        holder.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        page = QFrame()
        page.setProperty("role", "page")
        row = QHBoxLayout(page)
        row.setContentsMargins(16, 14, 16, 14)
        row.setSpacing(16)
        row.addWidget(holder)
        row.addLayout(self._right(), 1)
        self.reason = QLineEdit()
        self.reason.setAccessibleName(self.tr("Why the message is dropped"))
        self.reason.setPlaceholderText(self.tr("Why the message is dropped"))
        self.reason.setMaxLength(500)
        self.reason.setMinimumWidth(260)
        bar = with_bar(
            page,
            (self.reason, button(self.drop_action)),
            (
                button(self.retry_all_action),
                button(self.retry_action, role="primary", icon="refresh"),
            ),
        )
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(bar, 1)
        panes.mark(self.list, self.table, self.reason)

    def _right(self) -> QVBoxLayout:
        self.choice = QComboBox()
        self.choice.setAccessibleName(self.tr("Which messages"))
        for text, states in (
            (self.tr("Set aside and waiting"), work.UNSENT),
            (self.tr("Set aside"), (MessageState.DEAD,)),
            (self.tr("Sent"), (MessageState.SENT,)),
            (self.tr("Dropped"), (MessageState.DROPPED,)),
        ):
            self.choice.addItem(text, states)
        self.table = RowsTable(self.tr("Messages"), self.model, framed=True)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._on_message_chosen())
        column = QVBoxLayout()
        column.setSpacing(10)
        head = QHBoxLayout()
        head.addWidget(label(self.tr("Messages"), role="title"))
        head.addStretch()
        head.addWidget(self.choice)
        column.addLayout(head)
        column.addWidget(self.banner)
        column.addWidget(self.table, 1)
        return column

    # showing

    @override
    def refresh(self) -> None:
        desk, name, states = self.desk, self._chosen_name(), self.choice.currentData()
        self.run(Lane.RECORDS, lambda _handle: work.load(desk, name, states), self._show)

    def _show(self, shown: Shown) -> None:
        self.shown = shown
        cards = [self._card(one) for one in shown.queues]
        self.neighbours.show([self._all_card(shown.queues), *cards])
        heads = (
            self.tr("Number"),
            self.tr("Dossier"),
            self.tr("State"),
            self.tr("Reason or receipt"),
            self.tr("Kind"),
            self.tr("Neighbour"),
            self.tr("Attempts"),
            self.tr("Written"),
        )
        self.model.show(heads, [self._row(one) for one in shown.messages])
        self.table.fit_columns()
        self.table.setColumnWidth(_REASON, min(self.table.columnWidth(_REASON), _REASON_WIDTH))
        self._say_problem()
        self._show_actions()

    def _say_problem(self) -> None:
        """Say why the chosen message, or else the chosen neighbour, does not get through."""
        shown, chosen, text = self.shown, self._chosen_messages(), ""
        if shown is None:
            return
        if len(chosen) == 1 and chosen[0].problem:
            details = {"neighbour": chosen[0].neighbour, **chosen[0].details}
            text = messages.say(chosen[0].problem, wording.language(), details)
        else:
            name = self._chosen_name()
            queue = next((one for one in shown.queues if one.neighbour.name == name), None)
            if queue is not None and queue.neighbour.problem:
                details = {"neighbour": name, "reason": self.tr("the last attempt")}
                text = messages.say(queue.neighbour.problem, wording.language(), details)
        self.banner.say(text, Tone.WARNING)
        if not shown.queues:
            self.banner.say(
                self.tr("No neighbour is set up. Set one up here, or all from a file."), Tone.INFO
            )

    def _all_card(self, queues: tuple[QueueState, ...]) -> Card:
        waiting, dead = sum(q.waiting for q in queues), sum(q.dead for q in queues)
        return Card(
            key="",
            title=self.tr("All neighbours"),
            lines=(self._counts(waiting, dead),),
            icon="inbox",
            value="",
        )

    def _card(self, queue: QueueState) -> Card:
        one = queue.neighbour
        chip, tone = self._health(one)
        lines = [self._counts(queue.waiting, queue.dead)]
        if one.answered_at is not None:
            lines.append(self.tr("Last answered {at}").format(at=wording.moment(one.answered_at)))
        return Card(
            key=one.name,
            title=one.name,
            lines=(*lines, self._systems.get(one.connector, one.connector)),
            chip=chip,
            tone=tone,
            icon="send",
            value=one.name,
            wraps=True,
        )

    def _health(self, one: Neighbour) -> tuple[str, Tone]:
        if not one.enabled:
            return self.tr("Switched off"), Tone.NEUTRAL
        if one.problem:
            return self.tr("Not reached"), Tone.ERROR
        if one.answered_at is None:
            return self.tr("Not tried yet"), Tone.NEUTRAL
        return self.tr("Well"), Tone.GOOD

    def _counts(self, waiting: int, dead: int) -> str:
        return self.tr("{waiting} waiting, {dead} set aside").format(waiting=waiting, dead=dead)

    def _row(self, one: Message) -> tuple[object, ...]:
        reason = str(one.receipt.get("number", "")) if one.receipt else ""
        if one.problem:
            details = {"neighbour": one.neighbour, **one.details}
            reason = messages.say(one.problem, wording.language(), details)
        return (
            one.id,
            one.dossier_code,
            self._state(one.state),
            reason,
            self._kind(one.kind),
            one.neighbour,
            one.attempts,
            wording.moment(one.created_at),
        )

    def _kind(self, kind: MessageKind) -> str:
        match kind:
            case MessageKind.STATE:
                return self.tr("Dossier's state")
            case MessageKind.COMPONENTS:
                return self.tr("Papers")
            case MessageKind.RESULT:
                return self.tr("Result")
            case MessageKind.NOTICE:
                return self.tr("Notice to the citizen")
            case _:
                return self.tr("Request")

    def _state(self, state: MessageState) -> str:
        match state:
            case MessageState.WAITING:
                return self.tr("Waiting")
            case MessageState.DEAD:
                return self.tr("Set aside")
            case MessageState.SENT:
                return self.tr("Sent")
            case _:
                return self.tr("Dropped")

    def _show_actions(self) -> None:
        chosen = self._chosen_messages()
        self.retry_action.setEnabled(any(one.state is MessageState.DEAD for one in chosen))
        self.drop_action.setEnabled(
            len(chosen) == 1 and chosen[0].state in (MessageState.DEAD, MessageState.WAITING)
        )
        dead = self.shown is not None and any(queue.dead for queue in self.shown.queues)
        self.retry_all_action.setEnabled(dead)
        for action in (self.check_action, self.settings_action):
            action.setEnabled(bool(self._chosen_name()))

    # doing

    def _on_message_chosen(self) -> None:
        self._show_actions()
        self._say_problem()

    def _on_chosen(self) -> None:
        self._show_actions()
        self.refresh()

    def _on_retry(self) -> None:
        numbers = [one.id for one in self._chosen_messages() if one.state is MessageState.DEAD]
        self._retry(numbers)

    def _on_retry_all(self) -> None:
        self._retry(None)

    def _retry(self, numbers: list[int] | None) -> None:
        outbox, officer = self.desk.workstation.store.outbox, self.desk.officer
        self.run(Lane.RECORDS, lambda _handle: outbox.retry(officer, numbers), self._on_retried)

    def _on_retried(self, count: int) -> None:
        self.say(self.tr("{count} messages will be sent again.").format(count=count), Tone.GOOD)
        self.refresh()

    def _on_drop(self) -> None:
        composing.commit()
        chosen, reason = self._chosen_messages(), self.reason.text().strip()
        if not reason:
            self.say(self.tr("Please say why the message is dropped."), Tone.WARNING)
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        outbox, officer, number = (
            self.desk.workstation.store.outbox,
            self.desk.officer,
            chosen[0].id,
        )
        self.run(
            Lane.RECORDS, lambda _handle: outbox.drop(officer, number, reason), self._on_dropped
        )

    def _on_dropped(self, _nothing: object) -> None:
        self.reason.clear()
        self.say(self.tr("The message is dropped and will not be sent."), Tone.GOOD)
        self.refresh()

    def _on_check(self) -> None:
        desk, name = self.desk, self._chosen_name()
        self.run(
            Lane.DEVICES,
            lambda _handle: work.check(desk, name),
            lambda found: self.say(
                self.tr("{neighbour} answers as it should.").format(neighbour=found), Tone.GOOD
            ),
            title=self.tr("Checking {neighbour}").format(neighbour=name),
        )

    def _on_new(self) -> None:
        self._open_settings(None, {})

    def _on_settings(self) -> None:
        name = self._chosen_name()
        queues = self.shown.queues if self.shown else ()
        one = next((queue.neighbour for queue in queues if queue.neighbour.name == name), None)
        if one is not None:
            desk = self.desk
            self.run(
                Lane.RECORDS,
                lambda _handle: work.kept(desk, one),
                lambda kept: self._open_settings(one, kept),
            )

    def _open_settings(self, neighbour: Neighbour | None, kept: Mapping[str, bool]) -> None:
        desk, dialog = self.desk, SettingsDialog(neighbour, kept, self)

        def done(found: Neighbour) -> None:
            dialog.accept()
            self.say(self.tr("{name} is set up.").format(name=found.name), Tone.GOOD)
            self.refresh()

        def failed(error: BaseException) -> None:
            dialog.show_refusal(error)
            self.refresh()

        dialog.wanted.connect(
            lambda wanted: self.run(
                Lane.RECORDS,
                lambda _handle: work.keep(desk, wanted),
                dialog.while_open(done),
                failed=dialog.while_open(failed),
            )
        )
        dialog.open()

    def _on_set_up(self) -> None:
        files.ask_file(
            self,
            self.tr("Set up neighbours from a file"),
            [self.tr("Settings of neighbours (*.toml)")],
            self.set_up_from,
        )

    def set_up_from(self, file: Path) -> None:
        """Put the neighbours of this file in force."""
        desk = self.desk
        self.run(Lane.RECORDS, lambda _handle: work.set_up(desk, file), self._on_set)

    def _on_set(self, found: tuple[Neighbour, ...]) -> None:
        self.say(self.tr("{count} neighbours are set up.").format(count=len(found)), Tone.GOOD)
        self.refresh()

    # what is chosen

    def _chosen_name(self) -> str:
        row = self.list.currentIndex().row()
        cards = self.neighbours.cards
        return str(cards[row].value) if 0 <= row < len(cards) else ""

    def _chosen_messages(self) -> list[Message]:
        if self.shown is None:
            return []
        messages = self.shown.messages
        return [messages[row] for row in self.table.chosen_rows() if row < len(messages)]
