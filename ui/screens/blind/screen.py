"""Blind keying: one value's pixels, an empty line, Enter, the next; nothing read is shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QElapsedTimer, Qt
from PySide6.QtGui import QAction, QImage
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from digitizer.model.doctype import FieldRule
from digitizer.model.field import Absence
from digitizer.model.review import Answer, BlindValue, Effort, Keyed, Stage
from digitizer.vietnamese.tones import next_shape, next_tone
from ui import panes, wording
from ui.models import field_words
from ui.screen import Desk, Screen, Tone
from ui.screens.blind import work
from ui.screens.blind.work import Wish
from ui.tasks import Lane
from ui.widgets.field_editor import FieldEditor
from ui.widgets.field_snippet import Snippet
from ui.widgets.parts import Banner, Empty, button, label, plain_button
from ui.widgets.seat_parts import with_bar
from ui.widgets.tone_diff import ToneDiff

_WIDEST = 720


class BlindScreen(Screen):
    """Lets a person key values by themselves, and decide as the third where two differ."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.values: list[BlindValue] = []
        self.done = 0
        self._shown: int | None = None
        self._sending = False
        self._clock = QElapsedTimer()
        self._images: dict[int, QImage | None] = {}
        self._make_keys()
        self._build()
        self._show()

    # building

    def _make_keys(self) -> None:
        self.absent_actions = [
            self._absent(self.tr("Blank on the paper"), "Ctrl+B", Absence.BLANK),
            self._absent(self.tr("Unreadable"), "Ctrl+U", Absence.UNREADABLE),
            self._absent(self.tr("Not applicable"), "Ctrl+N", Absence.NOT_APPLICABLE),
        ]
        self.later_action = self.add_key(
            self.tr("Leave this one for later"), "Ctrl+PgDown", self._on_later
        )
        for number, key in enumerate(("Alt+1", "Alt+2")):
            text = self.tr("Take answer {number}").format(number=number + 1)
            self.add_key(text, key, self._taking(number))
        self.add_key(
            self.tr("Next tone on the syllable at the cursor"),
            "Alt+T",
            lambda: self.editor.turn_syllable(next_tone),
        )
        self.add_key(
            self.tr("Next hat, horn or bar on the syllable at the cursor"),
            "Alt+Shift+T",
            lambda: self.editor.turn_syllable(next_shape),
        )

    def _absent(self, text: str, key: str, kind: Absence) -> QAction:
        return self.add_key(text, key, lambda: self._send("", kind))

    def _taking(self, number: int) -> Callable[[], None]:
        return lambda: self._take(number)

    def _build(self) -> None:
        self.title = label(role="title")
        self.paper = label(role="subtle", wrap=True)
        self.stage = Banner()
        self.snippet = Snippet()
        self.editor = FieldEditor()
        self.editor.setAccessibleName(self.tr("The value you see"))
        self.answers = [ToneDiff(), ToneDiff()]
        self._choices = [
            plain_button(f"Alt+{number + 1}", self._taking(number)) for number in range(2)
        ]
        self._compared = QWidget()
        compared = QVBoxLayout(self._compared)
        compared.setContentsMargins(0, 0, 0, 0)
        for choice, answer in zip(self._choices, self.answers, strict=True):
            row = QHBoxLayout()
            row.addWidget(choice)
            row.addWidget(answer, 1)
            compared.addLayout(row)
        self.note = label(role="subtle", wrap=True)
        self.empty = Empty(
            "good",
            self.tr("No value waits to be keyed by you"),
            self.tr("Fields that the office wants keyed twice appear here, one by one."),
        )
        self._card = QFrame()
        self._card.setProperty("role", "card")
        self._card.setMaximumWidth(_WIDEST)
        column = QVBoxLayout(self._card)
        column.setContentsMargins(20, 18, 20, 18)
        column.setSpacing(10)
        for widget in (
            self.title,
            self.paper,
            self.stage,
            self.snippet,
            self._compared,
            self.editor,
            self.note,
        ):
            column.addWidget(widget)
        middle = QWidget()
        middle.setProperty("role", "page")
        across = QHBoxLayout()
        across.addStretch(1)
        across.addWidget(self._card, 20)
        across.addStretch(1)
        whole = QVBoxLayout(middle)
        whole.setContentsMargins(16, 20, 16, 16)
        whole.addLayout(across)
        whole.addWidget(self.empty, 1)
        whole.addStretch()
        self.accept_button = plain_button(self.tr("Accept (Enter)"), self.accept, role="primary")
        part = with_bar(
            middle,
            tuple(button(action) for action in (*self.absent_actions, self.later_action)),
            (self.accept_button,),
        )
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(part)
        self.editor.accepted.connect(self.accept)
        self.editor.restore_wished.connect(self.editor.clear)
        panes.mark(self.editor)

    # the window's wishes

    @override
    def refresh(self) -> None:
        desk = self.desk
        self.run(Lane.RECORDS, lambda _handle: work.waiting(desk), self._on_waiting)

    @override
    def refresh_quietly(self) -> None:
        if self.current is None:
            self.refresh()

    # one value

    @property
    def current(self) -> BlindValue | None:
        """The value that is keyed now."""
        return self.values[0] if self.values else None

    def _on_waiting(self, values: Sequence[BlindValue]) -> None:
        shown = self.current
        self.values = list(values)
        if shown is not None:
            # what is being typed stays in front
            self.values.sort(key=lambda one: one.value_id != shown.value_id)
        self._show()

    def _show(self) -> None:
        value = self.current
        for part in (self._card, self.accept_button):
            part.setVisible(value is not None)
        self.empty.setVisible(value is None)
        for action in (*self.absent_actions, self.later_action):
            action.setEnabled(value is not None)
        if value is None:
            self._shown = None
            return
        if self._shown == value.value_id:
            self._say_left(value)
            return
        self._shown = value.value_id
        rule = self._rule(value)
        title = rule.title if rule else value.field
        self.title.setText(title)
        self.editor.setAccessibleName(title)
        self.editor.setText("")
        self.editor.forget_steps()
        self.editor.keystrokes = 0
        self._clock.start()
        third = value.stage is Stage.THIRD
        self._compared.setVisible(third)
        if third:
            self._compare(value)
        self._say_stage(value)
        self._say_left(value)
        self.note.setText("")
        self._show_snippet(value)
        if self.isVisible():
            self.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _compare(self, value: BlindValue) -> None:
        texts = [self._shown_answer(one) for one in value.answers]
        for place, text in enumerate(texts):
            self.answers[place].show_difference(text, texts[1 - place])
            self._choices[place].setAccessibleName(text)

    def _shown_answer(self, answer: Answer) -> str:
        if answer.absence is not None:
            return field_words.absence(answer.absence)
        rule = None if self.current is None else self._rule(self.current)
        return field_words.shown(answer.text, rule.reads) if rule else answer.text

    def _rule(self, value: BlindValue) -> FieldRule | None:
        kind = self.desk.workstation.catalogue.document_types.get(value.document_type)
        return kind.field(value.field) if kind else None

    def _say_stage(self, value: BlindValue) -> None:
        if value.stage is Stage.THIRD:
            self.stage.say(
                self.tr(
                    "Two people keyed different values. Compare both with the image and decide."
                ),
                Tone.WARNING,
            )
        else:
            self.stage.say(
                self.tr("Key what you see. Another person keys it too; neither sees the other's."),
                Tone.INFO,
            )

    def _say_left(self, value: BlindValue) -> None:
        kind = self.desk.workstation.catalogue.document_types.get(value.document_type)
        text = self.tr("{paper} · {left} left for you · {done} done")
        self.paper.setText(
            text.format(
                paper=kind.name if kind else value.document_type,
                left=len(self.values),
                done=self.done,
            )
        )

    def _show_snippet(self, value: BlindValue) -> None:
        missing = self.tr("Where it stands on the page is not known.")
        if value.value_id in self._images:
            self.snippet.show_image(self._images[value.value_id], missing)
        else:
            self.snippet.show_image(None)
        for one in self.values[:3]:
            self._fetch(one)

    def _fetch(self, value: BlindValue) -> None:
        """Have the pixels cut out before they are needed."""
        if value.value_id in self._images:
            return
        desk = self.desk

        def arrived(image: QImage | None) -> None:
            self._images[value.value_id] = image
            if self.current is not None and self.current.value_id == value.value_id:
                self._show_snippet(value)

        self.run(Lane.DEVICES, lambda _handle: work.snippet(desk, value), arrived)

    # answering

    def accept(self) -> None:
        """Send what is typed; an empty line is no answer."""
        if self.editor.value:
            self._send(self.editor.value, None)
        elif self.current is not None:
            self.note.setText(
                self.tr("An empty line is no answer. Type the value, or say why there is none.")
            )

    def _send(self, text: str, absence: Absence | None) -> None:
        value = self.current
        if value is None or self._sending:
            return
        self._sending = True
        effort = Effort(self._clock.elapsed(), self.editor.keystrokes)
        wish = Wish(value, text, absence, effort)
        desk = self.desk
        self.run(
            Lane.RECORDS,
            lambda _handle: work.key(desk, wish),
            lambda keyed: self._on_keyed(value, keyed),
            failed=lambda error: self._on_failed(value, error),
            keep=True,
        )

    def _on_keyed(self, value: BlindValue, keyed: Keyed) -> None:
        self._sending = False
        self.done += 1
        self._drop(value)
        if keyed is Keyed.DIFFERS:
            self.say(self.tr("The other person keyed it differently; a third decides."), Tone.INFO)

    def _on_failed(self, value: BlindValue, error: BaseException) -> None:
        self._sending = False
        self.say(wording.sentence(error), Tone.WARNING)
        self._drop(value)
        self.refresh()

    def _drop(self, value: BlindValue) -> None:
        self.values = [one for one in self.values if one.value_id != value.value_id]
        self._images.pop(value.value_id, None)
        self._show()
        if not self.values:
            self.refresh()

    def _on_later(self) -> None:
        if len(self.values) > 1:
            self.values.append(self.values.pop(0))
            self._show()

    def _take(self, number: int) -> None:
        value = self.current
        if value is None or value.stage is not Stage.THIRD:
            return
        answer = value.answers[number]
        if answer.absence is not None:
            self._send("", answer.absence)
        else:
            self.editor.setText(self._shown_answer(answer))
            self.editor.setFocus()
