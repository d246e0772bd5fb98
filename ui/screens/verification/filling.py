"""What fills a row besides typing: the paper before, the lists, and the step before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import shiboken6
from PySide6.QtCore import QObject

from digitizer.catalogue.listing import Entry
from digitizer.model.field import FieldValue
from ui.models import field_words
from ui.screen import Tone
from ui.screens.verification import work
from ui.tasks import Lane
from ui.widgets.field_row import FieldRowView
from ui.widgets.look_up import LookUp

if TYPE_CHECKING:
    from ui.screens.verification.screen import VerificationScreen


class Filling(QObject):
    """Puts text into rows as if typed: nothing is accepted until the person says so."""

    def __init__(self, screen: VerificationScreen) -> None:
        super().__init__(screen)
        self._screen = screen

    # the paper before

    def copy_before(self) -> None:
        """Put what the paper before says into the field the person is in."""
        view = self._current()
        if view is not None:
            self._with_values_before(lambda values: self._copy([view], values))

    def copy_all_before(self) -> None:
        """Put what the paper before says into all fields that say nothing."""
        if self._current() is None:
            return
        empty = [
            view
            for view in self._screen.form.views
            if view.row and not view.editor.value and view.row.value.absence is None
        ]
        self._with_values_before(lambda values: self._copy(empty, values))

    def _with_values_before(self, then: Any) -> None:
        row = self._screen.rows[self._screen.form.current]
        desk, document_id = self._screen.desk, row.value.document_id

        def receive(values: Mapping[str, FieldValue]) -> None:
            shown = self._screen.rows
            if shown and shown[0].value.document_id == document_id:
                then(values)

        self._screen.run(
            Lane.RECORDS, lambda _handle: work.values_before(desk, document_id), receive
        )

    def _copy(self, views: Sequence[FieldRowView], values: Mapping[str, FieldValue]) -> None:
        filled = 0
        for view in views:
            row = view.row
            if row is not None and row.value.name in values:
                view.offer(field_words.shown(values[row.value.name].value, row.reads))
                filled += 1
        text = self.tr("Copied from the paper before: {count}. Look at each, then Enter accepts.")
        if not filled:
            text = self.tr("You have not worked on another paper of this type that says it.")
        self._screen.pane.say(text.format(count=filled), Tone.INFO)

    # the lists

    def look_up(self) -> LookUp | None:
        """Look the value up in the lists for the kind of field; return the dialog."""
        view = self._current()
        if view is None or view.row is None:
            return None
        before, words = view.editor.part_at_cursor()
        dialog = LookUp(view.row.title, words, self._screen)
        row, editor = view.row, view.editor
        dialog.asked.connect(lambda text: self._ask(dialog, row.reads.value, text))

        def take(text: str) -> None:
            if shiboken6.isValid(editor) and view.row is not None:
                editor.replace_part(before, text)
                editor.setFocus()

        dialog.chosen.connect(take)
        dialog.ask()
        dialog.open()
        return dialog

    def _ask(self, dialog: LookUp, reads: str, words: str) -> None:
        desk, code = self._screen.desk, self._screen.keying.code

        def show(found: Sequence[Entry]) -> None:
            if shiboken6.isValid(dialog):
                dialog.show_found(words, found)

        self._screen.run(Lane.RECORDS, lambda _handle: work.look_up(desk, code, reads, words), show)

    # the step before

    def undo(self) -> None:
        """Undo the last decision on the field the person is in."""
        view = self._current()
        if view is None or self._screen.keying.undo(self._screen.form.current):
            return
        self._screen.pane.say(self.tr("There is nothing to undo in this field."), Tone.INFO)

    def _current(self) -> FieldRowView | None:
        form = self._screen.form
        if self._screen.keying.read_only or not 0 <= form.current < len(self._screen.rows):
            return None
        view = form.view(form.current)
        return view if view.editor.hasFocus() else None
