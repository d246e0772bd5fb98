"""The cards of mass verification: a value, its pixels, and whether the person marked it wrong."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
)
from PySide6.QtGui import QImage
from typing_extensions import override

from digitizer.model.view import WaitingValue
from digitizer.vietnamese import fold

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


@dataclass(frozen=True, slots=True)
class ValueCard:
    """One value as it is shown."""

    waiting: WaitingValue
    shown: str
    """The value as people write it, or as this person has put it right."""
    image: QImage | None = None
    wrong: bool = False
    """The person leaves it to the check beside its whole paper."""
    changed: bool = False
    """The person has typed another value."""

    @property
    def value_id(self) -> int:
        """Id of the value in the store."""
        return self.waiting.value.id


class ValueRole(IntEnum):
    """What the delegate and the screen ask of a card beyond Qt's own roles."""

    CARD = Qt.ItemDataRole.UserRole + 1


class ValueCardModel(QAbstractListModel):
    """Holds the cards of one field in the order in which the store gave them."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._cards: list[ValueCard] = []

    @property
    def cards(self) -> tuple[ValueCard, ...]:
        """The cards held."""
        return tuple(self._cards)

    def show(self, cards: Sequence[ValueCard]) -> None:
        """Hold these cards instead."""
        self.beginResetModel()
        self._cards = list(cards)
        self.endResetModel()

    def put_image(self, value_id: int, image: QImage) -> None:
        """Show a value's pixels."""
        self._change(value_id, lambda card: replace(card, image=image))

    def turn_wrong(self, value_id: int) -> None:
        """Mark a value as wrong, or take the mark away."""
        self._change(value_id, lambda card: replace(card, wrong=not card.wrong))

    def put_text(self, value_id: int, text: str) -> None:
        """Put a person's text in a value's place; it is saved when the card is accepted."""
        self._change(value_id, lambda card: replace(card, shown=text, changed=True, wrong=False))

    def remove(self, value_ids: Collection[int]) -> None:
        """Take cards away whose values are decided."""
        for row in range(len(self._cards) - 1, -1, -1):
            if self._cards[row].value_id in value_ids:
                self.beginRemoveRows(_ROOT, row, row)
                del self._cards[row]
                self.endRemoveRows()

    def _change(self, value_id: int, change: Callable[[ValueCard], ValueCard]) -> None:
        for row, card in enumerate(self._cards):
            if card.value_id == value_id:
                self._cards[row] = change(card)
                index = self.index(row)
                self.dataChanged.emit(index, index)

    @override
    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._cards)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._cards):
            return None
        answer = _ANSWERS.get(role)
        return None if answer is None else answer(self._cards[index.row()])


_ANSWERS: dict[int, Callable[[ValueCard], object]] = {
    int(Qt.ItemDataRole.DisplayRole): lambda card: card.shown,
    int(Qt.ItemDataRole.ToolTipRole): lambda card: card.shown,
    int(Qt.ItemDataRole.AccessibleTextRole): lambda card: card.shown,
    int(ValueRole.CARD): lambda card: card,
}


class ValueCardOrder(QSortFilterProxyModel):
    """Sorts by value, so that the odd one stands out, or the least certain first; and filters."""

    def __init__(self, source: ValueCardModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._by_value = True
        self._word = ""
        self.setSourceModel(source)
        self.sort(0)

    @property
    def by_value(self) -> bool:
        """Whether equal values stand together."""
        return self._by_value

    def order_by_value(self, by_value: bool) -> None:
        """Sort by value, or by certainty."""
        self._by_value = by_value
        self.invalidate()
        self.sort(0)

    def look_for(self, word: str) -> None:
        """Show only values that hold a word, whatever its marks."""
        self.beginFilterChange()
        self._word = fold(word).strip()
        self.endFilterChange()

    @override
    def filterAcceptsRow(self, source_row: int, source_parent: Index) -> bool:
        card = self._card(self.sourceModel().index(source_row, 0, source_parent))
        return self._word in fold(card.shown)

    @override
    def lessThan(self, source_left: Index, source_right: Index) -> bool:
        return self._key(source_left) < self._key(source_right)

    def _key(self, index: Index) -> tuple[Any, ...]:
        card = self._card(index)
        if not self._by_value:
            return (card.waiting.value.confidence, card.value_id)
        return (fold(card.shown), card.shown, card.value_id)

    def _card(self, index: Index) -> ValueCard:
        card: ValueCard = index.data(int(ValueRole.CARD))
        return card
