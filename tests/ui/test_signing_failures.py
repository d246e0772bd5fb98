"""What the officer sees when signing fails: a real token and authority, each failure caused."""

from __future__ import annotations

import errno
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from digitizer.model.result import ResultState
from digitizer.results.policies import QueuePolicy, SigningPolicies
from signing.waiting import SealedFile
from tests.signing.hsm import PIN, SoftHsm
from tests.signing.shim import LAST_TRY, LOCKED, Shim
from tests.ui.desk_office import DeskOffice
from tests.ui.test_signing import CTRL_SHIFT, Seat, compose
from tools.pki import Authority, Moods
from ui.models.cards import CardModel
from ui.screens.signing.queue_model import STATE
from ui.screens.signing.sign_dialog import SignDialog
from ui.tasks import Tasks
from ui.theme import Theme
from ui.widgets.key_choice import TokenCertificate

NOW = datetime.now(UTC)


@pytest.fixture(scope="module")
def pki() -> Iterator[Authority]:
    with Authority() as running:
        yield running


@pytest.fixture(scope="module")
def shim(tmp_path_factory: pytest.TempPathFactory, pki: Authority, office: DeskOffice) -> Shim:
    hsm = SoftHsm.start(tmp_path_factory.mktemp("hsm"))
    name = office.records.name
    hsm.add("person", pki.person(name))
    hsm.add("stranger", pki.person("Người Khác"))
    hsm.add("expired", pki.person(name, end=NOW - timedelta(days=1)))
    gone = pki.person(name)
    pki.revoke(gone)
    hsm.add("revoked", gone)
    return Shim.build(tmp_path_factory.mktemp("shim"), hsm.module)


@pytest.fixture(scope="module")
def two(office: DeskOffice) -> tuple[int, int]:
    return compose(office), compose(office)


@pytest.fixture
def seat(
    qtbot: QtBot,
    office: DeskOffice,
    tasks: Tasks,
    theme: Theme,
    vietnamese: None,
    pki: Authority,
    shim: Shim,
    two: tuple[int, int],
    tmp_path: Path,
) -> Iterator[Seat]:
    """A seat in earnest: real certificates, timestamps, revocation asked before the token signs."""
    pki.moods = Moods()
    shim.behave()
    trust = tmp_path / "trust"
    trust.mkdir()
    (trust / "root.pem").write_bytes(pki.root.pem)
    host = pki.tsa_url.split("/")[2]
    queue = QueuePolicy(
        level="t", timestamp_urls=(pki.tsa_url,), hosts=(host,), revocation=True, tries=1
    )
    before = office.station.results
    office.station.results = replace(
        before,
        settings=replace(before.settings, practice=False),
        trust_folder=trust,
        policies=SigningPolicies(person=queue, agency=queue, modules=(shim.module,)),
    )
    yield Seat(qtbot, office, tasks)
    office.station.results = before
    shim.behave()


def place_of(dialog: SignDialog, label: str) -> int:
    """Return where the certificate of a token stands in the box of keys."""
    for place in range(dialog.key.count()):
        held = dialog.key.itemData(place)
        if (
            isinstance(held, TokenCertificate)
            and held.token.label == label
            and "shim" in held.token.module
        ):
            return place
    raise AssertionError(label)


def opened(seat: Seat, label: str, pin: str = PIN) -> SignDialog:
    """Open the dialog over all results with a token's certificate chosen and its PIN typed."""
    seat.refresh()
    if not seat.screen.model.chosen:
        seat.press(Qt.Key.Key_A, CTRL_SHIFT)
    dialog = seat.sign_dialog()
    dialog.key.setCurrentIndex(place_of(dialog, label))
    seat.settle()
    dialog.pin.setText(pin)
    return dialog


def said(dialog: SignDialog) -> str:
    return dialog.info.label.text()


@pytest.mark.parametrize(
    ("label", "prepare", "words"),
    [
        ("stranger", None, ("Người Khác", "không phải của")),
        ("expired", None, ("chỉ có hiệu lực từ",)),
        ("revoked", None, ("đã bị thu hồi",)),
        ("person", lambda shim, _pki: shim.behave(flags=LAST_TRY), ("một lần",)),
        ("person", lambda shim, _pki: shim.behave(login=0xA0), ("PIN",)),
        ("person", lambda shim, _pki: shim.behave(login=0xA4), ("bị khóa",)),
        ("person", lambda shim, _pki: shim.behave(login=0x102), ("báo lỗi",)),
        ("person", lambda shim, _pki: shim.behave(pulled=True), ("Không thấy thiết bị ký",)),
        ("person", lambda _shim, pki: down(pki), ("thu hồi hay không", "Chưa ký")),
    ],
)
def test_what_stops_a_batch_before_it_begins_is_said_in_the_dialog_and_nothing_is_signed(
    seat: Seat,
    office: DeskOffice,
    shim: Shim,
    pki: Authority,
    two: tuple[int, int],
    label: str,
    prepare: Callable[[Shim, Authority], object] | None,
    words: tuple[str, ...],
) -> None:
    dialog = opened(seat, label)
    if prepare is not None:
        prepare(shim, pki)
    before, logins = shim.signatures, shim.logins
    if dialog.sign.isEnabled():
        dialog.sign.click()
        seat.settle()
    for word in words:
        assert word in said(dialog)
    assert shim.signatures == before
    # a refused PIN is never sent a second time by the program
    assert shim.logins <= logins + 1
    assert dialog.isEnabled()
    states = {office.station.store.results.get(one).state for one in two}
    assert states == {ResultState.COMPOSED}
    dialog.reject()


def down(pki: Authority) -> None:
    pki.moods = Moods(ocsp="down", crl="down")


