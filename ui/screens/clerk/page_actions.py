"""What the clerk does to pages by key: turn, move, split, merge, remove; and the way back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction

from digitizer.model.document import Page
from ui import keys
from ui.screen import Screen, Tone
from ui.tasks import Lane
from ui.widgets.page_thumbs import PageThumbs

if TYPE_CHECKING:
    from digitizer.paper.editing import PageEditor
    from digitizer.store.page_edits import Edit

    Act = Callable[[PageEditor], Edit]


class PageActions(QObject):
    """Edits the pages chosen in a list of thumbnails."""

    edited = Signal(str)
    """Code of the dossier whose pages were edited."""

    def __init__(self, screen: Screen, thumbs: PageThumbs) -> None:
        super().__init__(screen)
        self._screen = screen
        self._thumbs = thumbs
        self._intake = screen.desk.workstation.intake
        self._code: str | None = None
        self.remove = self._add(self.tr("Remove the page"), keys.REMOVE_PAGE, self._on_remove)
        self.turn_right = self._add(
            self.tr("Turn right"), keys.TURN_RIGHT, lambda: self._on_turn(90)
        )
        self.turn_left = self._add(self.tr("Turn left"), keys.TURN_LEFT, lambda: self._on_turn(270))
        self.earlier = self._add(
            self.tr("Move the page forward"), keys.MOVE_EARLIER, lambda: self._on_move(-1)
        )
        self.later = self._add(
            self.tr("Move the page back"), keys.MOVE_LATER, lambda: self._on_move(1)
        )
        self.split = self._add(self.tr("Split a double page"), keys.SPLIT_PAGE, self._on_split)
        self.merge = self._add(
            self.tr("Put both sides of a card on one page"), keys.MERGE_PAGES, self._on_merge
        )
        self.interleave = self._add(
            self.tr("Put fronts and backs of two passes together"),
            keys.INTERLEAVE,
            self._on_interleave,
        )
        self.next_fault = screen.add_key(
            self.tr("Next page that wants a look"), keys.NEXT_FAULT, self._on_next_fault
        )
        self.undo = screen.add_key(self.tr("Undo"), keys.UNDO, self._on_undo)
        self.redo = screen.add_key(self.tr("Redo"), keys.REDO, self._on_redo)
        self._all: tuple[QAction, ...] = (
            self.remove,
            self.turn_right,
            self.turn_left,
            self.earlier,
            self.later,
            self.split,
            self.merge,
            self.interleave,
            self.undo,
            self.redo,
            self.next_fault,
        )
        thumbs.moved.connect(self._on_dragged)

    def show_for(self, code: str | None, *, is_open: bool) -> None:
        """Edit this dossier's pages from now on."""
        self._code = code if is_open else None
        for action in self._all:
            action.setEnabled(is_open)

    def crop(self, page: Page, box: tuple[float, float, float, float]) -> None:
        """Keep only a part of a page; the box is in shares of its sides."""
        self._do(lambda editor: editor.crop(page.id, box))

    def bring_back(self, page_ids: Sequence[int]) -> None:
        """Take pages out of the bin."""
        wanted = tuple(page_ids)
        self._do(lambda editor: editor.bring_back(wanted), self.tr("Taken out of the bin."))

    def split_at(self, page: Page, at: float) -> None:
        """Part a double page; ``at`` is the share of its width that becomes the left page."""
        self._do(lambda editor: editor.split(page.id, at))

    def move_to_document(self, page_ids: Sequence[int], document_id: int) -> None:
        """Make pages the last ones of another paper."""
        self._do(lambda editor: editor.move_to_document(page_ids, document_id), self._moved())

    def move_to_component(self, page_ids: Sequence[int], component: str) -> None:
        """Make pages a paper of their own, for a component."""
        self._do(lambda editor: editor.move_to_component(page_ids, component), self._moved())

    def move_before(self, page_ids: Sequence[int], page: Page) -> None:
        """Put pages before another one."""
        self._do(lambda editor: editor.move(page_ids, page.id))

    def _moved(self) -> str:
        return self.tr("Moved. Ctrl+Z puts the pages back.")

    # ---- within --------------------------------------------------------------------------------

    def _add(self, text: str, key: str, wish: Callable[[], object]) -> QAction:
        action = self._screen.add_key(text, key, wish)
        # these keys belong to the pages; elsewhere they type or move the cursor
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self._thumbs.addAction(action)
        return action

    def _on_remove(self) -> None:
        chosen = [page.id for page in self._thumbs.chosen_pages()]
        if chosen:
            text = self.tr("Pages moved to the bin: {count}. Ctrl+Z brings them back.")
            self._do(lambda editor: editor.remove(chosen), text.format(count=len(chosen)))

    def _on_turn(self, degrees: int) -> None:
        chosen = [page.id for page in self._thumbs.chosen_pages()]
        if chosen:
            self._do(lambda editor: editor.rotate(chosen, degrees))

    def _on_move(self, step: int) -> None:
        pages = list(self._thumbs.pages())
        chosen = [page.id for page in self._thumbs.chosen_pages()]
        if not chosen:
            return
        places = [place for place, page in enumerate(pages) if page.id in set(chosen)]
        target = places[0] - 1 if step < 0 else places[-1] + 2
        if target < 0 or (step > 0 and places[-1] == len(pages) - 1):
            return
        before = pages[target].id if target < len(pages) else None
        self._do(lambda editor: editor.move(chosen, before))

    def _on_dragged(self, page_ids: object, before: object) -> None:
        if isinstance(page_ids, tuple):
            place = before if isinstance(before, int) else None
            self._do(lambda editor: editor.move(page_ids, place))

    def _on_split(self) -> None:
        page = self._thumbs.current_page()
        if page is not None:
            self._do(lambda editor: editor.split(page.id))

    def _on_merge(self) -> None:
        chosen = self._thumbs.chosen_pages()
        pages = list(self._thumbs.pages())
        if len(chosen) == 1:
            place = next(n for n, page in enumerate(pages) if page.id == chosen[0].id)
            chosen = pages[place : place + 2]
        if len(chosen) != 2:
            self._screen.say(self.tr("Choose the two sides of the card."), Tone.WARNING)
            return
        front, back = (page.id for page in chosen)
        self._do(lambda editor: editor.merge(front, back))

    def _on_interleave(self) -> None:
        chosen = [page.id for page in self._thumbs.chosen_pages()]
        if len(chosen) < 2:
            chosen = [page.id for page in self._thumbs.pages()]
        if len(chosen) % 2:
            text = self.tr("Fronts and backs must be equally many; {count} pages are chosen.")
            self._screen.say(text.format(count=len(chosen)), Tone.WARNING)
            return
        self._do(lambda editor: editor.interleave(chosen))

    def _on_next_fault(self) -> None:
        pages = self._thumbs.pages()
        start = self._thumbs.currentIndex().row() + 1
        rows = [*range(start, len(pages)), *range(min(start, len(pages)))]
        row = next((one for one in rows if pages[one].faults or pages[one].failure), None)
        if row is None:
            self._screen.say(self.tr("No page wants a look."), Tone.GOOD)
            return
        self._thumbs.setCurrentIndex(self._thumbs.model().index(row, 0))
        self._thumbs.setFocus()

    def _on_undo(self) -> None:
        self._do(lambda editor: editor.undo(), self.tr("Undone."))

    def _on_redo(self) -> None:
        self._do(lambda editor: editor.redo(), self.tr("Done again."))

    def _do(self, act: Act, said: str = "") -> None:
        code = self._code
        if code is None:
            return
        officer, intake = self._screen.desk.officer, self._intake

        def done(_edit: object) -> None:
            if said:
                self._screen.say(said)
            self.edited.emit(code)

        self._screen.run(
            Lane.RECORDS,
            lambda _handle: intake.edit(officer, code, act),
            done,
            failed=self._on_failed,
        )

    def _on_failed(self, error: BaseException) -> None:
        from digitizer.errors import NotFoundError

        if isinstance(error, NotFoundError) and "edit" in error.details:
            self._screen.say(self.tr("There is nothing left to undo or redo."))
            return
        self._screen.show_failure(error)
