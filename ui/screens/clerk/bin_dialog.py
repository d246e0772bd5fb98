"""The dossier's bin: pages removed, blank pages and separators, each of which can come back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout
from typing_extensions import override

from digitizer.model.document import AsideReason
from ui import pictures, theme, wording
from ui.models.pages import PagesModel, Shown
from ui.screen import Screen, Tone
from ui.tasks import Handle, Lane
from ui.widgets.dialog import Dialog
from ui.widgets.page_thumbs import PICTURE, PageThumbs
from ui.widgets.parts import Empty, answers, label, plain_button

if TYPE_CHECKING:
    from digitizer.model.document import Page
    from digitizer.store.page_edits import AsidePage


@dataclass(frozen=True, slots=True)
class _Laid:
    reason: AsideReason
    at: str


class _BinModel(PagesModel):
    """Pages in the bin, with the reason why they lie there."""

    def __init__(self) -> None:
        super().__init__()
        self.laid: dict[int, _Laid] = {}

    @override
    def state_of(self, page: Page) -> Shown:
        """Return why the page lies in the bin."""
        laid = self.laid.get(page.id)
        match laid.reason if laid is not None else AsideReason.REMOVED:
            case AsideReason.BLANK:
                return Shown(self.tr("Blank"), Tone.INFO, "file")
            case AsideReason.SEPARATOR:
                return Shown(self.tr("Separator"), Tone.INFO, "neutral")
            case _:
                return Shown(self.tr("Removed"), Tone.NEUTRAL, "delete")


class BinDialog(Dialog):
    """Shows what lies in the bin and asks for pages to be brought back."""

    wanted = Signal(object)
    """Tuple of the ids of pages to bring back."""

    def __init__(self, screen: Screen, code: str) -> None:
        super().__init__(screen)
        self.setWindowTitle(self.tr("Bin of the dossier"))
        self._screen = screen
        self._code = code
        self._model = _BinModel()
        self._model.setParent(self)
        self.thumbs = PageThumbs(self.tr("Pages in the bin"), self._model)
        self.thumbs.setDragEnabled(False)
        self._empty = Empty(
            "bin",
            self.tr("The bin is empty"),
            self.tr("Removed pages, blank pages and separators lie here until you need them."),
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self.thumbs)
        self.back_button = plain_button(
            self.tr("Bring back to the dossier"), self._on_back, role="primary"
        )
        self.back_button.setEnabled(False)
        buttons = answers(plain_button(self.tr("Close"), self.reject), self.back_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(10)
        column.addWidget(
            label(
                self.tr("Nothing in the bin is deleted; choose pages and bring them back."),
                wrap=True,
            )
        )
        column.addWidget(self._stack, 1)
        column.addLayout(buttons)
        self.thumbs.opened.connect(lambda _page: self._on_back())
        self.resize(680, 480)
        self._load()

    def _load(self) -> None:
        officer, intake = self._screen.desk.officer, self._screen.desk.workstation.intake
        code = self._code
        self._screen.run(
            Lane.RECORDS,
            lambda _handle: intake.bin(officer, code),
            self.while_open(self._show_bin),
        )

    def _show_bin(self, found: tuple[AsidePage, ...]) -> None:
        self._model.laid = {one.page.id: _Laid(one.reason, wording.moment(one.at)) for one in found}
        self._model.show([one.page for one in found])
        self._stack.setCurrentWidget(self.thumbs if found else self._empty)
        self.back_button.setEnabled(bool(found))
        theme.set_role(self, empty="false" if found else "true")
        if found:
            self.thumbs.setCurrentIndex(self._model.index(0))
            self.thumbs.setFocus()
        self._draw()

    def _draw(self) -> None:
        officer, intake = self._screen.desk.officer, self._screen.desk.workstation.intake
        wanted, ratio = self._model.without_picture(), self.devicePixelRatioF()

        def work(handle: Handle) -> None:
            for page_id in wanted:
                handle.cancel.check()
                data = intake.aside_image(officer, page_id)
                handle.tell(pictures.Picture(page_id, pictures.small(data, PICTURE, ratio)))

        job = self._screen.run(Lane.DEVICES, work)
        job.told.connect(self.while_open(self._on_picture))
        self.finished.connect(lambda _code: job.cancel())

    def _on_picture(self, picture: pictures.Picture) -> None:
        self._model.put_picture(picture.key, picture.image)

    def _on_back(self) -> None:
        chosen = tuple(page.id for page in self.thumbs.chosen_pages())
        if chosen:
            self.wanted.emit(chosen)
            self.accept()
