"""One field of a document: its mark and name, its pixels, its value, and what else was read."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QElapsedTimer, QSize, Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from digitizer.model.field import Evidence
from digitizer.model.review import Effort
from digitizer.model.witness import Fact
from ui import theme
from ui.models import field_words
from ui.models.field_rows import FieldRow, reason
from ui.screen import Tone
from ui.widgets.field_editor import FieldEditor, one_line
from ui.widgets.field_mark import TONES, MarkSign
from ui.widgets.field_snippet import Snippet
from ui.widgets.flow import Flow
from ui.widgets.parts import Banner, label, plain_button
from ui.widgets.witnesses import WitnessTable

_MOST_ALTERNATIVES = 3


class FieldRowView(QFrame):
    """Shows one field and takes a person's value for it; it saves nothing."""

    alternative_chosen = Signal(int)
    """Place of the alternative that was clicked, from 0."""
    own_kept = Signal()
    """After a conflict: the person's own value shall stand."""
    theirs_taken = Signal()
    """After a conflict: the other person's value shall stand."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.row: FieldRow | None = None
        self.evidence: Evidence | None = None
        """The rectangle the person took the typed value from, until it is saved."""
        self._offered = ""
        self._clock = QElapsedTimer()
        self._spent = 0
        self._taken = 0
        self.mark = MarkSign()
        self.title = QLabel()
        self.title.setProperty("role", "heading")
        self.reason = label()
        self.snippet = Snippet()
        self.editor = FieldEditor()
        self.title.setBuddy(self.editor)
        self._alternatives = QWidget()
        self._alternative_buttons: list[QPushButton] = []
        self.witnesses = WitnessTable()
        self._fact: Fact | None = None
        self._conflict = Banner()
        self._choice = self._build_choice()
        self._build()
        theme.set_role(self, role="field")

    def _build(self) -> None:
        head = Flow(6)
        for part in (self.mark, self.title, self.reason):
            head.addWidget(part)
        self.reason.setProperty("role", "subtle")
        choices = Flow(6, self._alternatives)
        choices.setContentsMargins(0, 0, 0, 0)
        for place in range(_MOST_ALTERNATIVES):
            choices.addWidget(self._alternative_button(place))
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 7, 12, 8)
        column.setSpacing(4)
        column.addLayout(head)
        for widget in (
            self.snippet,
            self.editor,
            self.witnesses,
            self._alternatives,
            self._conflict,
            self._choice,
        ):
            column.addWidget(widget)
        self._alternatives.hide()

    def _alternative_button(self, place: int) -> QPushButton:
        button = QPushButton()
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setProperty("role", "alternative")
        button.clicked.connect(lambda _checked=False: self.alternative_chosen.emit(place))
        self._alternative_buttons.append(button)
        return button

    def _build_choice(self) -> QWidget:
        """Make the two ways out of a conflict, to stand below the sentence."""
        choice = QWidget()
        row = QHBoxLayout(choice)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for text, wish in (
            (self.tr("Keep mine (Enter)"), self.own_kept.emit),
            (self.tr("Take theirs (Esc)"), self.theirs_taken.emit),
        ):
            button = plain_button(text, wish)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            row.addWidget(button)
        row.addStretch()
        choice.hide()
        return choice

    # what is shown

    def show_row(self, row: FieldRow) -> None:
        """Show a field; what a person is typing into it stays."""
        same = self.row is not None and self.row.value.id == row.value.id
        typing = self.dirty and same
        if not same:
            self._forget_effort()
        self.row = row
        self.title.setText(row.title)
        self.mark.show_mark(row.mark)
        self.reason.setText(reason(row))
        theme.set_role(self.reason, tone=TONES[row.mark] if row.open else "")
        if not typing:
            self.evidence = None
            self._offered = ""
            self.editor.show_value(row.shown)
            self.editor.forget_steps()
            if row.value.decided_by is not None:
                self.editor.show_doubts(())
            self.editor.setToolTip(row.shown)
        absence = row.value.absence
        said = "" if absence is None else field_words.absence(absence)
        self.editor.setPlaceholderText(field_words.hidden() if row.value.hidden else said)
        self.editor.setAccessibleName(row.title)
        self.editor.setAccessibleDescription(row.spoken)
        theme.set_role(self.title, state="" if row.open else "done")
        self._show_alternatives(self.editor.hasFocus())

    def show_snippet(self, image: QImage | None) -> None:
        """Show the field's pixels, or say that it has none."""
        self.snippet.show_image(image)

    def show_doubts(self, places: Sequence[int]) -> None:
        """Mark letters that were read with doubt, while nobody has decided or typed anything."""
        row = self.row
        untouched = row is not None and row.value.decided_by is None and not self.dirty
        self.editor.show_doubts(places if untouched else ())

    def show_witnesses(self, fact: Fact | None) -> None:
        """Keep what a card's witnesses say of this field, to be shown while the person is in it."""
        self._fact = fact
        if fact is not None and self.row is not None:
            reads = self.row.reads
            self.witnesses.show_fact(fact, lambda value: field_words.shown(value, reads))
        self.witnesses.setVisible(fact is not None and self.editor.hasFocus())

    def show_focus(self, focused: bool) -> None:
        """Set the row the person is in apart from the others."""
        theme.set_role(self, focused="true" if focused else "false")
        if focused:
            self._clock.start()
        elif self._clock.isValid():
            self._spent += self._clock.elapsed()
            self._clock.invalidate()
        self._show_alternatives(focused)
        self.witnesses.setVisible(focused and self._fact is not None)

    def show_conflict(self, theirs: str, mine: str) -> None:
        """Show both values when somebody else has saved another one meanwhile."""
        text = self.tr("Somebody else has saved “{theirs}” meanwhile. Yours is “{mine}”.")
        self._conflict.say(text.format(theirs=theirs, mine=mine), Tone.WARNING)
        self._choice.show()

    def end_conflict(self) -> None:
        """Take the two values away again."""
        self._conflict.hide()
        self._choice.hide()

    @property
    def in_conflict(self) -> bool:
        """Whether the person has to choose between two values."""
        return not self._conflict.isHidden()

    def show_read_only(self, read_only: bool) -> None:
        """Let the value be looked at only, or changed; what two key blind is not changed here."""
        blind = self.row is not None and self.row.closed
        self.editor.setReadOnly(read_only or blind)

    # what it takes

    def take_effort(self) -> Effort:
        """Return what the person has put into the field since this was last asked."""
        spent = self._spent + (self._clock.elapsed() if self._clock.isValid() else 0)
        effort = Effort(spent, self.editor.keystrokes, self._taken)
        self._forget_effort()
        return effort

    def _forget_effort(self) -> None:
        self._spent, self.editor.keystrokes, self._taken = 0, 0, 0
        if self._clock.isValid():
            self._clock.restart()

    def take_alternative(self, number: int) -> None:
        """Put another reading, counted from 0, into the line."""
        if self.row is not None:
            self.put(field_words.shown(self.row.value.alternatives[number], self.row.reads))
            self._taken = number + 1

    # what is typed

    @property
    def dirty(self) -> bool:
        """Whether the person has typed something that is not saved."""
        if self.row is None:
            return False
        return self.editor.value != one_line(self.row.shown) or self.evidence is not None

    @property
    def only_offered(self) -> bool:
        """Whether the line says what was copied into it, which nobody has accepted yet."""
        return self._offered != "" and self.editor.value == self._offered

    def offer(self, text: str) -> None:
        """Put text into the line that counts only once it is accepted."""
        self.put(text)
        self._offered = self.editor.value
        self.reason.setText(self.tr("Copied; Enter accepts it"))
        theme.set_role(self.reason, tone=Tone.WARNING.value)

    def put(self, text: str, evidence: Evidence | None = None, *, add: bool = False) -> None:
        """Put text into the line as if typed; it stays unsaved."""
        if add and self.editor.value:
            text = f"{self.editor.value} {text}"
            evidence = _joined(self.evidence or (self.row.evidence if self.row else None), evidence)
        self.editor.setText(text)
        self.evidence = evidence
        self._offered = ""

    def revert(self) -> None:
        """Show the saved value again."""
        if self.row is not None:
            self.editor.setText(self.row.shown)
        self.evidence = None
        self._offered = ""
        self.end_conflict()

    def _show_alternatives(self, focused: bool) -> None:
        texts = self.row.value.alternatives[:_MOST_ALTERNATIVES] if self.row else ()
        for place, button in enumerate(self._alternative_buttons):
            button.setVisible(place < len(texts))
            if place < len(texts):
                button.setText(f"Alt+{place + 1}  {texts[place]}")
                button.setAccessibleName(texts[place])
        self._alternatives.setVisible(focused and bool(texts) and not self.editor.isReadOnly())


def _joined(one: Evidence | None, other: Evidence | None) -> Evidence | None:
    """Return both rectangles as one when they lie on the same page."""
    if one is None or other is None or one.page_id != other.page_id:
        return other or one
    return Evidence(
        one.page_id,
        min(one.left, other.left),
        min(one.top, other.top),
        max(one.right, other.right),
        max(one.bottom, other.bottom),
    )


SNIPPET_SIZE = QSize(800, 400)
"""Largest cut-out asked for: all lines of a value; wide ones are shrunk when they are shown."""
