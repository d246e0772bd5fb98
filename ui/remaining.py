"""How long running work still takes, from how fast its items were finished so far."""

from __future__ import annotations

import math
import time
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication

_LEAST_ITEMS = 2
_LEAST_SECONDS = 3.0
"""Before that a guess would jump about."""
_MINUTE = 60.0
_MOST_MINUTES = 90


class Remaining:
    """Guesses the time left of one job; says nothing until it has seen enough."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._begun: tuple[int, float] | None = None

    def rest(self) -> None:
        """Forget the speed so far: the work was paused."""
        self._begun = None

    def seconds(self, done: int, total: int) -> float | None:
        """Return about how many seconds are left, or None while that is not known."""
        now = self._clock()
        if self._begun is None or done < self._begun[0]:
            self._begun = (done, now)
        first, began = self._begun
        finished, passed = done - first, now - began
        if finished < _LEAST_ITEMS or passed < _LEAST_SECONDS or done >= total:
            return None
        return passed / finished * (total - done)


def in_words(seconds: float | None) -> str:
    """Return the time left as people say it, or nothing when it is not known."""
    translate = QCoreApplication.translate
    if seconds is None:
        return ""
    if seconds < _MINUTE:
        return translate("remaining", "less than a minute left")
    minutes = math.ceil(seconds / _MINUTE)
    if minutes <= _MOST_MINUTES:
        return translate("remaining", "about {minutes} min left").format(minutes=minutes)
    hours = round(minutes / 60)
    return translate("remaining", "about {hours} hours left").format(hours=hours)
