"""Backing the records up and printing the recovery sheet from the window."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog

from ui import custody, files
from ui.screen import Screen, Tone
from ui.tasks import Lane

if TYPE_CHECKING:
    from digitizer.store.backup import Outcome

translate = QCoreApplication.translate


def back_up(screen: Screen, done: Callable[[], object]) -> QFileDialog:
    """Ask for a folder, back the records up into it and read the backup back."""
    return files.ask_folder(
        screen,
        translate("backup", "Back the records up into the folder"),
        lambda folder: _with_passphrase(
            screen, lambda words: _back_up(screen, folder, words, done)
        ),
    )


def save_sheet(screen: Screen, done: Callable[[], object] | None = None) -> QFileDialog:
    """Ask for a file and write the recovery sheet, which opens any backup."""
    return files.ask_target(
        screen,
        translate("backup", "Save the recovery sheet as"),
        "phieu-khoi-phuc.pdf",
        files.pdf_kind(),
        lambda path: _with_passphrase(screen, lambda words: _save(screen, path, words, done)),
    )


def _with_passphrase(screen: Screen, then: Callable[[str | None], object]) -> None:
    from digitizer.store import keys

    if keys.place_of(screen.desk.workstation.store.folder) is keys.Place.PASSPHRASE:
        custody.ask_passphrase(screen, then)
    else:
        then(None)


def _back_up(
    screen: Screen, folder: Path, passphrase: str | None, done: Callable[[], object]
) -> None:
    from digitizer.store import backup

    store, officer = screen.desk.workstation.store, screen.desk.officer

    def finished(outcome: Outcome) -> None:
        text = translate(
            "backup", "Backed up and read back: {files} files, {copied} of them new, in {folder}."
        )
        screen.say(
            text.format(files=len(outcome.snapshot.digests), copied=outcome.copied, folder=folder),
            Tone.GOOD,
        )
        done()

    screen.run(
        Lane.DEVICES,
        lambda handle: backup.back_up(
            store, officer, folder, passphrase=passphrase, report=handle.report
        ),
        finished,
        title=translate("backup", "Backing up"),
        keep=True,
    )


def _save(
    screen: Screen, path: Path, passphrase: str | None, done: Callable[[], object] | None
) -> None:
    from digitizer.office import custody as keeping

    station, officer = screen.desk.workstation, screen.desk.officer

    def finished(written: Path) -> None:
        text = translate(
            "backup",
            "The recovery sheet is written: {file}. Print it, lock it away, delete the file.",
        )
        screen.say(text.format(file=written.name), Tone.GOOD)
        if done is not None:
            done()

    screen.run(
        Lane.DEVICES,
        lambda _handle: files.write(
            path,
            keeping.recovery_sheet(
                station.store, officer, station.settings, datetime.now(UTC), passphrase=passphrase
            ),
        ),
        finished,
        title=translate("backup", "Recovery sheet"),
    )
