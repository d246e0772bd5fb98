"""What a stop left behind: stacks nobody ended, and sheets that were fed but are no pages yet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon, QImage, QPainter, QPixmap
from PySide6.QtWidgets import QListView, QListWidget, QListWidgetItem, QVBoxLayout

from ui import pictures, theme
from ui.screen import Screen
from ui.tasks import Handle, Lane
from ui.widgets.dialog import Dialog
from ui.widgets.parts import answers, label, plain_button

if TYPE_CHECKING:
    from digitizer.paper.intake_journey import LeftOver

_PICTURE = QSize(90, 120)
Taken = Callable[[Sequence[str]], object]
"""Hears of the codes of the dossiers that have got pages."""


class LeftOverDialog(Dialog):
    """Shows the sheets a stop left and asks for them to be taken in."""

    def __init__(self, screen: Screen, found: Sequence[LeftOver], taken: Taken) -> None:
        super().__init__(screen)
        self.setWindowTitle(self.tr("Sheets from before the program stopped"))
        self._screen = screen
        self._found = tuple(found)
        self._taken = taken
        self.sheets = QListWidget()
        self.sheets.setAccessibleName(self.tr("Sheets that were fed"))
        self.sheets.setViewMode(QListView.ViewMode.IconMode)
        self.sheets.setIconSize(_PICTURE)
        self.sheets.setMovement(QListView.Movement.Static)
        self.sheets.setResizeMode(QListView.ResizeMode.Adjust)
        for one in self._found:
            for number in one.numbers:
                text = self.tr("{dossier}, image {number}")
                item = QListWidgetItem(text.format(dossier=one.batch.dossier_code, number=number))
                item.setData(Qt.ItemDataRole.UserRole, (one.batch.id, number))
                self.sheets.addItem(item)
        self.sheets.setGridSize(self._cell())
        self.take_button = plain_button(self.tr("Take them in"), self._on_take, role="primary")
        self.take_button.setDefault(True)
        buttons = answers(plain_button(self.tr("Later"), self.reject), self.take_button)
        text = self.tr(
            "The program stopped while paper was being fed. These sheets are safe on this machine;"
            " they only have to be put into their dossiers."
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(10)
        column.addWidget(label(text, wrap=True))
        column.addWidget(self.sheets, 1)
        column.addLayout(buttons)
        self.resize(620, 420)
        self._draw()

    def _cell(self) -> QSize:
        """Return the room of a sheet with its picture, which comes later than its words."""
        metrics = self.sheets.fontMetrics()
        texts = [self.sheets.item(row).text() for row in range(self.sheets.count())]
        widest = max((metrics.horizontalAdvance(text) for text in texts), default=0)
        return QSize(max(widest, _PICTURE.width()) + 16, _PICTURE.height() + metrics.height() + 20)

    def _draw(self) -> None:
        officer, intake = self._screen.desk.officer, self._screen.desk.workstation.intake
        found, ratio = self._found, self.devicePixelRatioF()

        def work(handle: Handle) -> None:
            row = 0
            for one in found:
                for number in one.numbers:
                    handle.cancel.check()
                    data = intake.left_over_image(officer, one.batch, number)
                    handle.tell(pictures.Picture(row, pictures.small(data, _PICTURE, ratio)))
                    row += 1

        job = self._screen.run(Lane.DEVICES, work)
        job.told.connect(self.while_open(self._on_picture))
        self.finished.connect(lambda _code: job.cancel())

    def _on_picture(self, picture: pictures.Picture) -> None:
        item = self.sheets.item(picture.key)
        if not picture.image.isNull():
            item.setIcon(QIcon(_framed(picture.image)))

    def _on_take(self) -> None:
        officer, intake = self._screen.desk.officer, self._screen.desk.workstation.intake
        found = self._found

        def work(_handle: Handle) -> tuple[str, ...]:
            for one in found:
                intake.take_in_left_over(officer, one.batch)
            return tuple(dict.fromkeys(one.batch.dossier_code for one in found))

        # not a signal of this dialog, which is gone by then
        self._screen.run(Lane.DEVICES, work, self._taken)
        self.accept()


def _framed(image: QImage) -> QPixmap:
    """Return a picture with a line around it: white paper lies on a white list."""
    shown = QPixmap.fromImage(image)
    painter = QPainter(shown)
    painter.setPen(theme.tone("border"))
    ratio = shown.devicePixelRatio()
    painter.drawRect(0, 0, round(shown.width() / ratio) - 1, round(shown.height() / ratio) - 1)
    painter.end()
    return shown


def look_for_left_over(screen: Screen, taken: Taken) -> None:
    """Ask what a stop left and show it, if there is anything; ``taken`` hears of the dossiers."""
    officer, intake = screen.desk.officer, screen.desk.workstation.intake

    def show(found: Sequence[LeftOver]) -> None:
        if found:
            LeftOverDialog(screen, found, taken).open()

    screen.run(Lane.RECORDS, lambda _handle: intake.left_over(officer), show)
