"""The real engines for the writer that is killed: drawn paper, Tesseract, a SoftHSM token."""

from __future__ import annotations

import io
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from digitizer.model.document import Page
from digitizer.model.field import Evidence, FieldReading, Method
from digitizer.model.result import Result
from digitizer.paper.recognition import keep_text, kept_text
from tests.digitizer.store.killed_writer import FIELDS, Engines
from tests.digitizer.store.office import Office

LABEL = "van-thu"


@contextmanager
def plugged_token(folder: Path) -> Iterator[dict[str, str]]:
    """Make a SoftHSM token with a key of a small authority; give what the writer needs of it."""
    from tests.signing.hsm import SoftHsm
    from tools.pki import Authority

    with Authority() as authority:
        hsm = SoftHsm.start(folder / "softhsm")
        hsm.add(LABEL, authority.person("Phạm Thị Văn Thư"))
        yield {"folder": str(hsm.folder), "module": hsm.module}


def own_token(folder: Path) -> None:
    """Give this process a copy of the token.

    A token is a device that no kill touches; SoftHSM's is a file, which a kill cut in half once in
    about 500 (its flags are written at each login).
    """
    copy = folder / str(os.getpid())
    configuration = copy / "softhsm2.conf"
    if not configuration.exists():
        shutil.copytree(folder / "tokens", copy / "tokens")
        text = (folder / "softhsm2.conf").read_text()
        configuration.write_text(text.replace(str(folder / "tokens"), str(copy / "tokens")))
    os.environ["SOFTHSM2_CONF"] = str(configuration)


def drawn(code: str, number: int) -> bytes:
    """Return a small page with a few printed lines, the same bytes every time."""
    from PIL import Image, ImageDraw, ImageFont

    sheet = Image.new("L", (1000, 420), 255)
    pen = ImageDraw.Draw(sheet)
    font = ImageFont.truetype("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf", 36)
    for line, text in enumerate(("TỜ KHAI", f"Hồ sơ {code}", f"Trang {number + 1}", "Hà Nội")):
        pen.text((60, 40 + 90 * line), text, font=font, fill=0)
    file = io.BytesIO()
    sheet.save(file, "PNG")
    return file.getvalue()


def read(office: Office, page: Page, data: bytes) -> str:
    """Read a page with Tesseract and keep its words."""
    from ocr.limits import Limits
    from ocr.page import read as read_page
    from ocr.work import ReadingJob

    text = read_page(ReadingJob(str(page.id), data, 200.0), "vie", Limits())
    assert text.words
    return keep_text(office.store, text)


def fields(office: Office, code: str) -> Sequence[FieldReading]:
    """Return the first words of the dossier's first page as values with their places."""
    page = office.store.dossiers.pages(code)[0]
    assert page.text_hash is not None
    words = kept_text(office.store, page.text_hash).words[:FIELDS]
    assert len(words) == FIELDS
    return [
        FieldReading(
            name=f"field {place}",
            value=word.text,
            raw=word.text,
            confidence=0.5,
            sure=False,
            method=Method.OCR,
            basis="tesseract",
            evidence=(
                Evidence(page.id, word.box.left, word.box.top, word.box.right, word.box.bottom),
            ),
        )
        for place, word in enumerate(words)
    ]


@cache
def _blank() -> bytes:
    import pikepdf

    file = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.save(file)
    return file.getvalue()


def real_engines(token: dict[str, str]) -> Engines:
    """Return the engines; what is slow to import is imported before anybody forks."""
    import ocr.page
    import signing.document
    import signing.tokens
    import signing.verify
    from tests.signing.hsm import PIN

    assert ocr.page
    assert signing.verify
    _blank()

    def sign(office: Office, result: Result) -> Result:
        own_token(Path(token["folder"]))
        with signing.tokens.open_token(token["module"], PIN, label=LABEL) as opened:
            signed = signing.document.sign(
                _blank(),
                opened.key(),
                field="person",
                appearance=None,
                reason=result.number,
                at=datetime.now(UTC),
            )
        return office.store.results.sign(
            office.people["records"],
            result.id,
            result.version,
            signed_hash=office.store.vault.put(signed),
            report={"valid": True},
        )

    return Engines(image=drawn, read=read, fields=fields, sign=sign)
