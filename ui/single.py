"""One window for one data folder: a second start brings the first window to the front."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

from PySide6.QtCore import QLockFile, QObject, QProcess, QProcessEnvironment, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_PATIENCE = 1000


def command() -> list[str]:
    """Return the command this program was started with."""
    if getattr(sys, "frozen", False):
        return [sys.executable, *sys.argv[1:]]
    return [sys.executable, *sys.orig_argv[1:]]


def start_another(folder: Path) -> bool:
    """Start this program once more, on another data folder; return whether it started.

    It outlives this one.
    """
    process = QProcess()
    environment = QProcessEnvironment.systemEnvironment()
    environment.insert("DIGITIZER_DATA", str(folder))
    process.setProcessEnvironment(environment)
    program, *words = command()
    process.setProgram(program)
    process.setArguments(words)
    return bool(process.startDetached())


class SingleWindow(QObject):
    """Holds the data folder for this window and hears when another start asks for it."""

    raise_asked = Signal()
    """Another start was made for the same data folder."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        folder.mkdir(parents=True, exist_ok=True)
        digest = hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:16]
        self._name = f"digitizer-{digest}"
        self._lock = QLockFile(str(folder / "window.lock"))
        # no age limit: a window may stand open for weeks; a dead owner is noticed by its process
        self._lock.setStaleLockTime(0)
        self._server: QLocalServer | None = None

    def take(self) -> bool:
        """Take the folder; return False when another window has it."""
        return self._lock.tryLock(0)

    def listen(self) -> None:
        """Hear from now on when another start asks; needs the application."""
        QLocalServer.removeServer(self._name)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_asked)
        self._server.listen(self._name)

    def raise_other(self) -> bool:
        """Ask the window that has the folder to come to the front; return whether it heard."""
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        heard = socket.waitForConnected(_PATIENCE)
        socket.disconnectFromServer()
        return heard

    def release(self) -> None:
        """Give the folder back."""
        if self._server is not None:
            self._server.close()
        self._lock.unlock()

    def _on_asked(self) -> None:
        connection = self._server.nextPendingConnection() if self._server else None
        if connection is not None:
            connection.disconnected.connect(connection.deleteLater)
        self.raise_asked.emit()
