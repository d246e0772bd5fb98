"""The verification screen: queue and papers, fields, page; it shows and passes wishes on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QWidget
from typing_extensions import override

from digitizer.errors import ClaimedError
from digitizer.model.document import Document
from digitizer.model.dossier import Dossier
from ui import panes, wording
from ui.forms import open_forms
from ui.models.cards import CardModel
from ui.models.field_rows import FieldModel, FieldRow
from ui.models.field_tree import DocumentTreeModel
from ui.screen import Desk, Screen, Tone
from ui.screens.verification import actions, progress, work
from ui.screens.verification.asking import Asking
from ui.screens.verification.claiming import Claiming
from ui.screens.verification.decisions import Decisions
from ui.screens.verification.describing import Describing
from ui.screens.verification.ending import Ending
from ui.screens.verification.fields_pane import FieldsPane
from ui.screens.verification.filling import Filling
from ui.screens.verification.habits import Habits
from ui.screens.verification.keying import Keying
from ui.screens.verification.large_value import SNIPPET, SNIPPET_DPI, LargeValue
from ui.screens.verification.list_pane import ListPane
from ui.screens.verification.page_pane import PagePane
from ui.screens.verification.pages import Pages
from ui.screens.verification.pointing import Pointing
from ui.screens.verification.reason_panel import Purpose
from ui.screens.verification.shelf import PageShelf
from ui.screens.verification.whereabouts import Whereabouts
from ui.screens.verification.work import Opened, Queue, Saved, Wish
from ui.tasks import Lane
from ui.telling import open_telling
from ui.widgets.page_view import PageView

_MOST_AGAIN = 2000
"""Dossiers asked for again when the list is refreshed."""


class VerificationScreen(Screen):
    """The supervisor checks one dossier's fields beside its pages."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.fields = FieldModel(self)
        self.documents = DocumentTreeModel(self)
        self.queue = CardModel(self)
        self.decisions = Decisions(self)
        self.page_view = PageView()
        self.filling = Filling(self)
        self.lists = ListPane(self.queue, self.documents)
        self.actions_here = actions.add_to(self)
        self.pane = FieldsPane(self.fields, self.actions_here.main)
        self.form = self.pane.form
        self.describing = Describing(self.pane, desk.workstation.catalogue)
        self.keying = Keying(self.form, self.decisions, self.page_view.look)
        self.page_pane = PagePane(self.page_view, self.actions_here.page_tools)
        self.pages = Pages(PageShelf(self), self.page_pane, self.form, self)
        self.pointing = Pointing(self.page_view, self.pages, self.form, self.fields, self.keying)
        self.ending = Ending(self, self.decisions, self.pane.why)
        self.claiming = Claiming(self)
        self.asking = Asking(self)
        self._opened: Opened | None = None
        self._rows: dict[int, tuple[FieldRow, ...]] = {}
        self._document: Document | None = None
        self._offered = -1
        self.whereabouts = Whereabouts(self.form, self.keying, self.page_view)
        self.habits = self._lay_out()
        self.habits.show_on(self.actions_here.next_by_itself)
        self._connect()
        self.actions_here.enable(False)
        self.page_pane.say("")
        # the table of units takes a third of a second: read before the first dossier asks for it
        catalogue = desk.workstation.catalogue
        self.run(Lane.DEVICES, lambda _handle: catalogue.units)

    def _lay_out(self) -> Habits:
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        for widget, stretch in ((self.lists, 0), (self.pane, 2), (self.page_pane, 3)):
            split.addWidget(widget)
            split.setStretchFactor(split.count() - 1, stretch)
        split.setSizes([230, 430, 700])
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(split)
        panes.mark(self.lists.queue, self.lists.tree, self.form, self.page_view)
        return Habits(self.desk.officer.id, split, self.pane, self.page_pane)

    def _connect(self) -> None:
        self.lists.queue.opened.connect(self._on_dossier_chosen)
        self.lists.queue.clicked.connect(
            lambda _index: self._on_dossier_chosen(self.lists.queue.current_value())
        )
        self.lists.page_chosen.connect(self._on_page_chosen)
        self.queue.wanted.connect(self._on_more_wanted)
        self.form.entered.connect(self._on_entered)
        self.form.accepted.connect(self._on_accepted)
        self.keying.settled.connect(self.go_on)
        self.keying.said.connect(self.pane.say)
        self.pointing.said.connect(self.pane.say)
        self.ending.refused.connect(self._on_not_verified)
        self.ending.gone.connect(self._on_gone)
        self.ending.taken_up.connect(self._on_taken_up)
        self.claiming.lost.connect(self._on_claim_lost)
        self.decisions.saved.connect(self._on_saved)
        self.decisions.failed.connect(self._on_not_saved)
        self.decisions.emptied.connect(self.refresh)
        self.pane.why.dismissed.connect(self.focus_current)
        self.pane.why.confirmed.connect(self._on_explained)
        self.keying.reason_wanted.connect(lambda: self.pane.why.ask(Purpose.LET_STAND))

    # the window's wishes

    @override
    def refresh(self) -> None:
        desk = self.desk
        # as many as were scrolled to, so that the list stays where it is
        limit = min(max(self.lists.loaded, work.PAGE), _MOST_AGAIN)
        self.run(Lane.RECORDS, lambda _handle: work.queue(desk, limit), self._on_queue)
        if self._opened is not None and self._opened.barred is None and not self.claiming.code:
            self.claiming.hold(self._opened.view.dossier.code)
            self.claiming.renew()

    @override
    def leave(self) -> None:
        self.whereabouts.note_pose()
        self.keep_typed()
        self.claiming.give_back()

    def keep_typed(self) -> None:
        """Keep what is being typed."""
        if self.form.current >= 0:
            self.keying.leave(self.form.current)

    @override
    def place(self) -> dict[str, str]:
        return self.whereabouts.place(self.rows)

    @override
    def go_to(self, place: Mapping[str, str]) -> None:
        if self.whereabouts.expect(place):
            self.open_dossier(place["dossier"])

    # a dossier

    @override
    def open_found(self, dossier_code: str) -> None:
        self.open_dossier(dossier_code)

    @property
    def dossier(self) -> Dossier | None:
        """The dossier that is open."""
        return self._opened.view.dossier if self._opened else None

    @property
    def rows(self) -> tuple[FieldRow, ...]:
        """The rows of the document shown."""
        return self.fields.rows

    @property
    def all_rows(self) -> Mapping[int, tuple[FieldRow, ...]]:
        """The rows of every document of the dossier, by document id."""
        return self._rows

    def open_dossier(self, code: str, *, over: bool = False) -> None:
        """Open a dossier of the queue; ``over`` takes it from another officer who works on it."""
        self.leave()
        desk = self.desk
        self.run(
            Lane.RECORDS,
            lambda _handle: work.open_dossier(desk, code, over=over),
            self._on_opened,
        )

    def take_over(self) -> None:
        """Take the dossier shown from the officer who works on it."""
        if self._opened is not None and isinstance(self._opened.barred, ClaimedError):
            self.open_dossier(self._opened.view.dossier.code, over=True)

    def _on_claim_lost(self, taken: ClaimedError) -> None:
        if self._opened is not None:
            self._on_opened(replace(self._opened, barred=taken))

    def _on_more_wanted(self, _shown: int) -> None:
        desk, offset = self.desk, self.lists.loaded
        self.run(
            Lane.RECORDS,
            lambda _handle: work.queue(desk, offset=offset),
            self.lists.add_to_queue,
        )

    def _on_queue(self, queue: Queue) -> None:
        self.lists.show_queue(queue, self._procedure_name)
        if self._opened is None and not queue.summaries:
            self.pane.say_empty(
                self.tr("Nothing waits to be checked"),
                self.tr("Dossiers appear here when a clerk hands them over."),
            )
        if self.dossier is not None:
            self.lists.queue.choose(self.dossier.code)

    def _procedure_name(self, dossier: Dossier) -> str:
        procedure = self.desk.workstation.catalogue.procedures.get(dossier.procedure)
        return procedure.name if procedure else dossier.procedure

    def _on_dossier_chosen(self, code: object) -> None:
        if isinstance(code, str) and (self.dossier is None or self.dossier.code != code):
            self.open_dossier(code)

    def open_forms(self) -> None:
        """Open the one-stop forms of the dossier shown, or the register of a period."""
        open_forms(self, self._opened.view.dossier.code if self._opened else None)

    def open_telling(self) -> None:
        """Tell or ask about the dossier shown."""
        if self._opened is not None:
            dossier = self._opened.view.dossier
            open_telling(self, dossier.code, dossier.owner)

    def _on_opened(self, opened: Opened) -> None:
        self._opened = opened
        dossier = opened.view.dossier
        if opened.barred is None:
            self.claiming.hold(dossier.code)
        self.actions_here.taking_over.setEnabled(isinstance(opened.barred, ClaimedError))
        self._rows = progress.all_rows(opened.view, self.desk.workstation.catalogue)
        self.keying.code = dossier.code
        self.keying.read_only = opened.barred is not None
        self.form.show_read_only(opened.barred is not None)
        self.actions_here.enable(opened.barred is None)
        self.pane.why.clear()
        self.pages.forget()
        about = [self._procedure_name(dossier), dossier.code if dossier.owner.name else ""]
        self.lists.show_dossier(
            dossier.owner.name or dossier.code, " · ".join(part for part in about if part)
        )
        self._show_tree()
        self.lists.tree.expandAll()
        self.lists.show_queue_of(opened.deferral)
        self.asking.ask_witnesses(opened.view)
        self.lists.queue.choose(dossier.code)
        self._begin()

    def ask_population(self) -> None:
        """Ask the population database about the holder of the card that is shown."""
        if self._opened is not None and self._document is not None:
            self.asking.ask_population(self._opened.view, self._document.id)

    def _begin(self) -> None:
        """Go to where the person was in this dossier, or to the first field that needs one."""
        order = self._order()
        if not order:
            self._close()
            return
        last = self.whereabouts.last_value(self.keying.code)
        holder = next(
            (one for one in order if any(row.value.id == last for row in self._rows[one])), None
        )
        pose = self.whereabouts.last_pose(self.keying.code)
        if last is not None and pose is not None:
            self.pages.lay_again(last, pose)
        first = progress.next_document(order, self._rows, -1)
        self.show_document(first or order[0] if holder is None else holder, value_id=last)
        self.whereabouts.put_unsaved(self.rows)

    def _close(self) -> None:
        """Show no dossier."""
        self.claiming.give_back()
        self._opened, self._document, self._rows = None, None, {}
        self.keying.code, self.keying.read_only = "", True
        self.actions_here.enable(False)
        self.fields.show(())
        self.documents.show(())
        self.lists.show_dossier("", "")
        self.pane.why.clear()
        self.pane.banner.hide()
        self.pane.show_document("", "")
        self.pane.say("")
        self.pages.forget()
        self.page_pane.say("")
        self.refresh()

    # a document

    def show_document(self, document_id: int, *, value_id: int | None = None) -> None:
        """Show a document and put the cursor into a value, or the first that needs a person."""
        if self._opened is None:
            return
        self.keep_typed()
        self._document = next(one for one in self._opened.view.documents if one.id == document_id)
        rows = self._rows[document_id]
        self._offered = -1
        self.fields.show(rows)
        self.form.show_read_only(self.keying.read_only)
        self.pages.show_document(self._document, rows)
        self._prefetch()
        self._show_header()
        if not rows:
            self.pages.show_page(next(iter(progress.pages_of(self._document, rows)), None))
            self.lists.show_place(document_id, None)
            return
        place = self.fields.row_of(value_id) if value_id is not None else -1
        if place < 0:
            place = progress.next_open(rows, -1, self.decisions.pending) or 0
        self.form.focus_row(place)

    def _order(self) -> list[int]:
        return [one.id for one in self._opened.view.documents] if self._opened else []

    def _prefetch(self) -> None:
        """Make this document's pages ready, and the first of the one after it."""
        if self._opened is None or self._document is None:
            return
        coming = progress.following(self._order(), self._document.id)
        ahead = next((one for one in self._opened.view.documents if one.id == coming), None)
        pages = progress.pages_of(self._document, self._rows[self._document.id])
        after = progress.pages_of(ahead, self._rows[ahead.id])[:1] if ahead else ()
        self.pages.prefetch((*pages, *after))

    def _show_tree(self) -> None:
        if self._opened is not None:
            self.documents.show(self.describing.tree(self._opened.view, self._rows))

    def _show_header(self) -> None:
        if self._document is not None and self._opened is not None:
            left = progress.open_count(self.rows, self.decisions.pending)
            errors = progress.expected_errors(self._rows)
            self.describing.say_paper(self._opened, self._document, left, errors)

    # a field

    def focus_current(self) -> None:
        """Put the cursor back into the field where the person was."""
        if 0 <= self.form.current < len(self.rows):
            self.form.focus_row(self.form.current)

    def show_large(self) -> None:
        """Show the value at the cursor large, with its pixels, and let it be typed there."""
        place = self.form.current
        if not 0 <= place < len(self.rows) or self.rows[place].closed:
            return
        view, row = self.form.view(place), self.rows[place]
        dialog = LargeValue(row, view.editor.value, self)
        if not self.keying.read_only:
            dialog.taken.connect(view.put)
        dialog.editor.setReadOnly(self.keying.read_only)
        page = self.pages.ready(row.evidence.page_id) if row.evidence else None
        if page is not None and row.evidence is not None:
            where = row.evidence
            self.run(
                Lane.DEVICES,
                lambda _handle: work.cut_large(page, where, SNIPPET, SNIPPET_DPI),
                dialog.while_open(dialog.show_image),
            )
        dialog.finished.connect(lambda _how: self.focus_current())
        dialog.open()

    def _on_explained(self, purpose: Purpose, reason: str) -> None:
        if purpose is Purpose.LET_STAND:
            self.pane.why.clear()
            self.keying.explain(reason)

    def go_on(self, place: int) -> None:
        """Go to the next field that needs a person, or offer to accept the paper."""
        following = progress.next_open(self.rows, place, self.decisions.pending)
        if following is not None and following != place:
            self.form.focus_row(following)
        elif following is None and not self.keying.read_only:
            self._offered = place
            self.pane.say(
                self.tr("Every field of this paper is settled. Enter again accepts the paper."),
                Tone.GOOD,
            )
        elif place + 1 < len(self.rows):
            self.form.focus_row(place + 1)

    def accept_document(self) -> None:
        """Accept all values the machine is sure of and go to the next paper."""
        if self.keying.read_only or self._document is None:
            return
        if 0 <= self.form.current < len(self.rows) and self.form.view(self.form.current).dirty:
            self.keying.keep(self.form.current)
        doubtful = progress.next_open(self.rows, -1, self.decisions.pending)
        if doubtful is not None:
            self.form.focus_row(doubtful)
            count = progress.open_count(self.rows, self.decisions.pending)
            text = self.tr("{count} fields of this paper still need a person; this is the first.")
            self.pane.say(text.format(count=count), Tone.WARNING)
            return
        self.keying.accept_all()
        self._go_to_next_document(self._document.id)

    def _go_to_next_document(self, document_id: int) -> None:
        coming = progress.paper_after(
            self._order(), self._rows, document_id, self.decisions.pending
        )
        if coming is not None:
            self.show_document(coming)
        else:
            self.pane.say(
                self.tr("Every paper is settled. Ctrl+Shift+Enter finishes the check."), Tone.GOOD
            )

    def _on_entered(self, place: int) -> None:
        row = self.rows[place]
        if place == self._offered:
            # the window came back to the front: the offer still stands
            return
        self._offered = -1
        self.whereabouts.note(self.keying.code, row.value.id)
        self.describing.say_field(row, self._opened.view.places if self._opened else {})
        self.pages.show_field(row)
        self.keying.note_look()
        if self._document is not None:
            self.lists.show_place(self._document.id, self.pages.page_id)

    def _on_accepted(self, place: int) -> None:
        if place == self._offered and not self.form.view(place).dirty:
            self.accept_document()
        else:
            self.keying.accept(place)

    def _on_page_chosen(self, document_id: int, page_id: int | None) -> None:
        if self._document is None or document_id != self._document.id:
            self.show_document(document_id)
        if page_id is None:
            return
        place = progress.open_on(self.rows, page_id)
        if place is not None:
            self.form.focus_row(place)
        self.pages.show_page(page_id)

    def go_to_problem_page(self, step: int) -> None:
        """Go to the next or previous page that has a field that needs a person."""
        stop = progress.problem_stop(self._order(), self._rows, self.pages.page_id, step)
        if stop is None:
            self.pane.say(self.tr("No other page has a field that needs a person."), Tone.INFO)
            return
        document_id, value_id = stop
        if self._document is not None and document_id == self._document.id:
            self.form.focus_row(self.fields.row_of(value_id))
        else:
            self.show_document(document_id, value_id=value_id)

    def go_to_doubt(self, step: int) -> None:
        """Select the next or previous letter that was read with doubt, in whichever field."""
        here = max(self.form.current, 0)
        ways = range(here, len(self.rows)) if step > 0 else range(here, -1, -1)
        for place in ways:
            editor = self.form.view(place).editor
            if place != here and not editor.doubts():
                continue
            if place != here:
                self.form.focus_row(place)
            if editor.select_doubt(step):
                return
        self.pane.say(self.tr("No more doubtful letters that way in this paper."), Tone.INFO)

    # what the core answers

    def _on_saved(self, saved: Saved) -> None:
        if self._opened is None:
            return
        view = replace(self._opened.view, values=saved.values, findings=saved.findings)
        if saved.values and self._belongs(saved):
            self._opened = replace(self._opened, view=view)
            self._rows = progress.all_rows(view, self.desk.workstation.catalogue)
            self.keying.settle(saved)
            if self._document is not None:
                self.fields.show(self._rows[self._document.id])
            self.keying.show_conflicts(saved.conflicts)
            self._show_tree()
            self._show_header()
            self.pages.show_rows(self.rows)
        if self.decisions.idle:
            self.pane.say_saving(self.tr("All saved"))

    def _belongs(self, saved: Saved) -> bool:
        """Return whether an answer is about the dossier that is still open."""
        return saved.values[0].document_id in self._rows

    def _on_not_saved(self, wishes: Sequence[Wish], error: BaseException) -> None:
        self.keying.give_up(wishes)
        self.pane.say_saving(self.tr("Not saved"))
        self.pane.say(wording.sentence(error), Tone.ERROR)

    # the dossier as a whole

    def finish(self) -> None:
        """Verify the whole dossier once everything typed is saved."""
        self.ending.finish()

    def _on_not_verified(self, error: BaseException) -> None:
        blocking = next(
            ((one, row.value.id) for one in self._order() for row in self._rows[one] if row.open),
            None,
        )
        if blocking is not None:
            self.show_document(blocking[0], value_id=blocking[1])
        self.pane.say(wording.sentence(error), Tone.ERROR)

    def _on_gone(self, text: str, code: str) -> None:
        self.whereabouts.forget(code)
        self.say(text, Tone.GOOD)
        waiting = (one.dossier.code for one in self.lists.waiting)
        following = next((one for one in waiting if one != code), None)
        self._close()
        if following is not None and self.habits.next_by_itself:
            self.open_dossier(following)
        else:
            self.lists.queue.setFocus()

    def _on_taken_up(self, code: str) -> None:
        if self._opened is not None and self._opened.view.dossier.code == code:
            self._opened = replace(self._opened, deferral=None)
            self._show_header()
        self.refresh()
