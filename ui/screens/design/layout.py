"""How the designer is laid out: types and fields, the sample page, the field, the answers below."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QScrollArea,
    QSplitter,
    QTableView,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from ui import panes
from ui.screens.design.field_part import FieldPart
from ui.screens.design.tables import ChangeModel, TryModel
from ui.widgets.flow import Flow
from ui.widgets.page_view import PageView
from ui.widgets.parts import Banner, ElidedLabel, Empty, Wrapped, button, label, tool

_TALL = 210
_BAR = 14
"""Room for the bar of a side that is scrolled."""


class DesignPanes(QWidget):
    """Every widget of the designer in its place; the screen tells them what to show."""

    def __init__(
        self,
        tries: TryModel,
        changes: ChangeModel,
        *,
        field_actions: Sequence[QAction],
        actions: Sequence[QAction],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._field_actions = tuple(field_actions)
        self._actions = tuple(actions)
        self._build(tries, changes)

    def _build(self, tries: TryModel, changes: ChangeModel) -> None:
        self.banner = Banner()
        self.view = PageView()
        self.view.pointing = True
        self.empty = Empty(
            "file",
            self.tr("No paper of this type is stored yet"),
            self.tr("Take in and read a sample paper as a clerk; it appears here to design on."),
        )
        self.part = FieldPart()
        self.try_table = _table(self.tr("What the definition gives on stored papers"), tries)
        self.change_table = _table(self.tr("What would change"), changes)
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName(self.tr("What stored papers give"))
        self.tabs.tabBar().setAccessibleName(self.tr("What stored papers give"))
        self.tabs.addTab(self.try_table, self.tr("On every stored paper"))
        self.tabs.addTab(self.change_table, self.tr("What would change"))
        self.tabs.setMinimumHeight(_TALL - 60)
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.banner)
        column.addWidget(self.view, 1)
        column.addWidget(self.empty, 1)
        upper = QSplitter(Qt.Orientation.Horizontal)
        upper.addWidget(self._side())
        upper.addWidget(middle)
        upper.addWidget(self.part)
        upper.setStretchFactor(1, 1)
        upper.setSizes([300, 650, 320])
        whole = QSplitter(Qt.Orientation.Vertical)
        whole.addWidget(upper)
        whole.addWidget(self.tabs)
        whole.setStretchFactor(0, 1)
        whole.setSizes([520, _TALL])
        for one in (upper, whole):
            one.setChildrenCollapsible(False)
        row = QVBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._bar())
        row.addWidget(whole, 1)
        panes.mark(self.kind_box, self.field_list, self.view, self.part, self.try_table)

    def _side(self) -> QWidget:
        self.kind_box = QComboBox()
        self.kind_box.setAccessibleName(self.tr("Type of paper"))
        self.kind_box.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.kind_box.setMinimumContentsLength(22)
        self.name = QLineEdit()
        self.titles = QLineEdit()
        self.source = QLineEdit()
        self.field_list = QListWidget()
        self.field_list.setAccessibleName(self.tr("Fields of the type"))
        self.field_list.setProperty("role", "framed")
        self.field_list.setSpacing(2)
        self.field_list.setMinimumHeight(120)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(12, 12, 12, 8)
        column.addStrut(266)
        column.setSpacing(6)
        column.addWidget(label(self.tr("Type of paper"), role="heading"))
        column.addWidget(self.kind_box)
        for words, line in (
            (self.tr("Name"), self.name),
            (self.tr("Printed titles (separate with ;)"), self.titles),
            (self.tr("Legal source"), self.source),
        ):
            line.setAccessibleName(words)
            caption = Wrapped(role="subtle")
            caption.setText(words)
            column.addWidget(caption)
            column.addWidget(line)
        column.addWidget(label(self.tr("Fields"), role="heading"))
        column.addWidget(self.field_list, 1)
        buttons = Flow(6)
        add, *moves = self._field_actions
        buttons.addWidget(button(add, icon="add"))
        for action, icon in zip(moves, ("up", "down", "delete"), strict=True):
            buttons.addWidget(tool(action, icon))
        column.addLayout(buttons)
        # where letters are large, the side is scrolled rather than squeezed
        side = QScrollArea()
        side.setProperty("role", "side")
        side.setWidget(inside)
        side.setWidgetResizable(True)
        side.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        side.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        side.setMinimumWidth(inside.minimumSizeHint().width() + _BAR)
        side.viewport().setAutoFillBackground(False)
        inside.setAutoFillBackground(False)
        return side

    def _bar(self) -> QFrame:
        self.where = ElidedLabel()
        self.where.setProperty("role", "subtle")
        bar = QFrame()
        bar.setProperty("role", "bar")
        column = QVBoxLayout(bar)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(4)
        head = QHBoxLayout()
        head.addWidget(label(self.tr("Document types"), role="title"))
        head.addWidget(self.where, 1)
        column.addLayout(head)
        row = Flow(8)
        row.at_the_end()
        column.addLayout(row)
        *others, save = self._actions
        for action, icon in zip(others, ("file-add", "eye", "refresh"), strict=True):
            row.addWidget(button(action, icon=icon))
        row.addWidget(button(save, role="primary", icon="save"))
        return bar


def _table(name: str, model: TryModel | ChangeModel) -> QTableView:
    table = QTableView()
    table.setModel(model)
    table.setAccessibleName(name)
    table.setAlternatingRowColors(True)
    table.setWordWrap(False)
    table.setSelectionMode(QTableView.SelectionMode.SingleSelection)
    table.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
    table.verticalHeader().setVisible(False)
    table.setTabKeyNavigation(False)
    table.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
    return table
