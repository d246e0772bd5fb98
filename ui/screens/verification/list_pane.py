"""The left pane: the queue, and the papers of the dossier that is open."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QSplitter,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from digitizer.model.dossier import Deferral, DeferralKind, Dossier
from digitizer.model.review import Tally
from digitizer.model.view import DossierSummary
from ui import theme, wording
from ui.models.cards import Card, CardModel
from ui.models.field_rows import FieldMark
from ui.models.field_tree import DocumentNode, DocumentTreeModel, TreeRole
from ui.screen import Tone
from ui.screens.verification.work import Queue
from ui.widgets.card_list import CardList
from ui.widgets.field_mark import paint_mark
from ui.widgets.parts import Wrapped

_SIGN = 14
_MOST_LINES = 4


class _NodeDelegate(QStyledItemDelegate):
    """Paints a document or page with its mark."""

    @override
    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(120, option.fontMetrics.height() * self._lines(option, index) + 12)

    def _lines(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> int:
        """Return how many lines a document's name needs in the width there is."""
        node = index.data(int(TreeRole.NODE))
        tree = self.parent()
        if not isinstance(node, DocumentNode) or not isinstance(tree, QTreeView):
            return 1
        note = option.fontMetrics.horizontalAdvance(node.note) + 8 if node.note else 0
        room = tree.viewport().width() - tree.indentation() - _SIGN - 19 - note
        needed = option.fontMetrics.boundingRect(QRect(0, 0, max(room, 1), 0), _LEFT, node.text)
        return min(max(round(needed.height() / option.fontMetrics.height()), 1), _MOST_LINES)

    @override
    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        node = index.data(int(TreeRole.NODE))
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, theme.tone("selected"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(option.rect, theme.tone("hover"))
        area = option.rect.adjusted(4, 0, -8, 0)
        mark = index.data(int(TreeRole.MARK))
        if isinstance(mark, FieldMark):
            top = area.center().y() - _SIGN / 2 + 1
            paint_mark(painter, mark, QRectF(area.left(), top, _SIGN, _SIGN))
        area.setLeft(area.left() + _SIGN + 7)
        self._paint_text(painter, option, area, node)
        painter.restore()

    def _paint_text(
        self, painter: QPainter, option: QStyleOptionViewItem, area: QRect, node: object
    ) -> None:
        if isinstance(node, DocumentNode) and node.note:
            painter.setPen(theme.tone("subtle"))
            width = option.fontMetrics.horizontalAdvance(node.note)
            painter.drawText(area, _RIGHT, node.note)
            area.setRight(area.right() - width - 8)
        top = isinstance(node, DocumentNode)
        painter.setPen(option.palette.text().color() if top else theme.tone("subtle"))
        text = str(getattr(node, "text", ""))
        if area.height() < 2 * option.fontMetrics.height():
            room = area.width()
            text = option.fontMetrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
        painter.drawText(area, _LEFT, text)


class _Tree(QTreeView):
    """A tree whose chosen row has one colour from edge to edge, and whose names may wrap."""

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    @override
    def drawBranches(
        self, painter: QPainter, rect: QRect, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        if self.selectionModel().isSelected(index):
            # Qt fills this part with the palette's strong colour
            painter.fillRect(rect, theme.tone("selected"))
            option = QStyleOptionViewItem()
            self.initViewItemOption(option)
            option.rect = rect.adjusted(rect.width() - self.indentation(), 0, 0, 0)
            option.state = QStyle.StateFlag.State_Item
            if self.model().hasChildren(index):
                option.state |= QStyle.StateFlag.State_Children
            if self.isExpanded(index):
                option.state |= QStyle.StateFlag.State_Open
            branch = QStyle.PrimitiveElement.PE_IndicatorBranch
            self.style().drawPrimitive(branch, option, painter, self)
        else:
            super().drawBranches(painter, rect, index)


_LEFT = int(
    Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap.value
)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


_QUEUES: tuple[DeferralKind | None, ...] = (
    None,
    DeferralKind.POSTPONED,
    DeferralKind.ESCALATED,
)
"""The queues in the order of the choice; None for those that nobody has laid aside."""


def _its_code(dossier: Dossier) -> str:
    return dossier.procedure


class ListPane(QFrame):
    """Lets a person choose a dossier, a document or a page."""

    page_chosen = Signal(object, object)
    """Ids of a document and of the page chosen below it; the page may be None."""

    def __init__(self, queue: CardModel, tree: DocumentTreeModel) -> None:
        super().__init__()
        self.setProperty("role", "side")
        self._model = tree
        self._queue = Queue((), {})
        self._known: dict[str, Card] = {}
        self._procedure_name: Callable[[Dossier], str] = _its_code
        self.choice = QComboBox()
        self.choice.setAccessibleName(self.tr("Which dossiers"))
        self.choice.addItems([self._queue_name(kind) for kind in _QUEUES])
        # the pane's width is not the longest word's
        self.choice.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.choice.setMinimumContentsLength(14)
        self.choice.currentIndexChanged.connect(lambda _place: self._show_cards())
        self.tally = Wrapped(role="subtle")
        self.tally.setContentsMargins(12, 0, 12, 0)
        self.queue = CardList(self.tr("Dossiers to check"), queue)
        self.tree = _Tree()
        self.tree.setAccessibleName(self.tr("Papers of the dossier"))
        self.tree.setHeaderHidden(True)
        self.tree.setIndentation(16)
        self.tree.setItemDelegate(_NodeDelegate(self.tree))
        self.tree.setModel(tree)
        self.tree.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.tree.activated.connect(self._on_chosen)
        self.tree.clicked.connect(self._on_chosen)
        self.owner = Wrapped(role="heading")
        self.about = Wrapped(role="subtle")
        self._build()
        self.show_dossier("", "")

    def show_queue(self, queue: Queue, procedure_name: Callable[[Dossier], str]) -> None:
        """Show the dossiers that wait, those laid aside in queues of their own."""
        self._queue, self._procedure_name = queue, procedure_name
        if queue.tally is not None:
            self._show_tally(queue.tally)
        self._known.clear()
        self._count_queues()
        self._show_cards()

    def _show_tally(self, tally: Tally) -> None:
        text = self.tr(
            "Today: I verified {mine} ({values} values), all of us {everybody}; {waiting} wait"
        )
        self.tally.setText(
            text.format(
                mine=tally.mine,
                values=tally.values,
                everybody=tally.everybody,
                waiting=tally.waiting,
            )
        )

    def add_to_queue(self, further: Queue) -> None:
        """Show further dossiers below those that are shown."""
        summaries = (*self._queue.summaries, *further.summaries)
        self._queue = Queue(summaries, further.deferrals, further.more)
        self._count_queues()
        self._show_cards()

    @property
    def loaded(self) -> int:
        """How many dossiers are known here."""
        return len(self._queue.summaries)

    def _count_queues(self) -> None:
        for place, kind in enumerate(_QUEUES):
            more = "+" if self._queue.more and kind is None else ""
            text = f"{self._queue_name(kind)} ({len(self._of(kind))}{more})"
            self.choice.setItemText(place, text)

    def next_queue(self) -> None:
        """Show the next of the three queues."""
        self.choice.setCurrentIndex((self.choice.currentIndex() + 1) % self.choice.count())

    def show_queue_of(self, deferral: Deferral | None) -> None:
        """Show the queue in which a dossier so laid aside, or not, stands."""
        self.choice.setCurrentIndex(_QUEUES.index(deferral.kind if deferral else None))

    @property
    def waiting(self) -> tuple[DossierSummary, ...]:
        """The dossiers that nobody has laid aside."""
        return self._of(None)

    def _queue_name(self, kind: DeferralKind | None) -> str:
        if kind is None:
            return self.tr("To check")
        if kind is DeferralKind.POSTPONED:
            return self.tr("Postponed")
        return self.tr("Escalated")

    def _of(self, kind: DeferralKind | None) -> tuple[DossierSummary, ...]:
        deferrals = self._queue.deferrals

        def kind_of(code: str) -> DeferralKind | None:
            return deferrals[code].kind if code in deferrals else None

        return tuple(one for one in self._queue.summaries if kind_of(one.dossier.code) is kind)

    def _show_cards(self) -> None:
        shown = self._of(_QUEUES[max(self.choice.currentIndex(), 0)])
        for one in shown:
            code = one.dossier.code
            if code not in self._known:
                self._known[code] = self._card(one, self._procedure_name(one.dossier))
        cards = [self._known[one.dossier.code] for one in shown]
        self.queue.cards.show(cards, more=self._queue.more)

    def _card(self, summary: DossierSummary, procedure: str) -> Card:
        dossier, left = summary.dossier, summary.open_count
        due = self.tr("Due {day}").format(day=wording.day(dossier.due_at))
        code = (dossier.code,) if dossier.owner.name else ()
        deferral = self._queue.deferrals.get(dossier.code)
        why = (f"{deferral.officer.name}: {deferral.reason}",) if deferral else ()
        return Card(
            key=dossier.code,
            title=dossier.owner.name or dossier.code,
            lines=(*why, procedure, *code, due),
            chip=self.tr("{count} to see").format(count=left) if left else self.tr("ready"),
            tone=Tone.WARNING if left else Tone.GOOD,
            value=dossier.code,
            wraps=True,
        )

    def show_dossier(self, owner: str, about: str) -> None:
        """Say whose dossier is open."""
        self.owner.setText(owner)
        self.about.setText(about)
        self._dossier.setVisible(bool(owner))

    def show_place(self, document_id: int, page_id: int | None) -> None:
        """Mark where the person is without saying so."""
        index = self._model.index_of(document_id, page_id)
        self.tree.setCurrentIndex(index)

    def _build(self) -> None:
        above = QWidget()
        column = QVBoxLayout(above)
        column.setContentsMargins(0, 8, 0, 0)
        row = QHBoxLayout()
        row.setContentsMargins(12, 0, 12, 0)
        row.addWidget(self.choice, 1)
        column.addLayout(row)
        column.addWidget(self.tally)
        column.setSpacing(6)
        column.addWidget(self.queue, 1)
        self._dossier = QFrame()
        self._dossier.setProperty("role", "bar")
        below = QVBoxLayout(self._dossier)
        below.setContentsMargins(0, 8, 0, 0)
        below.setSpacing(2)
        for widget in (self.owner, self.about):
            widget.setContentsMargins(12, 0, 12, 0)
            below.addWidget(widget)
        below.addSpacing(4)
        below.addWidget(self.tree, 1)
        split = QSplitter(Qt.Orientation.Vertical)
        split.setChildrenCollapsible(False)
        split.addWidget(above)
        split.addWidget(self._dossier)
        split.setSizes([220, 400])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addStrut(200)
        whole.addWidget(split)

    def _on_chosen(self, index: QModelIndex) -> None:
        document = self._model.document_of(index)
        node = self._model.node(index)
        if document is not None and node is not None:
            page_id = None if isinstance(node, DocumentNode) else node.page_id
            self.page_chosen.emit(document.document_id, page_id)
