"""Takes the pictures of the handbook from the running program: ``python -m tools.pictures``.

A practice office is opened in a folder of its own, the shipped sample dossiers are read by the
real recogniser, and the window is photographed at the seats. Without a screen Qt's offscreen
platform draws it. ``--theme dark --size 1920x1080 --out DIR`` takes the same pictures otherwise.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PIL import Image
from PySide6.QtCore import QBuffer, QEvent, QIODevice, QSettings, Qt
from PySide6.QtWidgets import QApplication, QWidget

from digitizer import settings
from digitizer.model.dossier import Dossier
from digitizer.model.field import Absence
from digitizer.model.officer import Officer, Role
from digitizer.model.result import ResultState, SignerRole
from digitizer.office import practice
from digitizer.office.practice import SampleDossier
from digitizer.paper.verification import needs_person
from digitizer.workstation import Workstation
from tools import pictured_scanner
from ui import languages
from ui.application import Controller
from ui.crash import CrashHooks
from ui.opening import NewOffice
from ui.screen import Screen
from ui.screens.checking import CheckingScreen
from ui.screens.clerk import ClerkScreen
from ui.screens.records import RecordsScreen
from ui.screens.signing import SigningScreen
from ui.screens.signing.sign_dialog import SignDialog
from ui.screens.verification import VerificationScreen
from ui.screens.warehouse import WarehouseScreen
from ui.widgets.notices import Notices

OUT = Path(__file__).resolve().parent.parent / "resources" / "handbook" / "pictures"
_COLOURS = 256
_PATIENCE = 300.0


@dataclass(frozen=True, slots=True)
class People:
    """The officers of the practice office."""

    clerk: Officer
    supervisor: Officer
    records: Officer
    administrator: Officer


class Photographer:
    """Sits at the window, waits until it is at rest, and photographs it."""

    def __init__(self, application: QApplication, controller: Controller, out: Path) -> None:
        self.application = application
        self.controller = controller
        self.out = out
        out.mkdir(parents=True, exist_ok=True)

    @property
    def station(self) -> Workstation:
        """The workstation that is open."""
        opened = self.controller.opened
        if opened is None:
            raise RuntimeError("the data folder is not open")
        return opened.workstation

    def wait(self, until: Callable[[], object], what: str) -> None:
        """Let the window work until something is so."""
        end = time.monotonic() + _PATIENCE
        while not until():
            if time.monotonic() > end:
                raise TimeoutError(what)
            self.application.processEvents()
            # without exec() nothing else deletes what was given up
            self.application.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
            time.sleep(0.01)

    def rest(self) -> None:
        """Wait until nothing is under way and everything is painted."""
        self.wait(lambda: not self.controller.tasks.running, "work to end")
        quiet = time.monotonic() + 0.4
        self.wait(lambda: time.monotonic() > quiet, "a moment")
        self.wait(lambda: not self.controller.tasks.running, "work to end")

    def take(self, name: str, widget: QWidget | None = None) -> None:
        """Write a picture of the window, or of a dialog over it."""
        self.rest()
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        (widget or self.controller.window).grab().save(buffer, "PNG")
        path = self.out / f"{name}.png"
        path.write_bytes(reduced(bytes(buffer.data().data())))
        print(f"{path.name}: {path.stat().st_size // 1024} KB", file=sys.stderr)

    def clear_notices(self) -> None:
        """Close what is said in the corner."""
        for notices in self.controller.window.findChildren(Notices):
            notices.clear()

    def sit(self, officer: Officer) -> Screen:
        """Sign an officer in and return the screen of the seat."""
        window = self.controller.window
        if window.officer() is not None:
            window.unseat()
            window.signed_out.emit()
            self.rest()
        self.controller.sign_in.practice_wanted.emit(officer)
        self.wait(lambda: window.officer() == officer, "signing in")
        self.rest()
        if window.screen_shown is None:
            raise RuntimeError("no seat was taken")
        return window.screen_shown


def reduced(png: bytes) -> bytes:
    """Return a PNG with few colours: text stays sharp and the file small."""
    with Image.open(io.BytesIO(png)) as image:
        few = image.convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE)
    out = io.BytesIO()
    few.save(out, "PNG", optimize=True)
    return out.getvalue()


def photograph(photographer: Photographer) -> None:
    """Go through the seats and take all pictures."""
    people = _begin(photographer)
    with practice.sample_dossiers() as samples:
        birth, marital, business, again, *_loose = samples
        photographer.station.reader()
        _clerk(photographer, people, birth)
        verified = _verify(photographer.station, people, marital)
        _reuse(photographer, people, again)
        waiting = _submit(photographer.station, people.clerk, business)
    _supervisor(photographer, people, waiting)
    _seats(photographer, people.supervisor, ("mass", "blind", "dashboard", "journal", "warehouse"))
    _records(photographer, people, verified)
    files = [file for one in samples for file in one.files]
    pictured_scanner.photograph(photographer, people.clerk, files)
    _seats(photographer, people.records, ("signing", "checking", "templates"))
    _seats(photographer, people.clerk, ("inbox", "folder"))
    _seats(
        photographer,
        people.administrator,
        ("administrator", "selftest", "queue", "design", "exchange"),
    )


def _seats(photographer: Photographer, officer: Officer, names: Sequence[str]) -> None:
    """Photograph the screens of an officer's other seats, with a task begun where one can be."""
    photographer.sit(officer)
    for name in names:
        photographer.controller.window.take_seat(name)
        photographer.rest()
        _begin_task(photographer, officer)
        photographer.clear_notices()
        photographer.take(f"seat-{name}")


