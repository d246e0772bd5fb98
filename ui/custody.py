"""What keeps the records from being lost, asked of a person: passphrase, backup, recovery sheet."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from digitizer.errors import PassphraseNeededError, WrongKeyError
from ui import files
from ui.widgets.secret_dialog import SecretDialog

if TYPE_CHECKING:
    from ui.opening import Opened

translate = QCoreApplication.translate


def ask_passphrase(
    parent: QWidget, then: Callable[[str], object], *, after: BaseException | None = None
) -> SecretDialog:
    """Ask for the passphrase over the key of the records, once more after a wrong one."""
    again = after is not None and not isinstance(after, PassphraseNeededError)
    wrong = translate(
        "custody", "This passphrase does not open the records. Please type it once more."
    )
    dialog = SecretDialog(
        translate("custody", "Passphrase of the records"),
        translate("custody", "The key of these records is kept under a passphrase."),
        translate("custody", "Passphrase"),
        translate("custody", "Open the records"),
        then,
        problem=wrong if again else "",
        parent=parent,
    )
    dialog.open()
    return dialog


def wants_passphrase(folder: Path, error: BaseException) -> bool:
    """Return whether the records did not open for want of their passphrase, or by a wrong one."""
    if isinstance(error, PassphraseNeededError):
        return True
    if not isinstance(error, WrongKeyError):
        return False
    from digitizer.store import keys

    return keys.place_of(folder) is keys.Place.PASSPHRASE


def ask_backup(parent: QWidget, then: Callable[[Path, str], object]) -> QFileDialog:
    """Ask which backup to bring back, and for what opens it."""

    def ask_secret(folder: Path) -> None:
        dialog = SecretDialog(
            translate("custody", "Bring the records back"),
            translate(
                "custody",
                "Type the text of the recovery sheet, line by line, or the passphrase the records"
                " were under.",
            ),
            translate("custody", "Text of the recovery sheet, or passphrase"),
            translate("custody", "Bring the records back"),
            lambda words: then(folder, words),
            parent=parent,
        )
        dialog.open()

    return files.ask_folder(parent, translate("custody", "Folder of the backup"), ask_secret)


def bring_back(folder: Path, opened: Opened, source: Path, words: str) -> Opened:
    """Restore a backup in place of records nobody works in yet; not on the GUI thread.

    Raises WrongKeyError, BackupDamagedError, RestoreRefusedError.
    """
    from digitizer.store import backup, restoring
    from ui import opening

    key, passphrase = backup.key_from_words(source, words)
    opened.workstation.close()
    restoring.restore(source, folder, key, passphrase=passphrase)
    return opening.open_folder(folder, passphrase)
