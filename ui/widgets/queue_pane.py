"""The queue at the left of a seat: its title, what starts new work, a search and the cards.

The cards come page by page as the list is scrolled; a search looks at all of them: those that are
here by what stands on them, the others through the records.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QCoreApplication, QTimer, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from ui import panes
from ui.models.cards import Card, CardFilter, CardModel
from ui.widgets.card_list import CardList
from ui.widgets.parts import label
from ui.widgets.search_line import SearchLine

PAGE = 200
"""Dossiers asked for at once."""
_MOST_AGAIN = 2000
"""Dossiers asked for again when the list is refreshed."""
_PAUSE = 200
"""Milliseconds without a key before the records are asked."""
_SHORTEST = 2


class QueuePane(QFrame):
    """Dossiers to choose from, found by typing with or without marks."""

    chosen = Signal(object)
    """Value of the card that a person made current."""
    wanted = Signal(int)
    """The list was scrolled to its end and there is more: how many dossiers are here now."""
    searched = Signal(str)
    """Words were typed, and not all dossiers are here: the records may know more of them."""

    def __init__(self, title: str, nothing: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "side")
        self._cards: tuple[Card, ...] = ()
        self._found: tuple[Card, ...] = ()
        self._more = False
        self._model = CardModel(self)
        self._model.wanted.connect(lambda _shown: self.wanted.emit(len(self._cards)))
        self._filter = CardFilter(self._model, self)
        self.search = SearchLine()
        self.search.setPlaceholderText(
            QCoreApplication.translate("QueuePane", "Find by name, code or procedure")
        )
        self.search.setAccessibleName(QCoreApplication.translate("QueuePane", "Find a dossier"))
        self.search.setClearButtonEnabled(True)
        self.search.typed.connect(self._on_typed)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(lambda: self.searched.emit(self._words))
        self.list = CardList(title, self._model)
        self.list.setModel(self._filter)
        self.list.chosen.connect(self.chosen)
        self._nothing = label(nothing, role="subtle", wrap=True)
        self._nothing.setContentsMargins(8, 4, 8, 4)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(8, 12, 8, 8)
        self._column.addStrut(244)
        self._column.setSpacing(8)
        for widget in (label(title, role="title"), self.search, self._nothing):
            self._column.addWidget(widget)
        self._column.addWidget(self.list, 1)
        panes.mark(self.list)

    @property
    def cards(self) -> tuple[Card, ...]:
        """All cards, whether the search shows them or not."""
        return self._model.cards

    @property
    def limit(self) -> int:
        """How many dossiers to ask for so that the list stays where it was scrolled to."""
        return min(max(len(self._cards), PAGE), _MOST_AGAIN)

    def add_button(self, made: QPushButton) -> None:
        """Put a button between the title and the search."""
        self._column.insertWidget(self._column.indexOf(self.search), made)

    def show_cards(self, cards: Sequence[Card], current: object, *, more: bool = False) -> None:
        """Show these cards and keep the one with this key current; ``more`` can be asked for."""
        self._cards, self._more = tuple(cards), more
        self._nothing.setVisible(not cards)
        self._show()
        if current is not None:
            self.list.choose(current)

    def add_cards(self, cards: Sequence[Card], *, more: bool) -> None:
        """Show further cards below the others."""
        self._cards, self._more = (*self._cards, *cards), more
        self._show()

    def show_found(self, words: str, cards: Sequence[Card]) -> None:
        """Show what the records found, if these words still stand in the search."""
        if words == self._words:
            # found by what may not stand on the card: a number, for instance
            self._found = tuple(replace(card, also=words) for card in cards)
            self._show()

    def start_search(self) -> None:
        """Put the cursor into the search."""
        self.search.setFocus()
        self.search.selectAll()

    @property
    def _words(self) -> str:
        return self.search.seen.strip()

    def _on_typed(self, text: str) -> None:
        self._found = ()
        self._filter.look_for(text)
        self._show()
        if self._more and len(self._words) >= _SHORTEST:
            self._pause.start()
        else:
            self._pause.stop()

    def _show(self) -> None:
        here = {card.key for card in self._cards}
        further = (card for card in self._found if card.key not in here)
        # while a search shows what it found, the list is not filled on from where it ends
        self._model.show((*self._cards, *further), more=self._more and not self._words)
