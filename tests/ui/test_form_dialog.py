"""One-stop forms at the clerk's, the supervisor's and the records officer's seats."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QDate
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QDateEdit, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from tests.ui import desk_office, field_office
from tests.ui.desk_office import DeskOffice
from ui.forms import _FormWork, open_forms
from ui.screen import Desk, Notice, Screen
from ui.tasks import Tasks
from ui.theme import Theme
from ui.widgets.form_dialog import FormDialog
from ui.widgets.key_dialog import KeyDialog


class Seat:
    """An officer over whose screen the dialog opens."""

    def __init__(self, qtbot: QtBot, office: DeskOffice, tasks: Tasks, officer: str) -> None:
        self.qtbot, self.office, self.tasks = qtbot, office, tasks
        self.officer = getattr(office, officer)
        self.screen = Screen(Desk(office.station, self.officer, tasks))
        self.notices: list[Notice] = []
        self.screen.noticed.connect(self.notices.append)
        qtbot.addWidget(self.screen)
        self.screen.show()

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: not self.tasks.running, timeout=60_000)

    def open(self, code: str | None, form: str = "") -> FormDialog:
        dialog = open_forms(self.screen, code, form)
        assert dialog is not None
        self.settle()
        return dialog

    def draw(self, dialog: FormDialog) -> None:
        dialog._timer.stop()
        dialog._ask_preview()
        self.settle()


Make = Callable[[str], Seat]


@pytest.fixture
def make(qtbot: QtBot, office: DeskOffice, tasks: Tasks, theme: Theme, vietnamese: None) -> Make:
    return lambda officer: Seat(qtbot, office, tasks, officer)


def test_a_receipt_is_seen_issued_saved_and_printed(
    make: Make, office: DeskOffice, tmp_path: Path
) -> None:
    seat = make("clerk")
    dossier = field_office.submit_dossier(office.fields)
    dialog = seat.open(dossier.code)
    assert dialog.kind.currentText() == "Giấy tiếp nhận hồ sơ và hẹn trả kết quả"
    assert dialog.pdf.total == 1
    phone = dialog.fields.editors["phone"]
    assert isinstance(phone, QLineEdit)
    assert phone.accessibleName() == "Số điện thoại"
    phone.setText("0901 234 567")
    seat.draw(dialog)
    assert not dialog.printing.isEnabled()
    dialog.issue.click()
    seat.settle()
    assert dialog.form is not None
    assert dialog.form.number.endswith("/BPTNTKQ")
    assert dialog.form.data["phone"] == "0901 234 567"
    assert dialog.form.number in dialog.info.label.text()
    assert not dialog.signing.isEnabled()
    work = dialog.findChild(_FormWork)
    work.save(tmp_path / "giấy hẹn.pdf")
    seat.settle()
    assert (tmp_path / "giấy hẹn.pdf").read_bytes().startswith(b"%PDF-")
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "in.pdf"))
    work.print_on(printer)
    seat.settle()
    assert (tmp_path / "in.pdf").stat().st_size > 10_000
    assert "1 trang" in seat.notices[-1].text
    assert [one.title for one in dialog._earlier.cards] == [dialog.kind.currentText()]


def test_a_reason_that_is_missing_is_named_and_nothing_can_be_issued(
    make: Make, office: DeskOffice
) -> None:
    seat = make("supervisor")
    dossier = field_office.submit_dossier(office.fields)
    dialog = seat.open(dossier.code, "form_refusal")
    seat.draw(dialog)
    assert "Lý do từ chối" in dialog.info.label.text()
    assert not dialog.issue.isEnabled()
    reason = dialog.fields.editors["reason"]
    assert isinstance(reason, QPlainTextEdit)
    reason.setPlainText("Không thuộc thẩm quyền.\nĐề nghị nộp tại phường khác.")
    seat.draw(dialog)
    assert dialog.issue.isEnabled()
    dialog.issue.click()
    seat.settle()
    assert office.station.forms.of_dossier(seat.officer, dossier.code)[0].template == "form_refusal"


def test_the_records_officer_issues_an_apology_and_the_register(
    make: Make, office: DeskOffice
) -> None:
    seat = make("records")
    dossier = desk_office.verified_dossier(office)
    dialog = seat.open(dossier.code, "form_apology")
    day = dialog.fields.editors["new_due_date"]
    assert isinstance(day, QDateEdit)
    day.setDate(QDate(2027, 1, 4))
    reason = dialog.fields.editors["reason"]
    assert isinstance(reason, QPlainTextEdit)
    reason.setPlainText("Hệ thống gián đoạn.")
    seat.draw(dialog)
    dialog.issue.click()
    seat.settle()
    assert dialog.form is not None
    assert dialog.form.data["new_due_date"] == "2027-01-04"
    register = seat.open(None)
    assert register.kind.currentText() == "Sổ theo dõi hồ sơ"
    assert register.issue.isEnabled(), register.info.label.text()
    register.issue.click()
    seat.settle()
    assert register.form is not None
    assert dossier.code in [row["code"] for row in register.form.data["entries"]]


def test_a_form_is_issued_and_signed_with_one_key(make: Make, office: DeskOffice) -> None:
    seat = make("clerk")
    dossier = field_office.submit_dossier(office.fields)
    dialog = seat.open(dossier.code, "form_receipt")
    seat.draw(dialog)
    assert dialog.signing.isEnabled()
    dialog.signing.click()
    seat.settle()
    keys = dialog.findChild(KeyDialog)
    keys.key.setCurrentIndex(keys.key.findData("test"))
    seat.settle()
    keys.sign.click()
    seat.settle()
    assert dialog.form is not None
    pdf = office.station.forms.pdf(seat.officer, dialog.form.id)
    verdict = office.station.results.judge(pdf, ("person",))
    assert verdict.valid, verdict
    assert seat.officer.name in verdict.signers[0].owner


@pytest.mark.parametrize("officer", ["clerk", "supervisor", "records"])
def test_every_form_is_seen_as_soon_as_what_it_needs_is_there(
    make: Make, office: DeskOffice, officer: str
) -> None:
    seat = make(officer)
    dossier = (
        desk_office.verified_dossier(office)
        if officer == "records"
        else field_office.submit_dossier(office.fields)
    )
    dialog = seat.open(dossier.code)
    for place, kind in enumerate(dialog._kinds):
        if not kind.code.startswith("form_"):
            # a declaration for the citizen, not one of the six
            continue
        dialog.kind.setCurrentIndex(place)
        for name, editor in dialog.fields.editors.items():
            if isinstance(editor, QPlainTextEdit):
                editor.setPlainText(f"Nội dung {name}.")
            elif isinstance(editor, QLineEdit) and not editor.text():
                editor.setText("Nguyễn Mẫu")
        seat.draw(dialog)
        assert dialog.issue.isEnabled(), (kind.code, dialog.info.label.text())
        assert dialog.pdf.total >= 1
        assert dialog.signing.isEnabled() is kind.signable, kind.code
    codes = {one.code for one in dialog._kinds}
    assert codes
