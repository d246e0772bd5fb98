"""What is pointed at on the page goes into the field the person is in."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from digitizer.model.field import Evidence
from ocr.model import Box, Word
from ui.models.doubts import words_in
from ui.models.field_rows import FieldModel
from ui.screen import Tone
from ui.screens.verification.keying import Keying
from ui.screens.verification.pages import Pages
from ui.widgets.field_form import FieldForm
from ui.widgets.page_view import PageView


class Pointing(QObject):
    """Brings words of the page, with their place, into the current field."""

    said = Signal(str, object)
    """A sentence for the status line, and its Tone."""

    def __init__(
        self, view: PageView, pages: Pages, form: FieldForm, model: FieldModel, keying: Keying
    ) -> None:
        super().__init__(view)
        self._view = view
        self._pages = pages
        self._form = form
        self._model = model
        self._keying = keying
        view.word_chosen.connect(self._on_word_chosen)
        view.area_chosen.connect(self._on_area_chosen)
        view.box_chosen.connect(self._on_box_chosen)

    def _on_word_chosen(self, word: Word, add: bool) -> None:
        self._take(word.text, word.box, add)

    def _on_area_chosen(self, box: Box, add: bool) -> None:
        words = words_in(self._pages.words, box)
        if not words:
            self._take_place(box)
            return
        joined = words[0].box
        for word in words[1:]:
            joined = joined.union(word.box)
        self._take(" ".join(word.text for word in words), joined, add)

    def _on_box_chosen(self, value_id: object) -> None:
        place = self._model.row_of(value_id) if isinstance(value_id, int) else -1
        if place >= 0:
            self._form.focus_row(place)

    def _take(self, text: str, box: Box, add: bool) -> None:
        evidence = self._evidence(box)
        if self._form.current < 0 or evidence is None or self._keying.read_only:
            return
        self._keying.take_text(self._form.current, text, evidence, add=add)
        view = self._form.view(self._form.current)
        kept = view.evidence or evidence
        view.editor.setFocus()
        self._view.focus_box(Box(kept.left, kept.top, kept.right, kept.bottom), move=False)

    def _take_place(self, box: Box) -> None:
        """Keep a place without words for the value that is typed next."""
        evidence = self._evidence(box)
        if self._form.current < 0 or evidence is None or self._keying.read_only:
            return
        view = self._form.view(self._form.current)
        view.evidence = evidence
        view.editor.setFocus()
        self._view.focus_box(box, move=False)
        self.said.emit(
            self.tr("No words were read there. Type the value; the place is kept with it."),
            Tone.INFO,
        )

    def _evidence(self, box: Box) -> Evidence | None:
        page_id = self._pages.page_id
        if page_id is None:
            return None
        return Evidence(page_id, box.left, box.top, box.right, box.bottom)
