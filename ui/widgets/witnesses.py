"""What each witness of a card says of one fact, side by side; who differs is marked."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from digitizer.model.field import Source
from digitizer.model.witness import Fact, Verdict
from ui import theme, wording
from ui.widgets.parts import label

_SOURCES = (Source.QR, Source.MRZ, Source.PRINT, Source.NUMBER)


def source_name(source: Source) -> str:
    """Return the office's word for a witness."""
    translate = QCoreApplication.translate
    match source:
        case Source.QR:
            return translate("witnesses", "QR code")
        case Source.MRZ:
            return translate("witnesses", "Lines for machines")
        case Source.PRINT:
            return translate("witnesses", "Print")
        case Source.NUMBER:
            return translate("witnesses", "Number's own digits")


class WitnessTable(QFrame):
    """Four witnesses with their words below each other; a sentence says who differs."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "witnesses")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 2, 0, 2)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(1)
        grid.setColumnStretch(1, 1)
        self.names = {one: label(source_name(one), role="subtle") for one in _SOURCES}
        self.values = {one: label(wrap=True) for one in _SOURCES}
        self.population_name = label(self.tr("Population database"), role="subtle")
        self.population = label(wrap=True)
        self.verdict = label(role="subtle", wrap=True)
        for place, one in enumerate(_SOURCES):
            grid.addWidget(self.names[one], place, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(self.values[one], place, 1)
        place = len(_SOURCES)
        grid.addWidget(self.population_name, place, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.population, place, 1)
        grid.addWidget(self.verdict, place + 1, 0, 1, 2)
        self.hide()

    def show_fact(self, fact: Fact | None, shown: Callable[[str], str]) -> None:
        """Show a fact's witnesses; ``shown`` writes a value as people do."""
        if fact is None:
            return
        said = {one.source: one.value for one in fact.said}
        for source in _SOURCES:
            differs = source in fact.dissenters
            text = shown(said[source]) if source in said else self.tr("says nothing")
            # not by colour alone: who differs is named by a sign too
            self.values[source].setText(f"≠ {text}" if differs else text)
            tone = "error" if differs else ""
            theme.set_role(self.values[source], tone=tone)
            theme.set_role(self.values[source], role="" if source in said else "subtle")
        self._show_population(fact.population, shown)
        self.verdict.setText(self._verdict(fact))
        theme.set_role(self.verdict, tone="error" if fact.dissenters else "good")
        self.setAccessibleName(self._spoken(fact, said, shown))

    def _show_population(self, verdict: Verdict | None, shown: Callable[[str], str]) -> None:
        for part in (self.population_name, self.population):
            part.setVisible(verdict is not None)
        self.population.setText(self._population_words(verdict, shown))
        tone = "" if verdict is None else "good" if verdict.agrees else "error"
        theme.set_role(self.population, tone=tone)

    def _population_words(self, verdict: Verdict | None, shown: Callable[[str], str]) -> str:
        if verdict is None:
            return ""
        text = self.tr("agrees, asked {at}") if verdict.agrees else self.tr("differs, asked {at}")
        said = text.format(at=wording.moment(verdict.at))
        if verdict.value and not verdict.agrees:
            said = f"{shown(verdict.value)} · {said}"
        return said if verdict.agrees else f"≠ {said}"

    def _verdict(self, fact: Fact) -> str:
        if not fact.dissenters:
            text = self.tr("{count} witnesses agree.")
            return text.format(count=len(fact.said)) if len(fact.said) > 1 else ""
        if not fact.settled:
            return self.tr("As much speaks for one value as for the other; look at the card.")
        names = ", ".join(source_name(one) for one in fact.dissenters)
        return self.tr("Differs from the others: {names}").format(names=names)

    def _spoken(self, fact: Fact, said: dict[Source, str], shown: Callable[[str], str]) -> str:
        parts = [f"{source_name(one)}: {shown(said[one])}" for one in _SOURCES if one in said]
        if fact.population is not None:
            words = self._population_words(fact.population, shown)
            parts.append(f"{self.population_name.text()}: {words}")
        return ". ".join([*parts, self._verdict(fact)])
