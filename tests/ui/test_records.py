from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox
from pytestqt.qtbot import QtBot

from digitizer.model.result import ResultState
from digitizer.office import practice
from tests.ui import desk_office
from tests.ui.desk_office import DeskOffice
from ui.models.verdicts import verdict_cards, verdict_title
from ui.screen import Desk, Notice, Tone
from ui.screens.records import RecordsScreen
from ui.screens.signing.sign_dialog import SignDialog
from ui.tasks import Tasks
from ui.theme import Theme

CTRL = Qt.KeyboardModifier.ControlModifier


class Seat:
    """A records officer at the screen."""

    def __init__(self, qtbot: QtBot, office: DeskOffice, tasks: Tasks) -> None:
        self.qtbot, self.office, self.tasks = qtbot, office, tasks
        self.screen = RecordsScreen(Desk(office.station, office.records, tasks))
        self.notices: list[Notice] = []
        self.screen.noticed.connect(self.notices.append)
        qtbot.addWidget(self.screen)
        self.screen.resize(1170, 700)
        self.screen.show()
        qtbot.waitUntil(self.screen.isActiveWindow)
        self.screen.refresh()
        self.settle()

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: not self.tasks.running, timeout=60_000)

    def open(self, code: str) -> None:
        self.screen.refresh()
        self.settle()
        self.screen.show_dossier(code)
        self.settle()

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = CTRL) -> None:
        # a dialog that was just closed gives the activity back in a later turn
        self.screen.activateWindow()
        self.qtbot.waitUntil(self.screen.isActiveWindow)
        self.qtbot.keyClick(QApplication.focusWidget() or self.screen, key, held)
        self.settle()

    def question(self) -> QMessageBox:
        box = self.screen.findChildren(QMessageBox)[-1]
        self.qtbot.waitUntil(box.isVisible)
        return box

    def sign_dialog(self) -> SignDialog:
        self.press(Qt.Key.Key_S, CTRL | Qt.KeyboardModifier.ShiftModifier)
        return self.screen.findChildren(SignDialog)[-1]

    def sign_with_test_key(self) -> None:
        dialog = self.sign_dialog()
        dialog.key.setCurrentIndex(dialog.key.findData("test"))
        self.settle()
        dialog.sign.click()
        self.settle()


@pytest.fixture
def seat(qtbot: QtBot, office: DeskOffice, tasks: Tasks, theme: Theme, vietnamese: None) -> Seat:
    return Seat(qtbot, office, tasks)


def test_a_verified_dossier_waits_to_be_composed(seat: Seat, office: DeskOffice) -> None:
    dossier = desk_office.verified_dossier(office)
    seat.open(dossier.code)
    chips = {card.key: card.chip for card in seat.screen.queue.cards}
    assert chips[dossier.code] == "Chờ soạn"
    assert seat.screen.compose_action.isEnabled()
    assert not seat.screen.sign_action.isEnabled()
    assert not seat.screen.save_action.isEnabled()


@pytest.mark.slow
def test_a_result_is_composed_signed_judged_saved_and_released(
    seat: Seat, office: DeskOffice, tmp_path: Path
) -> None:
    dossier = desk_office.verified_dossier(office)
    seat.open(dossier.code)
    seat.press(Qt.Key.Key_M)
    assert seat.screen.result is not None
    assert seat.screen.result.state is ResultState.COMPOSED
    assert seat.screen.pane.pdf.total == 1

    seat.sign_with_test_key()
    assert seat.screen.result.state is ResultState.SIGNED
    assert not seat.screen.release_action.isEnabled()
    seat.sign_with_test_key()
    assert seat.screen.result.state is ResultState.SEALED
    titles = [card.title for card in seat.screen.pane.verdict.model.cards]
    assert "Chứng thư số thử nghiệm" in titles
    assert "Toàn vẹn: không đổi từ khi ký" in titles
    assert "Định dạng lưu trữ PDF/A-3B" in titles
    text = seat.screen.pane.verdict.judgement.label.text()
    assert text == "Chữ ký số hợp lệ, nhưng ký bằng khóa thử nghiệm."

    target = tmp_path / "kết quả đã ký.pdf"
    seat.screen.save(target)
    seat.settle()
    assert target.read_bytes().startswith(b"%PDF-")
    assert office.station.results.check(target.read_bytes()).valid

    seat.press(Qt.Key.Key_Return)
    assert seat.screen.result.state is ResultState.RELEASED
    assert seat.notices[-1].text.startswith("Đã phát hành kết quả số")


