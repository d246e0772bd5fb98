"""What a file's signatures are worth, in one sentence and then one by one, beside its pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from ui import theme
from ui.models import verdicts
from ui.models.cards import CardModel
from ui.screen import Tone
from ui.widgets.card_list import CardList
from ui.widgets.parts import Banner, label

_WIDTH = 350


class VerdictPane(QScrollArea):
    """Shows a validation report; scrolled where it is longer than the window."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.judgement = Banner()
        self.model = CardModel(self)
        self.list = CardList(self.tr("Verdict on the signatures"), self.model)
        self.list.grow_with_contents()
        self.list.setProperty("role", "framed")
        self._below = label(role="subtle", wrap=True)
        page = QWidget()
        page.setProperty("role", "page")
        column = QVBoxLayout(page)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(10)
        column.addWidget(label(self.tr("Verdict on the signatures"), role="heading"))
        for part in (self.judgement, self.list, self._below):
            column.addWidget(part)
        column.addStretch()
        self.setWidget(page)
        self.setWidgetResizable(True)
        self.setFixedWidth(theme.scaled(_WIDTH))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def show_report(self, report: Mapping[str, Any], below: str = "") -> None:
        """Show a report as ``Verdict.to_dict`` gives it, and a remark below it."""
        self.judgement.say(*verdicts.verdict_title(report))
        self.model.show(verdicts.verdict_sentences(report) + verdicts.verdict_cards(report))
        self.list.show()
        self._below.setText(below)
        self._below.setVisible(bool(below))

    def say_problem(self, text: str) -> None:
        """Say why there is no verdict."""
        self.judgement.say(text, Tone.ERROR)
        self.model.show([])
        self.list.hide()
        self._below.hide()
