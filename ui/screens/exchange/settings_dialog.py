"""The settings of one neighbour: address, switches, what its connector asks for, passwords."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from digitizer.errors import DefinitionError
from digitizer.exchange import known_connectors
from digitizer.exchange.connector import tables_of
from digitizer.model.message import Neighbour
from ui import composing, wording
from ui.screen import Tone
from ui.screens.exchange.work import Wanted
from ui.widgets.dialog import Dialog
from ui.widgets.parts import Banner, answers, label, plain_button

_LINE = ("settings", "pins", "roots", "seconds")
"""Parts of a neighbour's settings that have a line of their own."""
_BARE = re.compile(r"[A-Za-z0-9_-]+")


def as_toml(tables: Mapping[str, Any]) -> str:
    """Return code tables as an administrator may change them; ``tomllib`` reads them back."""
    lines = []
    for name, table in tables.items():
        lines.append(f"[{_key(name)}]")
        lines += [f"{_key(key)} = {_value(value)}" for key, value in table.items()]
        lines.append("")
    return "\n".join(lines)


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else json.dumps(name, ensure_ascii=False)


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        inside = ", ".join(f"{_key(key)} = {_value(one)}" for key, one in value.items())
        return f"{{ {inside} }}"
    return json.dumps(value, ensure_ascii=False)


