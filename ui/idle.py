"""Who has gone away from the desk: no key and no click for some minutes."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication
from typing_extensions import override

_SIGNS_OF_LIFE = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.InputMethod,
    }
)


class IdleWatch(QObject):
    """Tells when nobody has touched the program for a while; 0 minutes means never."""

    idle = Signal()

    def __init__(self, application: QApplication, minutes: float) -> None:
        super().__init__(application)
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.idle)
        self._minutes = 0.0
        application.installEventFilter(self)
        self.wait(minutes)

    def wait(self, minutes: float) -> None:
        """Wait for this many minutes from now on."""
        self._minutes = minutes
        self._timer.stop()
        if minutes > 0:
            self._timer.start(round(minutes * 60_000))

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self._minutes > 0 and event.type() in _SIGNS_OF_LIFE:
            self._timer.start()
        return False
