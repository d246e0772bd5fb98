"""Any number of further papers of invented persons, for benchmarks and tests."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from tools.samples import business, certificates, papers
from tools.samples.bundle import Sheet, write_file
from tools.samples.cards import CARD_SHEETS, CARD_SIDES, card
from tools.samples.civil_forms import CIVIL_FORMS
from tools.samples.office_forms import OFFICE_FORMS
from tools.samples.other_forms import OTHER_FORMS
from tools.samples.papers import Paper, recent_day
from tools.samples.people import TODAY, Person, make_person
from tools.samples.places import OFFICE, PLACES

FORMS = OFFICE_FORMS | CIVIL_FORMS | OTHER_FORMS
KINDS = (
    "birth_registration_declaration",
    "marital_status_declaration",
    "household_business_application",
    *CARD_SIDES,
    "birth_certificate",
    "marital_status_confirmation",
    "household_business_certificate",
    "administrative_document",
    *FORMS,
    "official_letter",
    *CARD_SHEETS,
)
PURPOSES = (
    "Để đăng ký kết hôn",
    "Bổ sung hồ sơ vay vốn ngân hàng",
    "Bổ sung hồ sơ chuyển nhượng quyền sử dụng đất",
    "Bổ sung hồ sơ xin việc làm ở nước ngoài",
)


def make_paper(kind: str, rng: random.Random) -> Paper:
    """One paper of a kind about invented persons."""
    if kind in FORMS:
        return FORMS[kind](rng, _person(rng))
    if kind in {*CARD_SIDES, *CARD_SHEETS}:
        return card(_person(rng, card_2024=kind.startswith("can_cuoc")), kind)
    if kind.startswith("household_business"):
        shop = business.make_business(rng, _person(rng, card_2024=rng.random() < 0.5))
        if kind.endswith("application"):
            return business.household_business_application(rng, shop, made=recent_day(rng))
        return business.household_business_certificate(rng, shop, issued=recent_day(rng))
    if kind == "marital_status_declaration":
        purpose = rng.choice(PURPOSES)
        return papers.marital_status_declaration(
            _person(rng), purpose=purpose, made=recent_day(rng)
        )
    if kind == "marital_status_confirmation":
        return certificates.marital_status_confirmation(rng, _person(rng), issued=recent_day(rng))
    if kind == "official_letter":
        return certificates.official_letter(rng, signed=recent_day(rng))
    if kind == "administrative_document":
        return certificates.decision(rng, signed=recent_day(rng))
    return _birth(kind, rng)


def _birth(kind: str, rng: random.Random) -> Paper:
    mother = _person(rng, sex="Nữ")
    father = _person(rng, sex="Nam")
    if kind == "birth_certificate":
        born = date(2021, 6, 1) + timedelta(days=rng.randrange(1300))
        place = rng.choice(PLACES)
        return certificates.birth_certificate(rng, mother, father, born=born, place=place)
    requester = rng.choice((mother, father))
    return papers.birth_registration_declaration(
        rng, mother, father, requester=requester, made=TODAY - timedelta(days=rng.randrange(2, 14))
    )


def _person(rng: random.Random, *, sex: str = "", card_2024: bool = False) -> Person:
    chosen = sex or rng.choice(("Nam", "Nữ"))
    return make_person(rng, sex=chosen, card_2024=card_2024, place=OFFICE)


def write_many(
    out: Path,
    *,
    count: int,
    level: str,
    seed: int,
    rotation: int = 0,
    kinds: Sequence[str] = KINDS,
    layouts: Sequence[int] = (0, 1, 2),
) -> list[Path]:
    """Writes papers in turn of the kinds, each with its truth under out/truth."""
    written = []
    for index in range(count):
        kind = kinds[index % len(kinds)]
        rng = random.Random(f"{seed}/{index}/{kind}")  # noqa: S311
        fill = rng.choice(("typed", "pen"))
        # of every three papers of a kind one each is set in the three layouts
        layout = layouts[(index // len(kinds)) % len(layouts)]
        sheet = Sheet(make_paper(kind, rng), level, fill, layout, rotation)
        truth = write_file(out, f"{index:04d}-{kind.replace('_', '-')}", [sheet], seed=seed)
        written.append(out / str(truth["file"]))
    return written
