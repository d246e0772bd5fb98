"""A watched folder: which files were taken in, which wait, which were set aside and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelection, QSettings, QTimer
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from ui import files, keys, panes, wording
from ui.models.table import TableModel
from ui.screen import Desk, Screen, Tone
from ui.tasks import Job, Lane
from ui.widgets.parts import Banner, button, label
from ui.widgets.rows_table import RowsTable
from ui.widgets.seat_parts import with_bar

if TYPE_CHECKING:
    from digitizer.paper.intake_journey import FolderWatch
    from digitizer.paper.watching import Aside, Seen
    from digitizer.paper.written_folders import WrittenFolder

_EVERY = 1000
"""Milliseconds between the end of one look and the next."""
_MOST_KEPT = 1000
_FOLDER, _PROCEDURE = "folder/path", "folder/procedure"


@dataclass(frozen=True, slots=True)
class _Look:
    """What a look into the folder found."""

    seen: tuple[Seen, ...]
    aside: tuple[Aside, ...]
    gone: bool


@dataclass(frozen=True, slots=True)
class _Row:
    """A file as the table shows it."""

    name: str
    state: str
    """``waiting``, ``set-aside`` or ``taken``."""
    dossier: str = ""
    pages: int | None = None
    reason: str = ""
    at: str = ""


class FolderScreen(Screen):
    """Watches one folder while the officer works on; nothing is removed before it is safe."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._intake, self._paper = desk.workstation.intake, desk.workstation.paper
        self._watch: FolderWatch | None = None
        self._job: Job | None = None
        self._taken: list[_Row] = []
        self._reading: set[str] = set()
        self.rows: tuple[_Row, ...] = ()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_EVERY)
        self._timer.timeout.connect(self._look)
        self._make_actions()
        self._build()
        self._ask_folders()
        self._show_rows(())

    @property
    def is_watching(self) -> bool:
        """Whether files are being taken in."""
        return self._watch is not None

    @override
    def refresh(self) -> None:
        self._show_actions()

    @override
    def place(self) -> dict[str, str]:
        return {"folder": str(self._folder() or "")}

    def show_folder(self, folder: Path) -> None:
        """Offer a folder, and choose it."""
        place = self.folders.findData(str(folder))
        if place < 0:
            self.folders.addItem(str(folder), str(folder))
            place = self.folders.count() - 1
        self.folders.setCurrentIndex(place)

    def start(self) -> None:
        """Watch the folder chosen; each file opens a dossier for the procedure chosen."""
        folder, procedure = self._folder(), str(self.procedures.currentData() or "")
        if folder is None or not procedure or self._watch is not None:
            return
        QSettings().setValue(_FOLDER, str(folder))
        QSettings().setValue(_PROCEDURE, procedure)
        written = self._written.get(str(folder))
        keep = written.keep if written is not None else False
        self._watch = self._intake.watch(self.desk.officer, folder, procedure=procedure, keep=keep)
        self._taken.clear()
        self.summary.say(self.tr("Watching {folder}…").format(folder=folder), Tone.INFO)
        self._show_actions()
        self._look()

    def stop(self) -> None:
        """Watch no more; a file that is being taken in is taken in to its end."""
        self._watch = None
        self._timer.stop()
        self.summary.say(self.tr("Stopped. What was taken in is kept."), Tone.INFO)
        self._show_actions()

    # ---- building ------------------------------------------------------------------------------

    def _make_actions(self) -> None:
        self.start_action = self.add_key(self.tr("Watch the folder"), keys.SCAN, self.start)
        self.stop_action = self.add_key(self.tr("Stop watching"), keys.STOP, self.stop)
        self.choose_action = self.add_key(
            self.tr("Choose another folder"), keys.CHOOSE_FILES, self._on_choose
        )
        self.again_action = self.add_key(
            self.tr("Try the file again"), keys.READ_AGAIN, self._on_again
        )
        self.open_action = self.add_key(self.tr("Show its dossier"), keys.SUBMIT, self._on_open)

    def _build(self) -> None:
        self._written: dict[str, WrittenFolder] = {}
        self.folders = QComboBox()
        self.folders.setAccessibleName(self.tr("Folder"))
        self.folders.currentIndexChanged.connect(self._on_folder)
        self.procedures = QComboBox()
        self.procedures.setAccessibleName(self.tr("Procedure"))
        for box in (self.folders, self.procedures):
            box.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            box.setMinimumContentsLength(30)
        for one in self.desk.workstation.catalogue.procedures.values():
            self.procedures.addItem(f"{one.code} – {one.name}", one.code)
        last = self.procedures.findData(str(QSettings().value(_PROCEDURE, "")))
        self.procedures.setCurrentIndex(max(0, last))
        self.model = TableModel(self)
        self.table = RowsTable(self.tr("Files of the folder"), self.model)
        self.table.selectionModel().selectionChanged.connect(self._on_selected)
        self.table.doubleClicked.connect(lambda _index: self._on_open())
        self.summary = Banner()
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.addRow(self.tr("&Folder"), self.folders)
        form.addRow(self.tr("Each file opens a dossier &for"), self.procedures)
        page = QWidget()
        page.setProperty("role", "page")
        column = QVBoxLayout(page)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addWidget(label(self.tr("Watched folder"), role="title"))
        column.addWidget(
            label(
                self.tr(
                    "Machines that push over SMB or FTP put their files here. A file is taken in"
                    " when it is whole, and removed only when it is safe in the records."
                ),
                wrap=True,
            )
        )
        column.addLayout(form)
        column.addWidget(self.summary)
        column.addWidget(self.table, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(
            with_bar(
                page,
                (
                    button(self.choose_action, icon="folder"),
                    button(self.again_action, icon="refresh"),
                    button(self.open_action, icon="file"),
                ),
                (
                    button(self.stop_action, icon="stop"),
                    button(self.start_action, role="primary", icon="folder"),
                ),
            )
        )
        panes.mark(self.table)
        self.summary.say(self.tr("Nothing is watched yet."), Tone.INFO)

    def _ask_folders(self) -> None:
        self.run(Lane.RECORDS, lambda _handle: self._intake.folders(), self._show_folders)

    def _show_folders(self, found: Sequence[WrittenFolder]) -> None:
        self._written = {str(one.path): one for one in found}
        for one in found:
            self.folders.addItem(f"{one.device.name} – {one.path}", str(one.path))
        last = str(QSettings().value(_FOLDER, ""))
        if last:
            self.show_folder(Path(last))
        self._on_folder()

    # ---- looking -------------------------------------------------------------------------------

    def _look(self) -> None:
        watch = self._watch
        if watch is None or self._job is not None:
            return

        def work(_handle: object) -> _Look:
            seen = watch.look()
            return _Look(tuple(seen), tuple(watch.set_aside()), watch.folder.gone)

        self._job = self.run(Lane.DEVICES, work, self._show_look)
        self._job.ended.connect(self.while_alive(lambda _outcome: self._on_looked()))

    def _on_looked(self) -> None:
        self._job = None
        if self._watch is not None:
            self._timer.start()

    def _show_look(self, look: _Look) -> None:
        at = wording.moment(datetime.now(UTC))
        for one in look.seen:
            if one.state.value == "taken":
                self._taken.insert(0, _Row(one.name, "taken", one.dossier, len(one.pages), at=at))
                self._read(one.dossier)
        del self._taken[_MOST_KEPT:]
        waiting = [
            _Row(one.name, "waiting", reason=wording.sentence(one))
            for one in look.seen
            if one.state.value == "waiting"
        ]
        english = wording.language() == "en"
        aside = [_Row(one.name, "set-aside", reason=one.reasons[english]) for one in look.aside]
        self._show_rows((*waiting, *aside, *self._taken))
        if self._watch is None:
            return
        if look.gone:
            text = self.tr("The folder cannot be reached. The program goes on trying.")
            self.summary.say(text, Tone.ERROR)
            return
        text = self.tr("{taken} taken in, {waiting} wait, {aside} set aside.")
        told = text.format(taken=len(self._taken), waiting=len(waiting), aside=len(aside))
        self.summary.say(told, Tone.WARNING if aside else Tone.INFO)

    def _read(self, code: str) -> None:
        """Read what came in; a dossier that is being read already is read once more then."""
        officer = self.desk.officer
        if code in self._reading:
            return
        self._reading.add(code)
        job = self.run(
            Lane.DEVICES,
            lambda handle: self._paper.read(
                officer, code, report=handle.report, cancel=handle.cancel
            ),
            title=self.tr("Reading dossier {code}").format(code=code),
        )
        job.ended.connect(self.while_alive(lambda _outcome: self._reading.discard(code)))

    # ---- showing -------------------------------------------------------------------------------

    def _show_rows(self, rows: Sequence[_Row]) -> None:
        if tuple(rows) == self.rows and self.model.columnCount():
            return
        chosen = {(one.name, one.state) for one in self._chosen()}
        self.rows = tuple(rows)
        heads = (
            self.tr("File"),
            self.tr("State"),
            self.tr("Dossier"),
            self.tr("Pages"),
            self.tr("At"),
            self.tr("Why"),
        )
        states = {
            "waiting": self.tr("Waits"),
            "set-aside": self.tr("Set aside"),
            "taken": self.tr("Taken in"),
        }
        self.model.show(
            heads,
            [
                (one.name, states[one.state], one.dossier, one.pages, one.at, one.reason)
                for one in self.rows
            ],
        )
        self.table.fit_columns()
        for place, one in enumerate(self.rows):
            if (one.name, one.state) in chosen:
                self.table.selectRow(place)
        self._show_actions()

    def _show_actions(self) -> None:
        watching = self._watch is not None
        self.start_action.setEnabled(not watching and self._folder() is not None)
        self.start_action.setVisible(not watching)
        self.stop_action.setEnabled(watching)
        self.stop_action.setVisible(watching)
        for widget in (self.folders, self.procedures):
            widget.setEnabled(not watching)
        self.choose_action.setEnabled(not watching)
        chosen = self._chosen()
        self.again_action.setEnabled(watching and any(one.state == "set-aside" for one in chosen))
        self.open_action.setEnabled(len(chosen) == 1 and bool(chosen[0].dossier))

    def _folder(self) -> Path | None:
        told = str(self.folders.currentData() or "")
        return Path(told) if told else None

    def _chosen(self) -> list[_Row]:
        return [self.rows[row] for row in self.table.chosen_rows() if row < len(self.rows)]

    # ---- wishes --------------------------------------------------------------------------------

    def _on_folder(self) -> None:
        written = self._written.get(str(self._folder() or ""))
        if written is not None and written.procedure:
            self.procedures.setCurrentIndex(self.procedures.findData(written.procedure))
        self.folders.setToolTip(self.folders.currentText())
        self._show_actions()

    def _on_choose(self) -> None:
        files.ask_folder(self, self.tr("Choose a folder"), self.show_folder)

    def _on_selected(
        self, _now: QItemSelection | None = None, _before: QItemSelection | None = None
    ) -> None:
        self._show_actions()

    def _on_again(self) -> None:
        watch = self._watch
        names = [one.name for one in self._chosen() if one.state == "set-aside"]
        if watch is None or not names:
            return

        def work(_handle: object) -> None:
            for name in names:
                watch.try_again(name)

        self.run(Lane.DEVICES, work, lambda _value: self._look())

    def _on_open(self) -> None:
        chosen = self._chosen()
        if len(chosen) == 1 and chosen[0].dossier:
            self.dossier_wanted.emit(chosen[0].dossier)
