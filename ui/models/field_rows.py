"""The fields of one document as rows: value, mark, findings; the model only shows them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from enum import Enum, IntEnum
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from typing_extensions import override

from digitizer.model.doctype import DocumentType, Reads
from digitizer.model.document import Document
from digitizer.model.field import Evidence, FieldValue, Finding, Look, Severity
from digitizer.model.view import DossierView
from digitizer.paper.verification import unexplained, wanted
from ui.models import field_words

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class FieldMark(Enum):
    """Where a field stands; the order is from best to worst."""

    DECIDED = 0
    SURE = 1
    DOUBT = 2
    FINDING = 3


@dataclass(frozen=True, slots=True)
class FieldRow:
    """One field with everything its row shows."""

    value: FieldValue
    title: str
    reads: Reads = Reads.TEXT
    required: bool = False
    findings: tuple[Finding, ...] = ()
    evidence: Evidence | None = None
    """All of the value's rectangles on their first page, as one."""

    @property
    def blocked(self) -> bool:
        """Whether a finding forbids to finish with this value."""
        return any(finding.severity is Severity.ERROR for finding in self.findings)

    @property
    def open(self) -> bool:
        """Whether the field needs a person."""
        asked = self.value.decided_by is None and wanted(self.value, objected=bool(self.findings))
        return asked or self.blocked or self.blind or unexplained(self.value, self.findings)

    @property
    def warned(self) -> bool:
        """Whether the value may stand, but only with a reason: a check warns, none forbids it."""
        return bool(self.findings) and not self.blocked and self.value.absence is None

    @property
    def blind(self) -> bool:
        """Whether two persons key the value, each by themselves, and not here."""
        return self.value.look is Look.TWICE

    @property
    def closed(self) -> bool:
        """Whether the value cannot be decided here: keyed twice, or kept from this officer."""
        return self.blind or self.value.hidden

    def open_to_accept(self, pending: Collection[int]) -> bool:
        """Return whether nobody has decided the value and no decision is on its way."""
        undecided = self.value.decided_by is None and self.value.id not in pending
        return undecided and not self.closed

    @property
    def mark(self) -> FieldMark:
        """The field's mark: the worst that can be said of it."""
        if self.findings and self.open:
            return FieldMark.FINDING
        if self.value.decided_by is not None:
            return FieldMark.DECIDED
        return FieldMark.DOUBT if self.open else FieldMark.SURE

    @property
    def shown(self) -> str:
        """The value as a person writes it."""
        return field_words.shown(self.value.value, self.reads)

    @property
    def spoken(self) -> str:
        """The row as a screen reader says it."""
        parts = (f"{self.title}: {self.shown}", mark_name(self.mark), reason(self))
        return ". ".join(parts)


def mark_name(mark: FieldMark) -> str:
    """Return the word for a mark."""
    return {
        FieldMark.DECIDED: field_words.decided(),
        FieldMark.SURE: field_words.sure(),
        FieldMark.DOUBT: field_words.doubt(),
        FieldMark.FINDING: field_words.finding(),
    }[mark]


def reason(row: FieldRow) -> str:
    """Return why a field is marked as it is."""
    if unexplained(row.value, row.findings):
        return field_words.unexplained()
    return field_words.reason(row.value, len(row.findings) if row.open else 0)


def worst(marks: Collection[FieldMark]) -> FieldMark | None:
    """Return the worst of some marks, or None when there are none."""
    return max(marks, key=lambda mark: mark.value, default=None)


def rows_of(
    view: DossierView, document: Document, document_type: DocumentType | None
) -> tuple[FieldRow, ...]:
    """Return the rows of one document of a dossier, in the order of its definition."""
    return tuple(_row(value, document_type, view.findings) for value in view.values_of(document.id))


def _row(
    value: FieldValue, document_type: DocumentType | None, findings: Sequence[Finding]
) -> FieldRow:
    rule = document_type.field(value.name) if document_type else None
    return FieldRow(
        value=value,
        title=rule.title if rule else value.name,
        reads=rule.reads if rule else Reads.TEXT,
        required=bool(rule and rule.required),
        findings=tuple(
            one
            for one in findings
            if one.document_id == value.document_id and value.name in one.fields
        ),
        evidence=_joined(value.evidence),
    )


def _joined(evidence: Sequence[Evidence]) -> Evidence | None:
    if not evidence:
        return None
    page = evidence[0].page_id
    same = [one for one in evidence if one.page_id == page]
    return Evidence(
        page,
        min(one.left for one in same),
        min(one.top for one in same),
        max(one.right for one in same),
        max(one.bottom for one in same),
    )


class FieldRole(IntEnum):
    """What the form asks of a row beyond Qt's own roles."""

    ROW = Qt.ItemDataRole.UserRole + 1


class FieldModel(QAbstractListModel):
    """Shows the fields of one document; it never changes a value."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[FieldRow, ...] = ()

    @property
    def rows(self) -> tuple[FieldRow, ...]:
        """The rows shown, in order."""
        return self._rows

    def show(self, rows: Sequence[FieldRow]) -> None:
        """Show these rows; the same fields keep their places and tell what changed."""
        new = tuple(rows)
        if [row.value.id for row in new] != [row.value.id for row in self._rows]:
            self.beginResetModel()
            self._rows = new
            self.endResetModel()
            return
        old, self._rows = self._rows, new
        for place, (before, after) in enumerate(zip(old, new, strict=True)):
            if before != after:
                index = self.index(place)
                self.dataChanged.emit(index, index)

    def row_of(self, value_id: int) -> int:
        """Return the place of a value, or -1."""
        return next((place for place, row in enumerate(self._rows) if row.value.id == value_id), -1)

    @override
    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        answer = _ANSWERS.get(role)
        return None if answer is None else answer(self._rows[index.row()])


_ANSWERS: dict[int, Callable[[FieldRow], object]] = {
    int(Qt.ItemDataRole.DisplayRole): lambda row: row.title,
    int(Qt.ItemDataRole.EditRole): lambda row: row.shown,
    int(Qt.ItemDataRole.ToolTipRole): reason,
    int(Qt.ItemDataRole.AccessibleTextRole): lambda row: row.spoken,
    int(FieldRole.ROW): lambda row: row,
}