def _begin_task(photographer: Photographer, officer: Officer) -> None:
    screen = photographer.controller.window.screen_shown
    if isinstance(screen, WarehouseScreen):
        screen.words.setText("phung minh vy")
        screen.words.returnPressed.emit()
        photographer.wait(lambda: screen.held is not None, "what is known of a person")
    elif isinstance(screen, SigningScreen):
        screen.show_role(SignerRole.AGENCY)
    elif isinstance(screen, CheckingScreen):
        results = photographer.station.results
        (result,) = photographer.station.store.results.all([ResultState.SIGNED])
        file = photographer.station.store.folder / "giay-xac-nhan.pdf"
        file.write_bytes(results.pdf(officer, result.id))
        screen.check([file])
    photographer.rest()


def _begin(photographer: Photographer) -> People:
    controller = photographer.controller
    controller.start()
    photographer.wait(lambda: controller.opened is not None, "the records to open")
    photographer.take("first-start")
    _first_steps(photographer)
    before = controller.opened
    controller.first_start.practice_wanted.emit()
    photographer.wait(lambda: controller.opened is not before, "the practice office")
    photographer.take("sign-in")
    store = photographer.station.store
    administrator = next(one for one in store.officers.all() if Role.ADMINISTRATOR in one.roles)
    return People(*practice.enlist(store), administrator)


def _first_steps(photographer: Photographer) -> None:
    """Set up an office of its own, photograph what is before its administrator, and leave it."""
    whole = photographer.controller
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "data"
        folder.mkdir()
        hooks = CrashHooks(Path(name) / "logs")
        own = Controller(photographer.application, folder, whole.settings, hooks)
        own.window.setWindowState(Qt.WindowState.WindowNoState)
        own.window.resize(whole.window.size())
        photographer.controller = own
        try:
            own.start()
            photographer.wait(lambda: own.opened is not None, "the records to open")
            before = own.opened
            own.first_start.office_wanted.emit(
                NewOffice(
                    "ỦY BAN NHÂN DÂN XÃ MẪU",
                    "Xã Mẫu",
                    "Nguyễn Thị Quản",
                    "quan",
                    "sông Hương mùa thu",
                )
            )
            photographer.wait(lambda: own.opened is not before, "the office")
            own.sign_in.wanted.emit("quan", "sông Hương mùa thu")
            photographer.wait(lambda: own.window.screen_shown, "signing in")
            photographer.take("first-steps")
        finally:
            own.window.hide()
            own.close()
            photographer.controller = whole


def _clerk(photographer: Photographer, people: People, sample: SampleDossier) -> None:
    screen = photographer.sit(people.clerk)
    if not isinstance(screen, ClerkScreen):
        raise TypeError(screen)
    procedure = photographer.station.catalogue.procedures[sample.procedure]
    screen.open_dossier(procedure, sample.owner)
    photographer.wait(lambda: screen.dossier_code, "the dossier to open")
    photographer.rest()
    declaration, *cards = sample.files
    screen.take_in(cards)
    photographer.rest()
    photographer.clear_notices()
    photographer.take("clerk-missing")
    screen.take_in([declaration])
    photographer.rest()
    photographer.clear_notices()
    photographer.take("clerk-complete")


