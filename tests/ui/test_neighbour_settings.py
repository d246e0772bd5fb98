"""An administrator sets one neighbour up in the window: the others stay, secrets are kept."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator

import keyring
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from digitizer.exchange import known_connectors
from digitizer.model.message import MessageKind, Neighbour
from tests.ui import desk_office, every_screen
from tests.ui.desk_office import DeskOffice
from ui.screen import Desk, Notice
from ui.screens.exchange import ExchangeScreen
from ui.screens.exchange.settings_dialog import SettingsDialog, as_toml
from ui.tasks import Tasks
from ui.theme import Theme


class Ring(keyring.backend.KeyringBackend):
    """A keyring in memory."""

    priority = 1.0

    def __init__(self) -> None:
        super().__init__()
        self.held: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.held.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.held[service, username] = password


@pytest.fixture
def ring() -> Iterator[Ring]:
    before, made = keyring.get_keyring(), Ring()
    keyring.set_keyring(made)
    yield made
    keyring.set_keyring(before)


@pytest.fixture
def office(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[DeskOffice]:
    found = desk_office.open_office(tmp_path_factory.mktemp("neighbours") / "data")
    drop = Neighbour("kho", "drop-folder", str(found.folder), {}, (MessageKind.STATE,))
    found.station.store.outbox.set_up(found.administrator, [drop])
    yield found
    found.station.close()


def title_of(connector: str) -> str:
    return str(known_connectors.described()[connector]["title"])


def dialog_of(qtbot: QtBot, screen: ExchangeScreen) -> SettingsDialog:
    qtbot.waitUntil(lambda: bool(screen.findChildren(SettingsDialog)), timeout=10_000)
    return screen.findChildren(SettingsDialog)[-1]


def test_a_neighbour_is_added_changed_and_switched_off_in_the_window(
    qtbot: QtBot, tasks: Tasks, theme: Theme, vietnamese: None, office: DeskOffice, ring: Ring
) -> None:
    outbox = office.station.store.outbox
    screen = ExchangeScreen(Desk(office.station, office.administrator, tasks))
    qtbot.addWidget(screen)
    screen.show()
    screen.refresh()
    qtbot.waitUntil(lambda: screen.shown is not None)
    said: list[Notice] = []
    screen.noticed.connect(said.append)
    screen.new_action.trigger()
    dialog = dialog_of(qtbot, screen)
    dialog.choice.setCurrentIndex(dialog.choice.findData("edxml"))
    assert not [*every_screen.cut_off(dialog), *every_screen.silent(dialog)]
    dialog.name.setText("Trục tỉnh")
    dialog.address.setText("https://truc.example")
    dialog.save_button.click()
    # a name that commands and the keyring cannot use is refused, and nothing typed is lost
    qtbot.waitUntil(lambda: dialog.save_button.isEnabled() and bool(dialog.info.label.text()))
    assert (
        dialog.info.label.text() == "Tên chỉ gồm a đến z, chữ số và dấu gạch nối: tinh hoặc kho-s3."
    )
    dialog.name.setText("truc")
    dialog.address.setText("http://truc.example")
    dialog.save_button.click()
    qtbot.waitUntil(lambda: dialog.info.label.text().startswith("Địa chỉ"))
    assert dialog.address.hasFocus()
    dialog.address.setText("https://truc.example")
    dialog.settings["sign"].setText("yes")
    dialog.secrets["token"].setText("mật khẩu trục")
    dialog.codes.setPlainText('[recipients]\n"H00.02" = "Sở Tư pháp"\n')
    dialog.save_button.click()
    qtbot.waitUntil(lambda: bool(said) and not tasks.running, timeout=10_000)
    made = outbox.neighbour("truc")
    assert (made.connector, made.address, made.enabled) == ("edxml", "https://truc.example", True)
    assert made.settings["settings"] == {"sign": "yes"}
    assert made.settings["recipients"] == {"H00.02": "Sở Tư pháp"}
    assert list(ring.held.values()) == ["mật khẩu trục"]
    assert outbox.neighbour("kho").enabled, "the other neighbour stays as it was"
    rows = office.station.store.journal.rows(20)
    assert "mật khẩu" not in "".join(row.after for row in rows)
    assert "secret-kept" in {row.action for row in rows}

    cards = {card.key: card for card in screen.neighbours.cards}
    assert cards["truc"].lines[-1] == title_of("edxml")
    assert screen.list.choose("truc")
    qtbot.waitUntil(lambda: screen.settings_action.isEnabled() and not tasks.running)
    before = len(screen.findChildren(SettingsDialog))
    screen.settings_action.trigger()
    qtbot.waitUntil(lambda: len(screen.findChildren(SettingsDialog)) > before, timeout=10_000)
    dialog = dialog_of(qtbot, screen)
    assert dialog.secrets["token"].placeholderText().startswith("đã giữ")
    assert dialog.secrets["pin"].placeholderText() == "chưa có"
    assert tomllib.loads(dialog.codes.toPlainText())["recipients"] == {"H00.02": "Sở Tư pháp"}
    dialog.enabled_box.setChecked(False)
    dialog.save_button.click()
    qtbot.waitUntil(lambda: not outbox.neighbour("truc").enabled, timeout=10_000)
    assert outbox.neighbour("truc").settings["recipients"] == {"H00.02": "Sở Tư pháp"}
    qtbot.waitUntil(lambda: not tasks.running)


def test_code_tables_are_written_as_they_are_read() -> None:
    tables = {
        "officers": {"cán bộ một": 'CB"01', "lan": "CB02"},
        "fields": {"NGAY": {"from": "issue_date", "else": ""}, "LAN": {"else": 3}},
    }
    assert tomllib.loads(as_toml(tables)) == tables
