"""The clerk's small dialogs: a new dossier, its owner, why an offer is refused."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from digitizer.model.dossier import Owner
from digitizer.model.procedure import Procedure
from digitizer.model.warehouse import MOST_ALIKE
from digitizer.paper.judging import today
from digitizer.vietnamese import is_full_date, parse_date
from ui import composing, theme, wording
from ui.models.cards import CardFilter, CardModel, CardRole
from ui.screens.clerk.card_reader import CardReader, ReadCard
from ui.screens.clerk.cards import procedure_card
from ui.tasks import while_there
from ui.widgets.card_list import CardList
from ui.widgets.dialog import Dialog
from ui.widgets.parts import answers, label, plain_button
from ui.widgets.search_line import SearchLine

_A_DAY, _BESIDE = "00/00/0000", 32
"""The widest date, and the pixels of a line's frame beside its words."""
_LONGEST_CODE = 400
"""Characters of a card's QR code, which a reader types into any line."""


Find = Callable[
    [str, date, Callable[[Sequence[Owner]], object], Callable[[BaseException], object]], object
]
"""Looks for people by name and birth date off the GUI thread; hands over them, or what failed."""


class OwnerForm(QWidget):
    """Name and number of the person the dossier is about; both may stay empty.

    Who has no card at hand is looked for in the records by name and birth date (``find``).
    """

    def __init__(
        self, owner: Owner, find: Find | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.name = QLineEdit(owner.name)
        self.name.setCursorPosition(0)
        self.number = QLineEdit(owner.personal_id)
        self.number.setMaxLength(_LONGEST_CODE)
        self.number.setPlaceholderText(self.tr("12 digits"))
        self._find = find
        self._found = ""
        self.birth_date = QLineEdit()
        self.birth_date.installEventFilter(self)
        self.birth_date.setPlaceholderText(self.tr("Day/month/year, to find the number"))
        # a whole date stays in sight beside the button, however large the letters are
        self.birth_date.ensurePolished()
        day = self.birth_date.fontMetrics().horizontalAdvance(_A_DAY)
        self.birth_date.setMinimumWidth(day + _BESIDE)
        self.finder = plain_button(self.tr("&Find the number"), self._on_find)
        self.cards = CardReader(self)
        for line in (self.name, self.number):
            self.cards.listen_at(line)
        self.cards.read.connect(self._on_card)
        self.note = label(
            self.tr("Or hold the card under the QR reader: name and number are filled in."),
            role="subtle",
            wrap=True,
        )
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setHorizontalSpacing(16)
        form.addRow(self.tr("&Owner of the dossier"), self.name)
        form.addRow(self.tr("&Personal id number"), self.number)
        if find is not None:
            born = label(self.tr("&Birth date"))
            born.setBuddy(self.birth_date)
            form.addRow(born, self._finding())
            for one in (self.name, self.birth_date):
                one.textChanged.connect(self._on_asked_anew)
            self._allow_find()
        form.addRow(self.note)

    def _finding(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.birth_date, 1)
        row.addWidget(self.finder)
        return row

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let Enter behind the birth date look for the number, and never open the dossier."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        ):
            self._on_find()
            return True
        return super().eventFilter(watched, event)

    def _born(self) -> date | None:
        """Return the day typed; None for one that does not exist or is still to come."""
        text = self.birth_date.text().strip()
        if text.isdigit() and len(text) == len("ddmmyyyy"):
            text = f"{text[:2]}/{text[2:4]}/{text[4:]}"
        day = parse_date(text) or ""
        if not is_full_date(day) or date.fromisoformat(day) > today():
            return None
        return date.fromisoformat(day)

    def _allow_find(self) -> None:
        typed = (self.name.text().strip(), self.birth_date.text().strip())
        self.finder.setEnabled(all(typed))

    def _on_asked_anew(self) -> None:
        self._forget_found()
        self._allow_find()

    def _forget_found(self) -> None:
        """Take a number away that was found for another name or day: it is another person's."""
        if self._found and self.number.text() == self._found:
            self.number.clear()
        self._found = ""

    def _on_find(self) -> None:
        composing.commit()
        day, name = self._born(), self.owner().name
        if self._find is None or not self.finder.isEnabled():
            return
        if day is None:
            text = self.tr("This is no birth date. Type day, month and year, as 02/01/1983.")
            self._say(text)
            return
        asked = (name, day)

        def found(people: Sequence[Owner]) -> None:
            # an answer about what stood here before says nothing about who is typed now
            if asked == (self.owner().name, self._born()):
                self._on_found(people)

        self.finder.setEnabled(False)
        self._find(name, day, while_there(self, found), while_there(self, self._on_not_found))

    def _on_not_found(self, error: BaseException) -> None:
        self._allow_find()
        self._say(wording.sentence(error))

    def _say(self, text: str) -> None:
        self.note.setText(text)
        theme.set_role(self.note, tone="warning")

    def _on_found(self, people: Sequence[Owner]) -> None:
        self._forget_found()
        self._allow_find()
        if len(people) == 1:
            self.name.setText(people[0].name)
            self.number.setText(people[0].personal_id)
            self._found = people[0].personal_id
            text = self.tr("From the records, by name and birth date: compare it with the card.")
        elif people:
            text = self.tr("{count} people have this name and birth date: type the number.")
            if len(people) > MOST_ALIKE:
                text = self.tr(
                    "More than {count} people have this name and birth date: type the number."
                )
            text = text.format(count=min(len(people), MOST_ALIKE))
        else:
            text = self.tr("The records hold nobody of this name and birth date.")
        self._say(text)

    def _on_card(self, card: ReadCard) -> None:
        self.number.setText(card.owner.personal_id)
        # lines for machines have no marks: a name that stands there already is better
        if card.marked or not self.name.text().strip():
            self.name.setText(card.owner.name)
        text = self.tr("Read from the card.")
        if not card.marked:
            text = self.tr("Read from the card's lines for machines: put the marks on the name.")
        self.note.setText(text)
        theme.set_role(self.note, tone="good" if card.marked else "warning")

    def owner(self) -> Owner:
        """Return what was typed, in composed letters."""
        name = unicodedata.normalize("NFC", self.name.text())
        return Owner(
            name=" ".join(name.split()),
            personal_id="".join(self.number.text().split()),
        )


class NewDossierDialog(Dialog):
    """Chooses a procedure by typing part of its name, with or without marks."""

    chosen = Signal(object, object)
    """Procedure and Owner of the dossier to open."""

    def __init__(
        self,
        procedures: Sequence[Procedure],
        parent: QWidget | None = None,
        *,
        find: Find | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("New dossier"))
        self.search = _SearchLine()
        self.search.setPlaceholderText(self.tr("Type part of the procedure's name or code"))
        self.search.setAccessibleName(self.tr("Search procedures"))
        self.search.setClearButtonEnabled(True)
        self._model = CardModel(self)
        self._model.show([procedure_card(one) for one in procedures])
        self._filter = CardFilter(self._model, self)
        self.procedures = CardList(self.tr("Procedures"), self._model)
        self.procedures.setModel(self._filter)
        self.procedures.setProperty("role", "framed")
        self.owner_form = OwnerForm(Owner(), find)
        self.owner_form.cards.listen_at(self.search)
        self._build()
        self._connect()
        self._take_first()
        self.resize(640, 520)
        self.search.setFocus()

    def _build(self) -> None:
        self.open_button = plain_button(self.tr("Open the dossier"), self._on_open, role="primary")
        self.open_button.setDefault(True)
        buttons = answers(plain_button(self.tr("Cancel"), self.reject), self.open_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(10)
        column.addWidget(label(self.tr("Which procedure?"), role="heading"))
        column.addWidget(self.search)
        column.addWidget(self.procedures, 1)
        column.addWidget(
            label(self.tr("Whose dossier? (may be left to the papers)"), role="heading")
        )
        column.addWidget(self.owner_form)
        column.addSpacing(6)
        column.addLayout(buttons)

    def _connect(self) -> None:
        self.search.typed.connect(self._on_search)
        self.search.moved.connect(self._on_moved)
        self.procedures.opened.connect(lambda _procedure: self._on_open())

    def _on_search(self, text: str) -> None:
        self._filter.look_for(text)
        self._take_first()

    def _on_moved(self, step: int) -> None:
        row = self.procedures.currentIndex().row() + step
        if 0 <= row < self._filter.rowCount():
            self.procedures.setCurrentIndex(self._filter.index(row, 0))

    def _take_first(self) -> None:
        if self._filter.rowCount():
            self.procedures.setCurrentIndex(self._filter.index(0, 0))
        self.open_button.setEnabled(self._filter.rowCount() > 0)

    def _on_open(self) -> None:
        composing.commit()
        procedure = self.procedures.currentIndex().data(int(CardRole.VALUE))
        if isinstance(procedure, Procedure):
            self.chosen.emit(procedure, self.owner_form.owner())
            self.accept()


class OwnerDialog(Dialog):
    """Says or corrects whose dossier it is."""

    chosen = Signal(object)
    """Owner as typed."""

    def __init__(
        self, owner: Owner, parent: QWidget | None = None, *, find: Find | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Owner of the dossier"))
        self.form = OwnerForm(owner, find)
        save = plain_button(self.tr("Save"), self._on_save, role="primary")
        save.setDefault(True)
        buttons = answers(plain_button(self.tr("Cancel"), self.reject), save)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(14)
        column.addWidget(self.form)
        column.addLayout(buttons)
        self.setMinimumWidth(560)

    def _on_save(self) -> None:
        composing.commit()
        self.chosen.emit(self.form.owner())
        self.accept()


class RefusalDialog(Dialog):
    """Asks why an offered paper is not reused."""

    refused = Signal(str)
    """The reason, chosen or typed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Do not reuse"))
        question = label(
            self.tr("Why is the paper in the records not used?"), role="heading", wrap=True
        )
        self.reasons = QComboBox()
        words = QLineEdit()
        self.reasons.setLineEdit(words)
        self.reasons.addItems(
            [
                self.tr("The paper has changed since"),
                self.tr("It belongs to somebody else"),
                self.tr("It is no longer valid"),
                self.tr("The citizen hands in a new one"),
            ]
        )
        for one in (self.reasons, words):
            one.setAccessibleName(question.text())
        self.refuse = plain_button(self.tr("Do not reuse"), self._on_refused, role="primary")
        self.refuse.setDefault(True)
        self.reasons.editTextChanged.connect(
            lambda text: self.refuse.setEnabled(bool(text.strip()))
        )
        buttons = answers(plain_button(self.tr("Cancel"), self.reject), self.refuse)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(12)
        column.addWidget(question)
        column.addWidget(self.reasons)
        column.addLayout(buttons)
        self.setMinimumWidth(460)

    def _on_refused(self) -> None:
        composing.commit()
        self.refused.emit(
            unicodedata.normalize("NFC", " ".join(self.reasons.currentText().split()))
        )
        self.accept()


class _SearchLine(SearchLine):
    """A search line whose arrow keys move in the list below it."""

    moved = Signal(int)
    """One row down (1) or up (-1)."""

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if step is not None:
            self.moved.emit(step)
            return
        super().keyPressEvent(event)
