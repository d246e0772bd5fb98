"""What other desks of the office do, told on the GUI thread, and whether the server answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal

if TYPE_CHECKING:
    from digitizer.store import Store

_GATHERED = 400
# a look changes nothing; answering it with another look would never end
_LOOKS = ("-viewed", "-searched", "-verified-journal", "signed-in", "sign-in-failed")


class Neighbours(QObject):
    """Listens to the office's database while an officer is at the desk."""

    changed = Signal()
    """Another desk has written something; many rows in a row are told once."""
    lost = Signal()
    came_back = Signal()

    _heard = Signal(str)
    _gone = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._stop: Callable[[], None] | None = None
        self._timer = QTimer(self, singleShot=True, interval=_GATHERED)
        self._timer.timeout.connect(self.changed)
        # the ear is another thread: its words come in a later turn of the event loop
        self._heard.connect(self._on_heard, Qt.ConnectionType.QueuedConnection)
        self._gone.connect(self.lost, Qt.ConnectionType.QueuedConnection)

    def listen(self, store: Store) -> None:
        """Begin to listen; a single desk has no neighbours."""
        self.stop()
        if store.is_shared:
            self._stop = store.listen(self._heard.emit, self._gone.emit)

    def stop(self) -> None:
        """Listen no more."""
        if self._stop is not None:
            self._stop()
            self._stop = None
        self._timer.stop()

    def _on_heard(self, what: str) -> None:
        if not what:
            self.came_back.emit()
        elif what.split(" ", maxsplit=1)[0].endswith(_LOOKS):
            return
        self._timer.start()
