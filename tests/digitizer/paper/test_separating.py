"""A stack with separators and blank backs becomes papers; nothing of it is lost."""

from __future__ import annotations

import io
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageDraw

from digitizer.model.document import AsideReason
from digitizer.model.scan import Profile
from digitizer.office import practice
from digitizer.paper.separating import Separator, code_text, separator_in
from digitizer.workstation import Workstation
from ocr.model import Box, Code, PageText, Word
from tests.digitizer.paper.scanner import escl_device
from tests.digitizer.paper.scanner.feeding import KEY, scanner_for

DPI = 150


def jpeg(image: Image.Image) -> bytes:
    buffer = io.BytesIO()
    image.convert("RGB").save(buffer, "JPEG", quality=90, dpi=(DPI, DPI))
    return buffer.getvalue()


def paper(words: str) -> bytes:
    image = Image.new("RGB", (1240, 1754), "white")
    draw = ImageDraw.Draw(image)
    for row in range(20):
        draw.text((120, 150 + 60 * row), f"{words} {row}", fill="black", font_size=30)
    return jpeg(image)


def printed(pdf: bytes, number: int) -> bytes:
    """Return a page of the separators as a scanner would see it."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return jpeg(document[number].render(scale=DPI / 72).to_pil())
    finally:
        document.close()


@pytest.mark.engine
@pytest.mark.slow
def test_separators_and_blank_pages_go_into_the_bin_and_papers_begin_behind_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "data"
    practice.write_site(folder)
    with Workstation.open(folder, workers=2, key=KEY) as station:
        clerk, _, _ = practice.enlist(station.store)
        intake = station.intake
        code = station.paper.open_dossier(clerk, "1.004873").code
        sheets = intake.separators(clerk, code)
        rules = station.catalogue.procedure("1.004873").components
        stack = [
            printed(sheets, 1),
            paper("So"),
            jpeg(Image.new("RGB", (1240, 1754), (250, 250, 248))),
            paper("Trang"),
            printed(sheets, 0),
            paper("Giay"),
        ]
        monkeypatch.setattr(escl_device, "picture", lambda number, _size: stack[number // 2 - 1])
        device = escl_device.EsclDevice(sheets=len(stack))
        with escl_device.running(device):
            batch = intake.open_batch(
                clerk, code, device="test", profile=Profile("stack", "Stack", dpi=DPI)
            )
            intake.feed(clerk, batch, scanner_for(device.address))
        assert not station.paper.read(clerk, code).failures
        pages = station.store.dossiers.pages(code)
        assert [page.original_name[-4:] for page in pages] == ["0002", "0004", "0006"]
        assert [page.begins for page in pages] == [rules[0].code, "", "*"]
        documents = station.store.dossiers.documents(code)
        assert [one.pages for one in documents] == [(pages[0].id, pages[1].id), (pages[2].id,)]
        assert documents[0].component == rules[0].code
        reasons = sorted(one.reason for one in intake.bin(clerk, code))
        assert reasons == [AsideReason.BLANK, AsideReason.SEPARATOR, AsideReason.SEPARATOR]
        # undone: every sheet is a page again, and reading again does not lay them aside anew
        intake.edit(clerk, code, lambda editor: editor.undo())
        assert len(station.store.dossiers.pages(code)) == len(stack)
        station.paper.read(clerk, code)
        assert len(station.store.dossiers.pages(code)) == len(stack)


@pytest.mark.engine
@pytest.mark.slow
def test_pages_behind_a_separator_of_another_dossier_go_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "data"
    practice.write_site(folder)
    with Workstation.open(folder, workers=2, key=KEY) as station:
        clerk, _, _ = practice.enlist(station.store)
        intake, store = station.intake, station.store
        here, there = (station.paper.open_dossier(clerk, "1.004873").code for _turn in range(2))
        rule = station.catalogue.procedure("1.004873").components[0]
        patches = intake.patch_sheets(clerk)
        stack = [
            paper("So"),
            printed(intake.separators(clerk, there), 1),
            paper("Trang"),
            printed(patches, 5),
            paper("Cuoi"),
        ]
        monkeypatch.setattr(escl_device, "picture", lambda number, _size: stack[number // 2 - 1])
        device = escl_device.EsclDevice(sheets=len(stack))
        with escl_device.running(device):
            profile = Profile("stack", "Stack", dpi=DPI)
            batch = intake.open_batch(clerk, here, device="test", profile=profile)
            intake.feed(clerk, batch, scanner_for(device.address))
        assert station.paper.read(clerk, here).sent_to == (there,)
        assert len(store.dossiers.pages(here)) == 1
        sent = store.dossiers.pages(there)
        assert [store.vault.get(page.image_hash) for page in sent] == [stack[2], stack[4]]
        # a patch sheet names no dossier: it parts the papers of the one that is being fed
        assert [page.begins for page in sent] == [rule.code, "*"]
        documents = store.dossiers.documents(there)
        assert len(documents) == 2
        assert documents[0].component == rule.code
        reasons = sorted(one.reason for one in intake.bin(clerk, here))
        assert reasons == [AsideReason.REMOVED] * 2 + [AsideReason.SEPARATOR] * 2
        # read once more: nothing goes there a second time
        assert station.paper.read(clerk, here).sent_to == ()
        assert len(store.dossiers.pages(there)) == 2


def test_a_patch_code_parts_a_stack_but_a_form_that_bears_one_stays() -> None:
    bars = (Code("patch", "T", Box(0, 0, 100, 100)),)
    assert separator_in(PageText(1240, 1754, DPI, (), codes=bars)) == Separator("", "*")
    word = Word("chữ", Box(0, 0, 10, 10), 0.9, 0)
    form = PageText(1240, 1754, DPI, (word,) * 200, codes=bars)
    assert separator_in(form) is None


def page_with(code: str) -> PageText:
    box = Box(0, 0, 100, 100)
    return PageText(1240, 1754, DPI, (), codes=(Code("qr", code, box),))


def test_only_the_programs_own_code_makes_a_separator() -> None:
    found = separator_in(page_with(code_text("H00-0001", "identity")))
    assert found is not None
    assert (found.dossier, found.component) == ("H00-0001", "identity")
    for other in ("046172022680|…|Nguyễn Văn A", "DGT1|x", "https://example.vn", ""):
        assert separator_in(page_with(other)) is None
