"""The administrator's screen: who works here and which seats they may take."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QCheckBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from digitizer.model.officer import Officer, OfficerRecord, Role
from ui import composing, keys, panes, roles, wording
from ui.models.cards import Card, CardModel
from ui.screen import Desk, Screen, Tone
from ui.screens import accounts
from ui.tasks import Lane
from ui.widgets.card_list import CardList
from ui.widgets.flow import Flow
from ui.widgets.parts import Banner, button, label

_LEAST_PASSWORD = 8
AccountAct = Callable[[Screen, OfficerRecord, Callable[[], object]], object]


class OfficersScreen(Screen):
    """Lists the officers and adds new ones."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._model = CardModel(self)
        self.officers = CardList(self.tr("Officers"), self._model)
        self.officers.setProperty("role", "framed")
        self.add_action = self.add_key(self.tr("Add the officer"), keys.SUBMIT, self._on_add)
        self.officers.chosen.connect(lambda _record: self._show_actions())
        self.seats_action = self._account_action(
            self.tr("Seats…"), keys.OFFICER_SEATS, accounts.change_seats
        )
        self.password_action = self._account_action(
            self.tr("Another password…"), keys.OFFICER_ACCOUNT, accounts.give_password
        )
        self.out_action = self._account_action(
            self.tr("Disable or enable"), keys.OFFICER_OUT, accounts.let_in_or_out
        )
        self.wait_action = self._account_action(
            self.tr("End the waiting time"), keys.END_WAITING, accounts.end_waiting
        )
        bar = Flow(8)
        for action in (
            self.seats_action,
            self.password_action,
            self.out_action,
            self.wait_action,
        ):
            bar.addWidget(button(action))
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 20, 24, 20)
        row.setSpacing(24)
        left = QVBoxLayout()
        left.addWidget(label(self.tr("Officers"), role="title"))
        left.addWidget(self.officers, 1)
        left.addLayout(bar)
        row.addLayout(left, 1)
        row.addWidget(self._form_part(), 0, Qt.AlignmentFlag.AlignTop)
        panes.mark(self.officers, self.form)

    @override
    def refresh(self) -> None:
        officers, by = self.desk.workstation.store.officers, self.desk.officer
        self.run(Lane.RECORDS, lambda _handle: officers.records(by), self._show)

    def _show(self, records: Sequence[OfficerRecord]) -> None:
        is_first = self._model.rowCount() == 0
        self._model.show([self._card(one) for one in records])
        self._show_actions()
        if is_first and len(records) == 1:
            # nobody else works here yet: what is to do is the form
            self.name.setFocus()

    def _card(self, record: OfficerRecord) -> Card:
        one = record.officer
        out, waits = record.disabled_at is not None, self._waits(record)
        chip = self.tr("Disabled") if out else self.tr("Waits after wrong passwords")
        return Card(
            key=one.id,
            title=one.name,
            lines=(f"{one.login} · {roles.names(one.roles)}",),
            chip=chip if out or waits else "",
            tone=Tone.WARNING if out or waits else Tone.NEUTRAL,
            icon="person",
            value=record,
            wraps=True,
        )

    def _waits(self, record: OfficerRecord) -> bool:
        until = record.paused_until
        return until is not None and until > datetime.now(UTC)

    def _record(self) -> OfficerRecord | None:
        found = self.officers.current_value()
        return found if isinstance(found, OfficerRecord) else None

    def _account_action(self, text: str, key: str, act: AccountAct) -> QAction:
        def on() -> None:
            record = self._record()
            if record is not None:
                act(self, record, self.refresh)

        action = self.add_key(text, key, on)
        action.setEnabled(False)
        return action

    def _show_actions(self) -> None:
        record = self._record()
        # the practice office's seats are taken by a click: its accounts stay as they are
        may = record is not None and not self.desk.workstation.settings.practice
        for action in (self.seats_action, self.password_action, self.out_action):
            action.setEnabled(may)
        self.wait_action.setEnabled(may and record is not None and self._waits(record))

    def _form_part(self) -> QFrame:
        self._problem = Banner()
        self.name = QLineEdit()
        self.login = QLineEdit()
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.boxes = {role: QCheckBox(roles.name(role)) for role in Role}
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(10)
        form.addRow(self.tr("&Full name"), self.name)
        form.addRow(self.tr("&Login name"), self.login)
        form.addRow(self.tr("Pass&word (at least 8 characters)"), self.password)
        seats = QVBoxLayout()
        for box in self.boxes.values():
            seats.addWidget(box)
        form.addRow(self.tr("Seats"), seats)
        self.form = QFrame()
        self.form.setProperty("role", "card")
        self.form.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        column = QVBoxLayout(self.form)
        column.setContentsMargins(20, 16, 20, 16)
        column.addStrut(420)
        column.setSpacing(14)
        column.addWidget(label(self.tr("New officer"), role="heading"))
        column.addWidget(self._problem)
        column.addLayout(form)
        column.addWidget(
            button(self.add_action, role="primary", icon="add"), 0, Qt.AlignmentFlag.AlignRight
        )
        return self.form

    def _on_add(self) -> None:
        composing.commit()
        held = frozenset(role for role, box in self.boxes.items() if box.isChecked())
        name = unicodedata.normalize("NFC", " ".join(self.name.text().split()))
        login, password = self.login.text().strip(), self.password.text()
        if not name or not login or not held:
            self._problem.say(
                self.tr("Please fill in name and login and choose at least one seat."), Tone.ERROR
            )
            lacking: list[QWidget] = [
                line for line in (self.name, self.login) if not line.text().strip()
            ]
            (lacking or [self.boxes[Role.CLERK]])[0].setFocus()
            return
        if len(password) < _LEAST_PASSWORD:
            self._problem.say(self.tr("The password needs at least 8 characters."), Tone.ERROR)
            self.password.setFocus()
            return
        officers, by = self.desk.workstation.store.officers, self.desk.officer
        self.run(
            Lane.RECORDS,
            lambda _handle: officers.create(
                by, login=login, name=name, roles=held, password=password
            ),
            self._on_added,
            failed=lambda error: self._problem.say(wording.sentence(error), Tone.ERROR),
        )

    def _on_added(self, officer: Officer) -> None:
        self._problem.say("", Tone.INFO)
        for line in (self.name, self.login, self.password):
            line.clear()
        for box in self.boxes.values():
            box.setChecked(False)
        self.say(self.tr("{name} may sign in now.").format(name=officer.name), Tone.GOOD)
        # whoever sets an office up adds several: the next name is typed at once
        self.name.setFocus()
        self.refresh()
