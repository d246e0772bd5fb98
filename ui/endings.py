"""An orderly end when the system or a terminal asks for one."""

from __future__ import annotations

import signal
import socket

from PySide6.QtCore import QObject, QSocketNotifier
from PySide6.QtWidgets import QApplication


class Endings(QObject):
    """Quits on SIGINT and SIGTERM.

    Python runs its handlers between bytecodes only, and a resting event loop runs none; so the
    interpreter writes to a socket that the event loop watches.
    """

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._heard, self._told = socket.socketpair()
        for end in (self._heard, self._told):
            end.setblocking(False)
        self._notifier = QSocketNotifier(self._heard.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_asked)
        self._before = signal.set_wakeup_fd(self._told.fileno())
        self._handlers = {
            number: signal.signal(number, lambda _number, _frame: None)
            for number in (signal.SIGINT, signal.SIGTERM)
        }

    def close(self) -> None:
        """Give the signals back."""
        signal.set_wakeup_fd(self._before)
        for number, handler in self._handlers.items():
            signal.signal(number, handler)
        self._notifier.setEnabled(False)
        self._heard.close()
        self._told.close()

    def _on_asked(self) -> None:
        self._heard.recv(64)
        QApplication.closeAllWindows()
        QApplication.quit()
