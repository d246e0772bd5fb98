"""People and waiting corrections on the left, one person's facts on the right, what to do below."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from digitizer.model.doctype import FieldRule, Reads
from digitizer.model.reuse import WarehouseRow
from digitizer.model.rights import Action, may
from digitizer.model.warehouse import Correction, EndKind, StaleUse
from ui import keys, panes, provenance, wording
from ui.models import field_words
from ui.models.cards import Card, CardModel
from ui.models.table import TableModel
from ui.screen import Desk, Screen, Tone
from ui.screens.warehouse import work
from ui.screens.warehouse.work import Held, Lists
from ui.tasks import Lane
from ui.widgets.card_list import CardList
from ui.widgets.parts import Banner, button, label
from ui.widgets.rows_table import RowsTable
from ui.widgets.search_line import SearchLine
from ui.widgets.seat_parts import fill_with_queue, with_bar


class WarehouseScreen(Screen):
    """Verified facts of a person or an organisation; a wrong one is put right by two officers."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.held: Held | None = None
        self.waiting: tuple[Correction, ...] = ()
        self.model = TableModel(self)
        self.cards = CardModel(self)
        self._make_actions()
        self._build()
        self._show_actions()

    # ---- building --------------------------------------------------------------------------------

    def _make_actions(self) -> None:
        add = self.add_key
        self.trace_action = add(
            self.tr("Show the pixels and the person"), provenance.KEY, self._on_trace, icon="eye"
        )
        self.propose_action = add(
            self.tr("Propose a correction"), keys.PROPOSE_CORRECTION, self._on_propose, icon="send"
        )
        self.approve_action = add(
            self.tr("Approve the correction"), keys.APPROVE_CORRECTION, self._on_approve
        )
        self.refuse_action = add(
            self.tr("Refuse the correction"), keys.REFUSE_CORRECTION, self._on_refuse
        )
        self.settle_action = add(
            self.tr("The dossier is settled"), keys.SETTLE_STALE, self._on_settle
        )

    def _build(self) -> None:
        self.words = SearchLine()
        self.words.setPlaceholderText(self.tr("A name, a person's or a firm's number"))
        self.words.setAccessibleName(self.words.placeholderText())
        self.words.returnPressed.connect(self._on_search)
        self.list = CardList(self.tr("People, corrections and old values"), self.cards)
        self.list.chosen.connect(self._on_chosen)
        side = QFrame()
        side.setProperty("role", "side")
        column = QVBoxLayout(side)
        column.setContentsMargins(8, 12, 8, 8)
        column.addStrut(264)
        column.setSpacing(8)
        column.addWidget(label(self.tr("Warehouse"), role="title"))
        column.addWidget(self.words)
        column.addWidget(self.list, 1)
        fill_with_queue(self, side, self._right())
        panes.mark(self.words, self.list, self.table, self.value)

    def _right(self) -> QWidget:
        self.title = label(self.tr("Verified facts"), role="title")
        self.banner = Banner()
        self.table = RowsTable(self.tr("Verified facts"), self.model, single=True, framed=True)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._on_fact())
        self.table.doubleClicked.connect(lambda _index: self._on_trace())
        page = QFrame()
        page.setProperty("role", "page")
        column = QVBoxLayout(page)
        column.setContentsMargins(16, 14, 16, 10)
        column.setSpacing(10)
        column.addWidget(self.title)
        column.addWidget(self.banner)
        column.addWidget(self.table, 1)
        column.addLayout(self._lines())
        return with_bar(
            page,
            (button(self.trace_action, icon="eye"),),
            (
                button(self.settle_action),
                button(self.refuse_action),
                button(self.approve_action),
                button(self.propose_action, role="primary", icon="send"),
            ),
        )

    def _lines(self) -> QHBoxLayout:
        self.value, self.reason = QLineEdit(), QLineEdit()
        self.reason.setMaxLength(500)
        row = QHBoxLayout()
        row.setSpacing(10)
        for line, text in (
            (self.value, self.tr("The right value")),
            (self.reason, self.tr("Why it is wrong, or what was done")),
        ):
            line.setPlaceholderText(text)
            line.setAccessibleName(text)
            line.textChanged.connect(lambda _text: self._show_actions())
            row.addWidget(line, 1)
        return row

    # ---- showing ---------------------------------------------------------------------------------

    @override
    def refresh(self) -> None:
        desk, words = self.desk, self.words.seen.strip()
        self.run(Lane.RECORDS, lambda _handle: work.lists(desk, words), self._show_lists)

    def _show_lists(self, found: Lists) -> None:
        self.waiting = found.corrections
        people = [
            Card(
                key=("person", one.personal_id),
                title=one.name or one.personal_id,
                lines=(one.personal_id,) if one.name else (),
                icon="person",
                value=one.personal_id,
            )
            for one in found.people
        ]
        self.cards.show(
            [
                *people,
                *(self._correction_card(one) for one in found.corrections),
                *(self._stale_card(one) for one in found.stale),
            ]
        )
        nothing = self.words.seen.strip() and not found.people
        text = self.tr("The warehouse knows nobody of this name.") if nothing else ""
        if not self.words.seen.strip() and self.held is None:
            text = self.tr(
                "Type a name or a number on the left: what was verified of them stands here."
            )
        self.banner.say(text, Tone.INFO)
        if len(people) == 1:
            self.list.choose(people[0].key)
            self._on_chosen(people[0].value)
        self._show_actions()

    def _correction_card(self, one: Correction) -> Card:
        return Card(
            key=("correction", one.id),
            title=self._change(one.document_type, one.field, one.old_value, one.value),
            lines=(one.reason, f"{one.proposed_by} · {one.dossier_code}"),
            chip=self.tr("Waits"),
            tone=Tone.WARNING,
            icon="warning",
            value=one,
            wraps=True,
        )

    def _stale_card(self, one: StaleUse) -> Card:
        return Card(
            key=("stale", one.dossier_code, one.fact_id),
            title=self.tr("Dossier {code} rests on an old value").format(code=one.dossier_code),
            lines=(
                self._change(one.document_type, one.field, one.old_value, one.new_value),
                wording.moment(one.at),
            ),
            chip=self.tr("Old value"),
            tone=Tone.ERROR,
            icon="error",
            value=one,
            wraps=True,
        )

    def _show_facts(self, held: Held) -> None:
        self.held = held
        self.title.setText(self.tr("Verified facts of {number}").format(number=held.holder))
        heads = (
            self.tr("Paper"),
            self.tr("Field"),
            self.tr("Value"),
            self.tr("Stands"),
            self.tr("True from"),
            self.tr("Known since"),
            self.tr("Verified by"),
            self.tr("Dossier"),
        )
        self.model.show(heads, [self._row(one) for one in held.facts])
        self.table.fit_columns()
        for column, most in ((0, 220), (1, 200), (2, 300)):
            wide = min(self.table.columnWidth(column), most)
            self.table.setColumnWidth(column, wide)
        text = "" if held.facts else self.tr("Nothing verified is held under this number.")
        self.banner.say(text, Tone.INFO)
        self._show_actions()

    def _row(self, one: WarehouseRow) -> tuple[Any, ...]:
        kind = self.desk.workstation.catalogue.document_types.get(one.document_type)
        return (
            kind.name if kind else one.document_type,
            self._field(one.document_type, one.field),
            self._shown(one.document_type, one.field, one.value),
            self._standing(one),
            "" if one.true_from is None else f"{one.true_from:%d/%m/%Y}",
            wording.moment(one.verified_at),
            one.verified_by,
            one.dossier_code,
        )

    def _standing(self, one: WarehouseRow) -> str:
        if one.end is None:
            return self.tr("Yes")
        if one.end.kind is EndKind.CORRECTED:
            return self.tr("No: corrected")
        return self.tr("No: a newer paper")

    def _rule(self, document_type: str, name: str) -> FieldRule | None:
        kind = self.desk.workstation.catalogue.document_types.get(document_type)
        return kind.field(name) if kind else None

    def _field(self, document_type: str, name: str) -> str:
        rule = self._rule(document_type, name)
        return rule.title if rule else name

    def _shown(self, document_type: str, name: str, value: str) -> str:
        """Return a stored value as the office writes it: days as 25/11/2026."""
        rule = self._rule(document_type, name)
        return field_words.shown(value, rule.reads if rule else Reads.TEXT)

    def _change(self, document_type: str, name: str, old: str, new: str) -> str:
        before, after = (self._shown(document_type, name, one) for one in (old, new))
        return f"{self._field(document_type, name)}: {before} → {after}"

    def _show_actions(self) -> None:
        fact, chosen, officer = self._fact(), self.list.current_value(), self.desk.officer
        reason = bool(self.reason.text().strip())
        value = self.value.text().strip()
        self.trace_action.setEnabled(fact is not None)
        self.propose_action.setEnabled(
            may(officer, Action.CORRECT)
            and fact is not None
            and (fact.end is None or fact.end.kind is not EndKind.CORRECTED)
            and reason
            and value
            not in ("", fact.value, self._shown(fact.document_type, fact.field, fact.value))
        )
        deciding = isinstance(chosen, Correction) and chosen.proposed_by_id != officer.id
        decides = deciding and may(officer, Action.APPROVE_CORRECTION)
        self.approve_action.setEnabled(decides)
        self.refuse_action.setEnabled(decides and reason)
        self.settle_action.setEnabled(
            isinstance(chosen, StaleUse) and may(officer, Action.SETTLE) and reason
        )

    # ---- acting ----------------------------------------------------------------------------------

    def _on_search(self) -> None:
        if not self.words.composing:
            self.refresh()

    def _on_chosen(self, value: object) -> None:
        holder = value if isinstance(value, str) else ""
        if isinstance(value, Correction):
            holder = value.personal_id or value.organisation
        desk = self.desk
        if holder:
            self.run(Lane.RECORDS, lambda _handle: work.facts(desk, holder), self._show_facts)
        self._show_actions()

    def _fact(self) -> WarehouseRow | None:
        place = self.table.currentIndex().row()
        facts = self.held.facts if self.held else ()
        return facts[place] if 0 <= place < len(facts) else None

    def _on_fact(self) -> None:
        fact = self._fact()
        if fact is not None:
            self.value.setText(self._shown(fact.document_type, fact.field, fact.value))
            self.value.setCursorPosition(0)
        self._show_actions()

    def _on_trace(self) -> None:
        fact = self._fact()
        if fact is not None:
            provenance.show_field(self, fact.document_id, fact.field)

    def _on_propose(self) -> None:
        fact, value, reason = self._fact(), self.value.text(), self.reason.text()
        if fact is None:
            return
        self._act(
            lambda desk: desk.workstation.warehouse.propose(
                desk.officer, fact.number, value, reason
            ),
            lambda _number: self.tr("The correction waits for another officer to approve it."),
        )

    def _on_approve(self) -> None:
        chosen = self.list.current_value()
        if isinstance(chosen, Correction):
            self._act(
                lambda desk: desk.workstation.warehouse.approve(desk.officer, chosen.id),
                lambda codes: self.tr(
                    "Corrected. Dossiers that used the old value: {codes}"
                ).format(codes=", ".join(codes)),
            )

    def _on_refuse(self) -> None:
        chosen, reason = self.list.current_value(), self.reason.text()
        if isinstance(chosen, Correction):
            self._act(
                lambda desk: desk.workstation.warehouse.refuse(desk.officer, chosen.id, reason),
                lambda _nothing: self.tr("The value stays as it is."),
            )

    def _on_settle(self) -> None:
        chosen, note = self.list.current_value(), self.reason.text()
        if isinstance(chosen, StaleUse):
            self._act(
                lambda desk: desk.workstation.warehouse.settle(
                    desk.officer, chosen.dossier_code, chosen.fact_id, note
                ),
                lambda _nothing: self.tr("It is noted what was done about the dossier."),
            )

    def _act(self, act: Callable[[Desk], Any], said: Callable[[Any], str]) -> None:
        desk = self.desk

        def done(outcome: Any) -> None:
            self.say(said(outcome), Tone.GOOD)
            self.reason.clear()
            if self.held is not None:
                holder = self.held.holder
                self.run(Lane.RECORDS, lambda _handle: work.facts(desk, holder), self._show_facts)
            self.refresh()

        self.run(Lane.RECORDS, lambda _handle: act(desk), done, keep=True)
