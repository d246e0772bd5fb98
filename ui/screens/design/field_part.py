"""The right pane: one field's rule as a form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QFrame,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from digitizer.model.doctype import FieldRule, Place, Privacy, Reads
from ui.widgets.parts import label, plain_button

_MOST_LINES = 12
_LABEL_LINES = 4


class FieldPart(QFrame):
    """Shows a rule and says when the person has changed it."""

    changed = Signal(object)
    """FieldRule as it stands in the form now."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rule: FieldRule | None = None
        self.heading = QLineEdit()
        self.code = QLineEdit()
        self.labels = QPlainTextEdit()
        self.labels.setTabChangesFocus(True)
        self.labels.setFixedHeight(self.fontMetrics().lineSpacing() * _LABEL_LINES + 14)
        self.reads = QComboBox()
        self.place = QComboBox()
        self.lines = QSpinBox()
        self.lines.setRange(1, _MOST_LINES)
        self.section = QLineEdit()
        self.until = QLineEdit()
        self.pattern = QLineEdit()
        self.checks = QLineEdit()
        self.privacy = QComboBox()
        self.required = QCheckBox(self.tr("Must be &there"))
        self.unconfirmed = QCheckBox(self.tr("Not compared with the &original form"))
        self.zone = label(role="subtle", wrap=True)
        self.drop_zone = plain_button(self.tr("Take the zone away"), self._on_zone_dropped)
        self._fill_choices()
        self._build()
        self._connect()
        self.show_rule(None)

    def show_rule(self, rule: FieldRule | None) -> None:
        """Show another rule; nothing is said of it."""
        self._rule = rule
        self.setEnabled(rule is not None)
        shown = rule or FieldRule("", "", ())
        blockers = [QSignalBlocker(one) for one in self._inputs()]
        _set(self.heading, shown.title)
        _set(self.code, shown.name)
        if self._labels() != shown.labels:
            self.labels.setPlainText("\n".join(shown.labels))
        self.reads.setCurrentIndex(self.reads.findData(shown.reads))
        self.place.setCurrentIndex(self.place.findData(shown.place))
        self.lines.setValue(shown.lines)
        _set(self.section, shown.section)
        _set(self.until, "; ".join(shown.until))
        _set(self.pattern, shown.pattern)
        _set(self.checks, "; ".join(shown.checks))
        self.privacy.setCurrentIndex(self.privacy.findData(shown.privacy))
        self.required.setChecked(shown.required)
        self.unconfirmed.setChecked(shown.unconfirmed)
        del blockers
        self._say_zone(shown)

    def _inputs(self) -> Sequence[QWidget]:
        return (
            self.heading, self.code, self.labels, self.reads, self.place, self.lines, self.section,
            self.until, self.pattern, self.checks, self.privacy, self.required, self.unconfirmed,
        )  # fmt: skip

    def _fill_choices(self) -> None:
        for reads, words in (
            (Reads.TEXT, self.tr("Text")),
            (Reads.NAME, self.tr("Person's name")),
            (Reads.DATE, self.tr("Date")),
            (Reads.YEAR, self.tr("Year or date")),
            (Reads.SEX, self.tr("Sex")),
            (Reads.PERSONAL_ID, self.tr("Personal number (12 digits)")),
            (Reads.NUMBER, self.tr("Number")),
            (Reads.MONEY, self.tr("Money")),
            (Reads.PHONE, self.tr("Phone number")),
            (Reads.ADDRESS, self.tr("Address")),
            (Reads.NATIONALITY, self.tr("Nationality")),
            (Reads.ETHNICITY, self.tr("Ethnicity")),
            (Reads.CODE, self.tr("Number and notation, code")),
            (Reads.AREA, self.tr("Area in square metres")),
        ):
            self.reads.addItem(words, reads)
        for reads in Reads:
            if self.reads.findData(reads) < 0:
                self.reads.addItem(reads.value, reads)
        for place, words in (
            (Place.RIGHT, self.tr("Right of its label")),
            (Place.BELOW, self.tr("Below its label")),
            (Place.BETWEEN, self.tr("Between its label and the next")),
            (Place.LINE, self.tr("A line that matches a pattern")),
            (Place.TABLE, self.tr("Rows of a table")),
            (Place.ZONE, self.tr("In a drawn zone")),
        ):
            self.place.addItem(words, place)
        for place in Place:
            if self.place.findData(place) < 0:
                self.place.addItem(place.value, place)
        for privacy, words in (
            (Privacy.NONE, self.tr("No personal data")),
            (Privacy.BASIC, self.tr("Basic personal data")),
            (Privacy.SENSITIVE, self.tr("Sensitive personal data")),
        ):
            self.privacy.addItem(words, privacy)

    def _build(self) -> None:
        self.setProperty("role", "side")
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        form.setVerticalSpacing(6)
        for words, widget in (
            (self.tr("&Name of the field"), self.heading),
            (self.tr("Printed &labels, one wording a line"), self.labels),
            (self.tr("&Kind of value"), self.reads),
            (self.tr("&Where the value stands"), self.place),
            (self.tr("Lines the value &may run over"), self.lines),
            (self.tr("Below the &heading (only there)"), self.section),
            (self.tr("Ends &before these words (separate with ;)"), self.until),
            (self.tr("&Pattern (without marks)"), self.pattern),
            (self.tr("&Checks (separate with ;)"), self.checks),
            (self.tr("Class of personal &data"), self.privacy),
            (self.tr("Code of the field in &exports"), self.code),
        ):
            form.addRow(words, widget)
            named = words.replace("&", "")
            widget.setAccessibleName(named)
            for inner in widget.findChildren(QLineEdit):
                inner.setAccessibleName(named)
        form.addRow(self.required)
        form.addRow(self.unconfirmed)
        form.addRow(self.zone)
        form.addRow(self.drop_zone)
        inside = QWidget()
        inside.setLayout(form)
        area = QScrollArea()
        area.setAccessibleName(self.tr("Field"))
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        # the side's own ground shows through
        area.viewport().setAutoFillBackground(False)
        inside.setAutoFillBackground(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 4, 8)
        column.addStrut(274)
        column.addWidget(label(self.tr("Field"), role="title"))
        column.addWidget(area, 1)

    def _connect(self) -> None:
        for line in (
            self.heading, self.code, self.section, self.until, self.pattern, self.checks
        ):  # fmt: skip
            line.textEdited.connect(self._on_edited)
        self.labels.textChanged.connect(self._on_edited)
        for box in (self.reads, self.place, self.privacy):
            box.activated.connect(self._on_edited)
        self.lines.valueChanged.connect(self._on_edited)
        self.required.toggled.connect(self._on_edited)
        self.unconfirmed.toggled.connect(self._on_edited)

    def _labels(self) -> tuple[str, ...]:
        lines = self.labels.toPlainText().splitlines()
        return tuple(line.strip() for line in lines if line.strip())

    def _on_edited(self, *_: object) -> None:
        if self._rule is None:
            return
        place: Place = self.place.currentData()
        privacy: Privacy = self.privacy.currentData()
        zone = self._rule.zone if place is Place.ZONE else None
        self._rule = replace(
            self._rule,
            name=self.code.text().strip(),
            title=self.heading.text().strip(),
            labels=self._labels(),
            reads=self.reads.currentData(),
            place=place,
            lines=self.lines.value(),
            section=self.section.text().strip(),
            until=_listed(self.until.text()),
            pattern=self.pattern.text(),
            checks=_listed(self.checks.text()),
            privacy=privacy,
            sensitive=privacy is not Privacy.NONE,
            required=self.required.isChecked(),
            unconfirmed=self.unconfirmed.isChecked(),
            zone=zone,
            zone_page=self._rule.zone_page if zone else 1,
            anchor=self._rule.anchor if zone else "",
        )
        self._say_zone(self._rule)
        self.changed.emit(self._rule)

    def _on_zone_dropped(self) -> None:
        if self._rule is not None:
            rule = replace(self._rule, zone=None, zone_page=1, anchor="", place=Place.RIGHT)
            self.show_rule(rule)
            self.changed.emit(rule)

    def _say_zone(self, rule: FieldRule) -> None:
        self.drop_zone.setVisible(rule.zone is not None)
        if rule.zone is None:
            self.zone.setText(
                self.tr(
                    "Click a label on the page to take its words; draw a box to read what stands "
                    "in it. With Shift the box goes with the label."
                )
            )
        elif rule.anchor:
            self.zone.setText(self.tr("A zone beside “{words}”.").format(words=rule.anchor))
        else:
            self.zone.setText(self.tr("A zone of page {number}.").format(number=rule.zone_page))


def _set(line: QLineEdit, text: str) -> None:
    # not while the same stands there already: the cursor would jump to the end
    if line.text().strip() != text:
        line.setText(text)


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";") if part.strip())
