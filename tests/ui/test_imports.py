"""What a clerk brings in besides paper: copied pictures, files under a password, messages."""

from __future__ import annotations

import hashlib
import io
from email.message import EmailMessage
from pathlib import Path

import pikepdf
import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QGuiApplication, QImage
from pytestqt.qtbot import QtBot

from tests.digitizer.paper.scanner.escl_device import picture
from tests.ui import field_office
from tests.ui.desk_office import DeskOffice
from tests.ui.test_clerk import CTRL, Seat
from ui.screens.clerk.password_dialog import PasswordDialog
from ui.tasks import Tasks
from ui.theme import Theme


@pytest.fixture
def seat(
    qtbot: QtBot,
    office: DeskOffice,
    tasks: Tasks,
    theme: Theme,
    vietnamese: None,
    monkeypatch: pytest.MonkeyPatch,
) -> Seat:
    """A clerk with a new dossier; what is read is another test's matter."""
    monkeypatch.setattr("ui.screens.clerk.work.DossierWork._read", lambda *_given: None)
    made = Seat(qtbot, office, tasks)
    made.open(office.station.paper.open_dossier(office.clerk, field_office.PROCEDURE).code)
    return made


def paste(seat: Seat) -> None:
    # in a line where text is typed, the key pastes text
    seat.screen.queue.list.setFocus()
    seat.press(Qt.Key.Key_V, CTRL)


def locked(path: Path) -> Path:
    plain = io.BytesIO()
    with Image.open(io.BytesIO(picture(3))) as image:
        image.convert("RGB").save(plain, "PDF", resolution=75)
    with pikepdf.open(plain) as document:
        document.save(path, encryption=pikepdf.Encryption(owner="o", user="khóa"))
    return path


def dialog(seat: Seat) -> PasswordDialog:
    seat.qtbot.waitUntil(lambda: asked(seat) is not None, timeout=20_000)
    found = asked(seat)
    assert found is not None
    return found


def asked(seat: Seat) -> PasswordDialog | None:
    return next((one for one in seat.screen.findChildren(PasswordDialog) if one.isVisible()), None)


def test_a_copied_picture_is_pasted_as_a_page(seat: Seat) -> None:
    image = QImage(620, 877, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    QGuiApplication.clipboard().setImage(image)
    paste(seat)
    (page,) = seat.screen.pane.pages.pages
    assert (page.width, page.height) == (620, 877)
    assert page.original_name.startswith("clipboard ")


def test_copied_files_are_pasted_and_an_empty_clipboard_is_said(seat: Seat, tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(picture(1))
    copied = QMimeData()
    copied.setUrls([QUrl.fromLocalFile(str(tmp_path / "a.jpg"))])
    seat.screen.take_in_copied(copied)
    seat.settle()
    assert [page.original_name for page in seat.screen.pane.pages.pages] == ["a.jpg"]
    QGuiApplication.clipboard().setText("chữ")
    paste(seat)
    assert "bộ nhớ tạm" in seat.notices[-1].text


def test_a_locked_pdf_asks_for_its_password_until_it_fits_and_stays_as_it_came(
    seat: Seat, tmp_path: Path, office: DeskOffice
) -> None:
    path = locked(tmp_path / "khóa.pdf")
    seat.screen.take_in([path])
    first = dialog(seat)
    assert not first.open_button.isEnabled()
    first.password.setText("sai")
    first.open_button.click()
    seat.qtbot.waitUntil(lambda: asked(seat) not in (None, first), timeout=20_000)
    second = dialog(seat)
    second.password.setText("khóa")
    second.open_button.click()
    seat.settle()
    (page,) = seat.screen.pane.pages.pages
    assert page.original_hash == hashlib.sha256(path.read_bytes()).hexdigest()
    assert office.station.store.vault.get(page.original_hash) == path.read_bytes()


def test_a_locked_pdf_is_left_out_with_its_reason_and_the_others_come_in(
    seat: Seat, tmp_path: Path
) -> None:
    (tmp_path / "a.jpg").write_bytes(picture(1))
    seat.screen.take_in([locked(tmp_path / "khóa.pdf"), tmp_path / "a.jpg"])
    dialog(seat).reject()
    seat.settle()
    assert [page.original_name for page in seat.screen.pane.pages.pages] == ["a.jpg"]
    assert any("mật khẩu" in notice.text for notice in seat.notices)


def test_the_papers_of_a_message_become_pages(seat: Seat, tmp_path: Path) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "dan@example.vn", "motcua@example.vn", "Nộp"
    mail.set_content("Kính gửi.")
    for number in (1, 2):
        mail.add_attachment(
            picture(number), maintype="image", subtype="jpeg", filename=f"trang {number}.jpg"
        )
    (tmp_path / "thư.eml").write_bytes(mail.as_bytes())
    seat.screen.take_in([tmp_path / "thư.eml"])
    seat.settle()
    names = [page.original_name for page in seat.screen.pane.pages.pages]
    assert names == ["thư.eml/trang 1.jpg", "thư.eml/trang 2.jpg"]
