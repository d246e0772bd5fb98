"""One dossier before the clerk: its pages, its check list, what was found and what is offered."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QScrollArea,
    QSplitter,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from digitizer.catalogue import Catalogue
from digitizer.model.document import Document
from digitizer.model.dossier import WITH_CLERK, ComponentState, DossierState
from digitizer.model.reuse import Offer
from digitizer.model.view import DossierView
from ui import panes, theme, wording, words
from ui.models.cards import CardModel, CardRole
from ui.models.pages import PagesModel
from ui.screen import Tone
from ui.screens.clerk import cards
from ui.widgets.card_list import CardList
from ui.widgets.choice_delegate import ChoiceDelegate
from ui.widgets.drop_area import DropArea
from ui.widgets.flow import Flow
from ui.widgets.page_thumbs import PageThumbs
from ui.widgets.parts import Banner, Empty, label, tool
from ui.widgets.seat_parts import DossierHeader

_LEAST_HEIGHT = 72


class DossierPane(QWidget):
    """Shows a DossierView; wishes go out as signals."""

    type_chosen = Signal(object, object)
    """Document and the code of the type it really is."""

    def __init__(self, catalogue: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._catalogue = catalogue
        self.view: DossierView | None = None
        self.offers: tuple[Offer, ...] = ()
        self.pages = PagesModel(self)
        self._components = CardModel(self)
        self._documents = CardModel(self, editable=True)
        self._findings = CardModel(self)
        self.header = DossierHeader()
        self.returned = Banner()
        self.offered = Banner()
        body = QSplitter(Qt.Orientation.Horizontal)
        body.addWidget(self._pages_part())
        body.addWidget(self._lists_part())
        body.setStretchFactor(0, 1)
        body.setStretchFactor(1, 1)
        body.setSizes([440, 440])
        body.setChildrenCollapsible(False)
        body.setHandleWidth(1)
        banners = QVBoxLayout()
        banners.setContentsMargins(16, 0, 16, 0)
        banners.setSpacing(8)
        banners.addWidget(self.returned)
        banners.addWidget(self.offered)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(8)
        self.column.addWidget(self.header)
        self.column.addLayout(banners)
        self.column.addWidget(body, 1)

    @property
    def is_open(self) -> bool:
        """Whether the dossier is with the clerk, so that it may be changed."""
        return self.view is not None and self.view.dossier.state in WITH_CLERK

    @property
    def offer(self) -> Offer | None:
        """The offer in front, if any."""
        return self.offers[0] if self.offers and self.is_open else None

    def show_dossier(self, view: DossierView, offers: Sequence[Offer], *, reading: bool) -> None:
        """Show a dossier as it stands."""
        self.view = view
        self.offers = tuple(offers)
        self._show_header(view)
        self.pages.show(view.pages, reading=reading)
        self.pages.forget_pictures()
        self._components.show([cards.component_card(one) for one in view.components])
        self._documents.show(
            [cards.document_card(one, view, self._catalogue) for one in view.documents]
        )
        faults = [cards.page_card(page, self.pages) for page in view.pages if page.faults]
        self._findings.show([*faults, *cards.finding_cards(view.findings)])
        self._show_counts(view)
        self._show_offer()
        self.drop.set_open(self.is_open)
        self.choice.offer(_choices(view, self._catalogue))

    def change_type(self) -> None:
        """Open the choice of kinds over the current document."""
        index = self.documents.currentIndex()
        if not index.isValid() and self._documents.rowCount():
            index = self._documents.index(_first_unknown(self._documents))
            self.documents.setCurrentIndex(index)
        document = index.data(int(CardRole.VALUE))
        if self.is_open and isinstance(document, Document) and document.reused_from is None:
            self.documents.setFocus()
            self.documents.edit(index)

    def _pages_part(self) -> QWidget:
        self.thumbs = PageThumbs(self.tr("Pages"), self.pages)
        self.drop = DropArea()
        self.drop.setProperty("role", "drop")
        # where letters are large, what scans keeps its room and the pages are scrolled
        self.drop.setMinimumHeight(_LEAST_HEIGHT)
        self.no_pages = Empty(
            "intake",
            self.tr("No page yet"),
            self.tr("Drop images, multi-page TIFF or PDF files here, or add files."),
        )
        self._page_stack = QStackedLayout(self.drop)
        self._page_stack.setContentsMargins(6, 6, 6, 6)
        self._page_stack.addWidget(self.no_pages)
        self._page_stack.addWidget(self.thumbs)
        self._page_count = label(role="heading")
        self.page_tools = QVBoxLayout()
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(16, 4, 8, 8)
        column.setSpacing(6)
        column.addLayout(self.page_tools)
        self._bar = Flow(2)
        self._bar.addWidget(self._page_count)
        self._bar.at_the_end()
        column.addLayout(self._bar)
        column.addWidget(self.drop, 1)
        for signal in (self.pages.modelReset, self.pages.rowsInserted):
            signal.connect(self._show_page_count)
        panes.mark(self.thumbs)
        return part

    def page_bar(self, *tools: tuple[QAction, str]) -> None:
        """Put tools for the pages beside their count."""
        for action, icon in tools:
            self._bar.addWidget(tool(action, icon))

    def _lists_part(self) -> QWidget:
        self.components = CardList(self.tr("Check list of components"), self._components)
        self.documents = CardList(self.tr("Papers found"), self._documents)
        self.findings = CardList(self.tr("What needs a look"), self._findings)
        self.choice = ChoiceDelegate(self.tr("Kind of paper"), self.documents)
        self.choice.chosen.connect(self.type_chosen)
        self.documents.setItemDelegate(self.choice)
        self.documents.opened.connect(lambda _document: self.change_type())
        self.documents.chosen.connect(self._on_document_chosen)
        self._component_count = label(role="heading", wrap=True)
        self._document_count = label(role="heading", wrap=True)
        self._finding_count = label(role="heading", wrap=True)
        page = QWidget()
        page.setProperty("role", "page")
        self.lists = QVBoxLayout(page)
        self.lists.setContentsMargins(8, 4, 16, 8)
        self.lists.setSpacing(6)
        for heading, cards_list in (
            (self._finding_count, self.findings),
            (self._component_count, self.components),
            (self._document_count, self.documents),
        ):
            cards_list.grow_with_contents()
            cards_list.setProperty("role", "framed")
            self.lists.addWidget(heading)
            self.lists.addWidget(cards_list)
            self.lists.addSpacing(6)
            panes.mark(cards_list)
        self.lists.addStretch()
        area = QScrollArea()
        area.setWidget(page)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setMinimumWidth(340)
        return area

    def _show_header(self, view: DossierView) -> None:
        dossier = view.dossier
        procedure = self._catalogue.procedures.get(dossier.procedure)
        text = self.tr("{code} · received {received} · result due {due}")
        self.header.show_dossier(
            dossier,
            procedure.name if procedure else dossier.procedure,
            text.format(
                code=dossier.code,
                received=wording.moment(dossier.received_at),
                due=wording.day(dossier.due_at),
            ),
            words.dossier_state(dossier.state),
        )
        reason = self.tr("Returned by the supervisor: {reason}").format(
            reason=dossier.return_reason
        )
        shown = dossier.state is DossierState.RETURNED
        self.returned.say(reason if shown else "", Tone.WARNING, "return")

    def _show_counts(self, view: DossierView) -> None:
        missing = len(view.missing)
        if missing:
            text = self.tr("Components: {missing} required still missing").format(missing=missing)
        else:
            text = self.tr("Components: all required are there")
        self._component_count.setText(text)
        theme.set_role(self._component_count, tone="error" if missing else "good")
        self._document_count.setText(
            self.tr("Papers found: {count}").format(count=len(view.documents))
        )
        self._finding_count.setText(
            self.tr("What needs a look: {count}").format(count=len(self._findings.cards))
        )
        self._finding_count.setVisible(bool(self._findings.cards))
        self.findings.setVisible(bool(self._findings.cards))
        self.documents.setVisible(bool(view.documents))
        self._document_count.setVisible(bool(view.documents))
        self._show_page_count()

    def _show_page_count(self) -> None:
        count = self.pages.rowCount()
        self._page_stack.setCurrentWidget(self.thumbs if count else self.no_pages)
        theme.set_role(self.drop, empty="false" if count else "true")
        self._page_count.setText(self.tr("Pages: {count}").format(count=count))

    def _show_offer(self) -> None:
        offer = self.offer
        if offer is None:
            self.offered.say("", Tone.INFO)
            return
        text = cards.offer_text(offer, self._catalogue, number=1, total=len(self.offers))
        self.offered.say(text, Tone.INFO, "reuse")

    def _on_document_chosen(self, document: object) -> None:
        if isinstance(document, Document) and document.pages:
            self.show_page(document.pages[0])

    def show_page(self, page_id: int) -> None:
        """Make a page the current one."""
        for row, page in enumerate(self.pages.pages):
            if page.id == page_id:
                index: QModelIndex = self.pages.index(row)
                self.thumbs.setCurrentIndex(index)
                return


def _first_unknown(model: CardModel) -> int:
    for row, card in enumerate(model.cards):
        if isinstance(card.value, Document) and card.value.type is None:
            return row
    return 0


def _choices(view: DossierView, catalogue: Catalogue) -> list[tuple[str, str]]:
    """Return the kinds of paper, those the procedure asks for and still misses first."""
    procedure = catalogue.procedures.get(view.dossier.procedure)
    wanted: list[str] = []
    if procedure is not None:
        missing = {one.code for one in view.components if one.state is ComponentState.MISSING}
        ordered = sorted(procedure.components, key=lambda rule: rule.code not in missing)
        wanted = [code for rule in ordered for code in rule.document_types]
    rest = sorted(set(catalogue.document_types) - set(wanted))
    codes = [code for code in dict.fromkeys((*wanted, *rest)) if code in catalogue.document_types]
    return [(code, catalogue.document_types[code].name) for code in codes]