@pytest.mark.slow
def test_a_result_whose_signature_is_not_valid_is_released_only_after_asking(
    seat: Seat, office: DeskOffice
) -> None:
    dossier = desk_office.verified_dossier(office)
    seat.open(dossier.code)
    seat.press(Qt.Key.Key_M)
    for _role in ("person", "agency"):
        seat.sign_with_test_key()
    assert seat.screen.result is not None
    report = {**seat.screen.result.report, "valid": False}
    seat.screen._result = replace(seat.screen.result, report=report)

    for answer, state in (
        (Qt.Key.Key_Return, ResultState.SEALED),
        (Qt.Key.Key_Escape, ResultState.SEALED),
        (None, ResultState.RELEASED),
    ):
        seat.press(Qt.Key.Key_Return)
        box = seat.question()
        assert "chữ ký" in box.text()
        if answer is None:
            next(one for one in box.buttons() if one.text() == "Phát hành").click()
        else:
            seat.qtbot.keyClick(box, answer)
        seat.settle()
        assert office.station.results.of_dossier(office.records, dossier.code).state is state
    rows = office.station.store.journal.rows(5)
    (kept,) = [row.after for row in rows if row.action == "result-released"]
    assert "chữ ký" in kept
    assert "Phát hành" in kept


@pytest.mark.slow
def test_the_pdf_is_saved_under_the_number_of_the_result(
    seat: Seat, office: DeskOffice, tmp_path: Path
) -> None:
    dossier = desk_office.verified_dossier(office)
    seat.open(dossier.code)
    seat.press(Qt.Key.Key_M)
    assert seat.screen.result is not None
    seat.press(Qt.Key.Key_S)
    dialog = seat.screen.findChild(QFileDialog)
    assert dialog is not None
    (suggested,) = dialog.selectedFiles()
    assert Path(suggested).name == seat.screen.result.number.replace("/", "-") + ".pdf"
    dialog.fileSelected.emit(str(tmp_path / "kết quả.pdf"))
    dialog.close()
    seat.settle()
    assert (tmp_path / "kết quả.pdf").read_bytes() == seat.screen.pages.data
    assert seat.notices[-1].tone is Tone.GOOD


@pytest.mark.slow
def test_a_key_file_with_a_wrong_password_is_explained_and_the_right_one_signs(
    seat: Seat, office: DeskOffice, tmp_path: Path
) -> None:
    path = tmp_path / "khóa của tôi.p12"
    path.write_bytes(practice.throwaway_key("Phạm Thị Văn Thư", "UBND Phường Mẫu"))
    dossier = desk_office.verified_dossier(office)
    seat.open(dossier.code)
    seat.press(Qt.Key.Key_M)
    dialog = seat.sign_dialog()
    dialog.key.setCurrentIndex(dialog.key.findData("file"))
    seat.settle()
    assert not dialog.sign.isEnabled()
    dialog.take_file(tmp_path / "không có.p12")
    dialog.sign.click()
    seat.settle()
    assert "không có.p12" in dialog.info.label.text()
    dialog.take_file(path)
    dialog.pin.setText("sai mật khẩu")
    dialog.sign.click()
    seat.settle()
    assert "mật khẩu" in dialog.info.label.text().casefold()
    assert seat.screen.result is not None
    assert seat.screen.result.state is ResultState.COMPOSED
    dialog.pin.setText(practice.KEY_PASSWORD)
    dialog.sign.click()
    seat.settle()
    assert seat.screen.result.state is ResultState.SIGNED


