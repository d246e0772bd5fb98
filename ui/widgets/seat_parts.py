"""What the seats with a queue have alike: two panes, a bar of actions, a dossier's header."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSplitter, QVBoxLayout, QWidget

from digitizer.model.dossier import Dossier
from ui import theme, words
from ui.widgets.flow import Flow
from ui.widgets.parts import ElidedLabel, label
from ui.words import Word

_QUEUE_WIDTH, _WORK_WIDTH = 330, 860


class DossierHeader(QFrame):
    """Whose dossier it is, for what, where it stands, and a line of times below."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = ElidedLabel()
        self.title.setProperty("role", "title")
        self.state = label()
        self.procedure = ElidedLabel()
        self.times = label(role="subtle", wrap=True)
        self.place = label(role="subtle")
        """A few words at the end of the last line."""
        self.setProperty("role", "header")
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(3)
        column.addLayout(_ended_by(self.title, self.state))
        column.addWidget(self.procedure)
        column.addLayout(_ended_by(self.times, self.place))

    def show_dossier(self, dossier: Dossier, procedure: str, times: str, state: Word) -> None:
        """Show these words."""
        self.title.setText(words.owner_in_full(dossier.owner))
        self.procedure.setText(procedure)
        self.times.setText(times)
        self.state.setText(state.text)
        theme.set_role(self.state, tone=state.tone.value)


def fill_with_queue(screen: QWidget, queue: QWidget, work: QWidget) -> None:
    """Fill a screen with its queue at the left and the work at the right."""
    splitter = QSplitter(Qt.Orientation.Horizontal)
    splitter.addWidget(queue)
    splitter.addWidget(work)
    splitter.setSizes([_QUEUE_WIDTH, _WORK_WIDTH])
    splitter.setStretchFactor(1, 1)
    splitter.setChildrenCollapsible(False)
    splitter.setHandleWidth(1)
    outer = QHBoxLayout(screen)
    outer.setContentsMargins(0, 0, 0, 0)
    outer.addWidget(splitter)


def with_bar(pane: QWidget, first: tuple[QWidget, ...], last: tuple[QWidget, ...]) -> QWidget:
    """Return a pane above a bar of buttons, some at its beginning and some at its end."""
    bar = QFrame()
    bar.setProperty("role", "bar")
    row = Flow(8, bar)
    row.setContentsMargins(16, 8, 16, 8)
    for one in first:
        row.addWidget(one)
    row.at_the_end()
    for one in last:
        row.addWidget(one)
    part = QWidget()
    column = QVBoxLayout(part)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(pane, 1)
    column.addWidget(bar)
    return part


def fill_with_list(
    screen: QWidget,
    title: str,
    summary: QWidget,
    things: QWidget,
    first: tuple[QWidget, ...],
    last: tuple[QWidget, ...],
) -> None:
    """Fill a screen with one list under its title and what is said of it, above a bar."""
    page = QWidget()
    page.setProperty("role", "page")
    column = QVBoxLayout(page)
    column.setContentsMargins(24, 20, 24, 20)
    column.setSpacing(12)
    column.addWidget(label(title, role="title"))
    column.addWidget(summary)
    column.addWidget(things, 1)
    outer = QVBoxLayout(screen)
    outer.setContentsMargins(0, 0, 0, 0)
    outer.addWidget(with_bar(page, first, last))


def _ended_by(line: QLabel, end: QLabel) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(12)
    row.addWidget(line, 1)
    row.addWidget(end)
    return row
