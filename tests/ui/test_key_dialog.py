"""Which key the dialog begins with, and what it keeps when signing fails."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from pytestqt.qtbot import QtBot

from signing.model import CertificateInfo, PinState, TokenInfo
from tests.ui.test_signing import token
from ui.theme import Theme
from ui.widgets.key_dialog import KeyDialog


def test_the_dialog_begins_with_the_certificate_of_whoever_signs(
    qtbot: QtBot, theme: Theme, vietnamese: None
) -> None:
    now = datetime.now(UTC)
    later = now + timedelta(days=400)

    def plugged(label: str, owner: str) -> TokenInfo:
        info = CertificateInfo(owner, "CA Mẫu", label, now, later, False, False)
        return replace(token(PinState.FRESH, info), label=label)

    tokens = (plugged("dau", "Ủy ban nhân dân xã Mẫu"), plugged("lan", "TRẦN THỊ LAN"))
    dialog = KeyDialog("Ký", "Ký {count}", owner="Trần Thị Lan")
    qtbot.addWidget(dialog)
    dialog.show_tokens(())
    assert dialog.key.currentText().startswith("Tệp khóa")
    dialog.show_tokens(tokens)
    assert dialog.key.currentText().startswith("TRẦN THỊ LAN – thiết bị lan")
    # what a person chose stays, whatever is plugged in later
    dialog.key.setCurrentIndex(2)
    dialog.key.activated.emit(2)
    dialog.show_tokens(tokens[:1])
    assert dialog.key.currentText().startswith("Tệp khóa")


def test_a_certificate_in_force_comes_first_and_a_failure_does_not_choose_another(
    qtbot: QtBot, theme: Theme, vietnamese: None
) -> None:
    now = datetime.now(UTC)

    def plugged(label: str, days: int) -> TokenInfo:
        end = now + timedelta(days=days)
        info = CertificateInfo("Trần Thị Lan", "CA Mẫu", label, now, end, False, False)
        return replace(token(PinState.FRESH, info), label=label)

    over, new, newer = plugged("cu", -2), plugged("moi", 300), plugged("them", 300)
    dialog = KeyDialog("Ký", "Ký {count}", owner="Trần Thị Lan")
    qtbot.addWidget(dialog)
    dialog.show_list([], "", 1)
    dialog.show_tokens((over, new))
    assert "thiết bị moi" in dialog.key.currentText()
    dialog.sign.click()
    dialog.show_problem("PIN sai.")
    dialog.show_tokens((newer, over, new))
    assert "thiết bị moi" in dialog.key.currentText()
    assert dialog.info.label.text() == "PIN sai."