@pytest.fixture
def unsealed(office: DeskOffice) -> Iterator[None]:
    """An office whose results bear the person's signature alone."""
    before = office.station.results
    agency = replace(before.policies.agency, required=False)
    office.station.results = replace(before, policies=replace(before.policies, agency=agency))
    yield
    office.station.results = before


def test_without_a_seal_the_question_counts_what_a_person_signed(
    unsealed: None, seat: Seat, office: DeskOffice
) -> None:
    code = desk_office.verified_dossier(office).code
    results = office.station.results
    made, owner = results.compose(office.records, code), office.records.name
    key = practice.throwaway_key(owner, office.station.settings.office_name)
    results.sign(office.records, made.id, key, practice.KEY_PASSWORD)
    seat.screen.refresh()
    seat.settle()
    seat.screen.release_all_action.trigger()
    box = seat.question()
    signed = office.station.store.results.all([ResultState.SIGNED])
    assert f"Hiện có {len(signed)} kết quả" in box.text()
    next(one for one in box.buttons() if one.text() == "Phát hành").click()
    seat.settle()
    released = results.of_dossier(office.records, code)
    assert released is not None
    assert released.state is ResultState.RELEASED


@pytest.mark.slow
def test_all_results_are_composed_and_all_valid_ones_released_at_once(
    seat: Seat, office: DeskOffice
) -> None:
    codes = [desk_office.verified_dossier(office).code for _ in range(2)]
    seat.screen.refresh()
    seat.settle()
    seat.press(Qt.Key.Key_M, CTRL | Qt.KeyboardModifier.ShiftModifier)
    results = office.station.results
    made = [results.of_dossier(office.records, code) for code in codes]
    assert all(one is not None and one.state is ResultState.COMPOSED for one in made)
    assert not seat.screen.compose_all_action.isEnabled()
    name = office.station.settings.office_name
    for one in made:
        assert one is not None
        for act, owner in ((results.sign, office.records.name), (results.seal, name)):
            act(office.records, one.id, practice.throwaway_key(owner, name), practice.KEY_PASSWORD)
    seat.screen.refresh()
    seat.settle()
    seat.screen.release_all_action.trigger()
    box = seat.question()
    next(one for one in box.buttons() if one.text() == "Phát hành").click()
    seat.settle()
    states = {results.of_dossier(office.records, code).state for code in codes}
    assert states == {ResultState.RELEASED}
    assert not seat.screen.release_all_action.isEnabled()


def test_a_file_that_cannot_be_written_is_explained(seat: Seat, tmp_path: Path) -> None:
    (tmp_path / "không phải thư mục").touch()
    seat.screen.save(tmp_path / "không phải thư mục" / "a.pdf")
    seat.settle()
    assert seat.notices[-1].tone is Tone.ERROR
    assert "a.pdf" in seat.notices[-1].text


@pytest.mark.usefixtures("vietnamese")
def test_a_verdict_that_is_bad_says_so_in_words() -> None:
    report = {
        "valid": False,
        "trust": "none",
        "signers": [
            {
                "owner": "Nguyễn Văn A",
                "issuer": "CA lạ",
                "signed_at": "2026-11-22T03:00:00+00:00",
                "timestamped": True,
                "intact": True,
                "modified_after": True,
                "trusted": False,
                "test_certificate": False,
                "level": "B-T",
                "algorithm": "sha256_rsa",
            }
        ],
        "pdfa": {"conforms": False, "flavour": "", "violations": ["no output intent"]},
    }
    titles = {card.title: card.tone for card in verdict_cards(report)}
    assert titles["Tệp đã bị thay đổi sau khi ký"] is Tone.ERROR
    assert titles["Chứng thư số chưa được tin cậy"] is Tone.ERROR
    assert titles["Không đúng định dạng lưu trữ PDF/A"] is Tone.ERROR
    assert "10:00 22/11/2026" in titles
    assert verdict_title(report) == ("Chữ ký số không hợp lệ.", Tone.ERROR)
