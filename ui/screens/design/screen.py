"""The designer: choose a type, point at a sample page, see at once what every paper gives, save."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QModelIndex, QTimer
from PySide6.QtWidgets import (
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from digitizer.errors import DefinitionError
from digitizer.model.doctype import DocumentType, FieldRule
from digitizer.paper.designing import Sample, Try
from digitizer.paper.reextracting import Comparison
from ocr.model import Box, Word
from ui import composing, keys, theme, wording
from ui.screen import Desk, Screen, Tone
from ui.screens.design import draft, work
from ui.screens.design.layout import DesignPanes
from ui.screens.design.tables import ChangeModel, TryModel
from ui.tasks import Lane
from ui.widgets.page_items import PageBox

_PAUSE = 350
"""Milliseconds after the last key before the draft is tried."""
_TALL = 210


class DesignScreen(Screen):
    """Where an administrator defines what the papers of a kind say and where it stands."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._kinds: list[DocumentType] = []
        self._kind: DocumentType | None = None
        self._saved: DocumentType | None = None
        self._samples: tuple[Sample, ...] = ()
        self._page: work.SamplePage | None = None
        self._place = -1
        self._asked = 0
        self.tries = TryModel(self)
        self.changes = ChangeModel(self)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE)
        self._timer.timeout.connect(self._try)
        self._make_actions()
        self.panes = DesignPanes(
            self.tries,
            self.changes,
            field_actions=(self.add_action, self.up_action, self.down_action, self.remove_action),
            actions=(self.new_action, self.preview_action, self.apply_action, self.save_action),
        )
        self._build()
        self._connect()
        self._show_state()

    # building

    def _make_actions(self) -> None:
        add = self.add_key
        self.new_action = add(self.tr("New type"), keys.NEW_DOSSIER, self._on_new)
        self.save_action = add(self.tr("Save the definition"), keys.SAVE, self._on_save)
        self.preview_action = add(self.tr("What would change"), "F9", self._on_preview)
        self.apply_action = add(
            self.tr("Read everything stored again"), "Ctrl+Shift+Return", self._on_apply
        )
        self.add_action = add(self.tr("Add a field"), "Ctrl+Shift+A", self._on_add)
        self.remove_action = add(self.tr("Remove the field"), "Ctrl+Delete", self._on_remove)
        self.up_action = add(self.tr("Field further up"), "Alt+Up", lambda: self._on_moved(-1))
        self.down_action = add(self.tr("Field further down"), "Alt+Down", lambda: self._on_moved(1))
        self.next_action = add(
            self.tr("Next sample page"), keys.NEXT_PAGE, lambda: self._on_turned(1)
        )
        self.previous_action = add(
            self.tr("Previous sample page"), keys.PREVIOUS_PAGE, lambda: self._on_turned(-1)
        )

    def _build(self) -> None:
        shown = self.panes
        self.banner, self.view, self.empty, self.part = (
            shown.banner,
            shown.view,
            shown.empty,
            shown.part,
        )
        self.kind_box, self.field_list, self.where = (
            shown.kind_box,
            shown.field_list,
            shown.where,
        )
        self.name, self.titles, self.source = shown.name, shown.titles, shown.source
        self.tabs, self.try_table, self.change_table = (
            shown.tabs,
            shown.try_table,
            shown.change_table,
        )
        row = QVBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(shown)

    def _connect(self) -> None:
        self.kind_box.activated.connect(self._on_kind_chosen)
        self.field_list.currentRowChanged.connect(self._on_field_chosen)
        self.part.changed.connect(self._on_rule_changed)
        self.view.word_chosen.connect(self._on_word)
        self.view.area_chosen.connect(self._on_area)
        self.view.box_chosen.connect(self._on_box)
        self.try_table.clicked.connect(self._on_try_clicked)
        self.try_table.activated.connect(self._on_try_clicked)
        for line in (self.name, self.titles, self.source):
            line.textEdited.connect(self._on_type_edited)

    # what is there

    @override
    def refresh(self) -> None:
        desk = self.desk
        self.run(Lane.RECORDS, lambda _handle: work.kinds(desk), self._show_kinds)

    def _show_kinds(self, kinds: Sequence[DocumentType]) -> None:
        if self._kind is not None and self._kind != self._saved:
            # what is being designed is not taken away
            return
        self._kinds = list(kinds)
        code = self._kind.code if self._kind else (self._kinds[0].code if self._kinds else "")
        self.kind_box.clear()
        for one in self._kinds:
            self.kind_box.addItem(one.name, one.code)
        place = next((n for n, one in enumerate(self._kinds) if one.code == code), 0)
        if self._kinds:
            self.kind_box.setCurrentIndex(place)
            self._open(self._kinds[place], self._kinds[place])

    def _on_kind_chosen(self, place: int) -> None:
        if 0 <= place < len(self._kinds):
            if self._unsaved:
                self.say(
                    self.tr("The changes to “{name}” were not saved.").format(
                        name=self._kind.name if self._kind else ""
                    ),
                    Tone.WARNING,
                )
            self._open(self._kinds[place], self._kinds[place])

    def _on_new(self) -> None:
        number = 1 + sum(one.code.startswith("own_type_") for one in self._kinds)
        kind = draft.new_kind(number)
        self._kinds.append(kind)
        self.kind_box.addItem(kind.name, kind.code)
        self.kind_box.setCurrentIndex(self.kind_box.count() - 1)
        self._open(kind, None)
        self.name.setFocus()
        self.name.selectAll()

    def _open(self, kind: DocumentType, saved: DocumentType | None) -> None:
        self._kind, self._saved = kind, saved
        self.name.setText(kind.name)
        self.titles.setText("; ".join(kind.titles))
        self.source.setText(kind.legal_source)
        for line in (self.name, self.titles, self.source):
            line.setCursorPosition(0)
        self._list_fields(0)
        self.changes.show(kind, ())
        self.tries.show(kind, ())
        self._page = None
        self.view.show_page(None)
        desk, code = self.desk, kind.code
        self.run(
            Lane.RECORDS,
            lambda _handle: (code, work.samples(desk, code)),
            self._on_samples,
        )

    def _on_samples(self, found: tuple[str, tuple[Sample, ...]]) -> None:
        code, samples = found
        if self._kind is None or code != self._kind.code:
            return
        self._samples = samples
        self._show_sample(0)
        self._timer.start(0)

    def _show_sample(self, place: int, sheet: int = 0) -> None:
        self.empty.setVisible(not self._samples)
        self.view.setVisible(bool(self._samples))
        if not self._samples:
            self._page = None
            self._show_state()
            return
        sample = self._samples[place % len(self._samples)]
        if not sample.document.pages:
            return
        self._sample = place % len(self._samples)
        self._sheet = sheet % len(sample.document.pages)
        desk, page_id = self.desk, sample.document.pages[self._sheet]
        self.run(Lane.DEVICES, lambda _handle: work.page(desk, page_id), self._on_page)

    def _on_page(self, page: work.SamplePage) -> None:
        self._page = page
        rotation = page.text.rotation if page.text else 0
        words = page.text.words if page.text else ()
        self.view.show_page(page.picture, rotation=rotation, words=words)
        self._show_boxes()
        self._show_state()

    def _on_turned(self, step: int) -> None:
        """Go a page on or back: through all pages of a paper, then to the next paper."""
        if not self._samples:
            return
        sheet = self._sheet + step
        pages = self._samples[self._sample % len(self._samples)].document.pages
        if 0 <= sheet < len(pages):
            self._show_sample(self._sample, sheet)
        else:
            self._show_sample(self._sample + step, 0 if step > 0 else -1)

    _sample = 0
    _sheet = 0

    # the fields

    def _list_fields(self, place: int) -> None:
        if self._kind is None:
            return
        self.field_list.blockSignals(True)
        self.field_list.clear()
        for rule in self._kind.fields:
            self.field_list.addItem(rule.title)
        self.field_list.blockSignals(False)
        place = min(place, len(self._kind.fields) - 1)
        self.field_list.setCurrentRow(place)
        self._on_field_chosen(place)

    def _on_field_chosen(self, place: int) -> None:
        self._place = place
        self.part.show_rule(self._rule)
        self._show_boxes()
        self._show_state()
        if place >= 0 and self.tries.columnCount() > place + 1:
            self.try_table.selectColumn(place + 1)

    @property
    def _rule(self) -> FieldRule | None:
        if self._kind is None or not 0 <= self._place < len(self._kind.fields):
            return None
        return self._kind.fields[self._place]

    @property
    def _unsaved(self) -> bool:
        return self._kind is not None and self._kind != self._saved

    def _on_rule_changed(self, rule: FieldRule) -> None:
        if self._kind is None or self._rule is None:
            return
        self._kind = draft.with_rule(self._kind, self._place, rule)
        item = self.field_list.item(self._place)
        if item is not None:
            item.setText(rule.title)
        self._changed()

    def _on_type_edited(self) -> None:
        if self._kind is None:
            return
        titles = tuple(one.strip() for one in self.titles.text().split(";") if one.strip())
        self._kind = replace(
            self._kind,
            name=self.name.text().strip(),
            titles=titles,
            legal_source=self.source.text().strip(),
        )
        self._changed()

    def _on_add(self) -> None:
        if self._kind is not None:
            self._kind, place = draft.with_new_field(self._kind)
            self._list_fields(place)
            self.part.heading.setFocus()
            self.part.heading.selectAll()
            self._changed()

    def _on_remove(self) -> None:
        if self._kind is not None and self._rule is not None:
            self._kind = draft.without_field(self._kind, self._place)
            self._list_fields(self._place)
            self._changed()

    def _on_moved(self, step: int) -> None:
        if self._kind is None or self._rule is None:
            return
        kind = draft.moved(self._kind, self._place, step)
        if kind != self._kind:
            self._kind = kind
            self._list_fields(self._place + step)
            self._changed()

    # pointing at the page

    def _on_word(self, word: Word, adds: bool) -> None:
        """Take a printed label: for the field that is shown, or with Shift for a new one."""
        if self._page is None or self._page.text is None or self._kind is None:
            return
        words = draft.label_at(self._page.text, word)
        if not words:
            return
        rule = self._rule
        if rule is None or adds:
            self._kind, place = draft.with_new_field(self._kind, (words,))
            self._list_fields(place)
        else:
            kept = tuple(one for one in rule.labels if one not in (words, rule.title))
            fresh = rule.title in rule.labels and rule.title.startswith(self.tr("New field"))
            labels = (words,) if fresh else (*kept, words)
            self.part.show_rule(replace(rule, labels=labels))
            self._on_rule_changed(replace(rule, labels=labels))
        self._changed()

    def _on_area(self, box: Box, beside: bool) -> None:
        """Read what stands in the drawn box; with Shift the box goes with the field's label."""
        if self._page is None or self._page.text is None or self._kind is None:
            return
        if self._rule is None:
            self._on_add()
        rule = self._rule
        if rule is not None:
            changed = draft.with_zone(
                rule, self._page.text, box, anchored=beside, page=self._sheet + 1
            )
            self.part.show_rule(changed)
            self._on_rule_changed(changed)

    def _on_box(self, key: object) -> None:
        if isinstance(key, int):
            self.field_list.setCurrentRow(key)

    # trying

    def _changed(self) -> None:
        self._timer.start()
        self._show_state()

    def _try(self) -> None:
        """Try the draft on the stored papers; only the newest answer is shown."""
        if self._kind is None:
            return
        kind = self._checked()
        if kind is None:
            return
        self._asked += 1
        asked, desk = self._asked, self.desk
        papers = [one.document for one in self._samples[: work.TRIED_AT_ONCE]]
        self.run(
            Lane.DEVICES,
            lambda _handle: (asked, kind, work.tried(desk, kind, papers)),
            self._on_tried,
        )

    def _checked(self) -> DocumentType | None:
        """Return the draft if it holds; else say what is wrong with it."""
        if self._kind is None:
            return None
        try:
            kind = draft.checked(self._kind)
        except DefinitionError as error:
            self.banner.say(self._complaint(error), Tone.ERROR)
            return None
        self.banner.say("", Tone.INFO)
        return kind

    def _complaint(self, error: DefinitionError) -> str:
        """Say what is wrong with the draft: where, what, and the nearest word that is known."""
        text = self.tr("The definition does not hold at “{key}”: {problem}.").format(
            key=error.details.get("key", ""), problem=wording.problem(error)
        )
        near = error.details.get("nearest", "")
        more = self.tr("The nearest known word is “{word}”.").format(word=near) if near else ""
        return f"{text} {more}".strip()

    def _on_tried(self, found: tuple[int, DocumentType, tuple[Try, ...]]) -> None:
        asked, kind, tries = found
        if asked != self._asked:
            return
        self.tries.show(kind, tries)
        self.try_table.resizeColumnsToContents()
        self._show_boxes()
        self._show_state()

    def _show_boxes(self) -> None:
        """Draw what every field reads on the page that is shown."""
        if self._page is None or not self._samples:
            return
        page_id = self._page.page_id
        paper = self._samples[self._sample % len(self._samples)].document.id
        one = next((t for t in self.tries.tries if t.document_id == paper), None)
        boxes: list[PageBox] = []
        focused: Box | None = None
        for place, reading in enumerate(one.readings if one else ()):
            for evidence in reading.evidence:
                if evidence.page_id == page_id:
                    box = Box(evidence.left, evidence.top, evidence.right, evidence.bottom)
                    boxes.append(PageBox(place, box, theme.tone("info")))
                    if place == self._place:
                        focused = box if focused is None else focused.union(box)
        self.view.show_boxes(boxes)
        self.view.focus_box(focused, move=False)

    def _on_try_clicked(self, index: QModelIndex) -> None:
        page_id = self.tries.tries[index.row()].page_id
        place = next(
            (n for n, one in enumerate(self._samples) if page_id in one.document.pages[:1]), 0
        )
        self._show_sample(place)
        if index.column() > 0:
            self.field_list.setCurrentRow(index.column() - 1)

    # saving and reading again

    def _on_save(self) -> None:
        composing.commit()
        kind = self._checked()
        if kind is None:
            return
        desk = self.desk
        self.run(
            Lane.RECORDS,
            lambda _handle: work.save(desk, kind),
            lambda _: self._on_saved(kind),
            failed=lambda error: self.banner.say(
                self._complaint(error)
                if isinstance(error, DefinitionError)
                else wording.sentence(error),
                Tone.ERROR,
            ),
        )

    def _on_saved(self, kind: DocumentType) -> None:
        self._saved = self._kind
        self.kind_box.setItemText(self.kind_box.currentIndex(), kind.name)
        self._kinds[self.kind_box.currentIndex()] = self._kind or kind
        self.say(
            self.tr("“{name}” is saved and in force. F9 shows what it would change.").format(
                name=kind.name
            ),
            Tone.GOOD,
        )
        self._show_state()

    def _on_preview(self) -> None:
        kind = self._checked()
        if kind is None:
            return
        desk = self.desk
        self.tabs.setCurrentWidget(self.change_table)
        self.run(
            Lane.DEVICES,
            lambda handle: desk.workstation.design.preview(
                desk.officer, kind, report=handle.report, cancel=handle.cancel
            ),
            lambda found: self._on_compared(kind, found),
            title=self.tr("Comparing stored papers"),
        )

    def _on_compared(self, kind: DocumentType, found: Comparison) -> None:
        self.changes.show(kind, found.changes)
        self.change_table.resizeColumnsToContents()
        text = self.tr("{papers} papers compared: {changed} values would change, {locked} stay.")
        self.banner.say(
            text.format(
                papers=found.papers, changed=found.changed - found.locked, locked=found.locked
            ),
            Tone.INFO,
        )

    def _on_apply(self) -> None:
        if self._unsaved or self._kind is None:
            self.banner.say(
                self.tr("Save the definition first (Ctrl+S); then everything is read again by it."),
                Tone.WARNING,
            )
            return
        desk, kind = self.desk, self._kind
        self.run(
            Lane.DEVICES,
            lambda handle: desk.workstation.design.apply(
                desk.officer, kind.code, report=handle.report, cancel=handle.cancel
            ),
            lambda found: self._on_applied(kind, found),
            title=self.tr("Reading stored papers again"),
            keep=True,
        )

    def _on_applied(self, kind: DocumentType, found: Comparison) -> None:
        self.changes.show(kind, found.changes)
        text = self.tr("{changed} values of {papers} papers were read again; {locked} stayed.")
        self.say(
            text.format(
                changed=found.changed - found.locked, papers=found.papers, locked=found.locked
            ),
            Tone.GOOD,
        )

    def _show_state(self) -> None:
        """Say where one is, and which wishes can be granted."""
        self.save_action.setEnabled(self._unsaved)
        self.remove_action.setEnabled(self._rule is not None)
        if not self._samples:
            self.where.setText("")
            return
        sample = self._samples[self._sample % len(self._samples)]
        text = self.tr("Sample {number} of {total}, dossier {dossier}").format(
            number=self._sample + 1, total=len(self._samples), dossier=sample.dossier_code
        )
        if self._rule is not None and self.tries.tries:
            found = self.tr("found on {found} of {total} papers").format(
                found=self.tries.found(self._place), total=len(self.tries.tries)
            )
            text = f"{text} · {found}"
        self.where.setText(text)
