"""Searches what is printed on pages, narrowed by kind, procedure, state and days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from digitizer.model.dossier import DossierState
from digitizer.model.search import SavedSearch, TextQuery
from digitizer.vietnamese.dates import parse_date
from ui import composing, words
from ui.models.cards import Card, CardModel
from ui.screen import Tone
from ui.widgets.card_list import CardList
from ui.widgets.dialog import Dialog
from ui.widgets.parts import Banner, label, plain_button

_WHOLE_DAY = len("2026-11-26")


class PageSearchDialog(Dialog):
    """Words and filters on the left, pages found on the right; Enter opens the dossier."""

    wanted = Signal(object)
    """TextQuery to search for."""
    keep_wanted = Signal(str, object)
    """Name under which a TextQuery is kept."""
    forget_wanted = Signal(int)
    """Number of a kept search."""
    dossier_chosen = Signal(str)

    def __init__(
        self,
        types: Sequence[tuple[str, str]],
        procedures: Sequence[tuple[str, str]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Search the printed words"))
        self._model = CardModel(self)
        self._build(types, procedures)
        self.resize(920, 560)
        self.words.setFocus()

    def query(self) -> TextQuery | None:
        """Return what is asked; None where a day cannot be read, which is said."""
        days: list[date | None] = []
        for line in (self.first, self.last):
            text = line.text().strip()
            found = parse_date(text) if text else ""
            if found is None or (found and len(found) != _WHOLE_DAY):
                self.info.say(self.tr("Please write the day such as 06/05/2026."), Tone.WARNING)
                line.setFocus()
                return None
            days.append(date.fromisoformat(found) if found else None)
        return TextQuery(
            words=" ".join(self.words.text().split()),
            document_type=str(self.kind.currentData()),
            procedure=str(self.procedure.currentData()),
            state=str(self.state.currentData()),
            received_from=days[0],
            received_to=days[1],
        )

    def show_kept(self, kept: Sequence[SavedSearch]) -> None:
        """List the searches the officer keeps."""
        self.kept.blockSignals(True)
        self.kept.clear()
        self.kept.addItem(self.tr("Kept searches: {count}").format(count=len(kept)), None)
        for one in kept:
            self.kept.addItem(one.name, one)
        self.kept.blockSignals(False)
        self.forget_button.setEnabled(False)

    def show_found(self, cards: Sequence[Card]) -> None:
        """Show the pages found."""
        self._model.show(cards)
        text = self.tr("{count} pages found.").format(count=len(cards))
        self.info.say(text, Tone.GOOD if cards else Tone.INFO)
        if cards:
            self.list.setCurrentIndex(self._model.index(0))

    def show_problem(self, text: str) -> None:
        """Say what went wrong."""
        self.info.say(text, Tone.ERROR)

    # ---- within --------------------------------------------------------------------------------

    def _build(
        self, types: Sequence[tuple[str, str]], procedures: Sequence[tuple[str, str]]
    ) -> None:
        self.words, self.first, self.last, self.name = (QLineEdit() for _ in range(4))
        self.words.setPlaceholderText(self.tr("with or without marks"))
        for line in (self.first, self.last):
            line.setPlaceholderText(self.tr("such as 06/05/2026"))
        self.name.setMaxLength(100)
        self.kind, self.procedure, self.state, self.kept = (QComboBox() for _ in range(4))
        for choice, entries in ((self.kind, types), (self.procedure, procedures)):
            choice.addItem(self.tr("any"), "")
            for code, title in entries:
                choice.addItem(title, code)
            # names of papers are long; the list shows them whole
            choice.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            choice.setMinimumContentsLength(12)
        self.state.addItem(self.tr("any"), "")
        for state in DossierState:
            self.state.addItem(words.dossier_state(state).text, state.value)
        form = QFormLayout()
        form.setVerticalSpacing(8)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        for text, widget in (
            (self.tr("&Words on the page"), self.words),
            (self.tr("&Kind of paper"), self.kind),
            (self.tr("&Procedure"), self.procedure),
            (self.tr("S&tate of the dossier"), self.state),
            (self.tr("Received &from"), self.first),
            (self.tr("Received unti&l"), self.last),
            (self.tr("Searches kept &before"), self.kept),
            (self.tr("Keep it under the &name"), self.name),
        ):
            head = label(text)
            head.setBuddy(widget)
            widget.setAccessibleName(text.replace("&", ""))
            form.addRow(head, widget)
        self.search_button = plain_button(self.tr("&Search"), self._on_search, role="primary")
        self.search_button.setDefault(True)
        self.keep_button = plain_button(self.tr("&Keep"), self._on_keep)
        self.forget_button = plain_button(self.tr("F&orget"), self._on_forget)
        for one in (self.keep_button, self.forget_button):
            one.setAutoDefault(False)
        self.kept.currentIndexChanged.connect(self._on_kept)
        buttons = QHBoxLayout()
        for one in (self.keep_button, self.forget_button):
            buttons.addWidget(one)
        buttons.addStretch()
        buttons.addWidget(self.search_button)
        side = QWidget()
        side.setFixedWidth(340)
        left = QVBoxLayout(side)
        left.setContentsMargins(0, 0, 0, 0)
        left.addLayout(form)
        left.addStretch()
        left.addLayout(buttons)
        self.list = CardList(self.tr("Pages found"), self._model)
        self.list.setProperty("role", "framed")
        self.list.opened.connect(self._on_opened)
        self.info = Banner()
        right = QVBoxLayout()
        right.addWidget(self.list, 1)
        right.addWidget(self.info)
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 18, 20, 16)
        row.setSpacing(16)
        row.addWidget(side)
        row.addLayout(right, 1)

    def _on_search(self) -> None:
        composing.commit()
        query = self.query()
        if query is None:
            return
        if not query.words:
            self.info.say(self.tr("Please type a word that stands on the page."), Tone.WARNING)
            self.words.setFocus()
            return
        self.wanted.emit(query)

    def _on_kept(self) -> None:
        one = self.kept.currentData()
        self.forget_button.setEnabled(isinstance(one, SavedSearch))
        if not isinstance(one, SavedSearch):
            return
        query = one.query
        self.words.setText(query.words)
        self.name.setText(one.name)
        for choice, value in (
            (self.kind, query.document_type),
            (self.procedure, query.procedure),
            (self.state, query.state),
        ):
            choice.setCurrentIndex(max(choice.findData(value), 0))
        for line, day in ((self.first, query.received_from), (self.last, query.received_to)):
            line.setText(f"{day:%d/%m/%Y}" if day else "")
        self._on_search()

    def _on_keep(self) -> None:
        composing.commit()
        query, name = self.query(), self.name.text().strip()
        if query is None:
            return
        if not name:
            self.info.say(self.tr("Please name the search that is kept."), Tone.WARNING)
            self.name.setFocus()
            return
        self.keep_wanted.emit(name, query)

    def _on_forget(self) -> None:
        one = self.kept.currentData()
        if isinstance(one, SavedSearch):
            self.forget_wanted.emit(one.id)

    def _on_opened(self, code: object) -> None:
        if isinstance(code, str):
            self.accept()
            self.dossier_chosen.emit(code)
