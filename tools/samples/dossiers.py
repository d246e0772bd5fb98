"""The dossiers shipped with the program."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import tomli_w

from tools.samples import papers
from tools.samples.bundle import Sheet, write_file
from tools.samples.cards import card
from tools.samples.people import Person, make_person
from tools.samples.places import OFFICE, PLACES

NOTE = "MẪU: người và giấy tờ không có thật, làm ra để thực hành và kiểm thử."


@dataclass(frozen=True)
class Cast:
    """The invented persons of the shipped dossiers."""

    mother: Person
    father: Person
    single: Person
    owner: Person
    elder: Person


def make_cast() -> Cast:
    """Always the same persons."""
    rng = random.Random(20261122)  # noqa: S311
    kinh = "Kinh"
    father = make_person(rng, sex="Nam", place=OFFICE, ethnicity=kinh, family_name="Huỳnh")
    mother = replace(
        make_person(rng, sex="Nữ", place=OFFICE, ethnicity="Hrê", family_name="Đỗ"),
        street=father.street,
    )
    single = make_person(rng, sex="Nam", place=OFFICE, ethnicity=kinh, family_name="Phùng")
    owner = make_person(
        rng,
        sex="Nữ",
        ages=(42, 55),
        card_2024=True,
        place=OFFICE,
        family_name="Nguyễn",
        ethnicity=kinh,
    )
    elder = make_person(rng, sex="Nam", ages=(27, 30), place=PLACES[2], family_name="Võ")
    return Cast(mother, father, single, owner, elder)


def _describe(
    folder: Path, procedure: str, files: Sequence[str], owner: Person | None, note: str
) -> None:
    content: dict[str, object] = {"files": list(files), "note": f"{note} {NOTE}"}
    if procedure:
        content = {"procedure": procedure, "channel": "counter", **content}
    if owner is not None:
        content["owner"] = {
            "name": owner.printed_name,
            "personal_id": owner.personal_id,
            "address": owner.residence,
            "phone": owner.phone,
        }
    (folder / "dossier.toml").write_text(tomli_w.dumps(content), encoding="utf-8")


def birth_registration(folder: Path, cast: Cast) -> None:
    """A mother registers her child: three scans."""
    rng = random.Random(1)  # noqa: S311
    declaration = papers.birth_registration_declaration(
        rng, cast.mother, cast.father, requester=cast.mother, made=date(2026, 11, 18)
    )
    write_file(folder, "to-khai-khai-sinh.jpg", [Sheet(declaration, "1", "typed")])
    write_file(folder, "cccd-mat-truoc.jpg", [Sheet(card(cast.mother, "cccd_front"), "1")])
    write_file(folder, "cccd-mat-sau.jpg", [Sheet(card(cast.mother, "cccd_back"), "1")])
    files = ["to-khai-khai-sinh.jpg", "cccd-mat-truoc.jpg", "cccd-mat-sau.jpg"]
    _describe(folder, "1.001193", files, cast.mother, "Đăng ký khai sinh, nộp tại quầy.")


def marital_status(folder: Path, cast: Cast) -> None:
    """A young man wants to marry: all papers in one TIFF, filled by pen."""
    declaration = papers.marital_status_declaration(
        cast.single,
        purpose="Để đăng ký kết hôn với chị Lý Thị Mỹ Duyên, sinh năm 1999",
        made=date(2026, 11, 17),
    )
    sheets = [
        Sheet(declaration, "2", "pen"),
        Sheet(card(cast.single, "cccd_front"), "1"),
        Sheet(card(cast.single, "cccd_back"), "2"),
    ]
    write_file(folder, "ho-so-quet.tif", sheets)
    note = "Cấp Giấy xác nhận tình trạng hôn nhân, cả hồ sơ quét vào một tệp nhiều trang."
    _describe(folder, "1.004873", ["ho-so-quet.tif"], cast.single, note)


DOSSIERS: dict[str, Callable[[Path, Cast], None]] = {
    "01-khai-sinh": birth_registration,
    "02-tinh-trang-hon-nhan": marital_status,
}


def write_dossiers(out: Path, names: Sequence[str] = ()) -> list[Path]:
    """Writes the shipped dossiers anew, all or the named ones."""
    cast = make_cast()
    written = []
    for name, build in DOSSIERS.items():
        if names and name not in names:
            continue
        folder = out / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        build(folder, cast)
        written.append(folder)
    return written
