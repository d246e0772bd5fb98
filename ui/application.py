"""Puts the window together: hooks, language, theme, one window a folder, then the heavy part."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, QProcess
from PySide6.QtWidgets import QApplication, QMessageBox

from digitizer import settings as settings_module
from digitizer.errors import DefinitionError
from digitizer.model.officer import Officer, Role
from digitizer.settings import Settings, data_folder
from ui import certificate_sign_in, custody, input_methods, languages, opening, theme, wording
from ui.composing import CompositionGuard
from ui.courier import Courier
from ui.crash import CrashHooks
from ui.endings import Endings
from ui.idle import IdleWatch
from ui.main_window import MainWindow
from ui.neighbours import Neighbours
from ui.opening import NewOffice, Opened
from ui.places import Places
from ui.screen import Desk, Notice, Tone
from ui.screens.first_start import FirstStartScreen
from ui.screens.sign_in import SignInScreen
from ui.seats import FIRST_STEPS, seats
from ui.single import SingleWindow, command
from ui.tasks import Lane, Tasks
from ui.widgets.dialog import Question, ask
from ui.widgets.parts import Empty, plain_button

_log = logging.getLogger(__name__)
CRASHED, START_AGAIN = 1, 75
"""Exit codes of the event loop after an error nobody foresaw."""


def run(arguments: Sequence[str]) -> int:
    """Show the window and return the exit code when it is closed."""
    folder = data_folder()
    single = SingleWindow(folder)
    if not single.take():
        # asking over a socket needs an application, but no screen
        asking = QCoreApplication(list(arguments))
        single.raise_other()
        del asking
        return 0
    hooks = CrashHooks(folder / "logs")
    hooks.install()
    application = QApplication(list(arguments))
    application.setApplicationName("digitizer")
    application.setOrganizationName("digitizer")
    # Wayland finds the window's name and icon by the desktop entry of this name
    application.setDesktopFileName("digitizer")
    application.setWindowIcon(theme.program_icon())
    single.listen()
    settings, problem = _settings(folder)
    installed = languages.translators(application, settings.language)
    controller = Controller(application, folder, settings, hooks)
    single.raise_asked.connect(controller.window.bring_to_front)
    endings = Endings(application)
    controller.start(problem)
    code = application.exec()
    endings.close()
    controller.close()
    single.release()
    hooks.restore()
    del installed
    if code == START_AGAIN:
        # the records are closed and the folder is free: the new window takes them over
        program, *words = command()
        QProcess.startDetached(program, words)
        return CRASHED
    return code


def _settings(folder: Path) -> tuple[Settings, BaseException | None]:
    """Return the settings; a wrong file is told in the window, which opens with the defaults."""
    try:
        return settings_module.load(folder), None
    except DefinitionError as error:
        return settings_module.load(None), error


class Controller(QObject):
    """Leads from the start to an officer at a seat and back."""

    def __init__(
        self, application: QApplication, folder: Path, settings: Settings, hooks: CrashHooks
    ) -> None:
        super().__init__(application)
        self.folder = folder
        self.settings = settings
        self.hooks = hooks
        self.theme = theme.Theme(application)
        self.theme.choose(settings.theme)
        self.theme.choose_scale(settings.letter_size)
        self.guard = CompositionGuard(application)
        self.tasks = Tasks(self)
        self.tasks.crashed.connect(hooks.report)
        hooks.crashed.connect(self._on_crashed)
        self.opened: Opened | None = None
        self.window = MainWindow(self.tasks, self.theme)
        self.first_start = FirstStartScreen()
        self.sign_in = SignInScreen()
        self.idle = IdleWatch(application, settings.lock_minutes)
        self.neighbours = Neighbours(self)
        self.places = Places(self.window)
        self.courier = Courier(self.tasks, self)
        self._locked: Officer | None = None
        self._connect()

    def start(self, problem: BaseException | None = None) -> None:
        """Show the window at once and open the data folder behind it."""
        self._starting = Empty("office", self.tr("Opening the records…"), str(self.folder))
        self._retry = plain_button(self.tr("Try again"), self._on_retry)
        self._retry.hide()
        self._starting.add(self._retry)
        self.window.show_page(self._starting)
        self.window.show()
        if problem is not None:
            self._say(wording.sentence(problem), Tone.ERROR)
        unspoken = input_methods.missing()
        if unspoken:
            self._say(
                self.tr(
                    "Vietnamese cannot be typed here: the desktop asks for the input method {name},"
                    " which this program cannot speak. Set QT_IM_MODULE=ibus; fcitx5 understands"
                    " it too (package fcitx5-module-ibus)."
                ).format(name=unspoken),
                Tone.WARNING,
            )
        if self.hooks.previous_fault:
            self._say(
                self.tr(
                    "The program was stopped by a fault last time. Everything that was shown as"
                    " saved is there; the log is in {folder}."
                ).format(folder=self.hooks.log_file.parent),
                Tone.WARNING,
            )
        self.open_folder()

    def open_folder(self, passphrase: str | None = None) -> None:
        """Open the data folder in its lane; where the office has a database, sign in first."""
        if self.settings.database:
            self._show_sign_in()
            return
        job = self.tasks.run(
            Lane.RECORDS, lambda _handle: opening.open_folder(self.folder, passphrase)
        )
        job.succeeded.connect(self._on_opened)
        job.failed.connect(self._on_not_opened)

    def _on_retry(self) -> None:
        self.open_folder()

    def close(self) -> None:
        """Stop all work and close the data folder."""
        self.places.stop()
        self.courier.stop()
        self.neighbours.stop()
        self.tasks.close()
        if self.opened is not None:
            self.opened.workstation.close()

    def _connect(self) -> None:
        self.window.signed_out.connect(self._on_signed_out)
        self.idle.idle.connect(self._on_idle)
        self.neighbours.changed.connect(self.window.refresh_quietly)
        self.neighbours.lost.connect(self._on_server_lost)
        self.neighbours.came_back.connect(self._on_server_back)
        self.window.theme_wanted.connect(self._on_theme_wanted)
        self.window.scale_wanted.connect(self._on_scale_wanted)
        self.first_start.practice_wanted.connect(self._on_practice)
        self.first_start.office_wanted.connect(self._on_office)
        self.first_start.backup_wanted.connect(self._on_backup_wanted)
        self.sign_in.wanted.connect(self._on_sign_in)
        self.sign_in.practice_wanted.connect(self._on_practice_sign_in)
        self.sign_in.removal_wanted.connect(self._on_removal_wanted)
        self.sign_in.certificate_wanted.connect(self._on_certificate_wanted)

    def _on_opened(self, opened: Opened | None) -> None:
        self.opened = opened
        if opened is None:
            # the office this one stood beside has its own window
            self.window.close()
            return
        self.settings = opened.workstation.settings
        self.idle.wait(self.settings.lock_minutes)
        self.window.show_practice(self.settings.practice)
        self.first_start.set_busy(False)
        if opened.officers:
            self._show_sign_in()
        else:
            self.window.show_page(self.first_start)

    def _on_not_opened(self, error: BaseException) -> None:
        if custody.wants_passphrase(self.folder, error):
            custody.ask_passphrase(self.window, self.open_folder, after=error)
        self._starting.say(self.tr("The records cannot be opened"), wording.sentence(error))
        self._retry.show()
        self.window.show_page(self._starting)

    def _show_sign_in(self) -> None:
        if self.opened is None and not self.settings.database:
            return
        practice = self.settings.practice
        # in the practice office a seat is taken by a click; its administrator has none to take
        officers = [
            one
            for one in (self.opened.officers if self.opened else ())
            if not practice or one.roles - {Role.ADMINISTRATOR}
        ]
        self.window.show_page(self.sign_in)
        self.sign_in.show_office(self.settings.office_name, officers, practice=practice)
        self._show_certificate()

    def _on_practice(self) -> None:
        self._set_up(lambda opened: opening.set_up_practice(self.folder, opened))

    def _on_removal_wanted(self) -> None:
        question = Question(
            self.tr("Remove the practice office"),
            self.tr(
                "Everything in the practice office is deleted: dossiers, results and its officers."
                " Nothing brings it back. Records of a real office are never touched."
            ),
            self.tr("Remove it"),
            self.tr("Keep it"),
        )
        ask(self.window, question, self.remove_practice)

    def remove_practice(self) -> None:
        """Take the practice office away; the folder asks how to begin, or its window closes."""
        self._set_up(lambda opened: opening.remove_practice(self.folder, opened))

    def _on_office(self, office: NewOffice) -> None:
        self._set_up(lambda opened: opening.set_up_office(self.folder, opened, office))

    def _on_backup_wanted(self) -> None:
        custody.ask_backup(
            self.window,
            lambda source, words: self._set_up(
                lambda opened: custody.bring_back(self.folder, opened, source, words)
            ),
        )

    def _set_up(self, work: opening.SetUp) -> None:
        opened = self.opened
        if opened is None:
            return
        self.first_start.set_busy(True)
        job = self.tasks.run(
            Lane.RECORDS, lambda _handle: work(opened), title=self.tr("Setting up the records")
        )
        job.succeeded.connect(self._on_opened)
        job.failed.connect(self._on_not_set_up)

    def _on_not_set_up(self, error: BaseException) -> None:
        self._say(wording.sentence(error), Tone.ERROR)
        # begin again from what is there, whether or not it was closed on the way
        opened, self.opened = self.opened, None
        if opened is not None:
            self.tasks.run(Lane.RECORDS, lambda _handle: opened.workstation.close())
        self.open_folder()

    def _on_sign_in(self, login: str, password: str) -> None:
        self.sign_in.setEnabled(False)
        opened = self.opened
        if opened is not None and (not self.settings.database or self._is_locked(login)):
            officers = opened.workstation.store.officers
            job = self.tasks.run(Lane.RECORDS, lambda _handle: officers.sign_in(login, password))
            job.succeeded.connect(self._on_signed_in)
        else:
            # an office's database knows who is connected: another officer is another connection
            self._leave_office()
            job = self.tasks.run(
                Lane.RECORDS, lambda _handle: opening.open_office(self.folder, login, password)
            )
            job.succeeded.connect(self._on_office_opened)
        job.failed.connect(lambda error: self.sign_in.show_problem(wording.sentence(error)))

    def _show_certificate(self) -> None:
        office = bool(self.settings.database)
        shown = opening.may_sign_in_by_token(self.folder, office=office)
        self.sign_in.by_certificate.setVisible(shown)

    def _on_certificate_wanted(self) -> None:
        opened = self.opened
        if self.settings.database:
            certificate_sign_in.ask(
                self.window,
                self.tasks,
                lambda given: opening.open_office_by_token(self.folder, given),
                self._on_office_opened_by_token,
            )
        elif opened is not None:
            certificate_sign_in.ask(
                self.window,
                self.tasks,
                lambda given: opening.sign_in_by_token(opened, given),
                self._on_signed_in,
            )

    def _on_office_opened_by_token(self, found: tuple[Opened, Officer]) -> None:
        opened, officer = found
        if self._is_locked(officer.login):
            # what stands open goes on over its own connection
            self.tasks.run(Lane.RECORDS, lambda _handle: opened.workstation.close())
            self._on_signed_in(officer)
            return
        self._leave_office()
        self._on_office_opened(found)

    def _is_locked(self, login: str) -> bool:
        return self._locked is not None and self._locked.login == login.strip().casefold()

    def _on_office_opened(self, found: tuple[Opened, Officer]) -> None:
        self.opened, officer = found
        self.settings = self.opened.workstation.settings
        self._on_signed_in(officer)

    def _on_signed_out(self) -> None:
        self.courier.stop()
        self.places.stop()
        self._locked = None
        if self.settings.database:
            self._leave_office()
        elif self.opened is not None:
            # the next officer's rights may be others
            station = self.opened.workstation
            self.tasks.run(Lane.DEVICES, lambda _handle: station.stop_helping())
        self._show_sign_in()

    def _leave_office(self) -> None:
        """Close the connection of whoever was here; their screens go with it."""
        opened, self.opened = self.opened, None
        self.courier.stop()
        self.places.stop()
        self.neighbours.stop()
        if opened is None:
            return
        if self.window.officer() is not None:
            self.window.lock(locked=False)
            self.window.unseat()
            self.window.show_page(self.sign_in)
            self._locked = None
        self.tasks.run(Lane.RECORDS, lambda _handle: opened.workstation.close())

    def _on_idle(self) -> None:
        officer = self.window.officer()
        if officer is None or self.settings.practice or self._locked is not None:
            return
        self._locked = officer
        self.window.lock(locked=True)
        self.window.show_page(self.sign_in)
        self.sign_in.show_locked(officer)
        self._show_certificate()

    def _on_server_lost(self) -> None:
        self._say(
            self.tr(
                "The office's server does not answer. What you type stays in the window; the"
                " program keeps trying."
            ),
            Tone.WARNING,
        )

    def _on_server_back(self) -> None:
        self._say(self.tr("The office's server answers again."), Tone.GOOD)

    def _on_practice_sign_in(self, officer: Officer) -> None:
        self._on_sign_in(officer.login, opening.practice_password(officer))

    def _on_signed_in(self, officer: Officer) -> None:
        self.sign_in.setEnabled(True)
        locked, self._locked = self._locked, None
        if locked is not None:
            self.window.lock(locked=False)
            if locked.id == officer.id:
                return
            self.window.unseat()
        if self.opened is not None:
            desk = Desk(self.opened.workstation, officer, self.tasks)
            self.window.seat(desk, seats())
            if len(self.opened.officers) == 1 and Role.ADMINISTRATOR in officer.roles:
                # nobody but the first administrator: the office has its first steps before it
                self.window.take_seat(FIRST_STEPS)
            self.places.follow(desk)
            self.neighbours.listen(self.opened.workstation.store)
            self.courier.serve(self.opened.workstation, officer)
            station = self.opened.workstation
            self.tasks.run(Lane.DEVICES, lambda _handle: station.help(officer))

    def _on_theme_wanted(self, name: str) -> None:
        self.theme.choose(name)
        self.tasks.run(
            Lane.RECORDS,
            lambda _handle: settings_module.save_for_user(self.folder, theme=name),
        )

    def _on_scale_wanted(self, percent: int) -> None:
        self.theme.choose_scale(percent)
        self.tasks.run(
            Lane.RECORDS,
            lambda _handle: settings_module.save_for_user(self.folder, letter_size=percent),
        )

    def _on_crashed(self, error: BaseException) -> None:
        text = self.tr(
            "The program met an error it did not foresee and will close. Everything that was shown"
            " as saved is safe; it starts again where you are, with what stands in the line. Please"
            " send this file to your administrator: {file}"
        )
        self.places.keep()
        box = QMessageBox(self.window)
        box.setIcon(QMessageBox.Icon.Critical)
        box.setWindowTitle(self.tr("Unforeseen error"))
        box.setText(text.format(file=self.hooks.log_file))
        box.setDetailedText(type(error).__name__)
        again = box.addButton(self.tr("Start again"), QMessageBox.ButtonRole.AcceptRole)
        box.addButton(self.tr("Close"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(again)
        box.finished.connect(
            lambda _result: QApplication.exit(
                START_AGAIN if box.clickedButton() is again else CRASHED
            )
        )
        box.open()

    def _say(self, text: str, tone: Tone) -> None:
        self.window.say(Notice(text, tone))
