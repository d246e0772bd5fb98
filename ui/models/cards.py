"""A list of cards: title, lines below it, a chip and an icon; every queue and check list is one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from typing_extensions import override

from ui.screen import Tone

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


@dataclass(frozen=True, slots=True)
class Card:
    """One row as it is shown; ``key`` tells rows apart when the list is shown anew."""

    key: object
    title: str
    lines: tuple[str, ...] = ()
    chip: str = ""
    tone: Tone = Tone.NEUTRAL
    icon: str = ""
    value: object = None
    """What the row stands for, handed back when it is chosen."""
    also: str = ""
    """Further words by which a search finds it; not shown."""
    wraps: bool = False
    """The texts may take several lines: a sentence, or a name that must be read whole."""

    @property
    def spoken(self) -> str:
        """The whole card as a screen reader says it."""
        return ". ".join(part for part in (self.title, self.chip, *self.lines) if part)


class CardRole(IntEnum):
    """What a delegate or a screen asks of a card beyond Qt's own roles."""

    CARD = Qt.ItemDataRole.UserRole + 1
    VALUE = Qt.ItemDataRole.UserRole + 2
    SEARCH = Qt.ItemDataRole.UserRole + 3


class CardModel(QAbstractListModel):
    """Shows cards; rows keep their place and the selection when only their contents change."""

    wanted = Signal(int)
    """The list was scrolled to its end and more is known of: how many cards there are now."""

    def __init__(self, parent: QObject | None = None, *, editable: bool = False) -> None:
        super().__init__(parent)
        self._editable = editable
        self._cards: tuple[Card, ...] = ()
        self._more = False

    @property
    def cards(self) -> tuple[Card, ...]:
        """The cards shown, in order."""
        return self._cards

    def show(self, cards: Sequence[Card], *, more: bool = False) -> None:
        """Show these cards instead; ``more`` says that further ones can be asked for."""
        self._more = more
        new = tuple(cards)
        old_keys = [card.key for card in self._cards]
        new_keys = [card.key for card in new]
        if new_keys[: len(old_keys)] != old_keys:
            self.beginResetModel()
            self._cards = new
            self.endResetModel()
            return
        self._change(new[: len(old_keys)])
        if len(new) > len(old_keys):
            self.beginInsertRows(_ROOT, len(old_keys), len(new) - 1)
            self._cards = new
            self.endInsertRows()

    def _change(self, new: tuple[Card, ...]) -> None:
        old, self._cards = self._cards, new
        for row, (before, after) in enumerate(zip(old, new, strict=True)):
            if before != after:
                index = self.index(row)
                self.dataChanged.emit(index, index)

    @override
    def canFetchMore(self, parent: Index) -> bool:
        return self._more and not parent.isValid()

    @override
    def fetchMore(self, parent: Index) -> None:
        if self.canFetchMore(parent):
            # asked once; what comes is shown by ``show``
            self._more = False
            self.wanted.emit(len(self._cards))

    @override
    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._cards)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._cards):
            return None
        answer = _ANSWERS.get(role)
        return None if answer is None else answer(self._cards[index.row()])

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if self._editable and index.isValid() else flags

    def row_of(self, key: object) -> int:
        """Return the row with this key, or -1."""
        return next((row for row, card in enumerate(self._cards) if card.key == key), -1)


def _tooltip(card: Card) -> str:
    return "\n".join(part for part in (card.title, *card.lines) if part)


_ANSWERS: dict[int, Callable[[Card], object]] = {
    int(Qt.ItemDataRole.DisplayRole): lambda card: card.title,
    int(Qt.ItemDataRole.ToolTipRole): _tooltip,
    int(Qt.ItemDataRole.AccessibleTextRole): lambda card: card.spoken,
    int(CardRole.CARD): lambda card: card,
    int(CardRole.VALUE): lambda card: card.value,
    int(CardRole.SEARCH): lambda card: " ".join((card.title, *card.lines, card.also)),
}


class CardFilter(QSortFilterProxyModel):
    """Keeps the cards that hold every typed word, with or without marks."""

    def __init__(self, source: CardModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words: tuple[str, ...] = ()
        self.setSourceModel(source)

    def look_for(self, text: str) -> None:
        """Show only cards that hold these words."""
        self.beginFilterChange()
        self._words = tuple(_fold(text).split())
        self.endFilterChange()

    @override
    def filterAcceptsRow(self, source_row: int, source_parent: Index) -> bool:
        if not self._words:
            return True
        index = self.sourceModel().index(source_row, 0, source_parent)
        text = _fold(str(index.data(int(CardRole.SEARCH))))
        return all(word in text for word in self._words)


def _fold(text: str) -> str:
    from digitizer.vietnamese import fold

    return fold(text)
