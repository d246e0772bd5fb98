"""The queue at the left of a seat: its title, what starts new work, a search and the cards."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from ui import panes
from ui.models.cards import Card, CardFilter, CardModel
from ui.widgets.card_list import CardList
from ui.widgets.parts import label
from ui.widgets.search_line import SearchLine


class QueuePane(QFrame):
    """Dossiers to choose from, found by typing with or without marks."""

    chosen = Signal(object)
    """Value of the card that a person made current."""

    def __init__(self, title: str, nothing: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "side")
        self.setMinimumWidth(260)
        self._model = CardModel(self)
        self._filter = CardFilter(self._model, self)
        self.search = SearchLine()
        self.search.setPlaceholderText(
            QCoreApplication.translate("QueuePane", "Find by name, code or procedure")
        )
        self.search.setAccessibleName(QCoreApplication.translate("QueuePane", "Find a dossier"))
        self.search.setClearButtonEnabled(True)
        self.search.typed.connect(self._filter.look_for)
        self.list = CardList(title, self._model)
        self.list.setModel(self._filter)
        self.list.chosen.connect(self.chosen)
        self._nothing = label(nothing, role="subtle", wrap=True)
        self._nothing.setContentsMargins(8, 4, 8, 4)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(8, 12, 8, 8)
        self._column.setSpacing(8)
        for widget in (label(title, role="title"), self.search, self._nothing):
            self._column.addWidget(widget)
        self._column.addWidget(self.list, 1)
        panes.mark(self.list)

    @property
    def cards(self) -> tuple[Card, ...]:
        """All cards, whether the search shows them or not."""
        return self._model.cards

    def add_button(self, made: QPushButton) -> None:
        """Put a button between the title and the search."""
        self._column.insertWidget(self._column.indexOf(self.search), made)

    def show_cards(self, cards: Sequence[Card], current: object) -> None:
        """Show these cards and keep the one with this key current."""
        self._model.show(cards)
        self._nothing.setVisible(not cards)
        if current is not None:
            self.list.choose(current)

    def start_search(self) -> None:
        """Put the cursor into the search."""
        self.search.setFocus()
        self.search.selectAll()
