"""The pages of a dossier as pictures with their state."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, Qt
from PySide6.QtGui import QImage
from typing_extensions import override

from digitizer.model.document import Page, PageState
from ui import wording
from ui.models.cards import Index
from ui.screen import Tone

_ROOT = QModelIndex()


class PageRole(IntEnum):
    """What the painter asks of a page."""

    PAGE = Qt.ItemDataRole.UserRole + 11
    PICTURE = Qt.ItemDataRole.UserRole + 12
    STATE = Qt.ItemDataRole.UserRole + 13


@dataclass(frozen=True, slots=True)
class Shown:
    """A page's state as it is said and shown."""

    text: str
    tone: Tone
    icon: str


@dataclass(frozen=True, slots=True)
class _Failure:
    code: str
    details: dict[str, object]


class PagesModel(QAbstractListModel):
    """Pages in the order they were taken in; pictures come when they are ready."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pages: tuple[Page, ...] = ()
        self._pictures: dict[int, QImage] = {}
        self._reading = False

    @property
    def pages(self) -> tuple[Page, ...]:
        """The pages shown."""
        return self._pages

    def show(self, pages: Sequence[Page], *, reading: bool = False) -> None:
        """Show these pages; known ones keep their place."""
        new = tuple(pages)
        images = {page.id: page.image_hash for page in self._pages}
        for page in new:
            if images.get(page.id, page.image_hash) != page.image_hash:
                # turned or cropped since: the picture is of what it was
                self._pictures.pop(page.id, None)
        known = [page.id for page in self._pages]
        self._reading = reading
        if [page.id for page in new[: len(known)]] != known:
            self.beginResetModel()
            self._pages = new
            self.endResetModel()
            return
        self._pages = new[: len(known)]
        if known:
            self.dataChanged.emit(self.index(0), self.index(len(known) - 1))
        if len(new) > len(known):
            self.beginInsertRows(_ROOT, len(known), len(new) - 1)
            self._pages = new
            self.endInsertRows()

    def put(self, page: Page) -> None:
        """Show a page that was just stored, or its new state."""
        row = next((n for n, one in enumerate(self._pages) if one.id == page.id), -1)
        if row < 0:
            self.show((*self._pages, page), reading=self._reading)
            return
        self._pages = (*self._pages[:row], page, *self._pages[row + 1 :])
        self.dataChanged.emit(self.index(row), self.index(row))

    def set_reading(self, reading: bool) -> None:
        """Say whether pages that are not read yet are being read now."""
        if reading != self._reading:
            self.show(self._pages, reading=reading)

    def put_picture(self, page_id: int, picture: QImage) -> None:
        """Show a page's picture."""
        self._pictures[page_id] = picture
        for row, page in enumerate(self._pages):
            if page.id == page_id:
                self.dataChanged.emit(self.index(row), self.index(row))

    def without_picture(self) -> tuple[int, ...]:
        """Return the ids of pages whose picture is not there yet."""
        return tuple(page.id for page in self._pages if page.id not in self._pictures)

    def forget_pictures(self) -> None:
        """Let go of the pictures of pages that are not shown any more."""
        shown = {page.id for page in self._pages}
        self._pictures = {key: one for key, one in self._pictures.items() if key in shown}

    def state_of(self, page: Page) -> Shown:
        """Return how a page's state is said."""
        match page.state:
            case PageState.READ if page.faults:
                return Shown(self._fault(page.faults[0]), Tone.WARNING, "warning")
            case PageState.READ:
                return Shown(self.tr("Read"), Tone.GOOD, "good")
            case PageState.FAILED:
                reason = wording.sentence(_Failure(page.failure, {"name": page.original_name}))
                return Shown(
                    self.tr("Not readable: {reason}").format(reason=reason), Tone.ERROR, "error"
                )
            case PageState.STORED if self._reading:
                return Shown(self.tr("Saved, being read"), Tone.INFO, "clock")
            case PageState.STORED:
                return Shown(self.tr("Saved"), Tone.NEUTRAL, "save")

    def faults_of(self, page: Page) -> str:
        """Return all that is wrong with a page's image."""
        return ", ".join(self._fault(fault) for fault in page.faults).lower()

    def reason_of(self, page: Page) -> str:
        """Return why a page's image is complained of, in a sentence a fault."""
        reasons = {
            "blank": self.tr("Nothing is printed on it."),
            "blurred": self.tr("Its letters are out of focus."),
            "faint": self.tr("Its print is hardly darker than the paper."),
            "dark": self.tr("It was taken with too little light."),
            "coarse": self.tr("It has fewer dots than its print, or the rule, asks for."),
            "cut-off": self.tr("Print runs over an edge."),
            "corner-missing": self.tr("A corner is folded over, torn off or covered."),
            "glare": self.tr("A reflection hides a part of it."),
            "two-pages": self.tr("Two pages lie side by side: Ctrl+D parts them."),
            "fingers": self.tr("A finger reaches over its edge."),
            "wrong-size": self.tr(
                "It has neither the size asked of the scanner nor that of any paper: the feed may"
                " have stopped short."
            ),
        }
        return " ".join(reasons[fault] for fault in page.faults if fault in reasons)

    def _fault(self, fault: str) -> str:
        """Return what is wrong with a page's image, in a word or two."""
        words = {
            "blank": self.tr("Blank page"),
            "blurred": self.tr("Blurred"),
            "faint": self.tr("Too faint"),
            "dark": self.tr("Too dark"),
            "coarse": self.tr("Too coarse"),
            "cut-off": self.tr("Edge cut off"),
            "corner-missing": self.tr("Corner missing"),
            "glare": self.tr("Glare"),
            "two-pages": self.tr("Two pages"),
            "fingers": self.tr("Fingers"),
            "wrong-size": self.tr("Wrong size"),
        }
        return words.get(fault, self.tr("Look at it"))

    @override
    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._pages)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._pages):
            return None
        answer = self._answers().get(role)
        return None if answer is None else answer(self._pages[index.row()])

    def _answers(self) -> dict[int, Callable[[Page], object]]:
        return {
            int(Qt.ItemDataRole.DisplayRole): self._title,
            int(Qt.ItemDataRole.ToolTipRole): self._spoken,
            int(Qt.ItemDataRole.AccessibleTextRole): self._spoken,
            int(PageRole.PAGE): lambda page: page,
            int(PageRole.PICTURE): lambda page: self._pictures.get(page.id),
            int(PageRole.STATE): self.state_of,
        }

    def _title(self, page: Page) -> str:
        return self.tr("Page {number}").format(number=page.number)

    def _spoken(self, page: Page) -> str:
        text = self.tr("Page {number}, from {file}: {state}")
        state = self.state_of(page).text
        return text.format(number=page.number, file=page.original_name, state=state)
