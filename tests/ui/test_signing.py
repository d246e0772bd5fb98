"""The signing seat: a batch from the window, with a key, its report, and what blocks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from digitizer.model.result import ResultState, SignerRole
from digitizer.model.view import ItemFailure
from digitizer.results import keys as signing_keys
from digitizer.results.signing_values import Preflight, StepTold
from signing.manifest import read_manifest
from signing.model import CertificateInfo, PinState, TokenInfo
from tests.ui import desk_office
from tests.ui.desk_office import DeskOffice
from ui.screen import Desk, Notice
from ui.screens.records import RecordsScreen
from ui.screens.signing import SigningScreen
from ui.screens.signing.queue_model import NUMBER, STATE
from ui.screens.signing.report_dialog import ReportDialog
from ui.screens.signing.send_back_dialog import SendBackDialog
from ui.screens.signing.sign_dialog import SignDialog
from ui.tasks import Tasks
from ui.theme import Theme
from ui.widgets.key_choice import KeyGiven

CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


class Seat:
    """A records officer at the signing screen."""

    def __init__(self, qtbot: QtBot, office: DeskOffice, tasks: Tasks) -> None:
        self.qtbot, self.office, self.tasks = qtbot, office, tasks
        self.screen = SigningScreen(Desk(office.station, office.records, tasks))
        self.notices: list[Notice] = []
        self.screen.noticed.connect(self.notices.append)
        qtbot.addWidget(self.screen)
        self.screen.resize(1170, 700)
        self.screen.show()
        qtbot.waitUntil(self.screen.isActiveWindow)
        self.refresh()

    def refresh(self) -> None:
        self.screen.refresh()
        self.settle()

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: not self.tasks.running, timeout=60_000)

    def press(
        self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.ControlModifier
    ) -> None:
        self.screen.activateWindow()
        self.qtbot.waitUntil(self.screen.isActiveWindow)
        self.qtbot.keyClick(QApplication.focusWidget() or self.screen, key, held)
        self.settle()

    def cell(self, row: int, column: int) -> str:
        model = self.screen.model
        return str(model.data(model.index(row, column), Qt.ItemDataRole.DisplayRole))

    def sign_dialog(self) -> SignDialog:
        self.press(Qt.Key.Key_S, CTRL_SHIFT)
        dialog = self.screen.findChildren(SignDialog)[-1]
        self.settle()
        return dialog

    def report(self) -> ReportDialog:
        return self.screen.findChildren(ReportDialog)[-1]


@pytest.fixture
def seat(qtbot: QtBot, office: DeskOffice, tasks: Tasks, theme: Theme, vietnamese: None) -> Seat:
    return Seat(qtbot, office, tasks)


def compose(office: DeskOffice) -> int:
    dossier = desk_office.verified_dossier(office)
    return office.station.results.compose(office.records, dossier.code).id


@pytest.mark.slow
def test_a_batch_goes_through_both_queues_with_one_key_each(
    seat: Seat, office: DeskOffice, tmp_path: Path
) -> None:
    ids = [compose(office), compose(office)]
    seat.refresh()
    assert not seat.screen.sign_action.isEnabled()
    for role, state in ((SignerRole.PERSON, "signed"), (SignerRole.AGENCY, "sealed")):
        seat.screen.show_role(role)
        seat.press(Qt.Key.Key_A, CTRL_SHIFT)
        assert len(seat.screen.model.chosen) == 2
        dialog = seat.sign_dialog()
        dialog.key.setCurrentIndex(dialog.key.findData("test"))
        seat.settle()
        assert dialog.sign.isEnabled()
        assert "2" in dialog.sign.text()
        dialog.sign.click()
        seat.settle()
        results = office.station.store.results
        assert {results.get(one).state.value for one in ids} == {state}
        report = seat.report()
        assert "2" in report.summary.label.text()
        assert report.table.model().rowCount() == 2
        assert report.table.model().index(0, 6).data() == "Hợp lệ"
        report.accept()
    assert not seat.screen.model.items
    for kind in ("csv", "pdf", "json"):
        seat.screen.save_report(kind, tmp_path / f"báo cáo.{kind}")
        seat.settle()
    text = (tmp_path / "báo cáo.csv").read_text(encoding="utf-8-sig")
    for one in map(office.station.store.results.get, ids):
        assert one.number in text
        assert str(one.signed_hash) in text
    assert (tmp_path / "báo cáo.pdf").read_bytes().startswith(b"%PDF-")
    listed = read_manifest(tmp_path / "báo cáo.json")
    one = office.station.store.results.get(ids[0])
    expected = listed[one.number.replace("/", "-") + ".pdf"]
    pdf = office.station.results.pdf(office.records, one.id)
    assert (expected.fields, expected.differs(pdf)) == (("person", "agency"), "")
    assert expected.differs(pdf[:-100]) == "shorter-than-signed"


def test_results_are_looked_at_one_by_one_and_ticked_by_keys(
    seat: Seat, office: DeskOffice
) -> None:
    ids = [compose(office), compose(office)]
    seat.refresh()
    rows = [one.result.id for one in seat.screen.model.items]
    seat.screen.table.setCurrentIndex(seat.screen.model.index(rows.index(ids[0]), 0))
    seat.settle()
    assert seat.screen.pdf.total == 1
    seat.press(Qt.Key.Key_Return)
    assert seat.cell(rows.index(ids[0]), STATE) == "Đã xem"
    assert ids[0] in [one.result.id for one in seat.screen.model.chosen]
    spoken = seat.screen.model.index(0, NUMBER).data(Qt.ItemDataRole.AccessibleTextRole)
    assert seat.screen.model.items[0].result.number in spoken


def test_a_wrong_password_stops_and_is_explained_in_the_dialog(
    seat: Seat, office: DeskOffice, tmp_path: Path
) -> None:
    from digitizer.office import practice

    wanted = compose(office)
    seat.refresh()
    seat.press(Qt.Key.Key_A, CTRL_SHIFT)
    path = tmp_path / "khóa.p12"
    path.write_bytes(practice.throwaway_key("Phạm Văn Thư", "UBND"))
    dialog = seat.sign_dialog()
    dialog.key.setCurrentIndex(dialog.key.findData("file"))
    seat.settle()
    assert not dialog.sign.isEnabled()
    dialog.take_file(path)
    dialog.pin.setText("sai")
    dialog.sign.click()
    seat.settle()
    assert "mật khẩu" in dialog.info.label.text().casefold()
    assert dialog.pin.text() == ""
    assert dialog.isEnabled()
    assert office.station.store.results.get(wanted).state is ResultState.COMPOSED
    assert "sai" not in repr(KeyGiven(pin="sai"))


def token(pin: PinState, certificate: CertificateInfo) -> TokenInfo:
    return TokenInfo("/usr/lib/x.so", 0, "VGCA", "1", "Bit4id", "x", pin, (certificate,))


@pytest.mark.parametrize(
    ("pin", "said", "enabled"),
    [
        (PinState.FRESH, "còn 12 ngày nữa", True),
        (PinState.FEW_LEFT, "nhập sai", True),
        (PinState.LAST, "một lần", True),
        (PinState.LOCKED, "bị khóa", False),
    ],
)
def test_what_the_token_says_of_its_pin_is_said_before_it_is_entered(
    seat: Seat, office: DeskOffice, pin: PinState, said: str, enabled: bool
) -> None:
    compose(office)
    seat.refresh()
    seat.press(Qt.Key.Key_A, CTRL_SHIFT)
    dialog = seat.sign_dialog()
    now = datetime.now(UTC)
    info = CertificateInfo(
        "Nguyễn Thị Mẫu", "CA Mẫu", "AB", now, now + timedelta(days=12.5), False, False
    )
    dialog.show_tokens((token(pin, info),))
    dialog.key.setCurrentIndex(0)
    seat.settle()
    assert said in dialog.info.label.text()
    assert dialog.sign.isEnabled() is enabled
    assert dialog.risk.isVisible() is (pin is PinState.LAST)
    dialog.reject()


def test_what_blocks_is_named_and_nothing_can_be_signed(seat: Seat, office: DeskOffice) -> None:
    compose(office)
    seat.refresh()
    seat.press(Qt.Key.Key_A, CTRL_SHIFT)
    dialog = seat.sign_dialog()
    block = ItemFailure("", "subject-mismatch", {"owner": "Người khác", "expected": "Nguyễn A"})
    items = seat.screen.model.chosen
    dialog.show_preflight(Preflight(SignerRole.PERSON, items, None, (block,)))
    assert "Người khác" in dialog.info.label.text()
    assert not dialog.sign.isEnabled()
    dialog.reject()


def test_a_batch_under_way_is_paused_continued_and_stopped(
    seat: Seat, office: DeskOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    from signing.journal import Control

    control = Control()
    seat.screen._control, seat.screen._total = control, 3
    seat.screen._on_step(None, StepTold(1, "done"))
    assert seat.screen.strip.isVisible()
    seat.screen._show_actions()
    seat.press(Qt.Key.Key_P)
    assert control.paused
    assert "Tạm dừng" in seat.screen.strip.text.text()
    seat.press(Qt.Key.Key_P)
    assert not control.paused
    seat.press(Qt.Key.Key_Period)
    assert control.stopping.is_set()
    seat.screen._control = None


def test_pictures_of_signature_and_seal_are_kept_and_what_does_not_fit_is_explained(
    seat: Seat, office: DeskOffice, tmp_path: Path
) -> None:
    from tests.digitizer.results.test_pictures import RED, seal, signature
    from ui.screens.signing.pictures_dialog import PicturesDialog

    seat.press(Qt.Key.Key_I, CTRL_SHIFT)
    dialog = seat.screen.findChildren(PicturesDialog)[-1]
    wrong, right, round_one = tmp_path / "a.png", tmp_path / "b.png", tmp_path / "c.png"
    wrong.write_bytes(signature(RED))
    right.write_bytes(signature())
    round_one.write_bytes(seal())
    dialog.chosen.emit(SignerRole.PERSON, str(wrong))
    seat.settle()
    assert "màu xanh" in dialog.info.label.text()
    for role, path in ((SignerRole.PERSON, right), (SignerRole.AGENCY, round_one)):
        dialog.chosen.emit(role, str(path))
        seat.settle()
        assert office.station.results.pictures.get(role, office.records) == path.read_bytes()
        assert not dialog._pictures[role].pixmap().isNull()
    dialog.taken_away.emit(SignerRole.PERSON)
    seat.settle()
    assert office.station.results.pictures.get(SignerRole.PERSON, office.records) is None
    dialog.accept()


def test_what_is_due_is_shown_and_what_fails_is_said(seat: Seat, office: DeskOffice) -> None:
    from digitizer.model.view import BulkOutcome
    from digitizer.results.upkeep import DueResult
    from ui.screens.signing.upkeep_dialog import UpkeepDialog

    result = office.station.store.results.get(compose(office))
    seat.press(Qt.Key.Key_U, CTRL_SHIFT)
    dialog = seat.screen.findChildren(UpkeepDialog)[-1]
    assert not dialog.renew.isEnabled()
    soon = datetime.now(UTC) + timedelta(days=20)
    dialog.show_due([DueResult(result, "soon", soon), DueResult(result, "lapsed", soon)])
    assert dialog.renew.isEnabled()
    assert "1" in dialog.renew.text()
    assert [card.chip for card in dialog.cards.cards] == ["Sắp hết hạn", "Đã hết hạn"]
    # a composed result cannot be renewed: what the core answers is said in the dialog
    dialog.renew.click()
    seat.settle()
    assert result.number in dialog.info.label.text()
    dialog.show_done(BulkOutcome(2, ()))
    assert "2" in dialog.info.label.text()
    dialog.reject()


def test_a_certificate_of_the_windows_store_is_offered_as_not_tried_and_asks_for_no_pin(
    seat: Seat, office: DeskOffice, monkeypatch: pytest.MonkeyPatch
) -> None:

    now = datetime.now(UTC)
    owner = office.records.name
    info = CertificateInfo(owner, "CA", "1F", now, now + timedelta(days=90), False, False)
    monkeypatch.setattr(signing_keys, "in_windows_store", lambda: (info,))
    wanted = compose(office)
    seat.refresh()
    seat.press(Qt.Key.Key_A, CTRL_SHIFT)
    dialog = seat.sign_dialog()
    # a token that another test left may bear a certificate of the same owner
    dialog.key.setCurrentIndex(dialog.key.findText("chưa kiểm thử", Qt.MatchFlag.MatchContains))
    seat.settle()
    assert dialog.key.currentText().startswith(owner)
    assert "chưa kiểm thử" in dialog.key.currentText()
    assert not dialog.pin.isVisible()
    # on this system there is no such store: that is said, and nothing is signed
    dialog.sign.click()
    seat.settle()
    assert "crypt32" in dialog.info.label.text()
    assert office.station.store.results.get(wanted).state is ResultState.COMPOSED
    dialog.reject()


def test_a_result_that_is_not_to_be_signed_goes_back_and_is_composed_again(
    seat: Seat, office: DeskOffice, qtbot: QtBot, tasks: Tasks
) -> None:
    result = office.station.results.store.results.get(compose(office))
    seat.refresh()
    model = seat.screen.model
    row = [one.result.id for one in model.items].index(result.id)
    seat.screen.table.setCurrentIndex(model.index(row, 0))
    seat.settle()
    seat.press(Qt.Key.Key_B, CTRL_SHIFT)
    dialog = seat.screen.findChildren(SendBackDialog)[-1]
    dialog.send.click()
    assert dialog.problem.label.text() == "Hãy ghi vắn tắt vì sao không ký."
    dialog.reason.setText("Họ tên sai dấu")
    dialog.send.click()
    seat.settle()
    assert [one.text for one in seat.notices] == [f"Đã trả lại kết quả số {result.number}."]
    assert "Họ tên sai dấu" in seat.cell(row, STATE)
    assert "Họ tên sai dấu" in seat.screen.blocked.label.text()
    seat.press(Qt.Key.Key_A, CTRL_SHIFT)
    assert result.id not in [one.result.id for one in model.chosen]
    assert not seat.screen.send_back_action.isEnabled()

    records = RecordsScreen(Desk(office.station, office.records, tasks))
    qtbot.addWidget(records)
    records.show()
    records.refresh()
    seat.settle()
    records.show_dossier(result.dossier_code)
    seat.settle()
    (card,) = (one for one in records.queue.cards if one.key == result.dossier_code)
    assert card.chip == "Bị trả lại, chưa ký"
    assert "Họ tên sai dấu." in records.pane.sent_back.label.text()
    assert not records.sign_action.isEnabled()
    assert records.compose_action.text() == "Soạn lại kết quả"
    records.compose_action.trigger()
    seat.settle()
    assert records.pane.sent_back.isHidden()
    assert records.sign_action.isEnabled()
    seat.refresh()
    assert seat.cell(row, STATE) == "Sẵn sàng ký"
