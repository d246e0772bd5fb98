"""The sample generator gives the same papers every time, and their truth tells all."""

# ruff: noqa: S311

from __future__ import annotations

import hashlib
import json
import random
import tomllib
import unicodedata
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from digitizer.catalogue import Catalogue
from digitizer.model.doctype import Place, Reads
from tools.samples import dossiers, many
from tools.samples.bundle import Sheet, set_sheet
from tools.samples.cards import card, check_digit, machine_zone, qr_text
from tools.samples.degrade import degrade, moved, turned
from tools.samples.people import TODAY, date_words, make_person

CATALOGUE = Catalogue.load()
RESOURCES = Path(__file__).resolve().parents[2] / "resources"
SAMPLES = RESOURCES / "samples"
DOSSIERS = sorted(path for path in SAMPLES.iterdir() if path.is_dir())


def truths() -> list[tuple[Path, dict[str, Any]]]:
    found = sorted(SAMPLES.glob("*/truth/*.json"))
    return [(path, json.loads(path.read_text("utf-8"))) for path in found]


def digest(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in files
    }


@pytest.mark.slow
def test_the_same_seed_gives_the_same_bytes_and_another_seed_other_persons(tmp_path: Path) -> None:
    kinds = ("can_cuoc_back",)
    for name, seed in (("a", 4), ("b", 4), ("c", 5)):
        many.write_many(tmp_path / name, count=1, level="1", seed=seed, kinds=kinds)
    assert digest(tmp_path / "a") == digest(tmp_path / "b")
    assert digest(tmp_path / "a") != digest(tmp_path / "c")


@pytest.mark.parametrize("kind", many.KINDS)
def test_every_true_value_stands_on_the_paper(kind: str) -> None:
    paper = many.make_paper(kind, random.Random(kind))
    text = " ".join(line.text for page in set_sheet(Sheet(paper), 1) for line in page.lines)
    only_in_codes = {
        "can_cuoc_back": {"personal_id", "full_name"},
        "cccd_back": {"sex"},
    }.get(kind, set())
    rules = {rule.name: rule for rule in CATALOGUE.document_types[kind].fields}
    # stored in another form than printed, or put together from several places
    dated = {
        name
        for name in paper.truth
        if rules[name].reads in (Reads.DATE, Reads.YEAR, Reads.NUMBER, Reads.MONEY, Reads.AREA)
        or rules[name].place is Place.TABLE
    }
    assembled = {"issuer", "number_and_notation"}
    if kind in ("cccd_front", "cccd_sheet"):
        assembled.add("residence")
    wrapped = text.replace(" ", "")
    for name in set(paper.truth) - only_in_codes - dated - assembled:
        assert _stands(paper.truth[name], wrapped), name


def _stands(value: str, text: str) -> bool:
    """A value set in a narrow column is broken over lines that others share."""
    return value.replace(" ", "") in text or all(word in text for word in value.split())


def test_every_type_that_a_page_can_be_sorted_into_has_specimens() -> None:
    types = {path.stem for path in (RESOURCES / "document_types").glob("*.toml")}
    assert types - {"other_paper"} == set(many.KINDS)
    assert len(types) >= 35


def test_a_paper_of_several_pages_becomes_a_scanned_pdf(tmp_path: Path) -> None:
    kinds = ("household_business_application",)
    (path,) = many.write_many(tmp_path, count=1, level="0", seed=1, kinds=kinds)
    many.write_many(tmp_path / "again", count=1, level="0", seed=1, kinds=kinds)
    assert path.read_bytes() == (tmp_path / "again" / path.name).read_bytes()
    truth = json.loads((tmp_path / "truth" / f"{path.stem}.json").read_text("utf-8"))
    assert path.suffix == ".pdf"
    assert truth["file"] == path.name
    assert [page["continues"] for page in truth["pages"]] == [False, True]
    assert truth["pages"][0]["fields"]
    assert not truth["pages"][1]["fields"]


@pytest.mark.parametrize("kind", many.KINDS)
def test_the_truth_uses_the_field_names_of_the_document_type(kind: str) -> None:
    definition = CATALOGUE.document_types[kind]
    paper = many.make_paper(kind, random.Random(kind))
    assert set(paper.truth) <= {rule.name for rule in definition.fields}
    assert definition.code == paper.document_type


def test_each_dossier_lists_exactly_its_files_and_never_its_truth() -> None:
    assert len(DOSSIERS) >= 5
    for folder in DOSSIERS:
        text = (folder / "dossier.toml").read_text("utf-8")
        files = tomllib.loads(text)["files"]
        assert sorted(files) == sorted(
            path.name for path in folder.iterdir() if path.is_file() and path.suffix != ".toml"
        )
        assert "truth" not in text
        assert sorted(Path(name).stem for name in files) == sorted(
            path.stem for path in (folder / "truth").iterdir()
        )


