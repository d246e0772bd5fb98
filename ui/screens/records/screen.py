"""The records officer's screen: the queue of verified dossiers, the result and its signature."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import (
    QStackedWidget,
    QWidget,
)
from typing_extensions import override

from digitizer.model.result import CopyRole, Objection, Result, ResultState, SignerRole
from digitizer.model.view import BulkOutcome, DossierSummary
from digitizer.results.journey import QUEUE
from ui import files, keys, wording
from ui.copies import sign_copies
from ui.forms import open_forms
from ui.models.cards import Card
from ui.pdf_pages import PdfPages
from ui.screen import Desk, Screen, Tone
from ui.screens.records.cards import result_card
from ui.screens.records.result_pane import ResultPane
from ui.tasks import Handle, Lane
from ui.widgets.dialog import Question, ask
from ui.widgets.parts import Empty, button
from ui.widgets.queue_pane import PAGE, QueuePane
from ui.widgets.seat_parts import fill_with_queue, with_bar

_MOST_NOTICES = 5


@dataclass(frozen=True, slots=True)
class _Shown:
    code: str
    result: Result | None
    pdf: bytes


@dataclass(frozen=True, slots=True)
class _Queue:
    summaries: Sequence[DossierSummary]
    sent_back: Mapping[str, Objection]


class RecordsScreen(Screen):
    """Composes, signs, releases and saves results."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._results = desk.workstation.results
        self._summaries: dict[str, DossierSummary] = {}
        self._sent_back: Mapping[str, Objection] = {}
        self._code: str | None = None
        self._result: Result | None = None
        self.pane = ResultPane(desk.workstation.catalogue)
        self.pages = PdfPages(self, self.pane.pdf)
        self._make_actions()
        self._build()
        self._connect()
        self._show_actions()

    @property
    def result(self) -> Result | None:
        """The result that is shown."""
        return self._result

    @override
    def refresh(self) -> None:
        officer, limit = self.desk.officer, self.queue.limit

        def load(_handle: Handle) -> _Queue:
            return _Queue(self._results.queue(officer, limit), self._results.sent_back(officer))

        self.run(
            Lane.RECORDS,
            load,
            lambda found: self._show_queue(found, more=len(found.summaries) == limit),
        )

    def show_dossier(self, code: str) -> None:
        """Ask for a dossier's result and show it."""
        self._code = code
        officer, results = self.desk.officer, self._results
        known, held = _hash(self._result), self.pages.data

        def load(_handle: Handle) -> _Shown:
            result = results.of_dossier(officer, code)
            if result is None:
                return _Shown(code, None, b"")
            # each look at a result is journaled, so the same file is not asked for twice
            same = known == _hash(result)
            return _Shown(code, result, held if same else results.pdf(officer, result.id))

        self.run(Lane.RECORDS, load, self._on_loaded)

    # ---- building ------------------------------------------------------------------------------

    def _make_actions(self) -> None:
        add, pdf = self.add_key, self.pane.pdf
        self.compose_action = add(self.tr("Compose the result"), keys.COMPOSE, self._on_compose)
        self.compose_all_action = add(
            self.tr("Compose all results"), keys.COMPOSE_ALL, self._on_compose_all
        )
        self.release_all_action = add(
            self.tr("Release all that are valid"), keys.RELEASE_ALL, self._on_release_all
        )
        self.sign_action = add(self.tr("Sign"), keys.SIGN, self._on_sign)
        self.send_back_action = add(
            self.tr("Send back, do not sign"), keys.SEND_BACK, self._on_send_back
        )
        self.release_action = add(self.tr("Release"), keys.RELEASE, self._on_release)
        self.save_action = add(self.tr("Save the PDF as"), keys.SAVE, self._on_save)
        self.forms_action = add(self.tr("Forms"), keys.FORMS, lambda: open_forms(self, self._code))
        self.copies_action = add(
            self.tr("Seal the copies of papers"), keys.SEAL_COPIES, self._on_copies
        )
        add(self.tr("Find a dossier"), keys.FIND, self._on_find)
        add(self.tr("Zoom in"), keys.ZOOM_IN, lambda: pdf.zoom_by(1))
        add(self.tr("Zoom out"), keys.ZOOM_OUT, lambda: pdf.zoom_by(-1))
        add(self.tr("Fit the width"), keys.ZOOM_FIT, lambda: pdf.zoom_by(0))
        add(self.tr("Next page"), keys.NEXT_PAGE, lambda: pdf.turn_page(1))
        add(self.tr("Previous page"), keys.PREVIOUS_PAGE, lambda: pdf.turn_page(-1))

    def _build(self) -> None:
        self._stack = QStackedWidget()
        self._stack.addWidget(
            Empty(
                "issue",
                self.tr("No result is open"),
                self.tr("Verified dossiers wait on the left for their results."),
            )
        )
        self._stack.addWidget(self._result_part())
        self.queue = QueuePane(
            self.tr("Verified dossiers"), self.tr("No dossier has been verified yet.")
        )
        for action, icon in (
            (self.compose_all_action, "file-add"),
            (self.release_all_action, "release"),
        ):
            self.queue.add_button(button(action, icon=icon))
        fill_with_queue(self, self.queue, self._stack)

    def _result_part(self) -> QWidget:
        self._again = button(self.compose_action, role="primary", icon="file-add")
        self.pane.not_composed.add(button(self.compose_action, role="primary", icon="file-add"))
        return with_bar(
            self.pane,
            (
                button(self.save_action, icon="save"),
                button(self.forms_action, icon="file-add"),
                button(self.copies_action, icon="sign"),
                button(self.send_back_action, icon="return"),
            ),
            (
                self._again,
                button(self.sign_action, role="primary", icon="sign"),
                button(self.release_action, role="primary", icon="release"),
            ),
        )

    def _connect(self) -> None:
        self.queue.chosen.connect(self._on_chosen)
        self.queue.wanted.connect(self._on_more_wanted)
        self.queue.searched.connect(self._on_searched)
        self.pages.drawn.connect(self.pane.show_place)

    # ---- showing -------------------------------------------------------------------------------

    def _show_queue(self, queue: _Queue, *, more: bool) -> None:
        self._sent_back = queue.sent_back
        # what came back waits for a person first
        ordered = sorted(queue.summaries, key=lambda one: one.dossier.code not in self._sent_back)
        self._summaries = {one.dossier.code: one for one in ordered}
        self.queue.show_cards(self._cards_of(ordered), self._code, more=more)
        self._show_actions()
        if self._code in self._summaries:
            self.show_dossier(str(self._code))

    def _cards_of(self, summaries: Sequence[DossierSummary]) -> list[Card]:
        catalogue = self.desk.workstation.catalogue
        return [
            result_card(one, catalogue, self._sent_back.get(one.dossier.code)) for one in summaries
        ]

    def _on_more_wanted(self, shown: int) -> None:
        officer = self.desk.officer

        def add(found: Sequence[DossierSummary]) -> None:
            self._summaries |= {one.dossier.code: one for one in found}
            self.queue.add_cards(self._cards_of(found), more=len(found) == PAGE)

        self.run(Lane.RECORDS, lambda _handle: self._results.queue(officer, PAGE, shown), add)

    def _on_searched(self, words: str) -> None:
        officer, paper = self.desk.officer, self.desk.workstation.paper

        def show(found: Sequence[DossierSummary]) -> None:
            here = [one for one in found if one.dossier.state in QUEUE]
            self._summaries |= {one.dossier.code: one for one in here}
            self.queue.show_found(words, self._cards_of(here))

        self.run(Lane.RECORDS, lambda _handle: paper.find(officer, words), show)

    def _on_chosen(self, code: object) -> None:
        if isinstance(code, str) and code != self._code:
            self.show_dossier(code)

    def _on_loaded(self, shown: _Shown) -> None:
        if shown.code != self._code or shown.code not in self._summaries:
            return
        self._result = shown.result
        self.pane.show_result(
            self._summaries[shown.code], shown.result, self._sent_back.get(shown.code)
        )
        self._stack.setCurrentIndex(1)
        if shown.pdf != self.pages.data:
            self.pages.show(shown.pdf)
        self._show_actions()

    def _show_actions(self) -> None:
        state = self._result.state if self._result else None
        states = [one.result_state for one in self._summaries.values()]
        self.compose_all_action.setEnabled("" in states)
        self.release_all_action.setEnabled(self._complete.value in states)
        sent_back = self._code in self._sent_back
        self.compose_action.setEnabled(self._code is not None and (state is None or sent_back))
        self.compose_action.setText(
            self.tr("Compose the result again") if sent_back else self.tr("Compose the result")
        )
        self._again.setVisible(sent_back)
        role = self._role_due
        self.sign_action.setEnabled(role is not None)
        self.send_back_action.setVisible(role is not None)
        self.send_back_action.setEnabled(role is not None)
        self.sign_action.setVisible(state is None or role is not None)
        self.sign_action.setText(self.tr("Seal") if role is SignerRole.AGENCY else self.tr("Sign"))
        may_go = state in (ResultState.SIGNED, ResultState.SEALED) and role is None
        self.release_action.setEnabled(may_go)
        self.release_action.setVisible(may_go or state is ResultState.RELEASED)
        self.save_action.setEnabled(bool(self.pages.data))

    @property
    def _complete(self) -> ResultState:
        """The state of a result that bears all signatures the office asks for."""
        sealing = self.desk.workstation.results.policies.agency.required
        return ResultState.SEALED if sealing else ResultState.SIGNED

    @property
    def _role_due(self) -> SignerRole | None:
        """Whose signature the shown result waits for."""
        state = self._result.state if self._result else None
        if self._code in self._sent_back:
            return None
        if state is ResultState.COMPOSED:
            return SignerRole.PERSON
        sealing = self.desk.workstation.results.policies.agency.required
        return SignerRole.AGENCY if state is ResultState.SIGNED and sealing else None

    # ---- the officer's wishes --------------------------------------------------------------------

    def _on_find(self) -> None:
        self.queue.start_search()

    def _on_compose(self) -> None:
        code, officer = self._code, self.desk.officer
        if code is not None and self.compose_action.isEnabled():
            self.compose_action.setEnabled(False)
            self._again.setVisible(code in self._sent_back)
            job = self.run(
                Lane.DEVICES,
                lambda _handle: self._results.compose(officer, code),
                lambda _result: self.refresh(),
                title=self.tr("Composing the result"),
            )
            job.ended.connect(self.while_alive(lambda _outcome: self._show_actions()))

    def _on_compose_all(self) -> None:
        officer = self.desk.officer
        self.compose_all_action.setEnabled(False)
        self._bulk(
            lambda handle: self._results.compose_all(
                officer, report=handle.report, cancel=handle.cancel
            ),
            self.tr("Composing the results"),
            self.tr("{count} results are composed."),
        )

    def _on_release_all(self) -> None:
        officer = self.desk.officer
        states = [one.result_state for one in self._summaries.values()]
        count = states.count(self._complete.value)
        question = Question(
            title=self.tr("Release all that are valid"),
            text=self.tr(
                "Release every result whose signatures are complete and valid? There are {count}."
            ).format(count=count),
            yes=self.tr("Release"),
            no=self.tr("Do not release"),
        )

        def release() -> None:
            self.release_all_action.setEnabled(False)
            self._bulk(
                lambda handle: self._results.release_all(
                    officer, report=handle.report, cancel=handle.cancel
                ),
                self.tr("Releasing the results"),
                self.tr("{count} results are released."),
            )

        ask(self, question, release)

    def _bulk(self, work: Callable[[Handle], BulkOutcome], title: str, done: str) -> None:
        def finished(outcome: BulkOutcome) -> None:
            self.say(done.format(count=outcome.done), Tone.GOOD)
            for failure in outcome.failures[:_MOST_NOTICES]:
                self.say(wording.failure(failure), Tone.ERROR)
            self.refresh()

        job = self.run(Lane.DEVICES, work, finished, title=title)
        job.ended.connect(self.while_alive(lambda _outcome: self._show_actions()))

    def _on_copies(self) -> None:
        if self._code is not None:
            sign_copies(self, self._code, CopyRole.AGENCY)

    def _on_sign(self) -> None:
        result, role = self._result, self._role_due
        if result is None or role is None:
            return
        from ui.screens.signing.one import sign_one

        sign_one(self, role, result.id, self.refresh)

    def _on_send_back(self) -> None:
        if self._result is not None and self._role_due is not None:
            from ui.screens.signing.send_back_dialog import send_back

            send_back(self, self._result, self.refresh)

    def _on_release(self) -> None:
        result = self._result
        if result is None or not self.release_action.isEnabled():
            return
        if result.report.get("valid"):
            self._release(result, reason="")
            return
        question = Question(
            title=self.tr("Release"),
            text=self.tr(
                "The check did not find the signature valid. Release the result all the same?"
            ),
            yes=self.tr("Release"),
            no=self.tr("Do not release"),
        )
        # the journal keeps what the officer was asked and answered
        answered = f"{question.text} – {question.yes}"
        ask(self, question, lambda: self._release(result, reason=answered))

    def _release(self, result: Result, *, reason: str) -> None:
        officer = self.desk.officer
        self.run(
            Lane.RECORDS,
            lambda _handle: self._results.release(officer, result.id, reason=reason),
            self._on_released,
        )

    def _on_released(self, result: Result) -> None:
        text = self.tr("Result No. {number} is released.")
        self.say(text.format(number=result.number), Tone.GOOD)
        self.refresh()

    def _on_save(self) -> None:
        if not self.pages.data or self._result is None:
            return
        files.ask_target(
            self,
            self.tr("Save the PDF as"),
            self._result.number.replace("/", "-") + ".pdf",
            files.pdf_kind(),
            self.save,
        )

    def save(self, path: Path) -> None:
        """Write the shown PDF to a file."""
        data = self.pages.data
        files.save(self, path, lambda: data)


def _hash(result: Result | None) -> str:
    return (result.signed_hash or result.pdf_hash) if result else ""
