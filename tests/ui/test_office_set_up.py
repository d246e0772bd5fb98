"""What the office's set-up names comes first at the desk."""

from __future__ import annotations

from PySide6.QtCore import QSettings
from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from digitizer.model.scan import Device, DeviceKind
from ui.screens.clerk.scan_panel import ScanPanel


def test_the_scanner_of_the_set_up_is_offered_first_until_another_was_used(
    qtbot: QtBot, vietnamese: None
) -> None:
    devices = [Device(one, one, DeviceKind.SANE, one) for one in ("sane:a", "sane:b", "sane:c")]
    panel = ScanPanel(QAction(), QAction(), QAction(), QAction())
    qtbot.addWidget(panel)
    panel.preferred = "sane:b"
    panel.show_devices(devices, searching=False)
    assert panel.device == devices[1]
    QSettings().setValue("scan/device", "sane:c")
    panel.show_devices(devices, searching=False)
    assert panel.device == devices[2]