def test_what_blocks_one_key_is_not_said_of_the_next(seat: Seat) -> None:
    dialog = opened(seat, "person")
    # the second is chosen before the first has been looked up
    dialog.key.setCurrentIndex(place_of(dialog, "expired"))
    dialog.key.setCurrentIndex(place_of(dialog, "person"))
    seat.settle()
    assert said(dialog) == ""
    assert dialog.sign.isEnabled()
    dialog.key.setCurrentIndex(place_of(dialog, "expired"))
    seat.settle()
    # as the office writes a moment, not as it is stored
    moment = r"\d\d/\d\d/\d{4} \d\d:\d\d"
    assert re.search(f"từ {moment} đến {moment}", said(dialog))
    # once, and no card promises what is not going to be
    assert "Chứng thư số đã hết hạn" not in said(dialog)
    assert "đã hết hạn" in dialog.key.currentText()
    chips = {card.chip for card in dialog.findChildren(CardModel)[0].cards}
    assert chips == {""}
    assert not dialog.sign.isEnabled()
    dialog.key.setCurrentIndex(place_of(dialog, "person"))
    seat.settle()
    assert said(dialog) == ""
    assert dialog.sign.isEnabled()
    assert {card.chip for card in dialog.findChildren(CardModel)[0].cards} == {"Sẽ ký"}
    dialog.reject()


def test_a_locked_token_is_named_and_never_asked(seat: Seat, shim: Shim) -> None:
    shim.behave(flags=LOCKED)
    logins = shim.logins
    dialog = opened(seat, "person")
    assert "bị khóa" in said(dialog)
    assert not dialog.sign.isEnabled()
    assert shim.logins == logins
    dialog.reject()


def test_a_disk_without_room_is_said_before_the_token_is_touched(
    seat: Seat, shim: Shim, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = shutil.disk_usage("/")
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: real._replace(free=1000))
    dialog = opened(seat, "person")
    before = shim.signatures
    dialog.sign.click()
    seat.settle()
    assert "chỗ trống" in said(dialog)
    assert shim.signatures == before
    dialog.reject()


@pytest.mark.parametrize(
    ("code", "words"), [(0x32, "đã bị rút hoặc mất kết nối"), (0x05, "báo lỗi")]
)
def test_a_token_lost_after_one_of_two_leaves_one_signed_and_one_untouched(
    seat: Seat, office: DeskOffice, shim: Shim, code: int, words: str
) -> None:
    pair = {compose(office), compose(office)}
    seat.refresh()
    for row, item in enumerate(seat.screen.model.items):
        seat.screen.model.tick(row, on=item.result.id in pair)
    dialog = opened(seat, "person")
    shim.behave(more=1, error=code)
    dialog.sign.click()
    seat.settle()
    report = seat.report()
    assert words in report.summary.label.text()
    assert "1/2" in report.summary.label.text().replace(" trên ", "/").replace(" / ", "/")
    outcomes = sorted(report.table.model().index(row, 2).data() for row in range(2))
    assert outcomes == ["Giữ nguyên", "Đã ký và kiểm tra"]
    report.accept()
    states = sorted(office.station.store.results.get(one).state.value for one in pair)
    assert states == ["composed", "signed"]
    # plugged in again, exactly the other one is signed
    shim.behave()
    before = shim.signatures
    left = next(
        one for one in pair if office.station.store.results.get(one).state.value == "composed"
    )
    seat.refresh()
    for row, item in enumerate(seat.screen.model.items):
        seat.screen.model.tick(row, on=item.result.id == left)
    dialog = opened(seat, "person")
    dialog.sign.click()
    seat.settle()
    assert shim.signatures == before + 1
    assert office.station.store.results.get(left).state is ResultState.SIGNED


def test_without_timestamps_the_queue_says_what_waits_and_a_key_finishes_it(
    seat: Seat, office: DeskOffice, shim: Shim, pki: Authority
) -> None:
    wanted = compose(office)
    seat.refresh()
    for row, item in enumerate(seat.screen.model.items):
        seat.screen.model.tick(row, on=item.result.id == wanted)
    dialog = opened(seat, "person")
    pki.moods = Moods(tsa="missing")
    dialog.sign.click()
    seat.settle()
    report = seat.report()
    assert "dấu thời gian" in report.summary.label.text()
    assert "Chữ ký đã được giữ lại" in report.table.model().index(0, 2).data()
    report.accept()
    seat.refresh()
    row = [one.result.id for one in seat.screen.model.items].index(wanted)
    assert "dấu thời gian" in seat.cell(row, STATE)
    assert office.station.store.results.get(wanted).state is ResultState.COMPOSED
    pki.moods = Moods()
    before = shim.signatures
    seat.press(Qt.Key.Key_F, CTRL_SHIFT)
    assert shim.signatures == before
    assert office.station.store.results.get(wanted).state is ResultState.SIGNED


def test_a_disk_that_fills_ends_the_batch_and_what_is_signed_stays(
    seat: Seat, office: DeskOffice, shim: Shim, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = compose(office)
    seat.refresh()
    for row, item in enumerate(seat.screen.model.items):
        seat.screen.model.tick(row, on=item.result.id == wanted)
    dialog = opened(seat, "person")

    def full(_self: SealedFile, _pieces: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(SealedFile, "write", full)
        dialog.sign.click()
        seat.settle()
    report = seat.report()
    assert "chỗ trống" in report.summary.label.text()
    report.accept()
    assert office.station.store.results.get(wanted).state is ResultState.COMPOSED
    assert not list(office.station.results.queues.spool(_person()).folder.iterdir())


def _person() -> object:
    from digitizer.model.result import SignerRole

    return SignerRole.PERSON
