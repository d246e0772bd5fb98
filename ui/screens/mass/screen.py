"""Mass verification: one field of one kind of paper over many dossiers, side by side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from digitizer.model.view import WaitingKind, WaitingValue
from digitizer.vietnamese.lookalikes import Lookalikes, lookalikes
from digitizer.vietnamese.tones import next_shape, next_tone
from ui import panes, provenance, wording
from ui.models import field_words
from ui.models.cards import Card, CardModel
from ui.models.value_cards import ValueCard, ValueCardModel, ValueCardOrder
from ui.screen import Desk, Screen, Tone
from ui.screens.mass import work
from ui.screens.mass.grid import ValueGrid, fits
from ui.screens.mass.rest import Rest
from ui.screens.mass.work import Judged, Outcome
from ui.tasks import Lane
from ui.widgets.card_list import CardList
from ui.widgets.field_editor import FieldEditor
from ui.widgets.parts import Banner, Empty, button, label
from ui.widgets.seat_parts import fill_with_queue, with_bar

_MOST_GROUPS = 40


class MassScreen(Screen):
    """The supervisor goes through all values of one field at once."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.cards = ValueCardModel(self)
        self.order = ValueCardOrder(self.cards, self)
        self.kinds = CardModel(self)
        self.groups = CardModel(self)
        self._kind: WaitingKind | None = None
        self._editing: int | None = None
        self._make_actions()
        self._build()
        self.rest = Rest(self, self.left, self.rest_action)
        self._connect()
        self._show_actions()

    # building

    def _make_actions(self) -> None:
        add = self.add_key
        self.page_action = add(
            self.tr("Accept all that is shown"), "Ctrl+Return", self._on_page_accepted
        )
        self.wrong_action = add(
            self.tr("Mark as wrong, or take the mark away"), "Ctrl+W", self._on_wrong
        )
        self.edit_action = add(self.tr("Put the value right"), "F2", self._on_edit)
        self.order_action = add(self.tr("Sort by value or by doubt"), "F4", self._on_order)
        self.all_action = add(self.tr("Show all values again"), "Ctrl+Shift+A", self._on_all)
        self.rest_action = add(
            self.tr("Accept the rest: the office's target is met"),
            "Ctrl+Shift+Return",
            lambda: self.rest.accept(),  # noqa: PLW0108 - it is made after the keys
        )
        add(self.tr("Show the pixels and the person"), provenance.KEY, self._on_trace)
        add(self.tr("Next tone on the syllable at the cursor"), "Alt+T", self._on_tone)
        add(
            self.tr("Next hat, horn or bar on the syllable at the cursor"),
            "Alt+Shift+T",
            self._on_shape,
        )

    def _build(self) -> None:
        self.kind_list = CardList(self.tr("Fields with values that wait"), self.kinds)
        self.group_list = CardList(self.tr("Syllables that differ only in marks"), self.groups)
        side = QFrame()
        side.setProperty("role", "side")
        column = QVBoxLayout(side)
        column.setContentsMargins(8, 12, 8, 8)
        column.addStrut(244)
        column.setSpacing(8)
        column.addWidget(label(self.tr("One field, many papers"), role="title", wrap=True))
        column.addWidget(self.kind_list, 3)
        words = self.tr("Syllables that differ only in marks")
        column.addWidget(label(words, role="heading", wrap=True))
        column.addWidget(self.group_list, 2)
        fill_with_queue(
            self,
            side,
            with_bar(
                self._middle(),
                (button(self.wrong_action), button(self.edit_action), button(self.order_action)),
                (button(self.page_action, role="primary", icon="good"),),
            ),
        )
        panes.mark(self.kind_list, self.group_list, self.grid)

    def _middle(self) -> QWidget:
        self.title = label(role="title")
        self.about = label(role="subtle", wrap=True)
        self.left = label(role="subtle", wrap=True)
        self.banner = Banner()
        self.grid = ValueGrid(self.order, self.tr("Values of this field"))
        self.editor = FieldEditor()
        self.editor.setAccessibleName(self.tr("The right value"))
        self.editor.hide()
        self.empty = Empty(
            "good",
            self.tr("No value waits"),
            self.tr("Doubtful values of dossiers that others keyed appear here, field by field."),
        )
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(16, 12, 16, 8)
        column.setSpacing(8)
        for widget in (self.title, self.about, self.left, self.banner):
            column.addWidget(widget)
        column.addWidget(self.grid, 1)
        column.addWidget(self.empty, 1)
        column.addWidget(self.editor)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row)
        return part

    def _connect(self) -> None:
        self.kind_list.chosen.connect(self._on_kind_chosen)
        self.group_list.chosen.connect(self._on_group_chosen)
        self.grid.row_accepted.connect(self._accept)
        self.grid.wrong_turned.connect(self.cards.turn_wrong)
        self.grid.typed.connect(self._on_typed)
        self.editor.accepted.connect(self._on_edited)
        self.editor.restore_wished.connect(self._end_edit)

    # the window's wishes

    @override
    def refresh_quietly(self) -> None:
        """Leave what is being compared as it is."""

    @override
    def refresh(self) -> None:
        desk = self.desk
        self.run(Lane.RECORDS, lambda _handle: work.kinds(desk), self._show_kinds)

    # fields and values

    def _show_kinds(self, found: Sequence[WaitingKind]) -> None:
        self.kinds.show([self._kind_card(one) for one in found])
        current = self._kind
        if current is None or not any(_same(one, current) for one in found):
            self._kind = None
            self.cards.show(())
            self.groups.show(())
            if found:
                self.kind_list.choose((found[0].document_type, found[0].field))
                self._on_kind_chosen(found[0])
        else:
            self.kind_list.choose((current.document_type, current.field))
        self._show_actions()

    def _kind_card(self, kind: WaitingKind) -> Card:
        return Card(
            key=(kind.document_type, kind.field),
            title=self._field_title(kind),
            lines=(self._paper_title(kind),),
            chip=str(kind.count),
            tone=Tone.WARNING,
            value=kind,
            wraps=True,
        )

    def _field_title(self, kind: WaitingKind) -> str:
        known = self.desk.workstation.catalogue.document_types.get(kind.document_type)
        if known is None:
            return kind.field
        return next((one.title for one in known.fields if one.name == kind.field), kind.field)

    def _paper_title(self, kind: WaitingKind) -> str:
        known = self.desk.workstation.catalogue.document_types.get(kind.document_type)
        return known.name if known else kind.document_type

    def _on_kind_chosen(self, kind: object) -> None:
        if not isinstance(kind, WaitingKind):
            return
        self._kind = kind
        desk = self.desk
        self.run(
            Lane.RECORDS,
            lambda _handle: work.values(desk, kind),
            lambda found: self._show_values(kind, found),
        )

    def _show_values(self, kind: WaitingKind, found: Sequence[WaitingValue]) -> None:
        if self._kind is None or not _same(kind, self._kind):
            return
        self._end_edit()
        self.order.look_for("")
        self.grid.forget_looks()
        self.cards.show([ValueCard(one, self._shown(one)) for one in found])
        self._show_groups()
        self._show_actions()
        if found:
            self.grid.setCurrentIndex(self.order.index(0, 0))
        self._fetch(found)
        self.rest.ask(self._kind)

    def _shown(self, waiting: WaitingValue) -> str:
        kind = self._kind
        if kind is None:
            return waiting.value.value
        known = self.desk.workstation.catalogue.document_types.get(kind.document_type)
        rule = (
            next((one for one in known.fields if one.name == kind.field), None) if known else None
        )
        value = waiting.value.value
        return field_words.shown(value, rule.reads) if rule else value

    def _fetch(self, found: Sequence[WaitingValue]) -> None:
        """Have the pixels cut out, page by page."""
        desk = self.desk
        pages: dict[int, list[WaitingValue]] = defaultdict(list)
        for one in found:
            if one.value.evidence:
                pages[one.value.evidence[0].page_id].append(one)
        for on_page in pages.values():
            self.run(
                Lane.DEVICES,
                lambda _handle, on_page=on_page: work.snippets(desk, on_page),  # type: ignore[misc]
                self._show_snippets,
            )

    def _show_snippets(self, found: Iterable[tuple[int, QImage]]) -> None:
        for value_id, image in found:
            self.cards.put_image(value_id, image)

    def _show_groups(self) -> None:
        found = lookalikes(card.shown for card in self.cards.cards)
        self.groups.show([_group_card(one) for one in found[:_MOST_GROUPS]])

    def _on_group_chosen(self, group: object) -> None:
        if isinstance(group, Lookalikes):
            self.order.look_for(group.base)
            self._show_actions()

    # judging

    def _on_page_accepted(self) -> None:
        cards = self.grid.visible_cards()
        unseen = [card for card in cards if not card.wrong and not self.grid.looked_at(card)]
        if unseen:
            self.banner.say(
                self.tr("Some of these have only just appeared. Look at them, then press again."),
                Tone.WARNING,
            )
            return
        self._accept(cards)

    def _accept(self, cards: object) -> None:
        if not isinstance(cards, tuple) or self._editing is not None:
            return
        right = [card for card in cards if not card.wrong and card.image is not None]
        whole = [card for card in right if fits(card.shown, self.grid.font())]
        if len(whole) < len(right):
            self.banner.say(
                self.tr("Values too long to be seen whole here wait for the check of their paper."),
                Tone.INFO,
            )
        else:
            self.banner.hide()
        judged = [
            Judged(card.value_id, card.waiting.value.version, card.shown if card.changed else None)
            for card in whole
        ]
        if not judged:
            return
        desk = self.desk
        self.run(
            Lane.RECORDS, lambda _handle: work.decide(desk, judged), self._on_decided, keep=True
        )

    def _on_decided(self, outcome: Outcome) -> None:
        place = self.grid.currentIndex().row()
        self.cards.remove(outcome.decided)
        for failure in outcome.failures[:1]:
            self.banner.say(wording.sentence(failure), Tone.WARNING)
        rows = self.order.rowCount()
        if rows:
            self.grid.setCurrentIndex(self.order.index(min(max(place, 0), rows - 1), 0))
        self._show_groups()
        self._show_actions()
        self.rest.ask(self._kind)
        self.refresh()

    def begin_anew(self) -> None:
        """Ask again what waits: the field's values are all decided."""
        self.cards.show(())
        self.refresh()

    def _on_wrong(self) -> None:
        card = self.grid.current_card()
        if card is not None:
            self.cards.turn_wrong(card.value_id)

    # putting right

    def _on_edit(self) -> None:
        card = self.grid.current_card()
        if card is not None:
            self._editing = card.value_id
            self.editor.show()
            self.editor.setText(card.shown)
            self.editor.setFocus()
            self.editor.select_from_end()

    def _on_typed(self, text: str) -> None:
        self._on_edit()
        if self._editing is not None:
            self.editor.setText(text)

    def _on_edited(self) -> None:
        if self._editing is not None and self.editor.value:
            self.cards.put_text(self._editing, self.editor.value)
        self._end_edit()

    def _end_edit(self) -> None:
        self._editing = None
        self.editor.hide()
        self.grid.setFocus()

    def _on_trace(self) -> None:
        card = self.grid.current_card()
        if card is not None:
            provenance.show_value(self, card.value_id)

    def _on_tone(self) -> None:
        self.editor.turn_syllable(next_tone)

    def _on_shape(self) -> None:
        self.editor.turn_syllable(next_shape)

    # showing

    def _on_order(self) -> None:
        self.order.order_by_value(not self.order.by_value)
        self._show_actions()

    def _on_all(self) -> None:
        self.order.look_for("")
        self._show_actions()

    def _show_actions(self) -> None:
        there = bool(self.cards.cards)
        for widget in (self.title, self.about, self.left, self.grid):
            widget.setVisible(there)
        self.empty.setVisible(not there)
        for action in (self.page_action, self.wrong_action, self.edit_action, self.order_action):
            action.setEnabled(there)
        if self._kind is None or not there:
            self.rest_action.setEnabled(False)
            return
        self.title.setText(self._field_title(self._kind))
        text = (
            self.tr("{paper} · {count} values, equal ones together")
            if self.order.by_value
            else self.tr("{paper} · {count} values, the most doubtful first")
        )
        self.about.setText(
            text.format(paper=self._paper_title(self._kind), count=self.order.rowCount())
        )


def _same(one: WaitingKind, other: WaitingKind) -> bool:
    return (one.document_type, one.field) == (other.document_type, other.field)


def _group_card(group: Lookalikes) -> Card:
    forms = " · ".join(f"{form} {count}" for form, count in group.variants)
    return Card(key=group.base, title=forms, value=group, wraps=True)
