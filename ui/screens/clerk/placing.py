"""Where pages go: before another page, into another paper, or apart at a place of a double page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout
from typing_extensions import override

from digitizer.model.document import Document, Page
from digitizer.model.dossier import Component, ComponentState
from digitizer.model.view import DossierView
from ui import files, keys
from ui.models.cards import CardRole
from ui.screen import Screen
from ui.screens.clerk import cards
from ui.screens.clerk.split_dialog import SplitDialog
from ui.widgets.dialog import Dialog
from ui.widgets.page_thumbs import dragged_pages
from ui.widgets.parts import answers, label, plain_button

if TYPE_CHECKING:
    from digitizer.catalogue import Catalogue
    from ui.screens.clerk.dossier_pane import DossierPane
    from ui.screens.clerk.page_actions import PageActions
    from ui.screens.clerk.scanning import Scanning
    from ui.widgets.card_list import CardList


class MoveDialog(Dialog):
    """Asks into which paper pages go."""

    chosen = Signal(object)
    """Document, or Component without a paper yet."""

    def __init__(self, screen: Screen, view: DossierView, catalogue: Catalogue) -> None:
        super().__init__(screen)
        self.setWindowTitle(self.tr("Move to another paper"))
        self.targets = QListWidget()
        self.targets.setAccessibleName(self.tr("Papers and components of the dossier"))
        for document in view.documents:
            if document.reused_from is None:
                card = cards.document_card(document, view, catalogue)
                self._add(f"{card.title} ({card.lines[0]})", document)
        for component in view.components:
            if component.state is ComponentState.MISSING:
                text = self.tr("New paper: {component}").format(component=component.name)
                self._add(text, component)
        self.targets.setCurrentRow(0)
        self.targets.itemActivated.connect(lambda _item: self._on_move())
        self.move_button = plain_button(self.tr("Move"), self._on_move, role="primary")
        self.move_button.setDefault(True)
        self.move_button.setEnabled(self.targets.count() > 0)
        buttons = answers(plain_button(self.tr("Cancel"), self.reject), self.move_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(10)
        column.addWidget(label(self.tr("Into which paper do the chosen pages go?"), wrap=True))
        column.addWidget(self.targets, 1)
        column.addLayout(buttons)
        self.resize(520, 380)
        self.targets.setFocus()

    def _add(self, text: str, target: Document | Component) -> None:
        item = QListWidgetItem(text)
        item.setData(Qt.ItemDataRole.UserRole, target)
        self.targets.addItem(item)

    def _on_move(self) -> None:
        item = self.targets.currentItem()
        if item is not None:
            self.chosen.emit(item.data(Qt.ItemDataRole.UserRole))
            self.accept()


class DropOnCards(QObject):
    """Lets pages be dropped on the cards of a list."""

    dropped = Signal(object, object)
    """Tuple of page ids, and the value of the card they were dropped on."""

    def __init__(self, target: CardList) -> None:
        super().__init__(target)
        self._list = target
        target.viewport().setAcceptDrops(True)
        target.viewport().installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QDropEvent) or not dragged_pages(event.mimeData()):
            return False
        index = self._list.indexAt(event.position().toPoint())
        entering = event.type() == QEvent.Type.DragEnter
        if entering or index.isValid():
            event.acceptProposedAction()
        else:
            event.ignore()
        if event.type() == QEvent.Type.Drop and index.isValid():
            value = index.data(int(CardRole.VALUE))
            self.dropped.emit(dragged_pages(event.mimeData()), value)
        return True


class Placing(QObject):
    """Keys and drops that say where pages go."""

    files_chosen = Signal(object, object)
    """Tuple of paths, and the Page before which they come."""

    def __init__(
        self, screen: Screen, pane: DossierPane, actions: PageActions, scanning: Scanning
    ) -> None:
        super().__init__(screen)
        self._screen, self._pane, self._actions = screen, pane, actions
        self._scanning = scanning
        self.scan_before = screen.add_key(
            self.tr("Scan pages in before this one"), keys.SCAN_BEFORE, self._on_scan_before
        )
        self.scan_beside = screen.add_key(
            self.tr("Scan the page once more and keep both (sticky note)"),
            keys.SCAN_BESIDE,
            self._on_scan_beside,
        )
        self.files_before = screen.add_key(
            self.tr("Add files before this page"), keys.FILES_BEFORE, self._on_files_before
        )
        self.move_to = screen.add_key(
            self.tr("Move to another paper"), keys.MOVE_TO_PAPER, self._on_move_to
        )
        self.split_at = screen.add_key(
            self.tr("Split a double page at a place"), keys.SPLIT_AT, self._on_split_at
        )
        for cards_list in (pane.documents, pane.components):
            drops = DropOnCards(cards_list)
            drops.dropped.connect(self._on_dropped)

    def show_for(self, *, is_open: bool) -> None:
        """Allow what may be done to a dossier, or nothing."""
        for action in (
            self.scan_before,
            self.scan_beside,
            self.files_before,
            self.move_to,
            self.split_at,
        ):
            action.setEnabled(is_open)

    def _on_scan_before(self) -> None:
        page = self._pane.thumbs.current_page()
        if page is not None:
            self._scanning.insert(page)

    def _on_scan_beside(self) -> None:
        """Scan a paper a second time, its sticky note lifted: the rule asks for both images."""
        page, pages = self._pane.thumbs.current_page(), self._pane.pages.pages
        if page is not None:
            following = pages[pages.index(page) + 1 :]
            self._scanning.insert(following[0] if following else None, sheets=1)

    def _on_files_before(self) -> None:
        page = self._pane.thumbs.current_page()
        if page is None:
            return
        files.ask_files(
            self._screen,
            self.tr("Add files before this page"),
            [files.all_kinds()],
            lambda paths: self.files_chosen.emit(tuple(paths), page),
        )

    def _on_move_to(self) -> None:
        view, chosen = self._pane.view, self._pane.thumbs.chosen_pages()
        if view is None or not chosen:
            return
        ids = tuple(page.id for page in chosen)
        dialog = MoveDialog(self._screen, view, self._screen.desk.workstation.catalogue)
        dialog.chosen.connect(lambda target: self._on_dropped(ids, target))
        dialog.open()

    def _on_dropped(self, page_ids: Sequence[int], target: object) -> None:
        view = self._pane.view
        if view is None or not self._pane.is_open:
            return
        if isinstance(target, Component):
            there = [one for one in view.documents if one.component == target.code]
            pages = [one for one in there if one.reused_from is None]
            target = pages[0] if pages else target
        if isinstance(target, Document):
            self._actions.move_to_document(page_ids, target.id)
        elif isinstance(target, Component):
            self._actions.move_to_component(page_ids, target.code)

    def _on_split_at(self) -> None:
        page: Page | None = self._pane.thumbs.current_page()
        if page is not None:
            dialog = SplitDialog(self._screen, page)
            dialog.chosen.connect(lambda at: self._actions.split_at(page, at))
            dialog.open()
