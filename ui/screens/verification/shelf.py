"""Pages kept ready, so that going to the next field never waits for an image."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal

from ui.screen import Screen
from ui.screens.verification import work
from ui.screens.verification.work import ShelvedPage
from ui.tasks import Lane

_MOST_PIXELS = 45_000_000
"""About five A4 pages at 300 dpi, 240 MB with their levels."""


class PageShelf(QObject):
    """Fetches pages off the GUI thread and forgets those longest unused."""

    arrived = Signal(object)
    """ShelvedPage that can be shown now."""
    failed = Signal(object, object)
    """Id of a page that cannot be shown, and the error."""

    def __init__(self, screen: Screen) -> None:
        super().__init__(screen)
        self._screen = screen
        self._pages: OrderedDict[int, ShelvedPage] = OrderedDict()
        self._coming: set[int] = set()

    def page(self, page_id: int) -> ShelvedPage | None:
        """Return a page if it is ready, else fetch it and say so when it has arrived."""
        ready = self._pages.get(page_id)
        if ready is not None:
            self._pages.move_to_end(page_id)
            return ready
        self._fetch(page_id)
        return None

    def prefetch(self, page_ids: Iterable[int]) -> None:
        """Fetch pages that will be wanted soon."""
        for page_id in page_ids:
            if page_id not in self._pages:
                self._fetch(page_id)

    def clear(self) -> None:
        """Forget all pages."""
        self._pages.clear()

    def _fetch(self, page_id: int) -> None:
        if page_id in self._coming:
            return
        self._coming.add(page_id)
        desk = self._screen.desk
        self._screen.run(
            Lane.DEVICES,
            lambda _handle: work.shelve(desk, page_id),
            self._on_shelved,
            failed=lambda error: self._on_failed(page_id, error),
        )

    def _on_shelved(self, page: ShelvedPage) -> None:
        self._coming.discard(page.page_id)
        self._pages[page.page_id] = page
        while len(self._pages) > 1 and self._pixels() > _MOST_PIXELS:
            self._pages.popitem(last=False)
        self.arrived.emit(page)

    def _on_failed(self, page_id: int, error: BaseException) -> None:
        self._coming.discard(page_id)
        self.failed.emit(page_id, error)

    def _pixels(self) -> int:
        levels = (page.picture.levels[0] for page in self._pages.values())
        return sum(image.width() * image.height() for image in levels)
