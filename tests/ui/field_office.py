"""A small office with one dossier waiting to be checked; its page is drawn, not recognised."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF
from PySide6.QtGui import QColor, QFont, QImage, QPainter

from digitizer.model.document import CopyKind
from digitizer.model.dossier import Dossier, DossierState, Owner
from digitizer.model.field import Evidence, FieldReading, Method
from digitizer.model.officer import Officer, Role
from digitizer.office import practice
from digitizer.paper import recognition
from digitizer.store.records import NewDocument
from digitizer.workstation import Workstation
from ocr.model import Box, PageText, Word

WIDTH, HEIGHT = 1240, 1754
PROCEDURE = "1.004873"
TYPE = "marital_status_declaration"

VALUES: dict[str, tuple[str, bool]] = {
    "requester_name": ("PHÙNG MINH VỸ", False),
    "requester_residence": ("Số 208 đường Hùng Vương, phường Cẩm Thành", True),
    "person_name": ("PHÙNG MINH VỸ", True),
    "person_birth_date": ("1998-01-06", False),
    "person_sex": ("Nam", True),
    "person_ethnicity": ("Kinh", True),
    "person_nationality": ("Việt Nam", True),
    "person_residence": ("Số 208 đường Hùng Vương, phường Cẩm Thành", True),
    "person_id_paper": ("Căn cước số 046098029716", True),
    "marital_status": ("Hiện tại chưa đăng ký kết hôn với ai", True),
    "purpose": ("Để đăng ký kết hôn", True),
    "made_at_date": ("2026-11-10", True),
}
"""Value and whether the machine was sure of it, of the fields that were read."""


@dataclass(frozen=True)
class Office:
    """The opened data folder and its people."""

    station: Workstation
    clerk: Officer
    supervisor: Officer
    both: Officer
    """Has keyed and has the right to verify."""


def open_office(folder: Path) -> Office:
    """Make a practice office with a fourth officer who sits on two seats."""
    practice.write_site(folder)
    station = Workstation.open(folder, workers=1, key=bytes(range(32)))
    clerk, supervisor, _records = practice.enlist(station.store)
    administrator = next(
        one for one in station.store.officers.all() if Role.ADMINISTRATOR in one.roles
    )
    both = station.store.officers.create(
        administrator,
        login="haiviec",
        name="Hai Việc (mẫu)",
        roles=frozenset({Role.CLERK, Role.SUPERVISOR}),
        password=practice.PASSWORD,
    )
    return Office(station, clerk, supervisor, both)


def submit_dossier(
    office: Office,
    by: Officer | None = None,
    *,
    types: Sequence[str | None] = (TYPE,),
    not_found: Sequence[str] = (),
) -> Dossier:
    """Put a dossier with one page a document into the supervisor's queue."""
    clerk = by or office.clerk
    dossiers = office.station.store.dossiers
    dossier = office.station.paper.open_dossier(clerk, PROCEDURE, Owner("Phùng Minh Vỹ"))
    pages = [_add_page(office, clerk, dossier.code, number) for number in range(1, len(types) + 1)]
    found = [
        NewDocument(kind, 0.95, "declaration", CopyKind.ORIGINAL, (page,))
        for kind, page in zip(types, pages, strict=True)
    ]
    for document in dossiers.save_documents(dossier.code, found):
        if document.type is None:
            continue
        rule = office.station.catalogue.document_type(document.type)
        readings = [_reading(field.name, document.pages[0], not_found) for field in rule.fields]
        dossiers.save_readings(document.id, readings)
    return dossiers.move(clerk, dossier.code, DossierState.VERIFYING)


def _add_page(office: Office, clerk: Officer, code: str, number: int) -> int:
    store = office.station.store
    digest = store.vault.put(page_bytes())
    page = store.dossiers.add_page(
        clerk,
        dossier_code=code,
        original_hash=digest,
        original_name="to-khai.png",
        original_page=number,
        image_hash=digest,
        width=WIDTH,
        height=HEIGHT,
        dpi=200.0,
        signed_original=False,
    )
    recognition.save_text(store, page.id, page_text())
    return page.id


def place_of(name: str) -> Box:
    """Return where a field's value stands on the drawn page."""
    row = list(VALUES).index(name)
    return Box(140, 200 + 90 * row, 140 + 16 * len(VALUES[name][0]), 236 + 90 * row)


def page_text() -> PageText:
    """Return the words of the drawn page."""
    words = []
    for line, (name, (text, _sure)) in enumerate(VALUES.items()):
        box = place_of(name)
        left = box.left
        for word in text.split():
            right = left + 16 * len(word)
            words.append(Word(word, replace(box, left=left, right=right), 0.9, line))
            left = right + 16
    return PageText(WIDTH, HEIGHT, 150.0, tuple(words), basis="drawn")


def page_bytes() -> bytes:
    """Draw the page as a PNG."""
    image = QImage(WIDTH, HEIGHT, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    font = QFont("DejaVu Sans")
    font.setPixelSize(26)
    painter.setFont(font)
    for word in page_text().words:
        painter.drawText(QPointF(word.box.left, word.box.bottom - 8), word.text)
    painter.end()
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(data.data())


def _reading(name: str, page_id: int, not_found: Sequence[str]) -> FieldReading:
    if name not in VALUES or name in not_found:
        known = name in VALUES
        return FieldReading(
            name, "", "", 0.0, not known, Method.OCR, "drawn", (), ("Nguyễn", "Nguyên")
        )
    text, sure = VALUES[name]
    box = place_of(name)
    evidence = Evidence(page_id, box.left, box.top, box.right, box.bottom)
    return FieldReading(
        name,
        text,
        text,
        0.9 if sure else 0.4,
        sure,
        Method.OCR,
        "drawn",
        (evidence,),
        () if sure else ("PHÙNG MINH VŨ", "PHÙNG MINH VĨ"),
    )
