"""The first start: a practice office to try things in, or the office's own."""

from __future__ import annotations

import unicodedata

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFormLayout,
    QHBoxLayout,
    QLayout,
    QLineEdit,
    QPushButton,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from ui import composing
from ui.opening import NewOffice
from ui.screen import Tone
from ui.widgets.parts import Banner, Picture, Wrapped, label, plain_button

_LEAST_PASSWORD = 8


class FirstStartScreen(QWidget):
    """Asks once what kind of office this data folder holds."""

    practice_wanted = Signal()
    """The person wants the practice office."""
    office_wanted = Signal(object)
    """NewOffice: the person sets up the office's own."""
    backup_wanted = Signal()
    """The person brings the records back from a backup."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._choice_page())
        self._stack.addWidget(self._form_page())

    def set_busy(self, busy: bool) -> None:
        """Hold the buttons back while an office is being set up."""
        self.setEnabled(not busy)

    def show_problem(self, text: str) -> None:
        """Say what went wrong above the form."""
        self._problem.say(text, Tone.ERROR)

    def _choice_page(self) -> QWidget:
        self.practice_button = _choice(
            "practice",
            self.tr("Practice office"),
            self.tr(
                "Three officers and sample dossiers of invented people, everything marked as a"
                " specimen."
            ),
        )
        self.practice_button.clicked.connect(self.practice_wanted)
        self.office_button = _choice(
            "office",
            self.tr("Set up a new office"),
            self.tr("The first administrator chooses a password and then adds the officers."),
        )
        self.office_button.clicked.connect(self._on_office_chosen)
        self.backup_button = _choice(
            "refresh",
            self.tr("Bring the records back from a backup"),
            self.tr(
                "After the loss of a machine, or to move to another one: the folder of the backup"
                " and the recovery sheet are needed."
            ),
        )
        self.backup_button.clicked.connect(self.backup_wanted)
        hero = label(self.tr("Digitization workstation"), role="hero")
        text = label(
            self.tr("There is no data on this machine yet. How would you like to begin?"),
            role="subtle",
            wrap=True,
        )
        return _centred([hero, text, self.practice_button, self.office_button, self.backup_button])

    def _form_page(self) -> QWidget:
        self._problem = Banner()
        self.office = QLineEdit()
        self.place = QLineEdit()
        self.name = QLineEdit()
        self.login = QLineEdit()
        self.password = QLineEdit()
        self.again = QLineEdit()
        for secret in (self.password, self.again):
            secret.setEchoMode(QLineEdit.EchoMode.Password)
        self.office.setPlaceholderText(self.tr("People's Committee of … Commune"))
        form = QFormLayout()
        form.setVerticalSpacing(10)
        form.setHorizontalSpacing(16)
        form.addRow(self.tr("&Name of the office"), self.office)
        form.addRow(self.tr("&Place printed before dates"), self.place)
        form.addRow(self.tr("&Your full name"), self.name)
        form.addRow(self.tr("&Login name"), self.login)
        form.addRow(self.tr("Pass&word (at least 8 characters)"), self.password)
        form.addRow(self.tr("Password &again"), self.again)
        back = plain_button(self.tr("Back"), lambda: self._stack.setCurrentIndex(0))
        self.set_up = plain_button(self.tr("Set up the office"), self._on_create, role="primary")
        self.again.returnPressed.connect(self._on_create)
        row = QHBoxLayout()
        row.addWidget(back)
        row.addStretch()
        row.addWidget(self.set_up)
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addLayout(form)
        column.addLayout(row)
        return _centred([label(self.tr("Set up a new office"), role="hero"), self._problem, holder])

    def _on_office_chosen(self) -> None:
        self._stack.setCurrentIndex(1)
        self.office.setFocus()

    def _on_create(self) -> None:
        composing.commit()
        problem = self._missing()
        self._problem.say(problem, Tone.ERROR)
        if not problem:
            self.office_wanted.emit(
                NewOffice(
                    office=_composed(self.office),
                    place=_composed(self.place),
                    name=_composed(self.name),
                    login=self.login.text().strip(),
                    password=self.password.text(),
                )
            )

    def _missing(self) -> str:
        if not all(box.text().strip() for box in (self.office, self.name, self.login)):
            return self.tr("Please fill in the name of the office, your name and a login name.")
        if len(self.password.text()) < _LEAST_PASSWORD:
            return self.tr("The password needs at least 8 characters.")
        if self.password.text() != self.again.text():
            return self.tr("The two passwords differ. Please type them again.")
        return ""


def _composed(line: QLineEdit) -> str:
    return unicodedata.normalize("NFC", " ".join(line.text().split()))


def _choice(icon: str, title: str, text: str) -> QPushButton:
    """Return a large button that holds a picture, a title and a sentence."""
    made = QPushButton()
    made.setProperty("role", "choice")
    made.setAccessibleName(title)
    made.setAccessibleDescription(text)
    made.setAutoDefault(True)
    picture = Picture(36)
    picture.show_icon(icon, "accent")
    words = QVBoxLayout()
    words.setSpacing(4)
    words.addStretch()
    words.addWidget(label(title, role="heading"))
    sentence = Wrapped(role="subtle")
    sentence.setText(text)
    words.addWidget(sentence)
    words.addStretch()
    row = QHBoxLayout(made)
    # a button's own hint does not know what is laid out in it
    row.setSizeConstraint(QLayout.SizeConstraint.SetMinimumSize)
    row.addStrut(56)
    row.setContentsMargins(18, 14, 18, 14)
    row.setSpacing(16)
    row.addWidget(picture)
    row.addLayout(words, 1)
    return made


def _centred(widgets: list[QWidget]) -> QWidget:
    inner = QWidget()
    inner.setFixedWidth(620)
    column = QVBoxLayout(inner)
    column.setSpacing(14)
    for widget in widgets:
        column.addWidget(widget)
    page = QWidget()
    outer = QVBoxLayout(page)
    outer.addStretch(2)
    outer.addWidget(inner, 0, Qt.AlignmentFlag.AlignHCenter)
    outer.addStretch(3)
    return page
