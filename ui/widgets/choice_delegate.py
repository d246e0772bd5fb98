"""A card whose value may be corrected by choosing from a list."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractItemModel, Signal
from PySide6.QtWidgets import QComboBox, QStyleOptionViewItem, QWidget
from typing_extensions import override

from ui.models.cards import CardRole, Index
from ui.widgets.card_list import CardDelegate


class ChoiceDelegate(CardDelegate):
    """Opens a combo over the card; the choice is told, not stored."""

    chosen = Signal(object, object)
    """The card's value and the code that was chosen."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._name = name
        self._choices: tuple[tuple[str, str], ...] = ()

    def offer(self, choices: Sequence[tuple[str, str]]) -> None:
        """Offer these pairs of code and words."""
        self._choices = tuple(choices)

    @override
    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        combo = QComboBox(parent)
        combo.setAccessibleName(self._name)
        combo.setMaxVisibleItems(14)
        for code, words in self._choices:
            combo.addItem(words, code)
        combo.activated.connect(lambda _row: self._on_activated(combo))
        return combo

    @override
    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, QComboBox):
            title = str(index.data())
            editor.setCurrentIndex(max(0, editor.findText(title)))
            editor.showPopup()

    @override
    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, QComboBox) and editor.currentText() != str(index.data()):
            self.chosen.emit(index.data(int(CardRole.VALUE)), editor.currentData())

    @override
    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> None:
        height = editor.sizeHint().height()
        place = option.rect.adjusted(8, 0, -8, 0)
        place.setTop(option.rect.top() + (option.rect.height() - height) // 2)
        place.setHeight(height)
        editor.setGeometry(place)

    def _on_activated(self, combo: QComboBox) -> None:
        self.commitData.emit(combo)
        self.closeEditor.emit(combo)
