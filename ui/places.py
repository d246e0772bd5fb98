"""Keeps where the officer is while they work, and brings them back there after signing in."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, QTimer

from digitizer.office import last_place
from ui.main_window import MainWindow
from ui.screen import Desk
from ui.tasks import Lane

_EVERY = 1000
"""Milliseconds between two looks at where the officer is; so much typing a crash can take."""


class Places(QObject):
    """Looks once a second; writes only when something changed, never on the GUI thread."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._desk: Desk | None = None
        self._kept: Mapping[str, str] = {}
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY)
        self._timer.timeout.connect(self.keep)

    def follow(self, desk: Desk) -> None:
        """Bring an officer who has just signed in back, and follow them from then on."""
        self._desk, self._kept = desk, {}
        job = desk.tasks.run(
            Lane.RECORDS, lambda _handle: last_place.load(desk.workstation.store, desk.officer)
        )
        job.succeeded.connect(lambda place: self._bring_back(desk, place))

    def stop(self) -> None:
        """Follow nobody; where the officer was is kept."""
        self.keep()
        self._timer.stop()
        self._desk = None

    def keep(self) -> None:
        """Keep where the officer is now, if that is elsewhere than before."""
        desk, place = self._desk, self._window.place()
        if desk is None or not place or place == self._kept:
            return
        self._kept = place
        desk.tasks.run(
            Lane.RECORDS,
            lambda _handle: last_place.save(desk.workstation.store, desk.officer, place),
            keep=True,
        )

    def _bring_back(self, desk: Desk, place: Mapping[str, str]) -> None:
        if desk is not self._desk:
            return
        self._kept = place
        if place:
            self._window.go_to(place)
        self._timer.start()
