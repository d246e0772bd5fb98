"""The middle pane: what the document is, its fields, the note on the field, and the way on."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ui import theme
from ui.models.field_rows import FieldModel
from ui.screen import Tone
from ui.screens.verification.reason_panel import Purpose, ReasonPanel
from ui.widgets.field_form import FieldForm
from ui.widgets.parts import Banner, Empty, Picture, button, label

_LEAST_WIDTH = 380


class FieldsPane(QWidget):
    """Shows one document's fields; the screen tells it what to show and say."""

    def __init__(
        self, model: FieldModel, actions: Sequence[QAction], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.form = FieldForm(model)
        self.form.setAccessibleName(self.tr("Fields"))
        self.why = ReasonPanel()
        self.title = label(role="title", wrap=True)
        self.progress = label(role="subtle", wrap=True)
        self.banner = Banner()
        self._note = label(wrap=True)
        self._note_sign = Picture(18)
        self._saving = label(role="subtle")
        self.empty = Empty(
            "verify",
            self.tr("No field is shown"),
            self.tr("Choose a dossier on the left to check its fields."),
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self.form)
        self._bar = self._build_bar(actions)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (
            self._build_header(),
            self.banner,
            self._stack,
            self._build_note(),
            self.why,
            self._bar,
        ):
            column.addWidget(widget, 1 if widget is self._stack else 0)
        # a least width of its own would let the buttons below be cut
        self.setMinimumWidth(max(_LEAST_WIDTH, self._bar.sizeHint().width()))
        self.why.asking.connect(self._on_asking)
        self.show_document("", "")

    def show_document(self, title: str, progress: str) -> None:
        """Show a document's name and what is left; without a name the pane is empty."""
        self._stack.setCurrentWidget(self.form if title else self.empty)
        for part in (self._header, self._note_line, self._bar):
            part.setVisible(bool(title))
        self.title.setText(title)
        self.progress.setText(progress)

    def say_empty(self, title: str, text: str) -> None:
        """Say in the middle why there is no field to see."""
        self.empty.title.setText(title)
        self.empty.text.setText(text)

    def say(self, text: str, tone: Tone = Tone.NEUTRAL) -> None:
        """Say something about the field in the status line; nothing empties it."""
        self._note.setText(text)
        theme.set_role(self._note, tone="" if tone is Tone.NEUTRAL else tone.value)
        self._note_sign.show_icon(tone.value if text else "", tone.value)
        self._note_sign.setVisible(bool(text) and tone is not Tone.NEUTRAL)

    @property
    def note(self) -> str:
        """What the status line says."""
        return self._note.text()

    def say_saving(self, text: str) -> None:
        """Say whether everything is saved."""
        self._saving.setText(text)

    def _on_asking(self, asking: bool) -> None:
        """While a reason is asked for, nothing else is offered below it."""
        self._bar.setVisible(not asking and self._stack.currentWidget() is self.form)
        if asking and self.why.purpose is not Purpose.LET_STAND:
            self.say("")

    def _build_header(self) -> QWidget:
        self._header = QFrame()
        self._header.setProperty("role", "header")
        column = QVBoxLayout(self._header)
        column.setContentsMargins(14, 8, 12, 8)
        column.setSpacing(1)
        column.addWidget(self.title)
        column.addWidget(self.progress)
        return self._header

    def _build_note(self) -> QWidget:
        self._note_line = QFrame()
        self._note_line.setProperty("role", "bar")
        row = QHBoxLayout(self._note_line)
        row.setContentsMargins(14, 6, 12, 6)
        row.setSpacing(8)
        row.addWidget(self._note_sign)
        row.addWidget(self._note, 1)
        row.addWidget(self._saving)
        self._note_line.setMinimumHeight(34)
        return self._note_line

    def _build_bar(self, actions: Sequence[QAction]) -> QWidget:
        bar = QFrame()
        bar.setProperty("role", "bar")
        row = QHBoxLayout(bar)
        row.setContentsMargins(12, 8, 12, 8)
        returns, accepts, finishes = actions
        row.addWidget(button(returns, icon="return"))
        row.addStretch()
        row.addWidget(button(accepts, icon="good"))
        row.addWidget(button(finishes, role="primary", icon="verify"))
        return bar
