"""``digitizer watch``: what machines push into a folder becomes pages of dossiers."""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from digitizer.commands import placing
from digitizer.commands.console import WRONG_USE, Console, add_command
from digitizer.commands.station import add_station_options, open_station
from digitizer.jobs import CancelledError
from digitizer.model.officer import Officer
from digitizer.paper.intake_journey import FolderWatch
from digitizer.paper.watching import HELD_UP, FileState, Patience, Seen
from digitizer.paper.whereabouts import Whereabouts
from digitizer.workstation import Workstation

_SETTLE, _GIVE_UP = 2.0, 600.0


def add(commands: Any) -> None:
    """Add the subcommand."""
    watch = add_command(
        commands,
        "watch",
        run_watch,
        help_text="Take in what machines push into a folder, until stopped.",
        example="digitizer watch /srv/mfp --procedure 1.004873 --officer lan",
    )
    watch.add_argument("folder", type=Path, metavar="FOLDER")
    where = watch.add_mutually_exclusive_group()
    where.add_argument(
        "--procedure",
        metavar="CODE",
        help="each file opens a dossier for it (default: the folder's, in office/folders.toml)",
    )
    where.add_argument("--dossier", metavar="CODE", help="all files go into this dossier")
    watch.add_argument(
        "--settle", type=float, default=_SETTLE, metavar="S", help="default: 2 seconds"
    )
    watch.add_argument(
        "--give-up",
        type=float,
        default=_GIVE_UP,
        metavar="S",
        help="set a file aside that is not whole after so long (default: 600 seconds)",
    )
    watch.add_argument(
        "--keep", action="store_true", help="move what was taken to _taken, do not remove it"
    )
    watch.add_argument("--read", action="store_true", help="read and sort what was taken in")
    watch.add_argument("--once", action="store_true", help="end when no file waits any more")
    add_station_options(watch)


@dataclass(slots=True)
class _Watching:
    """A watch with what came of its files so far."""

    station: Workstation
    officer: Officer
    console: Console
    watch: FolderWatch
    read: bool
    ended: list[tuple[Seen, tuple[Whereabouts, ...]]] = field(default_factory=list)
    waiting: list[Seen] = field(default_factory=list)

    def look(self) -> bool:
        """Look once; returns whether a file waits to be whole, or the folder is out of reach."""
        was_gone = self.watch.folder.gone
        seen = self.watch.look()
        if self.watch.folder.gone != was_gone:
            self._say_gone()
        for one in seen:
            if one.state is not FileState.WAITING:
                self._end(one)
        self.waiting = [one for one in seen if one.state is FileState.WAITING]
        return any(not _held_up(one) for one in self.waiting) or self.watch.folder.gone

    def _end(self, one: Seen) -> None:
        if one.state is FileState.SET_ASIDE:
            self.ended.append((one, ()))
            self.console.fail(one.name, one)
            return
        self.console.say(
            "{name}: đã nhận vào hồ sơ {dossier}.",
            "{name}: taken into dossier {dossier}.",
            name=one.name,
            dossier=one.dossier,
        )
        sent_to: tuple[str, ...] = ()
        if self.read:
            outcome = self.station.paper.read(self.officer, one.dossier)
            self.console.note(outcome.failures)
            sent_to = outcome.sent_to
        intake = self.station.intake
        places = intake.whereabouts(self.officer, one.dossier, one.pages, sent_to)
        self.ended.append((one, places))

    def _say_gone(self) -> None:
        if self.watch.folder.gone:
            self.console.say(
                "Không vào được thư mục {folder}; sẽ thử lại.",
                "The folder {folder} cannot be reached; trying again.",
                folder=self.watch.folder.path,
            )
        else:
            folder = self.watch.folder.path
            self.console.say("Đã vào lại được {folder}.", "{folder} is back.", folder=folder)

    def answer(self) -> int:
        """Say what became of each file, and where each of its pages lies."""
        for one in self.waiting:
            if _held_up(one):
                self.console.fail(one.name, one)
        every = [*self.ended, *((one, ()) for one in self.waiting)]
        files = [
            {
                "name": one.name,
                "state": one.state.value,
                "code": one.code,
                "dossier": one.dossier,
                "places": placing.rows(places),
            }
            for one, places in every
        ]
        text = "\n".join(
            placing.lines(places, self.console.language) for _one, places in self.ended if places
        )
        self.console.answer({"files": files}, text)
        return self.console.exit_code


def _held_up(one: Seen) -> bool:
    return one.code in {kind.code for kind in HELD_UP}


def run_watch(arguments: argparse.Namespace, console: Console) -> int:
    """Watch a folder; each file ends taken in, set aside with a reason, or waits."""

    def until(watching: _Watching) -> None:
        while watching.look() or not arguments.once:
            time.sleep(min(1.0, max(0.05, arguments.settle / 2)))

    patience = Patience(arguments.settle, arguments.give_up)
    return _run(arguments, console, arguments.folder, patience, until)


def run_once(arguments: argparse.Namespace, console: Console, folder: Path) -> int:
    """Take in what lies in a folder of the device list; ends when nothing waits any more."""

    def until(watching: _Watching) -> None:
        while watching.look():
            time.sleep(_SETTLE / 4)

    return _run(arguments, console, folder, Patience(_SETTLE, _GIVE_UP), until)


def _run(
    arguments: argparse.Namespace,
    console: Console,
    folder: Path,
    patience: Patience,
    until: Callable[[_Watching], None],
) -> int:
    station, officer = open_station(arguments)
    with station:
        written = {one.path: one for one in station.intake.folders()}.get(folder.absolute())
        procedure = arguments.procedure or (written.procedure if written is not None else "")
        if not procedure and arguments.dossier is None:
            console.say(
                "Hãy nêu --procedure hoặc --dossier, hoặc ghi thủ tục của thư mục vào"
                " office/folders.toml.",
                "Name --procedure or --dossier, or write the folder's procedure down in"
                " office/folders.toml.",
            )
            return WRONG_USE
        watch = station.intake.watch(
            officer,
            folder,
            procedure=None if arguments.dossier is not None else procedure,
            dossier_code=arguments.dossier,
            patience=patience,
            keep=getattr(arguments, "keep", False) or (written is not None and written.keep),
        )
        watching = _Watching(station, officer, console, watch, read=arguments.read)
        try:
            until(watching)
        except (KeyboardInterrupt, CancelledError):
            console.say("Đã dừng; phần đã nhận được giữ lại.", "Stopped; what was taken is kept.")
    return watching.answer()
