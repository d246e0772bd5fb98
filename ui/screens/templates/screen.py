"""Templates: definition, layout and data at the left, the page at the right as it is written."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QSplitter,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from digitizer.results.editing import TemplateText
from digitizer.results.templates import ResultTemplate
from ui import keys, panes, wording
from ui.pdf_pages import PdfPages
from ui.screen import Desk, Screen, Tone
from ui.screens.templates.editor import TextEditor
from ui.tasks import Handle, Lane
from ui.widgets.dialog import Question, ask
from ui.widgets.parts import Banner, button, label
from ui.widgets.pdf_view import PdfView
from ui.widgets.seat_parts import with_bar

_PAUSE = 350
"""Milliseconds without a key after which the page is drawn anew."""


@dataclass(frozen=True, slots=True)
class _Opened:
    text: TemplateText
    data: dict[str, Any]


class TemplatesScreen(Screen):
    """Writes templates; what is saved lies in the office's folder and wins over the shipped."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._editing = desk.workstation.editing
        self._saved: TemplateText | None = None
        self._asked = 0
        self._wrong_line = 0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE)
        self._timer.timeout.connect(self.draw)
        self._make_actions()
        self._build()
        self._show_actions()

    @property
    def text(self) -> TemplateText | None:
        """The template as it stands in the editors."""
        if self._saved is None:
            return None
        return TemplateText(
            code=self._saved.code,
            definition=self.definition.toPlainText(),
            layout=self.layout_text.toPlainText(),
            own=self._saved.own,
        )

    @property
    def changed(self) -> bool:
        """Whether something was written that is not saved."""
        return self._saved is not None and self.text != self._saved

    @override
    def refresh(self) -> None:
        if self.kind.count():
            return
        officer = self.desk.officer
        self.run(Lane.RECORDS, lambda _handle: self._editing.all(officer), self._on_listed)

    def open_template(self, code: str) -> None:
        """Show a template as it is written."""
        officer, editing = self.desk.officer, self._editing

        def load(_handle: Handle) -> _Opened:
            text = editing.open(officer, code)
            return _Opened(text, editing.sample(text))

        self.run(Lane.RECORDS, load, self._on_opened)

    def draw(self) -> None:
        """Draw the page as the text stands; complaints are shown with their line."""
        text = self.text
        if text is None:
            return
        self._asked += 1
        ticket, officer, written = self._asked, self.desk.officer, self.data.toPlainText()
        editing = self._editing

        def work(_handle: Handle) -> bytes:
            return editing.preview(officer, text, editing.values(written))

        def drawn(pdf: bytes) -> None:
            if ticket == self._asked:
                self._say("", 0, None)
                self.pages.show(pdf)

        def failed(error: BaseException) -> None:
            if ticket == self._asked:
                details = getattr(error, "details", {})
                line = int(details.get("line", 0) or 0)
                where = self.layout_text if "line" in details else None
                self._say(wording.sentence(error), line, where)

        self.run(Lane.DEVICES, work, drawn, failed=failed)

    # ---- building ------------------------------------------------------------------------------

    def _make_actions(self) -> None:
        add = self.add_key
        self.save_action = add(self.tr("Save for the office"), keys.SAVE, self._on_save)
        self.restore_action = add(
            self.tr("Back to the shipped template"), keys.RESTORE, self._on_restore
        )
        self.line_action = add(self.tr("Go to the wrong line"), keys.WRONG_LINE, self._on_line)

    def _build(self) -> None:
        self.kind = QComboBox()
        self.kind.setAccessibleName(self.tr("Template"))
        self.kind.activated.connect(self._on_kind)
        self.state = label(role="subtle")
        self.layout_text = TextEditor(self.tr("Layout (typst)"))
        self.definition = TextEditor(self.tr("Fields (TOML)"))
        self.data = TextEditor(self.tr("Data for the preview (JSON)"))
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName(self.tr("Parts of the template"))
        self.tabs.tabBar().setAccessibleName(self.tr("Parts of the template"))
        for one in (self.layout_text, self.definition, self.data):
            self.tabs.addTab(one, one.accessibleName())
            one.textChanged.connect(self._on_edited)
        left = QFrame()
        left.setProperty("role", "side")
        column = QVBoxLayout(left)
        column.setContentsMargins(12, 12, 12, 8)
        column.setSpacing(8)
        column.addWidget(label(self.tr("Templates"), role="title"))
        column.addWidget(self.kind)
        column.addWidget(self.state)
        column.addWidget(self.tabs, 1)
        self.info = Banner()
        self.info.row.addWidget(button(self.line_action))
        column.addWidget(self.info)
        self.pdf = PdfView(self.tr("The page as it is written"))
        self.pages = PdfPages(self, self.pdf)
        splitter = QSplitter()
        splitter.addWidget(left)
        splitter.addWidget(self.pdf)
        splitter.setSizes([620, 560])
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(
            with_bar(
                splitter,
                (button(self.restore_action, icon="return"),),
                (button(self.save_action, role="primary", icon="save"),),
            )
        )
        panes.mark(self.kind, self.tabs, self.pdf)

    # ---- showing -------------------------------------------------------------------------------

    def _on_listed(self, templates: tuple[ResultTemplate, ...]) -> None:
        for one in templates:
            self.kind.addItem(one.title, one.code)
        if templates:
            self.open_template(templates[0].code)

    def _on_opened(self, opened: _Opened) -> None:
        self._timer.stop()
        self._saved = opened.text
        for editor, text in (
            (self.layout_text, opened.text.layout),
            (self.definition, opened.text.definition),
            (self.data, json.dumps(opened.data, ensure_ascii=False, indent=1)),
        ):
            editor.blockSignals(True)
            editor.setPlainText(text)
            editor.blockSignals(False)
        self.kind.setCurrentIndex(self.kind.findData(opened.text.code))
        self._show_actions()
        self.draw()

    def _on_edited(self) -> None:
        self._timer.start()
        self._show_actions()

    def _show_actions(self) -> None:
        saved, changed = self._saved, self.changed
        self.save_action.setEnabled(changed and not self._wrong_line)
        self.restore_action.setEnabled(saved is not None and saved.own)
        self.line_action.setEnabled(self._wrong_line > 0)
        self.line_action.setVisible(self._wrong_line > 0)
        if saved is None:
            return
        whose = (
            self.tr("The office's own template.")
            if saved.own
            else self.tr("The template as shipped.")
        )
        unsaved = self.tr("Not saved yet.")
        self.state.setText(f"{whose} {unsaved}" if changed else whose)

    def _say(self, text: str, line: int, editor: TextEditor | None) -> None:
        self._wrong_line = line if editor is not None else 0
        self.layout_text.mark_line(self._wrong_line)
        self.info.say(text, Tone.ERROR)
        self._show_actions()
        if text:
            self.save_action.setEnabled(False)

    # ---- the officer's wishes --------------------------------------------------------------------

    def _on_kind(self, place: int) -> None:
        code = str(self.kind.itemData(place))
        if self._saved is None or code == self._saved.code:
            return
        if not self.changed:
            self.open_template(code)
            return
        self.kind.setCurrentIndex(self.kind.findData(self._saved.code))
        question = Question(
            title=self.tr("Templates"),
            text=self.tr("What was written is not saved. Leave it and open the other template?"),
            yes=self.tr("Leave it"),
            no=self.tr("Go on writing"),
        )
        ask(self, question, lambda: self.open_template(code))

    def _on_line(self) -> None:
        self.tabs.setCurrentWidget(self.layout_text)
        self.layout_text.go_to(self._wrong_line)

    def _on_save(self) -> None:
        text, officer = self.text, self.desk.officer
        if text is not None and self.changed:
            self.run(
                Lane.DEVICES,
                lambda _handle: self._editing.save(officer, text),
                self._on_saved,
                keep=True,
            )

    def _on_saved(self, text: TemplateText) -> None:
        self._saved = text
        self._show_actions()
        self.say(self.tr("The template is saved and in force."), Tone.GOOD)

    def _on_restore(self) -> None:
        saved, officer = self._saved, self.desk.officer
        if saved is None or not saved.own:
            return
        question = Question(
            title=self.tr("Back to the shipped template"),
            text=self.tr("Take the office's own template away and use the shipped one again?"),
            yes=self.tr("Use the shipped one"),
            no=self.tr("Cancel"),
        )

        def restore() -> None:
            self.run(
                Lane.DEVICES,
                lambda _handle: self._editing.restore(officer, saved.code),
                lambda text: self.open_template(text.code),
            )

        ask(self, question, restore)
