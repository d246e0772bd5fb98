"""Dialogs: whatever is said in them is seen whole, also when it is said later."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout
from pytestqt.qtbot import QtBot

from digitizer.model.dossier import Owner
from digitizer.model.result import SignerRole
from tests.ui.desk_office import DeskOffice
from ui.screen import Tone
from ui.screens.clerk.dialogs import NewDossierDialog, OwnerDialog, RefusalDialog
from ui.screens.signing.pictures_dialog import PicturesDialog
from ui.screens.signing.sign_dialog import SignDialog
from ui.screens.signing.upkeep_dialog import UpkeepDialog
from ui.theme import Theme
from ui.widgets.dialog import Dialog
from ui.widgets.help_window import HelpWindow
from ui.widgets.key_sheet import KeySheet
from ui.widgets.parts import Banner

pytestmark = pytest.mark.usefixtures("vietnamese")
LONG = "Không mở được tệp khóa vì mật khẩu không đúng; hãy gõ lại mật khẩu của tệp khóa. " * 4


def make_new_dossier(office: DeskOffice) -> Dialog:
    return NewDossierDialog(list(office.station.catalogue.procedures.values()))


MAKERS: tuple[Callable[[DeskOffice], Dialog], ...] = (
    lambda _office: SignDialog(SignerRole.PERSON, (), test_owner="Nguyễn Văn Mẫu"),
    lambda _office: PicturesDialog(),
    lambda _office: UpkeepDialog(),
    lambda _office: OwnerDialog(Owner("Nguyễn Phước Bảo Quý Ngọc Trâm Anh MẪU", "001203004567")),
    make_new_dossier,
    lambda _office: RefusalDialog(),
    lambda _office: KeySheet([]),
    lambda _office: HelpWindow(),
)


def squeezed(dialog: Dialog) -> list[str]:
    """Return what is lower than its contents need."""
    labels = [one for one in dialog.findChildren(QLabel) if one.isVisible() and one.text()]
    cut = [
        one.text()
        for one in labels
        if one.height() < (one.heightForWidth(one.width()) if one.wordWrap() else 1)
    ]
    lines = [one for one in dialog.findChildren(QLineEdit) if one.isVisible()]
    return cut + [one.accessibleName() for one in lines if one.height() < one.sizeHint().height()]


@pytest.mark.parametrize("make", MAKERS)
def test_nothing_in_a_dialog_is_cut_off(
    qtbot: QtBot, office: DeskOffice, theme: Theme, make: Callable[[DeskOffice], Dialog]
) -> None:
    dialog = make(office)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(dialog.isVisible)
    qtbot.waitUntil(lambda: squeezed(dialog) == [])
    dialog.resize(300, 100)
    qtbot.waitUntil(lambda: squeezed(dialog) == [])


def test_a_long_problem_makes_room_for_itself_and_gives_it_back(qtbot: QtBot, theme: Theme) -> None:
    dialog = Dialog()
    said = Banner()
    column = QVBoxLayout(dialog)
    column.addWidget(QLineEdit())
    column.addWidget(said)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(dialog.isVisible)
    before = dialog.height()
    said.say(LONG, Tone.ERROR)
    qtbot.waitUntil(lambda: dialog.height() > before and squeezed(dialog) == [])
    grown = dialog.height()
    said.say("Đã lưu.", Tone.GOOD)
    qtbot.waitUntil(lambda: dialog.height() < grown and squeezed(dialog) == [])
