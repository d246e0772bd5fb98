"""The pictures of one's signature and of the office's seal, which results show."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from digitizer.model.result import SignerRole
from ui import files, wording
from ui.screen import Screen, Tone
from ui.tasks import Handle, Lane
from ui.widgets.dialog import Dialog
from ui.widgets.parts import Banner, answers, label, plain_button

translate = QCoreApplication.translate
_PREVIEW = 110
Shown = dict[SignerRole, bytes | None]


class PicturesDialog(Dialog):
    """Shows both pictures; each is chosen from a file or taken away."""

    chosen = Signal(object, str)
    """Whose picture, and the file it comes from."""
    taken_away = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Signature and seal on results"))
        self.setMinimumWidth(560)
        self.info = Banner()
        self._pictures: dict[SignerRole, QLabel] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(14)
        column.addWidget(
            label(
                self.tr(
                    "PNG with a transparent ground: the signature blue, the seal red and as large"
                    " as the real one. Results signed from now on show them."
                ),
                role="subtle",
                wrap=True,
            )
        )
        titles = {
            SignerRole.PERSON: self.tr("My signature"),
            SignerRole.AGENCY: self.tr("The office's seal"),
        }
        for role, title in titles.items():
            column.addWidget(self._part(role, title))
        column.addWidget(self.info)
        buttons = answers(plain_button(self.tr("Close"), self.accept))
        column.addLayout(buttons)

    def show_pictures(self, found: Shown) -> None:
        """Show what is kept now."""
        for role, picture in self._pictures.items():
            png = found.get(role)
            if png is None:
                picture.setPixmap(QPixmap())
                picture.setText(self.tr("none"))
                continue
            image = QImage.fromData(png)
            scaled = image.scaled(
                2 * _PREVIEW,
                _PREVIEW,
                Qt.AspectRatioMode.KeepAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
            picture.setPixmap(QPixmap.fromImage(scaled))

    def say(self, text: str, tone: Tone) -> None:
        """Say what became of a wish."""
        self.info.say(text, tone)

    def _part(self, role: SignerRole, title: str) -> QWidget:
        part = QWidget()
        row = QHBoxLayout(part)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        picture = QLabel()
        picture.setFixedSize(2 * _PREVIEW, _PREVIEW)
        picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        # ink is seen on paper, in the dark theme too
        picture.setStyleSheet("background: white; color: #555")
        picture.setAccessibleName(title)
        self._pictures[role] = picture
        choose = plain_button(self.tr("Choose a file…"), partial(self._ask, role))
        away = plain_button(self.tr("Take away"), lambda: self.taken_away.emit(role))
        choose.setAccessibleName(self.tr("{title}: choose a file").format(title=title))
        away.setAccessibleName(self.tr("{title}: take away").format(title=title))
        words = QVBoxLayout()
        words.addWidget(label(title, role="heading"))
        words.addWidget(choose)
        words.addWidget(away)
        words.addStretch()
        row.addWidget(picture)
        row.addLayout(words, 1)
        return part

    def _ask(self, role: SignerRole) -> None:
        files.ask_file(
            self,
            self.tr("Choose the picture"),
            [self.tr("Pictures (*.png)")],
            lambda file: self.chosen.emit(role, str(file)),
        )


def open_pictures(screen: Screen) -> PicturesDialog:
    """Show the pictures of the officer at a screen, and keep what is chosen."""
    pictures, officer = screen.desk.workstation.results.pictures, screen.desk.officer
    dialog = PicturesDialog(screen)

    def kept(_handle: Handle) -> Shown:
        return {role: pictures.get(role, officer) for role in SignerRole}

    def change(work: object, done: str) -> None:
        def act(handle: Handle) -> Shown:
            if callable(work):
                work()
            return kept(handle)

        def shown(found: Shown) -> None:
            dialog.show_pictures(found)
            if done:
                dialog.say(done, Tone.GOOD)

        screen.run(
            Lane.DEVICES,
            act,
            dialog.while_open(shown),
            failed=dialog.while_open(lambda error: dialog.say(wording.sentence(error), Tone.ERROR)),
        )

    def choose(role: SignerRole, name: str) -> None:
        from digitizer.results.pictures import read_picture

        change(
            lambda: pictures.put(role, officer, read_picture(Path(name))),
            translate("pictures", "The picture is kept, encrypted."),
        )

    dialog.chosen.connect(choose)
    dialog.taken_away.connect(
        lambda role: change(
            lambda: pictures.forget(role, officer),
            translate("pictures", "The picture is taken away."),
        )
    )
    dialog.open()
    change(None, "")
    return dialog
