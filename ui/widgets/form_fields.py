"""The fields of a one-stop form that only a person knows, and the days of a register."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime

from PySide6.QtCore import QCoreApplication, QDate, Signal
from PySide6.QtWidgets import QDateEdit, QFormLayout, QLineEdit, QPlainTextEdit, QWidget

from digitizer.model.clock import OFFICE_TIME
from digitizer.results.templates import ResultTemplate, Scope, ShownAs, TemplateField
from ui.widgets.parts import label

_LONGEST = 2000
_LINES = 84


class FormFields(QWidget):
    """One editor a field; empty where the dossier itself says it."""

    edited = Signal()

    def __init__(self, template: ResultTemplate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._read: dict[str, Callable[[], str]] = {}
        self.editors: dict[str, QWidget] = {}
        self._needed: set[str] = set()
        self._days: list[QDateEdit] = []
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setVerticalSpacing(8)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        for field in template.typed_fields:
            self._add(form, field)
        if template.scope is Scope.PERIOD:
            self._add_period(form)

    def typed(self) -> dict[str, str]:
        """Return what was typed, in composed letters."""
        return {
            name: unicodedata.normalize("NFC", read())[:_LONGEST]
            for name, read in self._read.items()
        }

    def fill(self, typed: Mapping[str, str]) -> None:
        """Put text into lines as a suggestion."""
        for name, text in typed.items():
            editor = self.editors.get(name)
            if isinstance(editor, QLineEdit):
                editor.setText(text)
            elif isinstance(editor, QPlainTextEdit):
                editor.setPlainText(text)

    def enter(self) -> None:
        """Put the cursor into the first line that is still to be filled in."""
        empty = (
            one
            for name, one in self.editors.items()
            if name in self._needed and not self._read[name]().strip()
        )
        first = next(empty, next(iter(self.editors.values()), None))
        if first is not None:
            first.setFocus()

    def period(self) -> tuple[date, date] | None:
        """Return the days of a register, or None for a form of one dossier."""
        if not self._days:
            return None
        first, last = (
            date(day.year(), day.month(), day.day()) for day in (one.date() for one in self._days)
        )
        return min(first, last), max(first, last)

    def _add(self, form: QFormLayout, field: TemplateField) -> None:
        editor: QWidget
        if field.shown_as is ShownAs.DATE:
            day = self._day(_today().addDays(3))
            self._read[field.typed] = lambda: day.date().toString("yyyy-MM-dd")
            editor = day
        elif field.long:
            lines = QPlainTextEdit()
            lines.setTabChangesFocus(True)
            lines.setFixedHeight(_LINES)
            lines.textChanged.connect(self.edited)
            self._read[field.typed] = lines.toPlainText
            editor = lines
        else:
            line = QLineEdit()
            line.setMaxLength(_LONGEST)
            line.textChanged.connect(self.edited)
            self._read[field.typed] = line.text
            if len(field.source) > 1:
                line.setPlaceholderText(
                    QCoreApplication.translate("forms", "As the dossier says, unless typed here")
                )
            editor = line
        needed = field.required and len(field.source) == 1
        self._put(form, f"{field.title} *" if needed else field.title, field.title, editor)
        self.editors[field.typed] = editor
        if needed:
            self._needed.add(field.typed)

    def _add_period(self, form: QFormLayout) -> None:
        today = _today()
        translate = QCoreApplication.translate
        for text, day in (
            (translate("forms", "From the day"), QDate(today.year(), today.month(), 1)),
            (translate("forms", "To the day"), today),
        ):
            editor = self._day(day)
            self._days.append(editor)
            self._put(form, text, text, editor)

    def _day(self, day: QDate) -> QDateEdit:
        editor = QDateEdit(day)
        editor.setDisplayFormat("dd/MM/yyyy")
        editor.setCalendarPopup(True)
        editor.dateChanged.connect(self.edited)
        return editor

    def _put(self, form: QFormLayout, text: str, name: str, editor: QWidget) -> None:
        editor.setAccessibleName(name)
        named = label(text)
        named.setBuddy(editor)
        form.addRow(named, editor)


def _today() -> QDate:
    """Return the office's day, whatever zone the machine is set to."""
    day = datetime.now(OFFICE_TIME)
    return QDate(day.year, day.month, day.day)
