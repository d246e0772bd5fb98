"""The strip at the bottom that shows work under way: how far, how long still, and stop."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from digitizer.jobs import Progress
from ui import theme
from ui.remaining import Remaining, in_words
from ui.tasks import Job, Tasks
from ui.widgets.parts import ElidedLabel


class WorkRow(QWidget):
    """One job: what it does, how far it is, and stop."""

    def __init__(self, job: Job, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.job = job
        title = QLabel(job.title)
        self._label = ElidedLabel()
        self._label.setProperty("role", "subtle")
        self._count = QLabel()
        self._count.setProperty("role", "subtle")
        self._bar = QProgressBar()
        self._remaining = Remaining()
        self._bar.setTextVisible(False)
        self._bar.setRange(0, 0)
        self._bar.setFixedWidth(220)
        self._bar.setAccessibleName(job.title)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 4, 10, 4)
        row.setSpacing(12)
        row.addWidget(title)
        row.addWidget(self._label, 1)
        row.addWidget(self._count)
        row.addWidget(self._bar)
        row.addWidget(self._stop_button())
        job.progressed.connect(self._on_progressed)

    def _stop_button(self) -> QToolButton:
        self._stop = QToolButton()
        text = self.tr("Stop: {work}").format(work=self.job.title)
        self._stop.setToolTip(text)
        self._stop.setAccessibleName(text)
        self._stop.setProperty("icon_name", "stop")
        self._stop.setIcon(theme.icon("stop"))
        self._stop.setIconSize(QSize(18, 18))
        self._stop.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._stop.clicked.connect(self._on_stop)
        return self._stop

    def _on_stop(self) -> None:
        self._stop.setEnabled(False)
        self._label.setText(self.tr("Stopping; what is finished is kept."))
        self.job.cancel()

    def _on_progressed(self, progress: Progress) -> None:
        self._bar.setRange(0, progress.total)
        self._bar.setValue(progress.done)
        if not self.job.token.cancelled:
            self._label.setText(progress.label)
        if progress.total:
            text = self.tr("{done} of {total}")
            text = text.format(done=progress.done, total=progress.total)
            left = in_words(self._remaining.seconds(progress.done, progress.total))
            self._count.setText(" · ".join(part for part in (text, left) if part))


class WorkStrip(QFrame):
    """Shows a row for each titled job; gone when nothing runs."""

    def __init__(self, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "bar")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 2, 0, 2)
        self._column.setSpacing(0)
        self._rows: dict[Job, WorkRow] = {}
        tasks.started.connect(self._on_started)
        tasks.ended.connect(self._on_ended)
        self.hide()

    def _on_started(self, job: Job) -> None:
        row = WorkRow(job)
        self._rows[job] = row
        self._column.addWidget(row)
        self.show()

    def _on_ended(self, job: Job) -> None:
        row = self._rows.pop(job, None)
        if row is not None:
            row.deleteLater()
        self.setVisible(bool(self._rows))