def _reuse(photographer: Photographer, people: People, sample: SampleDossier) -> None:
    screen = photographer.sit(people.clerk)
    if not isinstance(screen, ClerkScreen):
        raise TypeError(screen)
    procedure = photographer.station.catalogue.procedures[sample.procedure]
    screen.open_dossier(procedure, sample.owner)
    photographer.wait(lambda: screen.dossier_code, "the dossier to open")
    photographer.rest()
    screen.take_in(sample.files)
    photographer.wait(lambda: screen.pane.offer is not None, "an offer")
    photographer.rest()
    photographer.clear_notices()
    photographer.take("reuse")
    # the front of a card and its back are two offers
    while screen.pane.offer is not None:
        taken = screen.pane.offer
        screen.reuse_action.trigger()
        photographer.wait(lambda: screen.pane.offer != taken, "the paper to be reused")  # noqa: B023
        photographer.rest()
    photographer.take("reuse-taken")
    code = str(screen.dossier_code)
    screen.submit_action.trigger()
    photographer.rest()
    checking = photographer.sit(people.supervisor)
    if not isinstance(checking, VerificationScreen):
        raise TypeError(checking)
    checking.open_dossier(code)
    photographer.wait(lambda: checking.dossier is not None, "the dossier to open")
    photographer.rest()
    photographer.clear_notices()
    photographer.take("reuse-checked")


def _supervisor(photographer: Photographer, people: People, dossier: Dossier) -> None:
    screen = photographer.sit(people.supervisor)
    if not isinstance(screen, VerificationScreen):
        raise TypeError(screen)
    screen.open_dossier(dossier.code)
    photographer.wait(lambda: screen.dossier is not None, "the dossier to open")
    photographer.rest()
    photographer.take("verification")


def _records(photographer: Photographer, people: People, dossier: Dossier) -> None:
    screen = photographer.sit(people.records)
    if not isinstance(screen, RecordsScreen):
        raise TypeError(screen)
    screen.show_dossier(dossier.code)
    photographer.rest()
    screen.compose_action.trigger()
    photographer.wait(lambda: screen.result is not None, "the result")
    photographer.take("composed")
    screen.sign_action.trigger()
    photographer.wait(lambda: screen.findChild(SignDialog) is not None, "the dialog")
    dialog = screen.findChild(SignDialog)
    if not isinstance(dialog, SignDialog):
        raise TypeError(dialog)
    dialog.key.setCurrentIndex(dialog.key.findData("test"))
    photographer.rest()
    photographer.take("sign-dialog", dialog)
    dialog.sign.click()
    photographer.wait(lambda: screen.result and screen.result.signed_hash, "the signature")
    photographer.rest()
    photographer.clear_notices()
    photographer.take("signed")


def _submit(station: Workstation, clerk: Officer, sample: SampleDossier) -> Dossier:
    dossier = station.paper.open_dossier(clerk, sample.procedure, sample.owner)
    station.paper.take_in(clerk, dossier.code, sample.files)
    station.paper.read(clerk, dossier.code)
    return station.paper.submit(clerk, dossier.code)


def _verify(station: Workstation, people: People, sample: SampleDossier) -> Dossier:
    """Take a dossier as far as the records officer, every value accepted as it was read."""
    dossier = _submit(station, people.clerk, sample)
    view = station.paper.view(people.supervisor, dossier.code)
    for value in view.values:
        if needs_person(value, view.findings):
            absence = None if value.value else Absence.BLANK
            station.paper.decide(
                people.supervisor, value.id, value.version, absence=absence, reason="xem ảnh"
            )
    return station.paper.verify(people.supervisor, dossier.code)


def main(arguments: list[str] | None = None) -> int:
    """Take the pictures and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tools.pictures", description=__doc__)
    parser.add_argument("--out", type=Path, default=OUT, help="folder to write into")
    parser.add_argument("--theme", choices=("light", "dark"), default="light")
    parser.add_argument("--size", default="1366x768", help="WIDTHxHEIGHT of the window")
    chosen = parser.parse_args(arguments)
    width, height = (int(side) for side in chosen.size.split("x"))
    application = QApplication([])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "van-phong-mau"
        folder.mkdir()
        settings.save_for_user(folder, theme=chosen.theme)
        QSettings.setDefaultFormat(QSettings.Format.IniFormat)
        for form in (QSettings.Format.NativeFormat, QSettings.Format.IniFormat):
            QSettings.setPath(form, QSettings.Scope.UserScope, name)
        installed = languages.translators(application, "vi")
        in_force = settings.load(folder)
        controller = Controller(application, folder, in_force, CrashHooks(Path(name) / "logs"))
        controller.window.setWindowState(Qt.WindowState.WindowNoState)
        controller.window.resize(width, height)
        try:
            photograph(Photographer(application, controller, chosen.out))
        finally:
            controller.window.hide()
            controller.close()
            del installed
    return 0


if __name__ == "__main__":
    sys.exit(main())