def test_every_shipped_page_is_marked_as_a_specimen_and_written_in_composed_letters() -> None:
    for path, truth in truths():
        for page in truth["pages"]:
            joined = "\n".join(page["lines"])
            assert joined == unicodedata.normalize("NFC", joined)
            assert all(value for value in page["fields"].values()), path
            card_page = page["document_type"].startswith(("cccd", "can_cuoc"))
            assert card_page or "MẪU" in page["lines"], path


def test_true_boxes_lie_on_ink_of_the_scanned_picture() -> None:
    path = SAMPLES / "01-khai-sinh"
    truth = json.loads((path / "truth" / "to-khai-khai-sinh.json").read_text("utf-8"))
    grey = np.asarray(Image.open(path / truth["file"]).convert("L"))
    for name, boxes in truth["pages"][0]["field_boxes"].items():
        for left, top, right, bottom in boxes:
            assert grey[top:bottom, left:right].min() < 120, name


def test_the_samples_stay_small_enough_to_ship() -> None:
    assert sum(path.stat().st_size for path in SAMPLES.rglob("*") if path.is_file()) < 15_000_000


def test_a_turned_scan_keeps_its_boxes_on_the_same_ink() -> None:
    page = np.full((400, 300, 3), 255, np.uint8)
    page[40:60, 100:180] = 0
    scan = turned(degrade(page, "0", np.random.default_rng(1)), 90)
    left, top, right, bottom = moved((100, 40, 180, 60), scan)
    assert scan.picture.shape == (300, 400, 3)
    assert (scan.picture[top:bottom, left:right] == 0).all()


def test_numbers_agree_with_sex_and_birth_year_and_cards_are_valid() -> None:
    rng = random.Random(8)
    for index in range(200):
        person = make_person(rng, sex=("Nam", "Nữ")[index % 2], card_2024=index % 3 == 0)
        century = int(person.personal_id[3])
        assert 1900 + century // 2 * 100 + int(person.personal_id[4:6]) == person.born.year
        assert ("Nam", "Nữ")[century % 2] == person.sex
        assert person.issued < TODAY < person.expires


def test_the_machine_zone_repeats_the_number_and_its_digits_check() -> None:
    assert check_digit("099012345") == "9"
    person = make_person(random.Random(2), sex="Nữ")
    first, second, third = machine_zone(person)
    assert {len(first), len(second), len(third)} == {30}
    assert first[15:27] == person.personal_id
    assert first[5:14] == person.personal_id[-9:]
    assert second[-1] == check_digit(first[5:30] + second[0:7] + second[8:15] + second[18:29])


@pytest.mark.slow
@pytest.mark.parametrize(("side", "places"), [("cccd_front", 7), ("can_cuoc_back", 11)])
def test_the_code_on_a_card_is_read_back_from_the_scan(side: str, places: int) -> None:
    import zxingcpp

    from tools.samples.stamps import apply_stamps

    person = make_person(random.Random(6), sex="Nam", card_2024=side == "can_cuoc_back")
    paper = card(person, side)
    page = set_sheet(Sheet(paper), 3)[0]
    rng = np.random.default_rng(3)
    scan = degrade(apply_stamps(page.picture, page.spots, paper.stamps, rng), "1", rng)
    texts = [code.text for code in zxingcpp.read_barcodes(scan.picture)]
    assert texts == [qr_text(person, side)]
    assert len(texts[0].split("|")) == places


def test_a_date_is_written_in_words_as_civil_status_papers_do() -> None:
    assert date_words(date(2026, 4, 21)) == (
        "Ngày hai mươi mốt tháng tư năm hai nghìn không trăm hai mươi sáu"
    )
    assert date_words(date(1995, 10, 15)) == (
        "Ngày mười lăm tháng mười năm một nghìn chín trăm chín mươi lăm"
    )


def test_a_dossier_is_described_as_the_shipped_ones_are(tmp_path: Path) -> None:
    said = 'Bà "Ba", MẪU \\ giấy'
    owner = make_person(random.Random(3), sex="Nữ", ages=(30, 40))
    dossiers._describe(tmp_path, "1.001193", ["a.jpg", "b c.pdf"], owner, said)
    told = tomllib.loads((tmp_path / "dossier.toml").read_text("utf-8"))
    shipped = tomllib.loads((DOSSIERS[0] / "dossier.toml").read_text("utf-8"))
    assert told.keys() == shipped.keys()
    assert told["owner"].keys() == shipped["owner"].keys()
    assert (told["files"], told["owner"]["name"]) == (["a.jpg", "b c.pdf"], owner.printed_name)
    assert told["note"].startswith(said)
