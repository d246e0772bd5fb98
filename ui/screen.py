"""What every seat's screen is and is given: the desk, its keys, its work and its notices."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from ui import wording
from ui.tasks import Job, Lane, Tasks, Work, while_there

if TYPE_CHECKING:
    from digitizer.model.officer import Officer
    from digitizer.workstation import Workstation


@dataclass(frozen=True, slots=True)
class Desk:
    """What an officer who has signed in works with."""

    workstation: Workstation
    officer: Officer
    tasks: Tasks


class Tone(Enum):
    """How a notice, a chip or a banner is meant; each has its own icon besides its colour."""

    NEUTRAL = "neutral"
    INFO = "info"
    GOOD = "good"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Notice:
    """A whole sentence for the person, shown without stopping the work."""

    text: str
    tone: Tone = Tone.INFO


class Screen(QWidget):
    """One seat's screen; it shows values and passes wishes on to the core."""

    noticed = Signal(object)
    """Notice to show in the window's corner."""
    seat_wanted = Signal(str)
    """Key of another seat of this officer that is to come to the front."""
    dossier_wanted = Signal(str)
    """Code of a dossier to be shown at the counter's seat."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk

    def refresh(self) -> None:
        """Ask the core again for what is shown; called when the screen comes to the front."""

    def open_found(self, dossier_code: str) -> None:
        """Show the dossier that a search found; a seat that cannot says so."""
        text = QCoreApplication.translate("screen", "{dossier} is not shown at this seat.")
        self.say(text.format(dossier=dossier_code), Tone.WARNING)

    def place(self) -> dict[str, str]:
        """Return where the officer is on this screen, so that they can be brought back."""
        return {}

    def go_to(self, place: Mapping[str, str]) -> None:
        """Bring the officer back to a place that ``place`` has told; what is gone is left out."""

    def refresh_quietly(self) -> None:
        """Ask again for lists only, because another desk has written; nothing typed is touched."""
        self.refresh()

    def leave(self) -> None:
        """Keep what is being typed; called before another screen or officer takes over."""

    def add_key(
        self, text: str, key: QKeySequence | str, wish: Callable[[], object], *, icon: str = ""
    ) -> QAction:
        """Add an action with its key; the window's sheet of keys lists ``screen.actions()``."""
        action = add_key(self, text, key, wish, icon=icon)
        # valid wherever the focus is, as long as this screen is the one that is seen
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        return action

    def run(
        self,
        lane: Lane,
        work: Work,
        then: Callable[[Any], object] | None = None,
        *,
        failed: Callable[[Any], object] | None = None,
        title: str = "",
        keep: bool = False,
    ) -> Job:
        """Start work; its outcome comes back here as long as this screen exists."""
        job = self.desk.tasks.run(lane, work, title=title, keep=keep)
        if then is not None:
            job.succeeded.connect(self.while_alive(then))
        job.failed.connect(self.while_alive(failed or self.show_failure))
        return job

    def show_failure(self, error: BaseException) -> None:
        """Say in the window's corner what went wrong and what to do."""
        self.noticed.emit(Notice(wording.sentence(error), Tone.ERROR))

    def say(self, text: str, tone: Tone = Tone.INFO) -> None:
        """Say a sentence in the window's corner."""
        self.noticed.emit(Notice(text, tone))

    def while_alive(self, receive: Callable[[Any], object]) -> Callable[[Any], None]:
        """Return a receiver that does nothing once this screen is gone."""
        return while_there(self, receive)


def add_key(
    owner: QWidget,
    text: str,
    key: QKeySequence | str,
    wish: Callable[[], object],
    *,
    icon: str = "",
) -> QAction:
    """Add an action to a widget; the tooltip carries the key."""
    action = QAction(text, owner)
    action.setShortcut(QKeySequence(key))
    action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    shown = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    action.setToolTip(f"{text} ({shown})" if shown else text)
    if icon:
        action.setProperty("icon", icon)
    action.triggered.connect(lambda _checked=False: wish())
    owner.addAction(action)
    return action
