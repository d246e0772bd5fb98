"""Watches the GUI thread: for how long it does not come back to its event loop, and in what."""

from __future__ import annotations

import sys
import threading
import time
import traceback
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer

LIMIT = 0.1
"""Seconds after which a person feels that the window hangs."""
_TICK = 5
"""Milliseconds between two signs of life."""


@dataclass(frozen=True, slots=True)
class Stall:
    """One time in which the window did not answer."""

    seconds: float
    """By the clock; on a machine with other work also what others took."""
    computed: float
    """Processor time of the GUI thread itself."""
    where: str
    """The GUI thread's stack in it, when it was caught."""


class StallWatch(QObject):
    """Collects stalls between ``start`` and ``stop``; made on the GUI thread."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.stalls: list[Stall] = []
        self.longest = 0.0
        """Longest processor time of the GUI thread without coming back, in seconds."""
        self._main = threading.get_ident()
        self._clock, self._used = 0.0, 0.0
        self._where = ""
        self._running = False
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK)
        self._timer.timeout.connect(self._beat)
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to watch."""
        self.stalls, self.longest, self._where = [], 0.0, ""
        self._clock, self._used = time.perf_counter(), time.thread_time()
        self._running = True
        self._timer.start()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop watching."""
        self._beat()
        self._running = False
        self._timer.stop()
        if self._thread is not None:
            self._thread.join()

    def _beat(self) -> None:
        clock, used = time.perf_counter(), time.thread_time()
        gap, computed = clock - self._clock, used - self._used
        self._clock, self._used = clock, used
        self.longest = max(self.longest, computed)
        if gap > LIMIT:
            self.stalls.append(Stall(gap, computed, self._where))
        self._where = ""

    def _look(self) -> None:
        while self._running:
            time.sleep(LIMIT / 4)
            if not self._where and time.perf_counter() - self._clock > LIMIT:
                frame = sys._current_frames().get(self._main)
                if frame is not None:
                    self._where = "".join(traceback.format_stack(frame)[-6:])
