"""The first steps of a new office: each says whether it is done, and does itself on a key."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from digitizer.model.officer import Role
from digitizer.settings import Settings
from ui import backup, files, keys, panes, single, wording
from ui.models.cards import Card, CardModel
from ui.screen import Desk, Screen, Tone
from ui.screens.first_steps import work
from ui.screens.first_steps.office_dialog import OfficeDialog
from ui.screens.first_steps.work import State, Step
from ui.tasks import Lane
from ui.widgets.card_list import CardList
from ui.widgets.parts import Banner, button
from ui.widgets.seat_parts import fill_with_list

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class Words:
    """A step in the office's words: what it is, what for, and the wish that does it."""

    title: str
    text: str
    wish: str


def words_of(step: Step) -> Words:
    """Return how a step is told."""
    match step:
        case Step.OFFICE:
            return Words(
                translate("first_steps", "The office's details"),
                translate(
                    "first_steps",
                    "Name, code, place and the person who signs stand on every result and in the"
                    " codes of dossiers.",
                ),
                translate("first_steps", "Fill in the details…"),
            )
        case Step.OFFICERS:
            return Words(
                translate("first_steps", "Officers for all seats"),
                translate(
                    "first_steps",
                    "At least three persons: who keyed does not verify, who verified does not"
                    " sign.",
                ),
                translate("first_steps", "Go to Officers"),
            )
        case Step.SCANNER:
            return Words(
                translate("first_steps", "A scanner"),
                translate(
                    "first_steps",
                    "Switch it on and connect it. A desk without one takes files in.",
                ),
                translate("first_steps", "Look for devices again"),
            )
        case Step.TOKEN:
            return Words(
                translate("first_steps", "A signing token"),
                translate(
                    "first_steps",
                    "Install the token's software from whoever issued it, then plug the token in.",
                ),
                translate("first_steps", "Look for devices again"),
            )
        case Step.TRUST:
            return Words(
                translate("first_steps", "Root certificates that are trusted"),
                translate(
                    "first_steps",
                    "Without the root of whoever issued the tokens no signature is found"
                    " trustworthy.",
                ),
                translate("first_steps", "Add a root certificate…"),
            )
        case Step.KEY:
            return Words(
                translate("first_steps", "The recovery sheet, sealed and locked away"),
                translate(
                    "first_steps",
                    "Who loses the key loses the records: nobody can open them again.",
                ),
                translate("first_steps", "Save the recovery sheet…"),
            )
        case Step.BACKUP:
            return Words(
                translate("first_steps", "The first backup"),
                translate(
                    "first_steps",
                    "On another disk, at least once a week. It is encrypted and read back at once.",
                ),
                translate("first_steps", "Back up into a folder…"),
            )
        case Step.PRACTICE:
            return Words(
                translate("first_steps", "Practise with sample dossiers"),
                translate(
                    "first_steps",
                    "The practice office opens in a window of its own, in a folder beside the"
                    " records, and can be removed there at any time.",
                ),
                translate("first_steps", "Open the practice office"),
            )


