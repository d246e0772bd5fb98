"""Which page is shown, what is marked on it, and the pixels beside each field."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QObject

from digitizer.model.document import Document
from digitizer.model.field import Evidence
from ocr.model import Box, Word
from ui import wording
from ui.models.field_rows import FieldRow
from ui.screen import Screen
from ui.screens.verification import progress, work
from ui.screens.verification.page_pane import PagePane
from ui.screens.verification.shelf import PageShelf
from ui.screens.verification.work import CutOut, ShelvedPage
from ui.tasks import Lane
from ui.widgets.field_form import FieldForm
from ui.widgets.field_mark import colour_on_paper
from ui.widgets.field_row import SNIPPET_SIZE
from ui.widgets.page_items import PageBox
from ui.widgets.page_view import Pose


class Pages(QObject):
    """Follows the field the person is in with the page and its boxes."""

    def __init__(self, shelf: PageShelf, pane: PagePane, form: FieldForm, screen: Screen) -> None:
        super().__init__(screen)
        self._screen = screen
        self._shelf = shelf
        self._pane = pane
        self._form = form
        self._order: tuple[int, ...] = ()
        self._rows: tuple[FieldRow, ...] = ()
        self._field: FieldRow | None = None
        self._wanted: int | None = None
        self._pose: tuple[int, Pose] | None = None
        self._cuts: dict[int, tuple[Evidence, CutOut]] = {}
        shelf.arrived.connect(self._on_arrived)
        shelf.failed.connect(self._on_failed)

    @property
    def page_id(self) -> int | None:
        """Id of the page shown or on its way."""
        return self._wanted

    @property
    def words(self) -> tuple[Word, ...]:
        """The words of the page shown."""
        page = None if self._pane.page_id is None else self._shelf.page(self._pane.page_id)
        return page.text.words if page and page.text else ()

    def forget(self) -> None:
        """Forget everything of the dossier before."""
        self._shelf.clear()
        self._cuts.clear()
        self._order, self._rows, self._field, self._wanted = (), (), None, None

    def show_document(self, document: Document, rows: Sequence[FieldRow]) -> None:
        """Follow another document; its snippets come as its pages do."""
        self._order = progress.pages_of(document, rows)
        self._field = None
        self.show_rows(rows)

    def show_rows(self, rows: Sequence[FieldRow]) -> None:
        """Follow the rows as they stand now."""
        self._rows = tuple(rows)
        if self._field is not None:
            mine = self._field.value.id
            self._field = next((row for row in rows if row.value.id == mine), None)
        for row in rows:
            held = self._cuts.get(row.value.id)
            if held is not None and held[0] == row.evidence:
                self._form.show_cut_out(row.value.id, held[1].image, held[1].doubts)
        self._show_boxes()
        for page_id in {row.evidence.page_id for row in rows if row.evidence}:
            page = self._shelf.page(page_id)
            if page is not None:
                self._cut_out(page)

    def prefetch(self, page_ids: Iterable[int]) -> None:
        """Make pages ready that will be wanted soon."""
        self._shelf.prefetch(page_ids)

    def show_field(self, row: FieldRow) -> None:
        """Show the page a field was read from, its place in the middle and highlighted."""
        self._field = row
        if row.evidence is not None:
            self.show_page(row.evidence.page_id, row)
        else:
            on_paper = self._wanted in self._order
            self.show_page(self._wanted if on_paper else next(iter(self._order), None), row)

    def show_page(self, page_id: int | None, field: FieldRow | None = None) -> None:
        """Show a page; a field on it is brought to the middle."""
        self._field = field
        self._wanted = page_id
        if page_id is None:
            self._pane.say(self.tr("This paper has no page here."))
            return
        page = self._shelf.page(page_id)
        if page is not None:
            self._show(page)
        elif self._pane.page_id != page_id:
            self._pane.say(self.tr("The page is being fetched…"))

    def lay_again(self, value_id: int, pose: Pose) -> None:
        """Let the page lie as it lay before, once this field is shown on it."""
        self._pose = (value_id, pose)

    def ready(self, page_id: int) -> ShelvedPage | None:
        """Return a page if it is there to be shown."""
        return self._shelf.page(page_id)

    def step(self, step: int) -> None:
        """Show the next or previous page of the document."""
        if self._wanted in self._order:
            place = self._order.index(self._wanted) + step
            if 0 <= place < len(self._order):
                self.show_page(self._order[place])

    def _show(self, page: ShelvedPage) -> None:
        new = self._pane.page_id != page.page_id
        self._pane.show_page(page, self._title(page.page_id))
        self._show_boxes()
        place = self._field.evidence if self._field else None
        if place is not None and place.page_id == page.page_id:
            self._pane.view.focus_box(_box(place))
            if self._pose and self._field and self._pose[0] == self._field.value.id:
                self._pane.view.take_pose(self._pose[1])
            self._pose = None
        else:
            self._pane.view.focus_box(None)
            if new:
                self._look_at_all(page.page_id)

    def _look_at_all(self, page_id: int) -> None:
        """Look at the part of the page where fields were found: what was not is near them."""
        boxes = self._boxes_on(page_id)
        if boxes:
            area = boxes[0].box
            for one in boxes[1:]:
                area = area.union(one.box)
            self._pane.view.look_at(area)

    def _title(self, page_id: int) -> str:
        if page_id not in self._order:
            return ""
        text = self.tr("Page {number} of {total}")
        return text.format(number=self._order.index(page_id) + 1, total=len(self._order))

    def _show_boxes(self) -> None:
        if self._pane.page_id is not None:
            self._pane.show_boxes(self._boxes_on(self._pane.page_id))

    def _boxes_on(self, page_id: int) -> list[PageBox]:
        return [
            PageBox(row.value.id, _box(row.evidence), colour_on_paper(row.mark))
            for row in self._rows
            if row.evidence and row.evidence.page_id == page_id
        ]

    def _on_arrived(self, page: ShelvedPage) -> None:
        if page.page_id == self._wanted and self._pane.page_id != page.page_id:
            self._show(page)
        self._cut_out(page)

    def _on_failed(self, page_id: int, error: BaseException) -> None:
        if page_id == self._wanted:
            self._pane.say(self.tr("This page cannot be shown."), wording.sentence(error))

    def _cut_out(self, page: ShelvedPage) -> None:
        """Ask for the pixels of this page's fields that are not there yet."""
        missing = [
            row
            for row in self._rows
            if row.evidence
            and row.evidence.page_id == page.page_id
            and self._cuts.get(row.value.id, (None,))[0] != row.evidence
        ]
        if missing:
            places = {row.value.id: row.evidence for row in missing if row.evidence}
            self._screen.run(
                Lane.DEVICES,
                lambda _handle: work.cut_out(page, missing, SNIPPET_SIZE),
                lambda cuts: self._on_cut_out(places, cuts),
            )

    def _on_cut_out(self, places: dict[int, Evidence], cuts: Sequence[CutOut]) -> None:
        for cut in cuts:
            self._cuts[cut.value_id] = (places[cut.value_id], cut)
            self._form.show_cut_out(cut.value_id, cut.image, cut.doubts)


def _box(place: Evidence) -> Box:
    return Box(place.left, place.top, place.right, place.bottom)
