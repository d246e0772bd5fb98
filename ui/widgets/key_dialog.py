"""A key to sign with: a certificate on a token, a key file, or a test key for practice."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from signing.model import CertificateInfo, PinState, TokenInfo
from ui import composing, files
from ui.models.cards import Card, CardModel
from ui.screen import Tone
from ui.widgets import key_choice
from ui.widgets.card_list import CardList
from ui.widgets.dialog import Dialog
from ui.widgets.key_choice import KeyGiven, TokenCertificate
from ui.widgets.parts import Banner, label, plain_button

_FILE = "file"
_TEST = "test"
_LINE_MARGIN = 24
"""Pixels beside the words of a line in the open list."""


class KeyDialog(Dialog):
    """Lists what will be signed and asks for the key and its PIN once; the PIN is never kept."""

    wanted = Signal(object)
    """KeyGiven to sign with."""
    preflight_wanted = Signal(object)
    """CertificateInfo of the chosen key, or None: what does it block?"""
    tokens_wanted = Signal()
    """Look for tokens again."""

    def __init__(
        self,
        title: str,
        act: str,
        *,
        owner: str = "",
        test_owner: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._act = act
        self._owner = owner
        self._picked = False
        self._test_owner = test_owner
        self._file: Path | None = None
        self._blocked = False
        self._blocks: tuple[str, ...] = ()
        self._problem = ""
        self.setWindowTitle(title)
        self.setMinimumSize(720, 560)
        self._build()

    def show_list(
        self, cards: Sequence[Card], summary: str, count: int, blocks: Sequence[str] = ()
    ) -> None:
        """Show what will be signed, how many of it, and what stands in the way of all of it."""
        self._blocks = tuple(blocks)
        self._blocked = bool(blocks) or not count
        self._list.show(cards)
        self._summary.setText(summary)
        self._show_state()
        self.sign.setText(self._act.format(count=count))
        self._show_enabled()

    def show_tokens(
        self, tokens: Sequence[TokenInfo], windows: Sequence[CertificateInfo] = ()
    ) -> None:
        """Offer the certificates on these tokens and in the store of Windows, and key files.

        A test key is offered too where there is one.
        """
        before = self.key.currentData()
        self.key.blockSignals(True)
        self.key.clear()
        for one in key_choice.signing_certificates(tokens):
            self.key.addItem(key_choice.certificate_line(one), one)
        for info in windows:
            self.key.addItem(key_choice.windows_line(info), info)
        self.key.addItem(self.tr("A key file (*.p12, *.pfx)…"), _FILE)
        if self._test_owner:
            text = self.tr("A throwaway test key for practice, without legal force")
            self.key.addItem(text, _TEST)
        # a token's state changes with every wrong PIN, its certificate stays the same
        for place in range(self.key.count()):
            if _same(self.key.itemData(place), before):
                self.key.setCurrentIndex(place)
        if not self._picked and self._file is None:
            self._suggest()
        self.key.blockSignals(False)
        # the open list shows each line whole, however narrow the box is
        lines = self.key.view()
        lines.setMinimumWidth(lines.sizeHintForColumn(0) + _LINE_MARGIN)
        self._on_key_changed()

    def _suggest(self) -> None:
        """Begin with the certificate of whoever signs, one that is in force before one that is not.

        Without one, with the first that is plugged in.
        """
        certificates = []
        for place in range(self.key.count()):
            held = self.key.itemData(place)
            if isinstance(held, TokenCertificate):
                info = held.certificate
                other = info.owner.casefold() != self._owner.casefold()
                certificates.append((other, not info.in_force(), place))
        if certificates:
            self.key.setCurrentIndex(min(certificates)[-1])

    @property
    def certificate(self) -> CertificateInfo | None:
        """Return the certificate of the chosen key, where it is known before signing."""
        chosen = self.key.currentData()
        if isinstance(chosen, TokenCertificate):
            return chosen.certificate
        return chosen if isinstance(chosen, CertificateInfo) else None

    def say(self, text: str, tone: Tone) -> None:
        """Say something about the key, or why nothing was signed."""
        self.info.say(text, tone)

    def show_problem(self, text: str) -> None:
        """Say why nothing was signed; the PIN has to be entered anew, by the officer."""
        self._problem = text
        self.setEnabled(True)
        self.pin.clear()
        self.pin.setFocus()
        self.say(text, Tone.ERROR)
        self.tokens_wanted.emit()

    # ---- within --------------------------------------------------------------------------------

    def _build(self) -> None:
        self._list = CardModel(self)
        shown = CardList(self.tr("What will be signed"), self._list)
        shown.setProperty("role", "framed")
        self._summary = label(role="heading")
        self.key = QComboBox()
        self.key.setAccessibleName(self.tr("Key to sign with"))
        self.key.currentIndexChanged.connect(self._on_key_changed)
        self.key.activated.connect(self._on_picked)
        self.key.activated.connect(self._forget_problem)
        self._again = plain_button(self.tr("Look for tokens again"), self.tokens_wanted.emit)
        self.file = QLineEdit()
        self.file.setReadOnly(True)
        self.file.setAccessibleName(self.tr("Key file"))
        self._browse = plain_button(self.tr("Choose a file…"), self._on_browse)
        self.pin = QLineEdit()
        self.pin.setEchoMode(QLineEdit.EchoMode.Password)
        self.pin.setAccessibleName(self.tr("PIN or password of the key"))
        self.pin.returnPressed.connect(self._on_sign)
        self.pin.textEdited.connect(self._forget_problem)
        self.risk = QCheckBox(self.tr("I know that another wrong PIN locks the token"))
        self.info = Banner()
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(12)
        column.addWidget(self._summary)
        column.addWidget(shown, 1)
        column.addLayout(self._form())
        column.addWidget(self.risk)
        column.addWidget(self.info)
        column.addLayout(self._buttons())

    def _form(self) -> QFormLayout:
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(10)
        for text, first, second in (
            (self.tr("&Key"), self.key, self._again),
            (self.tr("&File"), self.file, self._browse),
        ):
            row = QHBoxLayout()
            row.setSpacing(8)
            row.addWidget(first, 1)
            row.addWidget(second)
            named = label(text)
            named.setBuddy(first)
            form.addRow(named, row)
        named = label(self.tr("&PIN or password"))
        named.setBuddy(self.pin)
        form.addRow(named, self.pin)
        self._rows = form
        return form

    def _buttons(self) -> QHBoxLayout:
        self.sign = plain_button("", self._on_sign, role="primary")
        self.sign.setDefault(True)
        row = QHBoxLayout()
        row.addWidget(plain_button(self.tr("Cancel"), self.reject))
        row.addStretch()
        row.addWidget(self.sign)
        return row

    def _show_enabled(self) -> None:
        chosen = self.key.currentData()
        locked = isinstance(chosen, TokenCertificate) and chosen.token.pin is PinState.LOCKED
        lacking = chosen == _FILE and self._file is None
        self.sign.setEnabled(not (self._blocked or locked or lacking))

    def _on_key_changed(self) -> None:
        chosen = self.key.currentData()
        of_token = isinstance(chosen, TokenCertificate)
        self._rows.setRowVisible(1, chosen == _FILE)
        of_windows = isinstance(chosen, CertificateInfo)
        self._rows.setRowVisible(2, chosen != _TEST and not of_windows)
        self.pin.setEnabled(not (of_token and chosen.token.pin_pad))
        last = of_token and chosen.token.pin is PinState.LAST
        self.risk.setVisible(last)
        self.risk.setChecked(False)
        self._blocks = ()
        self._show_state()
        self.preflight_wanted.emit(self.certificate)
        self._show_enabled()

    def _on_picked(self) -> None:
        self._picked = True

    def _forget_problem(self) -> None:
        if self._problem:
            self._problem = ""
            self._on_key_changed()

    def _show_state(self) -> None:
        """Say what stands in the way of signing with the chosen key, and what is worth knowing."""
        chosen = self.key.currentData()
        wrong = [*self._blocks, self._problem]
        said = list(wrong)
        # of a key that cannot be used it does not matter how many attempts are left
        if isinstance(chosen, TokenCertificate) and not self._blocks:
            said.append(key_choice.pin_warning(chosen.token))
            said.append(key_choice.days_warning(chosen.certificate))
            if chosen.token.pin_pad:
                said.append(self.tr("Type the PIN on the token's own pad when it asks."))
        text = " ".join(one for one in said if one)
        self.say(text, Tone.ERROR if any(wrong) else Tone.WARNING)

    def _on_browse(self) -> None:
        kinds = [self.tr("Key files (*.p12 *.pfx)"), files.all_kinds()]
        files.ask_file(self, self.tr("Choose the key file"), kinds, self.take_file)

    def take_file(self, path: Path) -> None:
        """Sign with this key file."""
        self._file = path
        self.file.setText(str(path))
        self.pin.setFocus()
        self._show_enabled()

    def _on_sign(self) -> None:
        composing.commit()
        if not self.sign.isEnabled():
            return
        chosen = self.key.currentData()
        token = chosen if isinstance(chosen, TokenCertificate) else None
        given = KeyGiven(
            token=token,
            file=self._file if chosen == _FILE else None,
            pin=self.pin.text(),
            windows_serial=chosen.serial if isinstance(chosen, CertificateInfo) else "",
            test_owner=self._test_owner if chosen == _TEST else "",
            risk_last_attempt=self.risk.isChecked(),
        )
        # whoever signed with it meant it: a failure does not choose another one
        self._picked = True
        self.setEnabled(False)
        self.wanted.emit(given)


def _same(one: object, other: object) -> bool:
    if isinstance(one, TokenCertificate) and isinstance(other, TokenCertificate):
        return one.token.label == other.token.label and one.certificate == other.certificate
    return one == other
