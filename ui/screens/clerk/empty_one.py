"""A dossier opened today holds nothing yet: use it, or open another all the same."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout

from digitizer.model.clock import OFFICE_TIME
from digitizer.model.dossier import Dossier
from ui.screen import Screen
from ui.widgets.dialog import Dialog
from ui.widgets.parts import answers, label, plain_button


class EmptyDossierDialog(Dialog):
    """Names the empty dossier and asks which of the two is wanted; Escape opens neither."""

    def __init__(
        self,
        screen: Screen,
        empty: Dossier,
        use: Callable[[], object],
        anew: Callable[[], object],
    ) -> None:
        super().__init__(screen)
        self._use, self._anew = use, anew
        self.setWindowTitle(self.tr("A dossier is still empty"))
        text = self.tr(
            "Dossier {code} of this procedure was opened at {time} today and holds nothing yet."
            " Use it, so that no number is left without papers?"
        ).format(code=empty.code, time=f"{empty.received_at.astimezone(OFFICE_TIME):%H:%M}")
        self.use_button = plain_button(self.tr("Use that dossier"), self._on_use, role="primary")
        self.use_button.setDefault(True)
        self.new_button = plain_button(self.tr("Open another dossier"), self._on_new)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(14)
        column.addWidget(label(text, wrap=True))
        column.addLayout(
            answers(plain_button(self.tr("Cancel"), self.reject), self.new_button, self.use_button)
        )
        self.setMinimumWidth(480)

    def _on_use(self) -> None:
        self.accept()
        self._use()

    def _on_new(self) -> None:
        self.accept()
        self._anew()
