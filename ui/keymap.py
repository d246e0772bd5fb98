"""An officer's own keys: what differs from the shipped ones, per screen, kept in a file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence

OFFICE_FILE = "keys.json"
"""Keys an administrator gives everybody; an officer's own file wins over it."""
_LARGEST = 100_000
_SHIPPED = "shipped_keys"
_TEXT = QKeySequence.SequenceFormat.PortableText


@dataclass(frozen=True, slots=True)
class Keymap:
    """Changed keys: screen name → shipped key → the officer's key, in Qt's portable spelling."""

    changed: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def with_keys(self, screen: str, changes: Mapping[str, str]) -> Keymap:
        """Return the map with a screen's keys replaced; equal to the shipped ones is no change."""
        kept = {shipped: key for shipped, key in changes.items() if shipped != key}
        others = {name: keys for name, keys in self.changed.items() if name != screen}
        return Keymap({**others, screen: kept} if kept else others)

    def apply(self, screen: str, actions: Iterable[QAction]) -> None:
        """Give actions their keys; an action keeps further shipped keys it has."""
        own = self.changed.get(screen, {})
        for action in actions:
            shipped = shipped_keys(action)
            if not shipped:
                continue
            first = own.get(shipped[0], shipped[0])
            action.setShortcuts([QKeySequence(key) for key in (first, *shipped[1:]) if key])
            shown = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            action.setToolTip(f"{action.text()} ({shown})" if shown else action.text())


def shipped_keys(action: QAction) -> tuple[str, ...]:
    """Return the keys an action was made with, remembered when first asked."""
    kept = action.property(_SHIPPED)
    if kept is None:
        kept = [key.toString(_TEXT) for key in action.shortcuts()]
        action.setProperty(_SHIPPED, kept)
    return tuple(kept)


def may_change(action: QAction) -> bool:
    """Return whether an action's key is free to choose: not one that the field's line handles."""
    fixed = action.shortcutContext() == Qt.ShortcutContext.WidgetShortcut
    return bool(shipped_keys(action)) and not fixed


def problem(sequence: QKeySequence) -> str | None:
    """Return ``bare`` for a key that types a letter, ``several`` for a chord, else None."""
    if sequence.count() > 1:
        return "several"
    if sequence.isEmpty():
        return None
    # the stubs leave the operator out
    combination = sequence[0]  # type: ignore[index]
    modifiers = combination.keyboardModifiers() & ~Qt.KeyboardModifier.ShiftModifier
    types = Qt.Key.Key_Space <= combination.key() < Qt.Key.Key_Escape
    return "bare" if types and modifiers == Qt.KeyboardModifier.NoModifier else None


def load(folder: Path, officer_id: int) -> Keymap:
    """Return an officer's keys; a file that is no keymap counts as none."""
    merged: dict[str, dict[str, str]] = {}
    for path in (folder / OFFICE_FILE, _own_file(folder, officer_id)):
        for screen, keys in _read(path).items():
            merged.setdefault(screen, {}).update(keys)
    return Keymap(merged)


def save(folder: Path, officer_id: int, keymap: Keymap) -> None:
    """Keep an officer's keys, whole or not at all."""
    path = _own_file(folder, officer_id)
    path.parent.mkdir(exist_ok=True)
    part = path.with_suffix(".part")
    text = json.dumps(keymap.changed, ensure_ascii=False, indent=1, sort_keys=True)
    part.write_text(text + "\n", encoding="utf-8")
    part.replace(path)


def _own_file(folder: Path, officer_id: int) -> Path:
    return folder / "keys" / f"{officer_id}.json"


def _read(path: Path) -> dict[str, dict[str, str]]:
    if not path.is_file() or path.stat().st_size > _LARGEST:
        return {}
    try:
        data: Any = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError):
        return {}
    if not isinstance(data, dict):
        return {}
    return {
        screen: {
            shipped: key
            for shipped, key in keys.items()
            if isinstance(key, str) and problem(QKeySequence(key)) is None
        }
        for screen, keys in data.items()
        if isinstance(keys, dict)
    }
