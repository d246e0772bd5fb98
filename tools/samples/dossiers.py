"""The dossiers shipped with the program."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from tools.samples import certificates, papers
from tools.samples.bundle import Sheet, write_born_digital, write_file
from tools.samples.business import (
    household_business_application,
    household_business_certificate,
    make_business,
)
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
    elder = make_person(rng, sex="Nam", ages=(27, 30), place=OFFICE, family_name="Võ")
    return Cast(mother, father, single, owner, elder)


def _describe(
    folder: Path, procedure: str, files: Sequence[str], owner: Person | None, note: str
) -> None:
    lines = []
    if procedure:
        lines += [f"procedure = {_quoted(procedure)}", 'channel = "counter"']
    lines += ["files = [", *(f"    {_quoted(one)}," for one in files), "]"]
    lines += [f"note = {_quoted(f'{note} {NOTE}')}"]
    if owner is not None:
        said = {
            "name": owner.printed_name,
            "personal_id": owner.personal_id,
            "address": owner.residence,
            "phone": owner.phone,
        }
        lines += ["", "[owner]", *(f"{key} = {_quoted(value)}" for key, value in said.items())]
    (folder / "dossier.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


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


def household_business(folder: Path, cast: Cast) -> None:
    """A shopkeeper hands in a PDF written on a computer and her card scanned into another."""
    rng = random.Random(3)  # noqa: S311
    shop = make_business(rng, cast.owner)
    application = household_business_application(rng, shop, made=date(2026, 11, 19))
    write_born_digital(folder, "giay-de-nghi.pdf", Sheet(application))
    sides = [Sheet(card(cast.owner, side), "1") for side in ("can_cuoc_front", "can_cuoc_back")]
    write_file(folder, "can-cuoc-hai-mat.pdf", sides)
    note = "Đăng ký thành lập hộ kinh doanh, đơn soạn trên máy và thẻ căn cước quét thành PDF."
    files = ["giay-de-nghi.pdf", "can-cuoc-hai-mat.pdf"]
    _describe(folder, "1.001612", files, cast.owner, note)


def marital_status_again(folder: Path, cast: Cast) -> None:
    """The citizen of the second dossier comes again: only the declaration, the card is known."""
    declaration = papers.marital_status_declaration(
        cast.single, purpose="Bổ sung hồ sơ vay vốn ngân hàng", made=date(2026, 11, 20)
    )
    write_file(folder, "to-khai-xac-nhan.png", [Sheet(declaration, "1", "typed")])
    note = "Cùng công dân với hồ sơ 02: chỉ nộp tờ khai, căn cước công dân dùng lại từ hồ sơ 02."
    _describe(folder, "1.004873", ["to-khai-xac-nhan.png"], cast.single, note)


def loose_papers(folder: Path, cast: Cast) -> None:
    """Papers of every other kind, for reading and extraction without a dossier."""
    rng = random.Random(5)  # noqa: S311
    bride = make_person(rng, sex="Nữ", place=PLACES[1], ages=(30, 35))
    groom = make_person(rng, sex="Nam", place=PLACES[1], ages=(30, 35))
    groom = replace(groom, street=bride.street)
    old = certificates.birth_certificate(rng, bride, groom, born=date(2022, 5, 14), place=PLACES[1])
    confirmed = certificates.marital_status_confirmation(rng, cast.elder, issued=date(2026, 11, 3))
    shop = make_business(rng, make_person(rng, sex="Nam", place=OFFICE, family_name="Bùi"))
    licence = household_business_certificate(rng, shop, issued=date(2026, 10, 14))
    declaration = papers.marital_status_declaration(
        cast.elder, purpose="Để đăng ký kết hôn", made=date(2026, 11, 16)
    )
    sheets = {
        "quyet-dinh.jpg": Sheet(certificates.decision(rng, signed=date(2026, 11, 5)), "2", "pen"),
        "giay-khai-sinh-cu.jpg": Sheet(old, "3", "pen"),
        "giay-xac-nhan-tinh-trang-hon-nhan.jpg": Sheet(confirmed, "1"),
        "giay-chung-nhan-ho-kinh-doanh.jpg": Sheet(licence, "2", rotation=90),
        "anh-chup-dien-thoai.jpg": Sheet(declaration, "photo"),
    }
    for name, sheet in sheets.items():
        write_file(folder, name, [sheet])
    _describe(folder, "", list(sheets), None, "Giấy tờ rời để thử lệnh đọc và bóc tách.")


DOSSIERS: dict[str, Callable[[Path, Cast], None]] = {
    "01-khai-sinh": birth_registration,
    "02-tinh-trang-hon-nhan": marital_status,
    "03-ho-kinh-doanh": household_business,
    "04-tinh-trang-hon-nhan-lan-2": marital_status_again,
    "05-giay-to-khac": loose_papers,
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
