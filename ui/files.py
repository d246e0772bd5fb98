"""Files that a person chooses or saves; each dialog opens where the last file was."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QSettings, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from digitizer.files import write_file
from ui.screen import Screen, Tone
from ui.tasks import Lane

translate = QCoreApplication.translate
_LAST_FOLDER = "files/folder"


def last_folder() -> Path:
    """Return the folder of the file that was chosen or saved last; at first the home folder."""
    return Path(str(QSettings().value(_LAST_FOLDER, str(Path.home()))))


def all_kinds() -> str:
    """Return the filter of a dialog that shows every file."""
    return translate("files", "All files (*)")


def pdf_kind() -> str:
    """Return the filter of a dialog that shows PDF files."""
    return translate("files", "PDF files (*.pdf)")


def ask_files(
    parent: QWidget, title: str, kinds: Sequence[str], then: Callable[[list[Path]], object]
) -> QFileDialog:
    """Ask which files are taken; the first kind is the one that is shown."""
    dialog = _dialog(parent, title, QFileDialog.FileMode.ExistingFiles, kinds)

    def chosen(names: Sequence[str]) -> None:
        _remember(names[0])
        then([Path(name) for name in names])

    dialog.filesSelected.connect(chosen)
    dialog.open()
    return dialog


def ask_file(
    parent: QWidget, title: str, kinds: Sequence[str], then: Callable[[Path], object]
) -> QFileDialog:
    """Ask which file is taken; the first kind is the one that is shown."""
    dialog = _dialog(parent, title, QFileDialog.FileMode.ExistingFile, kinds)

    def chosen(name: str) -> None:
        _remember(name)
        then(Path(name))

    dialog.fileSelected.connect(chosen)
    dialog.open()
    return dialog


def ask_folder(
    parent: QWidget, title: str, then: Callable[[Path], object], *, start: Path | None = None
) -> QFileDialog:
    """Ask for a folder; it is not where files are looked for next."""
    dialog = _dialog(parent, title, QFileDialog.FileMode.Directory, ())
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    if start is not None:
        dialog.setDirectory(str(start))
    dialog.fileSelected.connect(lambda name: then(Path(name)))
    dialog.open()
    return dialog


def ask_target(
    parent: QWidget, title: str, name: str, kind: str, then: Callable[[Path], object]
) -> QFileDialog:
    """Ask where a file is saved; its ending is that of the name that is offered."""
    dialog = _dialog(parent, title, QFileDialog.FileMode.AnyFile, [kind])
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(Path(name).suffix.removeprefix("."))
    dialog.selectFile(name)

    def chosen(name: str) -> None:
        _remember(name)
        then(Path(name))

    dialog.fileSelected.connect(chosen)
    dialog.open()
    return dialog


def write(path: Path, data: bytes) -> Path:
    """Write a file whole or not at all, and return its path; not on the GUI thread.

    Raises DiskFullError or FileUnreadableError.
    """
    write_file(path, data)
    return path


def save(screen: Screen, path: Path, make: Callable[[], bytes]) -> None:
    """Make a file's bytes in a lane, write them and say so at the screen."""
    done = translate("files", "Saved as {file}.").format(file=path.name)
    screen.run(
        Lane.DEVICES,
        lambda _handle: write(path, make()),
        lambda _path: screen.say(done, Tone.GOOD),
    )


def _dialog(
    parent: QWidget, title: str, mode: QFileDialog.FileMode, kinds: Sequence[str]
) -> QFileDialog:
    dialog = QFileDialog(parent, title, str(last_folder()))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setFileMode(mode)
    if kinds:
        dialog.setNameFilters(list(kinds))
    return dialog


def _remember(name: str) -> None:
    QSettings().setValue(_LAST_FOLDER, str(Path(name).parent))
