from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from digitizer.model.doctype import Reads
from digitizer.model.field import Absence, FieldValue, Finding, Method, Severity
from ui.models import field_words
from ui.models.field_rows import FieldMark, FieldModel, FieldRole, FieldRow, worst
from ui.models.field_tree import DocumentNode, DocumentTreeModel, PageNode, TreeRole

FATAL = QAbstractItemModelTester.FailureReportingMode.Fatal


def value(number: int, text: str = "Nguyễn Văn An", *, sure: bool = True) -> FieldValue:
    return FieldValue(number, 7, f"field{number}", text, text, 0.9, sure, Method.OCR, "b")


def row(number: int, text: str = "Nguyễn Văn An", *, sure: bool = True) -> FieldRow:
    return FieldRow(value(number, text, sure=sure), f"Trường {number}")


ERROR = Finding("date-in-future", Severity.ERROR, ("field1",), 7)
WARNING = Finding("date-in-future", Severity.WARNING, ("field1",), 7)


def test_the_field_model_keeps_qts_rules(qtmodeltester: object) -> None:
    model = FieldModel()
    tester = QAbstractItemModelTester(model, FATAL)
    model.show([row(1), row(2, sure=False)])
    model.show([row(1), row(2)])
    model.show([row(3)])
    model.show([])
    assert tester.model() is model
    assert model.rowCount() == 0


def test_the_same_fields_tell_only_what_changed(qtbot: object) -> None:
    model = FieldModel()
    model.show([row(1), row(2)])
    changed: list[int] = []
    resets: list[bool] = []
    model.dataChanged.connect(lambda first, _last: changed.append(first.row()))
    model.modelReset.connect(lambda: resets.append(True))
    model.show([row(1), row(2, "Trần Thị Bình")])
    assert changed == [1]
    assert resets == []
    assert model.index(1).data(int(Qt.ItemDataRole.EditRole)) == "Trần Thị Bình"


def test_a_row_speaks_its_name_value_state_and_reason() -> None:
    model = FieldModel()
    model.show([row(1, "", sure=False)])
    spoken = model.index(0).data(int(Qt.ItemDataRole.AccessibleTextRole))
    assert spoken == "Trường 1: . Needs a person. Not found on the page"
    assert model.index(0).data(int(FieldRole.ROW)) == row(1, "", sure=False)


@pytest.mark.parametrize(
    ("shown", "mark", "open_"),
    [
        (row(1), FieldMark.SURE, False),
        (row(1, sure=False), FieldMark.DOUBT, True),
        (replace(row(1), findings=(WARNING,)), FieldMark.FINDING, True),
        (
            replace(row(1), value=replace(value(1), decided_by=3), findings=(WARNING,)),
            FieldMark.FINDING,
            True,
        ),
        (
            replace(
                row(1),
                value=replace(value(1), decided_by=3, reason="Đã đối chiếu"),
                findings=(WARNING,),
            ),
            FieldMark.DECIDED,
            False,
        ),
        (
            replace(row(1), value=replace(value(1), decided_by=3), findings=(ERROR,)),
            FieldMark.FINDING,
            True,
        ),
    ],
)
def test_a_field_has_the_worst_mark_that_fits(
    shown: FieldRow, mark: FieldMark, open_: bool
) -> None:
    assert shown.mark is mark
    assert shown.open is open_


def test_a_document_has_the_mark_of_its_worst_field() -> None:
    assert worst([FieldMark.DECIDED, FieldMark.FINDING, FieldMark.DOUBT]) is FieldMark.FINDING
    assert worst([]) is None


@pytest.mark.parametrize(
    ("stored", "shown"),
    [("1990-09-02", "02/09/1990"), ("1990-09", "09/1990"), ("1990", "1990"), ("02.9", "02.9")],
)
def test_dates_are_shown_day_first(stored: str, shown: str) -> None:
    assert field_words.shown(stored, Reads.DATE) == shown
    assert field_words.shown("1990-09-02", Reads.TEXT) == "1990-09-02"


def test_three_absences_are_told_apart() -> None:
    assert len({field_words.absence(one) for one in Absence}) == 3
    assert len({field_words.source(one) for one in Method}) == len(Method)


def tree() -> list[DocumentNode]:
    pages = (PageNode(11, "Page 1"), PageNode(12, "Page 2", FieldMark.DOUBT))
    return [
        DocumentNode(1, "Tờ khai", "2", FieldMark.DOUBT, pages),
        DocumentNode(2, "Thẻ căn cước"),
    ]


def test_the_tree_model_keeps_qts_rules() -> None:
    model = DocumentTreeModel()
    tester = QAbstractItemModelTester(model, FATAL)
    model.show(tree())
    model.show([replace(tree()[0], mark=FieldMark.DECIDED), tree()[1]])
    model.show(tree()[1:])
    model.show([])
    assert tester.model() is model
    assert model.rowCount() == 0


def test_the_tree_knows_where_a_page_lies() -> None:
    model = DocumentTreeModel()
    model.show(tree())
    index = model.index_of(1, 12)
    assert index.data() == "Page 2"
    assert index.data(int(TreeRole.MARK)) is FieldMark.DOUBT
    assert index.parent() == model.index_of(1)
    document = model.document_of(index)
    assert document is not None
    assert document.document_id == 1
    assert not model.index_of(99).isValid()
    assert model.node(QModelIndex()) is None


def test_a_tree_of_the_same_papers_keeps_what_is_chosen(qtbot: object) -> None:
    model = DocumentTreeModel()
    model.show(tree())
    resets: list[bool] = []
    model.modelReset.connect(lambda: resets.append(True))
    model.show([replace(tree()[0], note=""), tree()[1]])
    assert resets == []
    assert model.index_of(1).data(int(Qt.ItemDataRole.AccessibleTextRole)).startswith("Tờ khai")