class SettingsDialog(Dialog):
    """Shows one neighbour, or a new one whose connector is chosen first."""

    wanted = Signal(object)
    """Wanted."""

    def __init__(
        self,
        neighbour: Neighbour | None,
        kept: Mapping[str, bool],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._neighbour, self._kept = neighbour, kept
        self.settings: dict[str, QLineEdit] = {}
        self.secrets: dict[str, QLineEdit] = {}
        self.kinds: dict[str, QCheckBox] = {}
        self.setWindowTitle(self.tr("Settings of a neighbour"))
        self._build()
        self.resize(700, 640)
        self._on_connector()

    @property
    def connector(self) -> str:
        """Which connector it is."""
        return str(self.choice.currentData())

    def show_problem(self, text: str) -> None:
        """Say what is wrong; everything stays as it was typed."""
        self.info.say(text, Tone.ERROR)
        self.save_button.setEnabled(True)

    def show_refusal(self, error: BaseException) -> None:
        """Say why the settings were refused, in the words of this dialog rather than of a file."""
        if not isinstance(error, DefinitionError):
            self.show_problem(wording.sentence(error))
            return
        key, nearest = str(error.details["key"]), str(error.details["nearest"])
        problem = wording.problem(error)
        if key == "name":
            text = self.tr("The name may hold a to z, digits and hyphens: tinh or kho-s3.")
            self.name.setFocus()
        elif key == "address":
            text = self.tr("The address is not one of this system; most begin with https://.")
            self.address.setFocus()
        elif nearest:
            text = self.tr("“{key}” is refused: {problem}. Was “{nearest}” meant?")
        else:
            text = self.tr("“{key}” is refused: {problem}.")
        self.show_problem(text.format(key=key, problem=problem, nearest=nearest))

    # ---- within --------------------------------------------------------------------------------

    def _build(self) -> None:
        one = self._neighbour
        self.name = QLineEdit(one.name if one else "")
        self.name.setReadOnly(one is not None)
        self.name.setMaxLength(40)
        self.name.setPlaceholderText(self.tr("a short name such as tinh or kho-s3"))
        self.choice = QComboBox()
        for code, told in known_connectors.described().items():
            self.choice.addItem(str(told["title"]), code)
        if one is not None:
            self.choice.setCurrentIndex(self.choice.findData(one.connector))
            self.choice.setEnabled(False)
        self.choice.currentIndexChanged.connect(lambda _place: self._on_connector())
        self.address = QLineEdit(one.address if one else "https://")
        self.enabled_box = QCheckBox(self.tr("Exchange with this neighbour"))
        self.enabled_box.setChecked(one.enabled if one else True)
        head = QFormLayout()
        head.setVerticalSpacing(8)
        for words, widget in (
            (self.tr("&Name"), self.name),
            (self.tr("S&ystem"), self.choice),
            (self.tr("&Address"), self.address),
        ):
            self._row(head, words, widget)
        head.addRow(self.enabled_box)
        self.note = label(role="subtle", wrap=True)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.info = Banner()
        self.save_button = plain_button(
            self.tr("&Keep the settings"), self._on_save, role="primary"
        )
        close = plain_button(self.tr("Cancel"), self.reject)
        buttons = answers(close, self.save_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(10)
        column.addLayout(head)
        column.addWidget(self.note)
        column.addWidget(self._area, 1)
        column.addWidget(self.info)
        column.addLayout(buttons)

    def _row(self, form: QFormLayout, words: str, widget: QWidget) -> None:
        head = label(words)
        head.setBuddy(widget)
        widget.setAccessibleName(words.replace("&", ""))
        form.addRow(head, widget)

    def _on_connector(self) -> None:
        """Show what the chosen connector asks for."""
        self.info.say("", Tone.ERROR)
        shipped = tables_of(self.connector)
        text = self.tr("Not confirmed yet: {what}. Law: {law}.")
        self.note.setText(text.format(what=shipped["unconfirmed"], law=shipped["legal_source"]))
        same = self._neighbour is not None and self._neighbour.connector == self.connector
        own = dict(self._neighbour.settings) if same and self._neighbour else {}
        inside = QWidget()
        form = QFormLayout(inside)
        form.setVerticalSpacing(8)
        self._kinds(form, shipped)
        self._settings(form, shipped.get("settings", {}), own.get("settings", {}))
        self._secrets(form, shipped.get("secrets", ()))
        self._connection(form, own)
        rest = {name: table for name, table in own.items() if name not in _LINE}
        self.codes = QPlainTextEdit(as_toml(rest))
        self.codes.setTabChangesFocus(True)
        self.codes.setMinimumHeight(90)
        self._row(form, self.tr("&Code tables (TOML)"), self.codes)
        self._area.setWidget(inside)

    def _kinds(self, form: QFormLayout, shipped: Mapping[str, Any]) -> None:
        one, row = self._neighbour, QVBoxLayout()
        words = {
            "state": self.tr("States of dossiers"),
            "components": self.tr("Papers and their values"),
            "result": self.tr("Results"),
            "notice": self.tr("Notices to citizens"),
            "request": self.tr("Requests to other agencies"),
        }
        self.kinds = {}
        for kind in shipped["kinds"]:
            box = QCheckBox(words[kind])
            box.setChecked(one is None or kind in one.kinds)
            self.kinds[kind] = box
            row.addWidget(box)
        if self.kinds:
            form.addRow(label(self.tr("What is told")), row)

    def _settings(
        self, form: QFormLayout, shipped: Mapping[str, Any], own: Mapping[str, Any]
    ) -> None:
        self.settings = {}
        for name, default in shipped.items():
            line = QLineEdit(str(own[name]) if name in own else "")
            line.setPlaceholderText(str(default))
            self.settings[name] = line
            # the names are those of the handbook and of the file
            self._row(form, name, line)

    def _secrets(self, form: QFormLayout, names: tuple[str, ...]) -> None:
        self.secrets = {}
        for name in names:
            line = QLineEdit()
            line.setEchoMode(QLineEdit.EchoMode.Password)
            kept = self._kept.get(name, False)
            line.setPlaceholderText(
                self.tr("kept in this machine's keyring") if kept else self.tr("not kept yet")
            )
            self.secrets[name] = line
            self._row(form, self.tr("Secret: {name}").format(name=name), line)

    def _connection(self, form: QFormLayout, own: Mapping[str, Any]) -> None:
        self.pins = QLineEdit(" ".join(map(str, own.get("pins", ()))))
        self._row(form, self.tr("&Pins of the server's key"), self.pins)
        self.roots = QPlainTextEdit(str(own.get("roots", "")))
        self.roots.setTabChangesFocus(True)
        self.roots.setMinimumHeight(70)
        self._row(form, self.tr("&Root certificates (PEM)"), self.roots)

    def _on_save(self) -> None:
        composing.commit()
        try:
            codes = tomllib.loads(self.codes.toPlainText())
        except tomllib.TOMLDecodeError as error:
            text = self.tr("The code tables cannot be read: {reason}")
            self.show_problem(text.format(reason=str(error)))
            self.codes.setFocus()
            return
        shipped = tables_of(self.connector).get("settings", {})
        typed = {name: line.text().strip() for name, line in self.settings.items()}
        settings = {name: _like(text, shipped[name]) for name, text in typed.items() if text}
        own = self._neighbour.settings if self._neighbour else {}
        table: dict[str, Any] = {
            **codes,
            "connector": self.connector,
            "address": self.address.text().strip(),
            "enabled": self.enabled_box.isChecked(),
            "kinds": [kind for kind, box in self.kinds.items() if box.isChecked()],
        }
        if settings:
            table["settings"] = settings
        if self.pins.text().split():
            table["pins"] = self.pins.text().split()
        if self.roots.toPlainText().strip():
            table["roots"] = self.roots.toPlainText()
        if "seconds" in own:
            table["seconds"] = own["seconds"]
        secrets = {name: line.text() for name, line in self.secrets.items() if line.text()}
        self.save_button.setEnabled(False)
        self.wanted.emit(Wanted(self.name.text().strip(), table, secrets))


def _like(text: str, default: object) -> object:
    return int(text) if isinstance(default, int) and text.isdigit() else text
