"""What happens to the unforeseen: it is logged, said, and the program ends; stored work is safe."""

from __future__ import annotations

import faulthandler
import logging
import sys
import threading
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import TextIO

from PySide6.QtCore import (
    QMessageLogContext,
    QObject,
    Qt,
    QtMsgType,
    Signal,
    qInstallMessageHandler,
)

from digitizer.log import MaskingFormatter

_log = logging.getLogger(__name__)
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


class CrashHooks(QObject):
    """Catches what nobody foresaw on any thread; must be made on the GUI thread."""

    crashed = Signal(object)
    """The exception, on the GUI thread and only once."""

    _posted = Signal(object)

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._file: TextIO | None = None
        self._told = False
        self.log_file = folder / "window.log"
        self.fault_file = folder / "fault.log"
        self.previous_fault = _taken(self.fault_file)
        # queued: the hook only posts, the dialog comes in a later turn of the event loop
        self._posted.connect(self._on_posted, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Take over the hooks of Python and Qt and write the log into the folder."""
        self.log_file.parent.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(
            self.log_file, maxBytes=1_000_000, backupCount=2, encoding="utf-8"
        )
        handler.setFormatter(MaskingFormatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
        logging.getLogger().addHandler(handler)
        logging.getLogger().setLevel(logging.INFO)
        if self.previous_fault:
            _log.error("stopped by a fault last time:\n%s", self.previous_fault)
        self._file = self.fault_file.open("w", encoding="utf-8")
        faulthandler.enable(self._file)
        sys.excepthook = self._on_exception
        threading.excepthook = self._on_thread_exception
        qInstallMessageHandler(log_qt_message)

    def restore(self) -> None:
        """Give the hooks back; for an orderly end."""
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__
        qInstallMessageHandler(None)
        if self._file is not None:
            faulthandler.disable()
            self._file.close()
            self._file = None
            self.fault_file.unlink(missing_ok=True)

    def report(self, error: BaseException) -> None:
        """Take an unforeseen exception from anywhere."""
        self._posted.emit(error)

    def _on_exception(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        _log.critical("unforeseen", exc_info=(kind, error, trace))
        self.report(error)

    def _on_thread_exception(self, caught: threading.ExceptHookArgs) -> None:
        error = caught.exc_value or RuntimeError(caught.exc_type.__name__)
        _log.critical("unforeseen on a thread", exc_info=error)
        self.report(error)

    def _on_posted(self, error: BaseException) -> None:
        if not self._told:
            self._told = True
            self.crashed.emit(error)


def log_qt_message(kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
    """Put Qt's own messages into the log."""
    level = _LEVELS.get(kind, logging.WARNING)
    logging.getLogger("qt").log(level, "%s (%s)", text, context.category)


def _taken(fault_file: Path) -> str:
    """Return what the program wrote when it was killed by a fault last time, or nothing."""
    if not fault_file.exists():
        return ""
    return fault_file.read_text(encoding="utf-8", errors="replace").strip()
