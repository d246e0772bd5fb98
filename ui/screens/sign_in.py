"""Signing in: in the practice office by a click, elsewhere with login and password."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from digitizer.model.officer import Officer
from ui import composing, roles
from ui.models.cards import Card, CardModel
from ui.screen import Tone
from ui.widgets.card_list import CardList
from ui.widgets.parts import Banner, Wrapped, label, plain_button

_WIDTH = 460
"""Pixels the words have at least; more where large letters need it."""


class SignInScreen(QWidget):
    """Asks who works here now."""

    wanted = Signal(str, str)
    """Login and password as typed."""
    certificate_wanted = Signal()
    """Sign in by the certificate on a token."""
    removal_wanted = Signal()
    """The practice office is to be taken away."""
    practice_wanted = Signal(object)
    """Officer of the practice office who was chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = Wrapped(role="hero")
        self._text = label(role="subtle", wrap=True)
        self._problem = Banner()
        self._model = CardModel(self)
        self.officers = CardList(self.tr("Officers of the practice office"), self._model)
        self.officers.setProperty("role", "framed")
        self.officers.clicked.connect(lambda _index: self._on_chosen())
        self.officers.opened.connect(lambda _officer: self._on_chosen())
        self.officers.grow_with_contents()
        self._form = self._form_part()
        self.remove = plain_button(self.tr("Remove the practice office…"), self.removal_wanted.emit)
        inner = QWidget()
        inner.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        column = QVBoxLayout(inner)
        column.addStrut(_WIDTH)
        column.setSpacing(14)
        for widget in (self._title, self._text, self._problem, self.officers, self._form):
            column.addWidget(widget)
        column.addWidget(self.remove, 0, Qt.AlignmentFlag.AlignRight)
        # between stretches and not aligned: an aligned widget is given the height that its words
        # need over the window's whole width, and squeezes its lines when they wrap
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(inner)
        row.addStretch(1)
        outer = QVBoxLayout(self)
        outer.addStretch(2)
        outer.addLayout(row)
        outer.addStretch(3)

    def show_office(self, name: str, officers: Sequence[Officer], *, practice: bool) -> None:
        """Show who may sign in at this office."""
        self._problem.say("", Tone.ERROR)
        self.password.clear()
        self._title.setText(self.tr("Practice office") if practice else name)
        self._text.setText(
            self.tr("Choose the officer whose seat you want to take. Nothing here is real.")
            if practice
            else self.tr("Please sign in.")
        )
        self.officers.setVisible(practice)
        self._form.setVisible(not practice)
        self.remove.setVisible(practice)
        self._model.show([_card(officer) for officer in officers] if practice else [])
        if practice and officers:
            self.officers.setCurrentIndex(self._model.index(0))
            self.officers.setFocus()
        else:
            self.login.setFocus()

    def show_locked(self, officer: Officer) -> None:
        """Ask the officer who was away for their password; what they had open stays open."""
        self.show_office(self.tr("Locked"), (), practice=False)
        self._text.setText(
            self.tr(
                "{name}, please enter your password to go on where you were. Somebody else may sign"
                " in with their own name."
            ).format(name=officer.name)
        )
        self.login.setText(officer.login)
        self.password.setFocus()

    def show_problem(self, text: str) -> None:
        """Say why signing in did not work."""
        self._problem.say(text, Tone.ERROR)
        self.setEnabled(True)
        self.password.selectAll()
        self.password.setFocus()

    def _form_part(self) -> QWidget:
        self.login = QLineEdit()
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.login.returnPressed.connect(self.password.setFocus)
        self.password.returnPressed.connect(self._on_wanted)
        holder = QWidget()
        form = QFormLayout(holder)
        form.setContentsMargins(0, 0, 0, 0)
        form.setVerticalSpacing(10)
        form.setHorizontalSpacing(16)
        form.addRow(self.tr("&Login name"), self.login)
        form.addRow(self.tr("Pass&word"), self.password)
        form.addRow("", plain_button(self.tr("Sign in"), self._on_wanted, role="primary"))
        self.by_certificate = plain_button(
            self.tr("Sign in by the certificate on a token"), self.certificate_wanted.emit
        )
        form.addRow("", self.by_certificate)
        return holder

    def _on_wanted(self) -> None:
        composing.commit()
        self.wanted.emit(self.login.text().strip(), self.password.text())

    def _on_chosen(self) -> None:
        officer = self.officers.current_value()
        if isinstance(officer, Officer):
            self.practice_wanted.emit(officer)


def _card(officer: Officer) -> Card:
    return Card(
        key=officer.id,
        title=officer.name,
        lines=(roles.names(officer.roles),),
        icon="person",
        value=officer,
        wraps=True,
    )
