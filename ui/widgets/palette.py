"""The command palette: type a few letters of an action or of a dossier, Enter does or opens it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from digitizer.vietnamese import fold
from ui.models.cards import Card, CardModel
from ui.widgets.card_list import CardList
from ui.widgets.dialog import Dialog
from ui.widgets.flow import Flow
from ui.widgets.parts import label
from ui.widgets.search_line import SearchLine

_SIZE = QSize(640, 460)
_MOST_ACTIONS = 12
_PAUSE = 150
"""Milliseconds without a key before the records are asked."""
_SHORTEST = 2
_TO_LIST = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class Kind(Enum):
    """What the palette may be narrowed to, in the order of the keys Alt+1 to Alt+4."""

    ALL = "all"
    ACTIONS = "actions"
    DOSSIERS = "dossiers"
    PAGES = "pages"


@dataclass(frozen=True, slots=True)
class Found:
    """One dossier, person or page that a search found, as a card; choosing it opens the dossier."""

    card: Card
    dossier_code: str
    kind: Kind


class Palette(Dialog):
    """Lists what can be done here and what the records hold of the words typed."""

    searched = Signal(str)
    """The person has stopped typing these words; the records may be asked."""
    dossier_chosen = Signal(str)
    """Code of the dossier to open."""

    def __init__(self, actions: Sequence[QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Do or find"))
        self._actions = [one for one in actions if one.isEnabled() and one.isVisible()]
        self._found: tuple[Found, ...] = ()
        self.line = SearchLine()
        self.line.setAccessibleName(self.windowTitle())
        self.line.setPlaceholderText(
            self.tr("An action, a name, a number, a dossier code or words printed on a page")
        )
        self.line.setClearButtonEnabled(True)
        self.model = CardModel(self)
        self.list = CardList(self.tr("What was found"), self.model)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._hint = label(role="subtle", wrap=True)
        self.kind = Kind.ALL
        self.kinds = QButtonGroup(self)
        chips = self._kind_row()
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 10)
        column.setSpacing(8)
        column.addWidget(self.line)
        column.addLayout(chips)
        column.addWidget(self.list)
        column.addWidget(self._hint)
        self.resize(_SIZE)
        self._connect()
        self._show_cards()

    def _kind_row(self) -> Flow:
        """Build one button a kind; Alt and a digit chooses it while words are typed."""
        row = Flow(6)
        names = (
            (Kind.ALL, self.tr("Everything")),
            (Kind.ACTIONS, self.tr("Actions")),
            (Kind.DOSSIERS, self.tr("People and dossiers")),
            (Kind.PAGES, self.tr("Words on pages")),
        )
        for place, (kind, name) in enumerate(names, start=1):
            one = QPushButton(name)
            one.setCheckable(True)
            one.setChecked(kind is self.kind)
            one.setAutoDefault(False)
            one.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            keys = QKeySequence(f"Alt+{place}")
            one.setToolTip(f"{name} ({keys.toString(QKeySequence.SequenceFormat.NativeText)})")
            one.clicked.connect(lambda _checked=False, wanted=kind: self.narrow(wanted))
            QShortcut(keys, self).activated.connect(one.click)
            self.kinds.addButton(one)
            row.addWidget(one)
        return row

    def narrow(self, kind: Kind) -> None:
        """Show what is of this kind only."""
        self.kind = kind
        self._show_cards()
        self.line.setFocus()

    def _connect(self) -> None:
        self.line.installEventFilter(self)
        self.line.typed.connect(lambda _text: self._on_text())
        self.line.returnPressed.connect(self._on_enter)
        self.list.opened.connect(self._do)
        self.list.clicked.connect(lambda _index: self._do(self.list.current_value()))
        self._pause.timeout.connect(lambda: self.searched.emit(self.words))

    @property
    def words(self) -> str:
        """What is typed, without space around it."""
        return self.line.seen.strip()

    def show_found(self, words: str, found: Sequence[Found]) -> None:
        """Show what the records hold, if these words still stand in the line."""
        if words == self.words:
            self._found = tuple(found)
            self._show_cards()

    def _on_text(self) -> None:
        self._found = ()
        self._show_cards()
        if len(self.words) >= _SHORTEST:
            self._pause.start()
        else:
            self._pause.stop()

    def _show_cards(self) -> None:
        cards: list[Card] = []
        if self.kind in (Kind.ALL, Kind.ACTIONS):
            matching = [one for one in self._actions if _matches(self.words, one.text())]
            cards = [_card(one, place) for place, one in enumerate(matching[:_MOST_ACTIONS])]
        wanted = [one for one in self._found if self.kind in (Kind.ALL, one.kind)]
        cards += [replace(one.card, value=one) for one in wanted]
        self.model.show(cards)
        if cards:
            self.list.choose(cards[0].key)
        self._hint.setText(
            self.tr("Enter does or opens what is marked; arrow keys choose; Escape closes.")
            if cards
            else self.tr("Nothing here is called so, and the records hold nothing like it.")
        )

    def _on_enter(self) -> None:
        self._do(self.list.current_value())

    def _do(self, chosen: object) -> None:
        if isinstance(chosen, QAction):
            self.accept()
            # only once the dialog is gone: an action may ask for the focus
            QTimer.singleShot(0, chosen.trigger)
        elif isinstance(chosen, Found):
            self.accept()
            self.dossier_chosen.emit(chosen.dossier_code)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            watched is self.line
            and event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() in _TO_LIST
        ):
            self.list.keyPressEvent(event)
            return True
        return super().eventFilter(watched, event)


def _card(action: QAction, place: int) -> Card:
    shown = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    return Card(key=("action", place, action.text()), title=action.text(), chip=shown, value=action)


def _matches(words: str, text: str) -> bool:
    folded = fold(text)
    return all(word in folded for word in fold(words).split())
