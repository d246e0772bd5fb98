"""The administrator's self-test and queue, the journal, and from a value to its pixels."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from digitizer import readiness
from digitizer.errors import BackupMissingError, DiskFullError
from digitizer.model.document import PageState
from digitizer.office import custody
from digitizer.office.selftest import Check
from digitizer.settings import load
from digitizer.store import keys, wrapping
from digitizer.store.ahead import Ahead
from digitizer.store.keys import Place
from digitizer.workqueue import JobKind, Stage, queue_of
from digitizer.workqueue.values import POISON
from tests.ui import desk_office
from tests.ui.desk_office import DeskOffice
from tests.ui.whole_window import chosen, close, settle
from ui import provenance
from ui.application import Controller
from ui.crash import CrashHooks
from ui.screen import Desk
from ui.screens.journal import JournalScreen
from ui.screens.upkeep import QueueScreen, SelfTestScreen
from ui.tasks import Tasks
from ui.theme import Theme
from ui.widgets.key_dialog import KeyDialog
from ui.widgets.secret_dialog import SecretDialog


@pytest.fixture
def office(qapp: QApplication, tmp_path: Path) -> Iterator[DeskOffice]:
    found = desk_office.open_office(tmp_path / "data")
    desk_office.returned_dossier(found, "Trang 1 bị mờ")
    yield found
    found.station.close()


def test_the_self_test_tells_of_each_thing_as_it_is_known_and_what_to_do(
    qtbot: QtBot,
    tasks: Tasks,
    theme: Theme,
    vietnamese: None,
    office: DeskOffice,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def few(_folder: Path, told: Callable[[Check], object]) -> list[Check]:
        found = [
            Check("fonts", "ok"),
            Check("backup", "backup-missing", BackupMissingError(), advice=True),
            Check("disk", "disk-full", DiskFullError(name="/", free=1)),
        ]
        for one in found:
            told(one)
        return found

    monkeypatch.setattr(readiness, "everything", few)
    screen = SelfTestScreen(Desk(office.station, office.administrator, tasks))
    qtbot.addWidget(screen)
    screen.show()
    screen.refresh()
    assert not screen.again_action.isEnabled()
    qtbot.waitUntil(screen.again_action.isEnabled, timeout=10_000)
    assert [card.title for card in screen.model.cards] == [
        "Chỗ trống trên đĩa",
        "Tuổi bản sao lưu",
        "Phông chữ của kết quả",
    ]
    assert "digitizer backup" in screen.model.cards[1].lines[0]
    assert "1 trong 3" in screen.summary.label.text()
    screen.start()
    qtbot.waitUntil(screen.again_action.isEnabled, timeout=10_000)
    assert len(screen.model.cards) == 3


def test_the_real_self_test_names_every_item_in_the_office_s_words(tmp_path: Path) -> None:
    from ui.screens.upkeep.selftest import title_of

    told: list[Check] = []
    found = readiness.everything(tmp_path, told.append)
    assert [one.name for one in told] == [one.name for one in found]
    assert {one.name for one in found} >= {"scanner", "token", "backup", "timestamps", "share"}
    for one in found:
        assert title_of(one.name) != one.name


def test_a_page_that_was_set_aside_says_why_and_is_sent_once_more(
    qtbot: QtBot, tasks: Tasks, theme: Theme, vietnamese: None, office: DeskOffice
) -> None:
    dossiers = office.station.store.dossiers
    code = next(
        row.dossier.code for row in dossiers.summaries() if row.dossier.state.value == "returned"
    )
    page = dossiers.pages(code)[0]
    dossiers.page_failed(page.id, POISON)
    screen = QueueScreen(Desk(office.station, office.administrator, tasks))
    qtbot.addWidget(screen)
    screen.show()
    screen.refresh()
    qtbot.waitUntil(lambda: bool(screen.jobs), timeout=10_000)
    (aside,) = [one for one in screen.jobs if one.stage is Stage.ASIDE]
    assert (aside.kind, aside.subject) == (JobKind.READ_PAGE, str(page.id))
    assert (aside.dossier_code, aside.reason) == (code, POISON)
    place = screen.jobs.index(aside)
    assert "để riêng" in str(screen.model.index(place, 7).data())
    assert not screen.resend_action.isEnabled()
    screen.table.selectRow(place)
    assert screen.resend_action.isEnabled()
    screen.resend_action.trigger()
    qtbot.waitUntil(lambda: dossiers.page(page.id).state is PageState.STORED, timeout=10_000)
    qtbot.waitUntil(lambda: all(one.stage is Stage.WAITING for one in screen.jobs), timeout=10_000)
    assert office.station.store.journal.rows(1)[0].action == "page-resent"


def test_after_verifying_the_result_is_looked_at_before_anybody_composes_it(
    office: DeskOffice,
) -> None:
    station = office.station
    code = desk_office.verified_dossier(office).code
    queue = queue_of(station.store)

    def looks() -> list[Stage]:
        found = queue.jobs(office.administrator)
        return [one.stage for one in found if one.kind is JobKind.CHECK_RESULT]

    assert looks() == [Stage.WAITING]
    station.helper().run_until_empty()
    assert looks() == []
    looked = station.store.part(Ahead).of(JobKind.CHECK_RESULT.value, code)
    assert looked is not None
    assert looked.problem == ""
    # it took no number and made no paper
    assert station.results.of_dossier(office.records, code) is None
    assert station.results.compose(office.records, code).number.startswith("01/")


def test_a_row_of_the_journal_leads_to_the_pixels_and_the_person_in_one_click(
    qtbot: QtBot, tasks: Tasks, theme: Theme, vietnamese: None, office: DeskOffice
) -> None:
    screen = JournalScreen(Desk(office.station, office.supervisor, tasks))
    qtbot.addWidget(screen)
    screen.show()
    # somebody keys a value
    store = office.station.store
    code = next(
        row.dossier.code
        for row in store.dossiers.summaries()
        if row.dossier.state.value == "returned"
    )
    value = next(one for one in store.dossiers.values(code) if one.evidence)
    from digitizer.model.rights import Action

    store.dossiers.decide(
        office.clerk, value.id, value.version, action=Action.KEY, value="Trần Thị Bưởi"
    )
    screen.dossier.setText(code)
    screen.refresh()
    qtbot.waitUntil(lambda: bool(screen.rows), timeout=10_000)
    assert screen.trace_action.isEnabled()
    screen.trace_action.trigger()
    dialog = screen.findChild(provenance.ProvenanceDialog)
    assert dialog is not None
    qtbot.waitUntil(lambda: dialog.traced is not None, timeout=10_000)
    assert "Trần Thị Bưởi" in dialog.title.text()
    assert dialog.model.cards[0].title == office.clerk.name
    assert "Máy" in dialog.model.cards[-1].title
    box = dialog.page.focused_box
    assert box is not None
    evidence = value.evidence[0]
    assert box.left <= evidence.left
    assert box.right >= evidence.right
    actions = [row.action for row in store.journal.rows(10)]
    assert {"value-traced", "page-viewed"} <= set(actions)
    dialog.close()
    screen.verify_action.trigger()
    with qtbot.waitSignal(screen.noticed, timeout=10_000) as said:
        pass
    assert "nguyên" in said.args[0].text


def test_the_page_of_the_head_is_signed_at_the_administrator_s_seat(
    qtbot: QtBot,
    tasks: Tasks,
    theme: Theme,
    vietnamese: None,
    office: DeskOffice,
    tmp_path: Path,
) -> None:
    screen = JournalScreen(Desk(office.station, office.administrator, tasks))
    qtbot.addWidget(screen)
    screen.show()
    page = tmp_path / "nhật ký.pdf"
    for action in (screen.page_action, screen.sign_action):
        action.trigger()
        dialog = screen.findChildren(QFileDialog)[-1]
        dialog.fileSelected.emit(str(page))
        dialog.close()
        if action is screen.sign_action:
            keys = screen.findChild(KeyDialog)
            assert keys is not None
            keys.key.setCurrentIndex(keys.key.count() - 1)
            keys.sign.click()
        with qtbot.waitSignal(screen.noticed, timeout=20_000) as said:
            pass
        assert page.name in said.args[0].text
    checked = office.station.heads.check(office.administrator, page.read_bytes())
    assert [office.administrator.name in one.owner for one in checked.verdict.signers] == [True]


def test_an_administrator_reads_the_journal_but_sees_no_citizen_s_page(
    qtbot: QtBot, tasks: Tasks, theme: Theme, vietnamese: None, office: DeskOffice
) -> None:
    screen = JournalScreen(Desk(office.station, office.administrator, tasks))
    qtbot.addWidget(screen)
    screen.show()
    screen.refresh()
    qtbot.waitUntil(lambda: bool(screen.rows), timeout=10_000)
    value = office.station.store.dossiers.values(
        office.station.store.dossiers.summaries()[0].dossier.code
    )[0]
    dialog = provenance.show_value(screen, value.id)
    qtbot.waitUntil(lambda: bool(dialog.problem.label.text()), timeout=10_000)
    assert dialog.traced is None
    assert not dialog.model.cards
    dialog.close()


def test_the_records_are_backed_up_from_the_screen_and_brought_back_at_a_first_start(
    qtbot: QtBot,
    qapp: QApplication,
    tasks: Tasks,
    theme: Theme,
    vietnamese: None,
    hooks: CrashHooks,
    office: DeskOffice,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(readiness, "everything", lambda _folder, _told: [])
    kept_in_a_file(office)
    screen = SelfTestScreen(Desk(office.station, office.administrator, tasks))
    qtbot.addWidget(screen)
    screen.show()
    said: list[str] = []
    screen.noticed.connect(lambda notice: said.append(notice.text))
    target = tmp_path / "usb"
    target.mkdir()
    screen.backup_action.trigger()
    chosen(screen, str(target))
    qtbot.waitUntil(lambda: bool(said), timeout=30_000)
    assert said[0].startswith("Đã sao lưu và đọc lại")
    assert office.station.store.journal.rows(1)[0].action == "backed-up"
    screen.sheet_action.trigger()
    chosen(screen, str(tmp_path / "phieu.pdf"))
    qtbot.waitUntil(lambda: len(said) > 1, timeout=30_000)
    assert (tmp_path / "phieu.pdf").read_bytes().startswith(b"%PDF")
    codes = {row.dossier.code for row in office.station.store.dossiers.summaries()}
    sheet = wrapping.recovery_text(office.station.store.root_key()[1])

    made = Controller(qapp, tmp_path / "máy mới", load(None), hooks)
    qtbot.addWidget(made.window)
    made.start()
    settle(qtbot, made)
    for words in ("không phải khóa", sheet):
        made.first_start.backup_button.click()
        chosen(made.window, str(target))
        dialog = next(one for one in made.window.findChildren(SecretDialog) if one.isVisible())
        dialog.secret.setText(words)
        dialog.act.click()
        settle(qtbot, made)
        # a slip on the sheet is said, and the first start asks again
        assert made.first_start.isVisible() == (words != sheet)
    assert made.sign_in.isVisible()
    assert made.opened is not None
    store = made.opened.workstation.store
    assert {row.dossier.code for row in store.dossiers.summaries()} == codes
    assert store.problems() == ()
    close(made)


def test_records_under_a_passphrase_ask_for_it_when_the_window_starts(
    qtbot: QtBot,
    qapp: QApplication,
    vietnamese: None,
    hooks: CrashHooks,
    office: DeskOffice,
) -> None:
    store = office.station.store
    kept_in_a_file(office)
    custody.move_key(
        store, office.administrator, Place.PASSPHRASE, passphrase=None, new="ba con mèo đen"
    )
    folder = store.folder
    office.station.close()
    made = Controller(qapp, folder, load(folder), hooks)
    qtbot.addWidget(made.window)
    made.start()
    settle(qtbot, made)

    def dialog() -> SecretDialog:
        return next(one for one in made.window.findChildren(SecretDialog) if one.isVisible())

    first = dialog()
    assert not first.banner.isVisible()
    first.reject()
    assert made.opened is None
    made._retry.click()
    settle(qtbot, made)
    for words in ("ba con mèo trắng", "ba con mèo đen"):
        dialog().secret.setText(words)
        dialog().act.click()
        settle(qtbot, made)
        if made.opened is None:
            assert dialog().banner.label.text().startswith("Câu mật khẩu này không mở được")
    assert made.sign_in.isVisible()
    close(made)


def kept_in_a_file(office: DeskOffice) -> None:
    """Keep the key where the program finds it; the tests' office was opened with it in hand."""
    keys.key_file(office.folder).write_text(bytes(range(32)).hex())
    keys.key_file(office.folder).chmod(0o600)