class FirstStepsScreen(Screen):
    """Lists the first steps; what is done stays visible with its mark."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.settings: Settings = desk.workstation.settings
        self.states: dict[Step, State] = {}
        self._trying = self._try_again = False
        self.model = CardModel(self)
        self.list = CardList(self.tr("First steps"), self.model)
        self.list.setProperty("role", "framed")
        self.list.chosen.connect(lambda _value: self._name_wish())
        self.list.opened.connect(lambda _value: self._on_wish())
        self.summary = Banner()
        self.wish_action = self.add_key(self.tr("Do this step"), keys.SUBMIT, self._on_wish)
        fill_with_list(
            self,
            self.tr("First steps of the office"),
            self.summary,
            self.list,
            (),
            (button(self.wish_action, role="primary"),),
        )
        panes.mark(self.list)

    @property
    def step(self) -> Step | None:
        """The step that is chosen."""
        value = self.list.current_value()
        # Qt hands a string enumeration back as a plain string
        return Step(value) if isinstance(value, str) else None

    @override
    def refresh(self) -> None:
        station, settings = self.desk.workstation, self.settings
        self.run(Lane.RECORDS, lambda _handle: work.look(station, settings), self._show)
        self._try_devices()

    @override
    def refresh_quietly(self) -> None:
        return

    def _try_devices(self) -> None:
        if self._trying:
            # what it has seen already may have changed since
            self._try_again = True
            return
        self._trying, self._try_again = True, False
        station = self.desk.workstation
        job = self.run(Lane.DEVICES, lambda _handle: work.try_devices(station), self._show)
        job.ended.connect(self.while_alive(lambda _outcome: self._on_tried()))

    def _on_tried(self) -> None:
        self._trying = False
        if self._try_again:
            self._try_devices()

    def _show(self, states: list[State]) -> None:
        unknown = Step.OFFICE not in self.states
        self.states |= {one.step: one for one in states}
        steps = self._steps()
        self.model.show([self._card(step) for step in steps])
        if unknown and self.step in (None, steps[0]):
            # what devices answer may come first: it does not say where to begin
            begun = Step.OFFICE in self.states
            open_ones = (step for step in steps if step in self.states and not self._done(step))
            self.list.choose(next(open_ones, steps[0]) if begun else steps[0])
        left = sum(not self._done(step) for step in steps if step is not Step.PRACTICE)
        if left:
            self.summary.say(self.tr("%n step(s) left to do.", "", left), Tone.INFO)
        else:
            self.summary.say(self.tr("Everything is set up."), Tone.GOOD)
        self._name_wish()

    def _steps(self) -> list[Step]:
        # key and backup of an office's server are in the hands of who maintains it
        own = not self.settings.database
        return [step for step in Step if own or step not in (Step.KEY, Step.BACKUP)]

    def _done(self, step: Step) -> bool:
        return step in self.states and self.states[step].done

    def _card(self, step: Step) -> Card:
        told, state = words_of(step), self.states.get(step)
        if state is None:
            chip, tone, icon = self.tr("Being looked at…"), Tone.NEUTRAL, "clock"
        elif state.done:
            chip, tone, icon = self.tr("Done"), Tone.GOOD, "good"
        elif step is Step.PRACTICE:
            chip, tone, icon = self.tr("When you like"), Tone.NEUTRAL, "practice"
        else:
            chip, tone, icon = self.tr("To do"), Tone.WARNING, "warning"
        lines = [told.text]
        # that there is no backup yet is what the step itself says
        if state is not None and state.error is not None and step is not Step.BACKUP:
            lines.append(wording.sentence(state.error))
        elif state is not None and state.done and step is Step.SCANNER:
            lines.append(state.found)
        elif state is not None and state.done and step is Step.TOKEN:
            lines.append(self.tr("Plugged in: {tokens}").format(tokens=state.found))
        return Card(step, told.title, tuple(lines), chip, tone, icon, value=step, wraps=True)

    def _name_wish(self) -> None:
        if self.step is not None:
            self.wish_action.setText(words_of(self.step).wish)

    def _on_wish(self) -> None:
        if self.step is None:
            return
        wishes: dict[Step, Callable[[], object]] = {
            Step.OFFICE: self._ask_details,
            Step.OFFICERS: lambda: self.seat_wanted.emit(Role.ADMINISTRATOR.value),
            Step.SCANNER: self._look_again,
            Step.TOKEN: self._look_again,
            Step.TRUST: self._ask_root,
            Step.KEY: lambda: backup.save_sheet(self, self.refresh),
            Step.BACKUP: lambda: backup.back_up(self, self.refresh),
            Step.PRACTICE: self._practise,
        }
        wishes[self.step]()

    def _look_again(self) -> None:
        # looking takes seconds: that it has begun is seen at once
        for step in (Step.SCANNER, Step.TOKEN):
            self.states.pop(step, None)
        self._show([])
        self._try_devices()

    def _ask_details(self) -> OfficeDialog:
        dialog = OfficeDialog(self.settings, self)
        dialog.wanted.connect(self._keep_details)
        dialog.open()
        return dialog

    def _keep_details(self, details: dict[str, str]) -> None:
        folder = self.desk.workstation.store.folder

        def keep(_handle: object) -> Settings:
            from digitizer.settings import save_for_user

            return save_for_user(folder, **details)

        self.run(Lane.RECORDS, keep, self._on_details_kept, title=self.tr("Keeping the details"))

    def _on_details_kept(self, settings: Settings) -> None:
        self.settings = settings
        self.say(
            self.tr("The office's details are kept. They are in force from the next start on."),
            Tone.GOOD,
        )
        self.refresh()

    def _ask_root(self) -> None:
        files.ask_file(
            self,
            self.tr("Choose a root certificate"),
            [self.tr("Certificates (*.pem *.crt *.cer)")],
            self.add_root,
        )

    def add_root(self, file: Path) -> None:
        """Keep a root certificate among those that are trusted."""
        folder = self.desk.workstation.store.folder

        def add(_handle: object) -> None:
            from digitizer.results import trust

            trust.add_root(folder / trust.TRUST_FOLDER, file)

        self.run(Lane.RECORDS, add, lambda _none: self.refresh())

    def _practise(self) -> None:
        folder = self.desk.workstation.store.folder
        self.run(
            Lane.RECORDS,
            lambda _handle: work.prepare_practice(folder),
            self._start_practice,
            title=self.tr("Setting up the practice office"),
        )

    def _start_practice(self, folder: Path) -> None:
        if not single.start_another(folder):
            self.say(self.tr("The practice office's window could not be started."), Tone.ERROR)
        self.refresh()
