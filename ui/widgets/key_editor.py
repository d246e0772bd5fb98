"""The dialog in which an officer gives actions other keys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QKeyCombination, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QFormLayout,
    QHBoxLayout,
    QKeySequenceEdit,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ui import keymap
from ui.keymap import Keymap
from ui.screen import Tone
from ui.widgets.dialog import Dialog
from ui.widgets.parts import Banner, label, plain_button

_PORTABLE = QKeySequence.SequenceFormat.PortableText


@dataclass(frozen=True, slots=True)
class KeyGroup:
    """Actions that are valid together: those of a screen, or the window's own."""

    screen: str
    title: str
    actions: Sequence[QAction]


class KeyEditor(Dialog):
    """Shows every action with its key; a key that two actions would share is refused."""

    saved = Signal(object)
    """The Keymap to keep."""

    def __init__(
        self, groups: Sequence[KeyGroup], current: Keymap, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Change keys"))
        self._groups = groups
        self._current = current
        self.boxes: dict[tuple[str, str], QKeySequenceEdit] = {}
        """The box of each action, by screen and shipped key."""
        self._titles: dict[tuple[str, str], str] = {}
        self._fixed: dict[str, set[str]] = {}
        self._banner = Banner()
        self._build()

    def _build(self) -> None:
        page = QWidget()
        page.setProperty("role", "page")
        form = QFormLayout(page)
        form.setHorizontalSpacing(24)
        form.setVerticalSpacing(6)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for group in self._groups:
            form.addRow(label(group.title, role="heading"))
            for action in group.actions:
                self._add(form, group.screen, action)
        area = QScrollArea()
        area.setWidget(page)
        area.setWidgetResizable(True)
        area.setAccessibleName(self.windowTitle())
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 12)
        column.setSpacing(10)
        hint = self.tr("Click a key and press the new one. Backspace takes a key away.")
        column.addWidget(label(hint, role="subtle", wrap=True))
        column.addWidget(area, 1)
        column.addWidget(self._banner)
        column.addLayout(self._buttons())
        self.resize(620, 600)

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(plain_button(self.tr("Back to the shipped keys"), self._on_shipped))
        row.addStretch()
        row.addWidget(plain_button(self.tr("Cancel"), self.reject))
        self.save_button = plain_button(self.tr("Save"), self._on_save)
        self.save_button.setProperty("role", "primary")
        row.addWidget(self.save_button)
        return row

    def _add(self, form: QFormLayout, screen: str, action: QAction) -> None:
        shipped = keymap.shipped_keys(action)
        if not shipped:
            return
        if not keymap.may_change(action):
            self._fixed.setdefault(screen, set()).add(shipped[0])
            return
        own = self._current.changed.get(screen, {}).get(shipped[0], shipped[0])
        box = QKeySequenceEdit(QKeySequence(own))
        box.setMaximumSequenceLength(1)
        box.setClearButtonEnabled(True)
        box.setAccessibleName(action.text())
        # Tab and Escape walk the dialog; no action may take them
        walking = (Qt.Key.Key_Tab, Qt.Key.Key_Escape)
        box.setFinishingKeyCombinations([QKeyCombination(key) for key in walking])
        box.keySequenceChanged.connect(lambda _sequence: self._show_problem())
        title = QLabel(action.text())
        title.setBuddy(box)
        form.addRow(title, box)
        self.boxes[screen, shipped[0]] = box
        self._titles[screen, shipped[0]] = action.text()

    def _on_shipped(self) -> None:
        for (_screen, shipped), box in self.boxes.items():
            box.setKeySequence(QKeySequence(shipped))
        self._show_problem()

    def _on_save(self) -> None:
        if self._problem():
            return
        changed = self._current
        for group in self._groups:
            keys = {
                shipped: box.keySequence().toString(_PORTABLE)
                for (screen, shipped), box in self.boxes.items()
                if screen == group.screen
            }
            changed = changed.with_keys(group.screen, keys)
        self.saved.emit(changed)
        self.accept()

    def _show_problem(self) -> None:
        text = self._problem()
        self.save_button.setEnabled(not text)
        if text:
            self._banner.say(text, Tone.WARNING)
        else:
            self._banner.hide()

    def _problem(self) -> str:
        """Return the sentence for the first key that cannot be, or nothing."""
        seen: dict[str, str] = {}
        for place, box in self.boxes.items():
            sequence = box.keySequence()
            key = sequence.toString(_PORTABLE)
            # what was shipped so is meant so; only a key of one's own may be a mistake
            if key != place[1] and keymap.problem(sequence) == "bare":
                text = self.tr("“{key}” types a letter. Take it together with Ctrl or Alt.")
                return text.format(key=key)
            if key and (key in seen or any(key in fixed for fixed in self._fixed.values())):
                text = self.tr("“{key}” already belongs to “{action}”.")
                return text.format(key=key, action=seen.get(key, self.tr("typing in a field")))
            if key:
                seen[key] = self._titles[place]
        return ""
