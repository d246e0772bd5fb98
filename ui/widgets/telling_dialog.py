"""Tells neighbours a state of a dossier, or asks another agency or a database about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from digitizer.model.dossier import Owner
from digitizer.vietnamese.dates import parse_date
from ui import composing
from ui.screen import Tone
from ui.widgets.dialog import Dialog
from ui.widgets.parts import Banner, answers, label, plain_button


class Way(StrEnum):
    """How a wish goes out."""

    TELL = "tell"
    REQUEST = "request"
    ASK = "ask"


@dataclass(frozen=True, slots=True)
class Wish:
    """Something that may be told or asked: its name for the core, and its words."""

    way: Way
    name: str
    title: str
    needs: tuple[str, ...] = ()
    """Of ``name``, ``number``, ``birth_date`` and ``kind``, what cannot be left out."""


@dataclass(frozen=True, slots=True)
class Told:
    """A wish with what was typed for it."""

    wish: Wish
    neighbour: str
    reason: str
    values: Mapping[str, str]


class TellingDialog(Dialog):
    """Chooses one wish, shows the lines it needs, and says what became of it."""

    wanted = Signal(object)
    """Told."""

    def __init__(
        self,
        wishes: Sequence[Wish],
        carriers: Sequence[str],
        kinds: Sequence[tuple[str, str]],
        owner: Owner,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Tell or ask about the dossier"))
        self._wishes = list(wishes)
        self._build(carriers, kinds, owner)
        self.resize(560, 360)
        self._on_wish()

    @property
    def wish(self) -> Wish:
        """What is chosen."""
        return self._wishes[self.what.currentIndex()]

    def choose(self, name: str) -> None:
        """Choose what has this name."""
        self.what.setCurrentIndex([one.name for one in self._wishes].index(name))

    def show_done(self, text: str, tone: Tone = Tone.GOOD) -> None:
        """Say what became of the wish."""
        self.info.say(text, tone)
        self.send_button.setEnabled(True)

    # ---- within --------------------------------------------------------------------------------

    def _build(
        self, carriers: Sequence[str], kinds: Sequence[tuple[str, str]], owner: Owner
    ) -> None:
        self.what = QComboBox()
        for one in self._wishes:
            self.what.addItem(one.title)
        self.carrier = QComboBox()
        self.carrier.addItems(list(carriers))
        self.reason = QLineEdit()
        self.reason.setMaxLength(500)
        self.owner_name = QLineEdit(owner.name)
        self.number = QLineEdit(owner.personal_id)
        self.birth = QLineEdit()
        self.birth.setPlaceholderText(self.tr("such as 06/05/2003"))
        self.kind = QComboBox()
        for code, title in kinds:
            self.kind.addItem(title, code)
        form = QFormLayout()
        form.setVerticalSpacing(10)
        self._rows: dict[str, tuple[QLabel, QWidget]] = {}
        for name, words, widget in (
            ("what", self.tr("&What"), self.what),
            ("carrier", self.tr("To be carried &by"), self.carrier),
            ("reason", self.tr("&Reason or content"), self.reason),
            ("name", self.tr("Full &name"), self.owner_name),
            ("number", self.tr("&Personal id number"), self.number),
            ("birth_date", self.tr("&Date of birth"), self.birth),
            ("kind", self.tr("&Kind of paper"), self.kind),
        ):
            head = label(words)
            head.setBuddy(widget)
            widget.setAccessibleName(words.replace("&", ""))
            form.addRow(head, widget)
            self._rows[name] = (head, widget)
        self.what.currentIndexChanged.connect(lambda _place: self._on_wish())
        self.info = Banner()
        self.send_button = plain_button(self.tr("&Send"), self._on_send, role="primary")
        self.send_button.setDefault(True)
        buttons = answers(plain_button(self.tr("Close"), self.reject), self.send_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(12)
        column.addLayout(form)
        column.addWidget(self.info)
        column.addStretch()
        column.addLayout(buttons)

    def _on_wish(self) -> None:
        wish = self.wish
        shown = {"what", *wish.needs}
        if wish.way is Way.TELL:
            shown.add("reason")
        elif wish.way is Way.REQUEST:
            shown.add("carrier")
        for name, parts in self._rows.items():
            for part in parts:
                part.setVisible(name in shown)
        self.info.say("", Tone.INFO)

    def _on_send(self) -> None:
        composing.commit()
        wish, birth = self.wish, self.birth.text().strip()
        values = {
            "name": " ".join(self.owner_name.text().split()),
            "number": "".join(self.number.text().split()),
            "birth_date": birth if not birth else parse_date(birth) or "",
            "kind": str(self.kind.currentData() or ""),
        }
        for need in wish.needs:
            if not values[need]:
                head, widget = self._rows[need]
                text = self.tr("Please fill in: {what}.")
                self.info.say(text.format(what=head.text().replace("&", "")), Tone.WARNING)
                widget.setFocus()
                return
        self.send_button.setEnabled(False)
        given = {need: values[need] for need in wish.needs}
        self.wanted.emit(Told(wish, self.carrier.currentText(), self.reason.text().strip(), given))
