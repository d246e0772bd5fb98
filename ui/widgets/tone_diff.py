"""Two values below each other; where the second differs in letters, marks or tones is marked."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QLabel, QWidget

from digitizer.vietnamese.tones import Difference, differences
from ui import theme


def difference_name(kind: Difference) -> str:
    """Return the word for how letters differ."""
    translate = QCoreApplication.translate
    match kind:
        case Difference.LETTER:
            return translate("tone_diff", "letters differ")
        case Difference.SHAPE:
            return translate("tone_diff", "hat, horn or bar differs")
        case Difference.TONE:
            return translate("tone_diff", "tone differs")
        case Difference.CASE:
            return translate("tone_diff", "capitals differ")


class ToneDiff(QLabel):
    """Shows a value and, where it differs from another, how: underlined, coloured and in words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setWordWrap(True)
        self.setProperty("role", "compared")

    def show_difference(self, value: str, other: str) -> None:
        """Show a value against the other one."""
        parts = differences(other, value)
        colour = theme.tone("error").name()
        self.setText(
            "".join(
                escape(part.text)
                if part.kind is None
                else f'<span style="color:{colour};text-decoration:underline;font-weight:600">'
                f"{escape(part.text) or '∅'}</span>"
                for part in parts
            )
        )
        kinds = dict.fromkeys(part.kind for part in parts if part.kind is not None)
        said = ", ".join(difference_name(kind) for kind in kinds)
        self.setToolTip(said)
        self.setAccessibleName(f"{value}. {said}" if said else value)
