"""All fields of a document below each other; the form follows the model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from digitizer.model.witness import Fact
from ui.models.field_rows import FieldModel, FieldRow
from ui.widgets.field_row import FieldRowView

_REST = 70
"""Pixels kept free around the focused row, so that its neighbours are in sight."""


class FieldForm(QScrollArea):
    """Rows of fields worked from top to bottom; it says what is wished, by place."""

    entered = Signal(int)
    """Place of the row the person is in now."""
    left = Signal(int)
    """Place of the row the person has left."""
    accepted = Signal(int)
    """Enter was pressed in this row."""
    restore_wished = Signal(int)
    """Escape was pressed in this row."""
    alternative_chosen = Signal(int, int)
    """Row and place of the alternative."""
    own_kept = Signal(int)
    """After a conflict the person's own value shall stand."""
    theirs_taken = Signal(int)
    """After a conflict the other value shall stand."""

    def __init__(self, model: FieldModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._views: list[FieldRowView] = []
        self._current = -1
        self._read_only = False
        self._facts: Mapping[int, Fact] = {}
        self._resetting = False
        page = QWidget()
        page.setProperty("role", "page")
        self._column = QVBoxLayout(page)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addStretch()
        self.setWidget(page)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # snippets that arrive later make rows higher and would push the current one out of sight
        self.verticalScrollBar().rangeChanged.connect(self._show_current)
        model.modelReset.connect(self._on_reset)
        model.dataChanged.connect(self._on_changed)

    @property
    def views(self) -> list[FieldRowView]:
        """The rows in use."""
        return self._views[: self._model.rowCount()]

    @property
    def current(self) -> int:
        """Place of the row the person is in, or -1."""
        return self._current

    def view(self, place: int) -> FieldRowView:
        """Return the row at a place."""
        return self._views[place]

    def focus_row(self, place: int) -> None:
        """Put the cursor into a row and select its value."""
        editor = self._views[place].editor
        editor.setFocus(Qt.FocusReason.TabFocusReason)
        editor.select_from_end()
        if self._current != place:
            # the line had the focus already, or the window has none to give
            self._on_entered(place)

    def show_cut_out(self, value_id: int, image: QImage, doubts: Sequence[int]) -> None:
        """Show a field's pixels and doubtful letters, if the field is still shown."""
        place = self._model.row_of(value_id)
        if place >= 0:
            self._views[place].show_snippet(image)
            self._views[place].show_doubts(doubts)

    def show_witnesses(self, facts: Mapping[int, Fact]) -> None:
        """Show what the witnesses of cards say, by id of the value."""
        self._facts = facts
        for view in self.views:
            if view.row is not None:
                view.show_witnesses(facts.get(view.row.value.id))

    def show_read_only(self, read_only: bool) -> None:
        """Let all values be looked at only, or changed."""
        self._read_only = read_only
        for view in self._views:
            view.show_read_only(read_only)

    def _on_reset(self) -> None:
        # a hidden line hands the focus to the next one; nobody has gone there
        self._resetting = True
        self._show_all_anew()
        self._resetting = False

    def _show_all_anew(self) -> None:
        self._current = -1
        rows = self._model.rows
        while len(self._views) < len(rows):
            self._add_view()
        for place, view in enumerate(self._views):
            view.setVisible(place < len(rows))
            if place < len(rows):
                self._show_anew(view, rows[place])
        self.verticalScrollBar().setValue(0)

    def _show_anew(self, view: FieldRowView, row: FieldRow) -> None:
        view.end_conflict()
        view.evidence = None
        view.row = None
        view.show_focus(False)
        view.show_row(row)
        view.show_witnesses(self._facts.get(row.value.id))
        view.show_snippet(None)
        view.show_doubts(())
        view.show_read_only(self._read_only)

    def _on_changed(
        self,
        first: QModelIndex | QPersistentModelIndex,
        last: QModelIndex | QPersistentModelIndex,
        _roles: object = None,
    ) -> None:
        for place in range(first.row(), last.row() + 1):
            self._views[place].show_row(self._model.rows[place])

    def _add_view(self) -> None:
        place = len(self._views)
        view = FieldRowView()
        view.editor.entered.connect(partial(self._on_entered, place))
        view.editor.left.connect(partial(self._on_left, place))
        view.editor.accepted.connect(partial(self.accepted.emit, place))
        view.editor.restore_wished.connect(partial(self.restore_wished.emit, place))
        view.alternative_chosen.connect(partial(self.alternative_chosen.emit, place))
        view.own_kept.connect(partial(self.own_kept.emit, place))
        view.theirs_taken.connect(partial(self.theirs_taken.emit, place))
        self._column.insertWidget(place, view)
        if self._views:
            self.setTabOrder(self._views[-1].editor, view.editor)
        self._views.append(view)

    def _on_entered(self, place: int) -> None:
        if self._resetting:
            return
        if place != self._current and 0 <= self._current < len(self._views):
            self._views[self._current].show_focus(False)
        self._current = place
        self._views[place].show_focus(True)
        self._show_current()
        self.entered.emit(place)

    def _show_current(self) -> None:
        if 0 <= self._current < self._model.rowCount() and not self._resetting:
            self.ensureWidgetVisible(self._views[self._current], 0, _REST)

    def _on_left(self, place: int) -> None:
        if not self._resetting and place < self._model.rowCount():
            self.left.emit(place)
