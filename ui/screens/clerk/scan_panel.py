"""Choosing a scanner and a profile, and feeding paper: the strip above the pages."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSettings, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QSpinBox, QVBoxLayout, QWidget

from digitizer.model.scan import Device, DeviceKind, Profile
from ui.screen import Tone
from ui.widgets.flow import Flow
from ui.widgets.parts import Banner, button, label, tool

_MOST_SHEETS = 9999
_DEVICE, _PROFILE = "scan/device", "scan/profile"


class ScanPanel(QWidget):
    """Shows what can be scanned with; wishes go out through the actions it is given."""

    changed = Signal()
    """Another device or profile was chosen."""

    def __init__(
        self,
        scan: QAction,
        stop: QAction,
        search: QAction,
        separators: QAction,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.devices = QComboBox()
        self.devices.setAccessibleName(self.tr("Scanner"))
        self.profiles = QComboBox()
        self.profiles.setAccessibleName(self.tr("Scan profile"))
        for box in (self.devices, self.profiles):
            box.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            box.setMinimumContentsLength(12)
            box.currentIndexChanged.connect(self._on_changed)
        self.sheets = QSpinBox()
        self.sheets.setRange(0, _MOST_SHEETS)
        self.sheets.setSpecialValueText(self.tr("not counted"))
        self.sheets.setAccessibleName(self.tr("Sheets given"))
        self.sheets.lineEdit().setAccessibleName(self.tr("Sheets given"))
        self.wait = QCheckBox(self.tr("&Wait for more paper"))
        self.trouble = Banner()
        self.preferred = ""
        """The scanner that the office's set-up names."""
        self._count = label("")
        self._sheets_label = label(self.tr("Sheets &given"))
        self._build(scan, stop, search, separators)
        self.show_devices((), searching=False)

    @property
    def device(self) -> Device | None:
        """The scanner chosen."""
        found = self.devices.currentData()
        return found if isinstance(found, Device) else None

    @property
    def profile(self) -> Profile | None:
        """The profile chosen."""
        found = self.profiles.currentData()
        return found if isinstance(found, Profile) else None

    @property
    def sheets_given(self) -> int | None:
        """How many sheets the clerk counted, or None."""
        return self.sheets.value() or None

    def show_devices(self, devices: Sequence[Device], *, searching: bool) -> None:
        """Offer these scanners; first comes the one used last, or else the office's."""
        last = str(QSettings().value(_DEVICE, "")) or self.preferred
        self.devices.blockSignals(True)
        self.devices.clear()
        for one in sorted(devices, key=lambda device: device.id != last):
            self.devices.addItem(one.name, one)
        if not devices:
            self.devices.addItem(
                self.tr("Looking for scanners…") if searching else self.tr("No scanner found")
            )
        self.devices.setEnabled(bool(devices))
        self.devices.blockSignals(False)
        self._show_for_device()
        self.changed.emit()

    def show_profiles(self, profiles: Sequence[Profile], first: Profile) -> None:
        """Offer these profiles, with the procedure's or the one used last in front."""
        last = str(QSettings().value(_PROFILE, ""))
        wanted = first.code if first.procedures or not last else last
        self.profiles.blockSignals(True)
        self.profiles.clear()
        for one in profiles:
            text = self.tr("{name} · {dpi} dpi").format(name=one.name, dpi=one.dpi)
            self.profiles.addItem(f"{text}  ({one.key})" if one.key else text, one)
            if one.code == wanted:
                self.profiles.setCurrentIndex(self.profiles.count() - 1)
        self.profiles.blockSignals(False)
        self.changed.emit()

    def choose(self, code: str) -> None:
        """Choose the profile of this code."""
        for place in range(self.profiles.count()):
            profile = self.profiles.itemData(place)
            if isinstance(profile, Profile) and profile.code == code:
                self.profiles.setCurrentIndex(place)

    def say(self, text: str, tone: Tone = Tone.NEUTRAL) -> None:
        """Say how the feed stands, below the choices."""
        self._count.setText(text if tone is Tone.NEUTRAL else "")
        self.trouble.say("" if tone is Tone.NEUTRAL else text, tone)
        self._count.setVisible(bool(text) and tone is Tone.NEUTRAL)

    def _build(self, scan: QAction, stop: QAction, search: QAction, separators: QAction) -> None:
        first = QHBoxLayout()
        first.setSpacing(6)
        first.addWidget(self.devices, 1)
        first.addWidget(tool(search, "refresh"))
        first.addWidget(tool(separators, "separators"))
        self._sheets_label.setBuddy(self.sheets)
        # on a narrow screen the buttons stand below: nothing is squeezed
        second = Flow(6)
        for widget in (self._sheets_label, self.sheets, self.wait):
            second.addWidget(widget)
        second.at_the_end()
        second.addWidget(button(stop, icon="stop"))
        second.addWidget(button(scan, role="primary", icon="intake"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(first)
        column.addWidget(self.profiles)
        column.addLayout(second)
        column.addWidget(self._count)
        column.addWidget(self.trouble)
        self._count.hide()

    def _show_for_device(self) -> None:
        """A folder holds files that are there already: nothing of how to scan is asked."""
        is_folder = self.device is not None and self.device.kind is DeviceKind.FOLDER
        for widget in (self.profiles, self.sheets, self.wait, self._sheets_label):
            widget.setEnabled(not is_folder)

    def _on_changed(self, _index: int) -> None:
        self._show_for_device()
        for box in (self.devices, self.profiles):
            box.setToolTip(box.currentText())
        if self.device is not None:
            QSettings().setValue(_DEVICE, self.device.id)
        if self.profile is not None:
            QSettings().setValue(_PROFILE, self.profile.code)
        self.changed.emit()
