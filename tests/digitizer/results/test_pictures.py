"""Pictures of signature and seal on a result: where they stand, what they cover, how they lie."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageDraw

from digitizer.errors import NotAllowedError, PictureUnfitError
from digitizer.model.result import SignerRole
from digitizer.office import practice
from digitizer.results.keys import FileKey
from digitizer.results.pictures import Pictures
from tests.digitizer.results.result_office import journey
from tests.digitizer.store.office import Office

PERSON, AGENCY = SignerRole.PERSON, SignerRole.AGENCY
BLUE, RED = (20, 40, 160, 255), (200, 20, 30, 255)
SCALE = 3


def signature(colour: tuple[int, int, int, int] = BLUE, dpi: int | None = 150) -> bytes:
    image = Image.new("RGBA", (300, 120), (0, 0, 0, 0))
    pen = ImageDraw.Draw(image)
    pen.line([(5, 100), (80, 20), (150, 100), (220, 20), (295, 110)], fill=colour, width=7)
    return saved(image, dpi)


def seal(dpi: int | None = None) -> bytes:
    image = Image.new("RGBA", (360, 360), (0, 0, 0, 0))
    ImageDraw.Draw(image).ellipse([4, 4, 356, 356], outline=RED, width=10)
    return saved(image, dpi)


def saved(image: Image.Image, dpi: int | None) -> bytes:
    target = io.BytesIO()
    image.save(target, "PNG", **({"dpi": (dpi, dpi)} if dpi else {}))
    return target.getvalue()


def drawn(pdf: bytes, *, page: int = -1) -> np.ndarray:
    document = pypdfium2.PdfDocument(pdf)
    document.init_forms()
    number = page % len(document)
    return np.asarray(document[number].render(scale=SCALE, may_draw_forms=True).to_numpy())[..., :3]


def boxes(pdf: bytes) -> dict[str, tuple[float, ...]]:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return {
            str(one.T): tuple(float(edge) for edge in one.Rect)
            for one in document.Root.AcroForm.Fields
        }


def cut(image: np.ndarray, box: tuple[float, ...], height: float) -> np.ndarray:
    left, bottom, right, top = (edge * SCALE for edge in box)
    return image[int(height * SCALE - top) : int(height * SCALE - bottom), int(left) : int(right)]


def test_the_seal_covers_the_left_third_of_the_signature_and_no_print(
    office: Office, tmp_path: Path
) -> None:
    results = journey(office, practice=True)
    office.verified()
    composed = results.compose(office.records, "HS-1")
    blank = drawn(results.pdf(office.records, composed.id))
    pictures = Pictures(office.store)
    pictures.put(PERSON, office.records, signature())
    pictures.put(AGENCY, office.records, seal())
    height = blank.shape[0] / SCALE
    for role in (PERSON, AGENCY):
        name = "Lê Văn Mẫu" if role is PERSON else results.settings.office_name
        key = FileKey(practice.throwaway_key(name, name), practice.KEY_PASSWORD)
        report = results.queues.sign(office.records, role, [composed.id], key)
        assert [(one.outcome, one.valid) for one in report.documents] == [("done", True)], report
    pdf = results.pdf(office.records, composed.id)
    verdict = results.check(pdf)
    assert verdict.valid
    assert verdict.pdfa.conforms
    places = boxes(pdf)
    assert set(places) == {"person", "agency"}
    mine, its = places["person"], places["agency"]
    # the picture says 150 dpi, so 300 by 120 pixels are 144 by 57.6 points
    assert mine[2] - mine[0] == pytest.approx(144, abs=0.1)
    assert its[2] == pytest.approx(mine[0] + 144 / 3, abs=0.5)
    assert its[3] - its[1] == pytest.approx(36 * 72 / 25.4, abs=0.1)
    assert (mine[1] + mine[3]) / 2 == pytest.approx((its[1] + its[3]) / 2, abs=0.1)
    # before anything was signed both places were empty paper
    for box in (mine, its):
        assert cut(blank, box, height).min() > 250
    shown = drawn(pdf).astype(int)
    ring = cut(shown, (its[2] - 102, its[1], its[2], its[3]), height)
    red = (ring[..., 2] - ring[..., 0]) > 60 if ring[..., 2].max() > ring[..., 0].max() else None
    red = (abs(ring[..., 2] - ring[..., 0]) > 60) if red is None else red
    assert red.mean() > 0.02
    # outside the two places nothing on the page has changed
    mask = np.ones(blank.shape[:2], dtype=bool)
    for left, bottom, right, top in (mine, its):
        rows = slice(int((height - top) * SCALE) - 2, int((height - bottom) * SCALE) + 3)
        mask[rows, int(left * SCALE) - 2 : int(right * SCALE) + 3] = False
    assert (shown[mask] == blank[mask]).all()


def test_without_pictures_both_fields_are_agreed_before_the_first_signature(
    office: Office,
) -> None:
    results = journey(office, practice=True)
    office.verified()
    composed = results.compose(office.records, "HS-1")
    key = FileKey(practice.throwaway_key("Lê Văn Mẫu", "x"), practice.KEY_PASSWORD)
    results.queues.sign(office.records, PERSON, [composed.id], key)
    pdf = results.pdf(office.records, composed.id)
    assert set(boxes(pdf)) == {"person", "agency"}
    verdict = results.check(pdf)
    assert verdict.pdfa.conforms
    assert [one.field for one in verdict.signers] == ["person"]
    alone = replace(results.policies, agency=replace(results.policies.agency, required=False))
    office.verified("HS-2")
    other = replace(results, policies=alone)
    second = other.compose(office.records, "HS-2")
    other.queues.sign(office.records, PERSON, [second.id], key)
    assert set(boxes(other.pdf(office.records, second.id))) == {"person"}


def test_where_the_rule_shows_no_pictures_the_lines_stand_alone(office: Office) -> None:
    results = journey(office, practice=True)
    both = results.policies
    person, agency = (replace(one, picture=False) for one in (both.person, both.agency))
    results = replace(results, policies=replace(both, person=person, agency=agency))
    office.verified()
    composed = results.compose(office.records, "HS-1")
    pictures = Pictures(office.store)
    pictures.put(PERSON, office.records, signature())
    pictures.put(AGENCY, office.records, seal())
    for role in (PERSON, AGENCY):
        name = "Lê Văn Mẫu" if role is PERSON else results.settings.office_name
        key = FileKey(practice.throwaway_key(name, name), practice.KEY_PASSWORD)
        report = results.queues.sign(office.records, role, [composed.id], key)
        assert [(one.outcome, one.valid) for one in report.documents] == [("done", True)], report
    with pikepdf.open(io.BytesIO(results.pdf(office.records, composed.id))) as document:
        looks = [one.AP.N for one in document.Root.AcroForm.Fields]
        assert len(looks) == 2
        assert not any("/XObject" in look.Resources for look in looks)


def test_pictures_lie_encrypted_and_what_does_not_fit_the_rule_is_refused(office: Office) -> None:
    pictures = Pictures(office.store)
    assert pictures.get(PERSON, office.records) is None
    for role, png, reason in (
        (PERSON, b"GIF89a", "png"),
        (PERSON, signature(RED), "blue"),
        (AGENCY, signature(BLUE), "red"),
        (PERSON, saved(Image.new("RGBA", (50, 50), BLUE), None), "ground"),
        (PERSON, saved(Image.new("RGBA", (50, 50), (0, 0, 0, 0)), None), "ground"),
    ):
        with pytest.raises(PictureUnfitError) as caught:
            pictures.put(role, office.records, png)
        assert caught.value.details["reason"] == reason
    with pytest.raises(NotAllowedError):
        pictures.put(PERSON, office.clerk, signature())
    pictures.put(PERSON, office.records, signature())
    assert pictures.get(PERSON, office.records) == signature()
    assert pictures.get(PERSON, office.chief) is None
    (kept,) = (office.store.folder / "office" / "pictures").iterdir()
    assert b"PNG" not in kept.read_bytes()
    assert office.store.journal.rows(1)[0].action == "picture-kept"
    pictures.forget(PERSON, office.records)
    assert pictures.get(PERSON, office.records) is None
