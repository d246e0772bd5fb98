"""Reading while paper is still being fed, in a thread that the feed never waits for."""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from digitizer.errors import DigitizerError
from digitizer.jobs import CancelledError, CancelToken
from digitizer.model.document import Page
from digitizer.model.officer import Officer
from digitizer.paper.journey import PaperJourney

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class ReadingBehind:
    """Reads a dossier's pages as they come, until it is left; what is unread then is read later."""

    paper: PaperJourney
    officer: Officer
    dossier_code: str
    _more: threading.Event = field(default_factory=threading.Event)
    _over: CancelToken = field(default_factory=CancelToken)
    _thread: threading.Thread | None = None

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self._run, name="reading-behind", daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._over.cancel()
        self._more.set()
        if self._thread is not None:
            self._thread.join()

    def hear(self, _page: Page) -> None:
        """Hear that a page is safe on disk and may be read."""
        self._more.set()

    def _run(self) -> None:
        while self._more.wait() and not self._over.cancelled:
            self._more.clear()
            try:
                self.paper.read_behind(self.officer, self.dossier_code, cancel=self._over)
            except CancelledError:
                return
            except DigitizerError as error:
                # the feed goes on; reading what is unread afterwards says what is wrong
                _log.warning("reading behind the feed stopped: %s", error.code)
                return
