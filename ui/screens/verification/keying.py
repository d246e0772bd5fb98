"""What a person does in a row becomes a wish to the core; here is decided which."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from digitizer.model.field import Absence, Evidence
from ui.models import field_words
from ui.screen import Tone
from ui.screens.verification.decisions import Decisions
from ui.screens.verification.work import Conflict, Saved, Wish
from ui.widgets.field_form import FieldForm
from ui.widgets.field_row import FieldRowView


class Keying(QObject):
    """Takes the form's wishes for one dossier and hands them to the queue of decisions."""

    settled = Signal(int)
    """Place of the row that is done with: the next one may come."""
    said = Signal(str, object)
    """A sentence for the status line, and its Tone."""
    reason_wanted = Signal()
    """A check warns of the value that was accepted: why does it stand?"""

    def __init__(self, form: FieldForm, decisions: Decisions, look: Callable[[], object]) -> None:
        super().__init__(form)
        self._look = look
        self._looked = look()
        self._form = form
        self._decisions = decisions
        self._sent: dict[int, str] = {}
        self._explaining = -1
        self._before: dict[int, list[int]] = {}
        """Versions each value had before this person's decisions, the last at the end."""
        self.code = ""
        """The dossier that is open, or empty."""
        self.read_only = True
        form.left.connect(self.leave)
        form.restore_wished.connect(self.restore)
        form.alternative_chosen.connect(self.take_alternative)
        form.own_kept.connect(self.keep_own)
        form.theirs_taken.connect(self.take_theirs)

    # one row

    def accept(self, place: int) -> None:
        """Stand for what the row says and let the next one come; an empty row is no answer."""
        if self.keep(place):
            self.settled.emit(place)

    def keep(self, place: int) -> bool:
        """Send what the row says; return False when it says nothing."""
        view = self._form.view(place)
        if self.read_only or view.row is None or view.row.closed:
            return True
        if view.in_conflict:
            self.keep_own(place)
            return True
        if not view.editor.value and view.row.value.absence is None:
            self.said.emit(
                self.tr(
                    "An empty line is no answer. Type the value, or say why there is none: "
                    "Ctrl+B blank, Ctrl+U unreadable, Ctrl+N not applicable."
                ),
                Tone.WARNING,
            )
            return False
        if view.dirty:
            self._send_typed(view)
        elif view.row.warned and view.row.open:
            self._explaining = view.row.value.id
            self.reason_wanted.emit()
            return False
        elif view.row.open_to_accept(self._decisions.pending):
            self._send(view, Wish(view.row.value.id, view.row.value.version))
        return True

    def explain(self, reason: str) -> None:
        """Let the value a check warned of stand for this reason, and let the next one come."""
        value_id, self._explaining = self._explaining, -1
        view = self._view_of(value_id)
        if view is None or view.row is None or self.read_only:
            return
        self._send(view, Wish(value_id, view.row.value.version, reason=reason))
        self.settled.emit(self._form.views.index(view))

    def leave(self, place: int) -> None:
        """Keep what was typed when the person goes elsewhere."""
        view = self._form.view(place)
        if self.read_only or not view.dirty or view.in_conflict or view.row is None:
            return
        if view.only_offered:
            # copied from another paper: leaving the line is not accepting it
            return
        if view.editor.value:
            self._send_typed(view)
        elif view.row.value.id not in self._sent:
            view.revert()
            self.said.emit(
                self.tr("The field was left empty, so its value before stays."), Tone.WARNING
            )

    def say_absent(self, place: int, kind: Absence) -> None:
        """State that there is no value, and why."""
        view = self._form.view(place)
        if self.read_only or view.row is None or view.row.closed:
            return
        view.revert()
        view.editor.clear()
        self._send(view, Wish(view.row.value.id, view.row.value.version, absence=kind))
        self.settled.emit(place)

    def take_alternative(self, place: int, number: int) -> None:
        """Put another reading into the row; Enter accepts it."""
        view = self._form.view(place)
        if self.read_only or view.row is None or number >= len(view.row.value.alternatives):
            return
        view.take_alternative(number)

    def take_text(self, place: int, text: str, evidence: Evidence, *, add: bool) -> None:
        """Put words of the page into the row, and remember where they stand."""
        if not self.read_only:
            self._form.view(place).put(text, evidence, add=add)

    def restore(self, place: int) -> None:
        """Undo what is typed; with nothing typed, put the machine's value back."""
        view = self._form.view(place)
        if self.read_only or view.row is None:
            return
        if view.in_conflict:
            self.take_theirs(place)
        elif view.dirty:
            view.revert()
        elif view.row.value.decided_by is not None:
            value = view.row.value
            self._send(view, Wish(value.id, value.version, restore=True))

    def undo(self, place: int) -> bool:
        """Put back what the field said before this person's last decision on it.

        Returns False when there is none.
        """
        view = self._form.view(place)
        if self.read_only or view.row is None:
            return True
        if view.dirty or view.in_conflict:
            self.restore(place)
            return True
        value, steps = view.row.value, self._before.get(view.row.value.id, [])
        if not steps or value.id in self._decisions.pending:
            return value.id in self._decisions.pending
        wish = Wish(value.id, value.version, restore=True, back_to=steps.pop())
        self._sent[value.id] = view.editor.value
        self._decisions.send(self.code, [wish])
        return True

    def keep_own(self, place: int) -> None:
        """After a conflict, save this person's value over the other one."""
        view = self._form.view(place)
        view.end_conflict()
        if view.row is not None and view.editor.value:
            self._send_typed(view)

    def take_theirs(self, place: int) -> None:
        """After a conflict, let the other person's value stand."""
        self._form.view(place).revert()

    def accept_all(self) -> None:
        """Accept as they are all values that nobody has decided."""
        wishes = [
            Wish(view.row.value.id, view.row.value.version)
            for view in self._form.views
            if view.row is not None and view.row.open_to_accept(self._decisions.pending)
        ]
        self._decisions.send(self.code, wishes)

    # what came of it

    def settle(self, saved: Saved) -> None:
        """Let rows show the stored value again where what was typed is stored now."""
        late = {conflict.wish.value_id for conflict in saved.conflicts}
        for wish in saved.wishes:
            sent = self._sent.pop(wish.value_id, None)
            view = self._view_of(wish.value_id)
            if view is not None and wish.value_id not in late and view.editor.value == (sent or ""):
                view.revert()

    def show_conflicts(self, conflicts: Sequence[Conflict]) -> None:
        """Show both values in the rows where somebody else was faster."""
        for conflict in conflicts:
            view = self._view_of(conflict.wish.value_id)
            if view is None or view.row is None:
                continue
            theirs = view.row.shown or _absent(conflict)
            mine = conflict.wish.value
            if mine is None:
                self.said.emit(
                    self.tr("Somebody else has just changed this value. Look at it again."),
                    Tone.WARNING,
                )
            else:
                view.editor.setText(mine)
                view.evidence = conflict.wish.evidence
                view.show_conflict(theirs, mine)

    def give_up(self, wishes: Sequence[Wish]) -> None:
        """Let values be sent again that could not be kept."""
        for wish in wishes:
            self._sent.pop(wish.value_id, None)

    def _send_typed(self, view: FieldRowView) -> None:
        if view.row is None or self._sent.get(view.row.value.id) == view.editor.value:
            return
        value = view.row.value
        wish = Wish(value.id, value.version, value=view.editor.value, evidence=view.evidence)
        self._send(view, wish)

    def _send(self, view: FieldRowView, wish: Wish) -> None:
        if view.row is not None and wish.value_id not in self._decisions.pending:
            # the machine's value is asked for by Escape; undo brings back what stood before that
            self._before.setdefault(wish.value_id, []).append(view.row.value.version)
        self._sent[wish.value_id] = view.editor.value
        effort = replace(view.take_effort(), zoomed=self.moved)
        self._decisions.send(self.code, [replace(wish, effort=effort)])

    @property
    def moved(self) -> bool:
        """Whether the page was moved, turned or enlarged by hand since the field was entered."""
        return self._look() != self._looked

    def note_look(self) -> None:
        """Remember how the page lies: what differs later was done by hand."""
        self._looked = self._look()

    def _view_of(self, value_id: int) -> FieldRowView | None:
        return next(
            (view for view in self._form.views if view.row and view.row.value.id == value_id), None
        )


def _absent(conflict: Conflict) -> str:
    absence = conflict.theirs.absence
    return "" if absence is None else field_words.absence(absence)
