"""What stands on each kind of paper: the printed values and the values the truth expects."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from tools.samples.people import (
    TODAY,
    Person,
    date_words,
    day,
    make_person,
)
from tools.samples.places import OFFICE, Place


@dataclass(frozen=True)
class Paper:
    """One paper to set: its template, everything printed on it, and the true fields."""

    document_type: str
    values: Mapping[str, object]
    truth: Mapping[str, str]
    stamps: Mapping[str, str] = field(default_factory=dict)
    """Spot name → what goes there: «signature», or «seal:TEXT AROUND THE RING»."""

    @property
    def tables(self) -> dict[str, list[list[str]]]:
        """The cells of its tables as printed, row by row, the numbers of the rows first."""
        found: dict[str, list[list[str]]] = {}
        parts = self.values.get("form", ())
        for part in parts if isinstance(parts, list) else ():
            if part["kind"] == "table":
                found[part["name"]] = [list(row) for row in part["rows"]]
        lines = self.values.get("lines", ())
        if isinstance(lines, list) and "business_lines" in self.truth:
            rows = [[str(n), name, code] for n, (code, name) in enumerate(lines, start=1)]
            found["business_lines"] = rows
        return found


def split_day(value: date) -> dict[str, str]:
    """The three parts of the line “Làm tại …, ngày … tháng … năm …”."""
    return {
        "made_day": f"{value.day:02d}",
        "made_month": f"{value.month:02d}" if value.month < 3 else str(value.month),
        "made_year": str(value.year),
    }


def office_name(place: Place) -> str:
    """The People's Committee as a form addresses it."""
    return f"Ủy ban nhân dân {place.commune}, {place.province}"


def title(unit: str) -> str:
    """The name of a unit with a capital first letter."""
    return unit[0].upper() + unit[1:]


def birth_registration_declaration(
    rng: random.Random, mother: Person, father: Person, *, requester: Person, made: date
) -> Paper:
    """The declaration that registers a child of two invented parents."""
    born = made - timedelta(days=rng.randrange(12, 55))
    sex = rng.choice(("Nam", "Nữ"))
    child = make_person(rng, sex=sex, family_name=father.name.split()[0]).printed_name
    married = made - timedelta(days=rng.randrange(560, 1900))
    copies = rng.choice(("02", "03", "05"))
    printed = {
        "requester_name": requester.printed_name,
        "requester_birth_date": day(requester.born),
        "requester_residence": requester.residence,
        "requester_id_paper": requester.id_paper,
        "requester_relation": "Mẹ đẻ" if requester is mother else "Cha đẻ",
        "child_name": child,
        "child_birth_date": day(born),
        "child_birth_date_words": date_words(born),
        "child_sex": sex,
        "child_ethnicity": father.ethnicity,
        "child_nationality": "Việt Nam",
        "child_birth_place": rng.choice(
            (
                "Bệnh viện Sản - Nhi tỉnh Quảng Ngãi, phường Nghĩa Lộ, tỉnh Quảng Ngãi",
                "Trung tâm Y tế Bình Sơn, xã Bình Sơn, tỉnh Quảng Ngãi",
            )
        ),
        "child_hometown": title(father.place.now),
        **parent("mother", mother),
        **parent("father", father),
        "copies_wanted": copies,
    }
    truth = printed | {
        "requester_birth_date": requester.born.isoformat(),
        "requester_personal_id": requester.personal_id,
        "child_birth_date": born.isoformat(),
        "copies_wanted": str(int(copies)),
        "made_at_date": made.isoformat(),
    }
    values = printed | {
        "addressed_to": office_name(OFFICE),
        "marriage_number": f"{rng.randrange(3, 98):02d}/{married.year}",
        "marriage_book": f"01/{married.year}",
        "marriage_date": day(married),
        "marriage_place": f"UBND {mother.place.before}",
        "made_at_place": title(OFFICE.commune),
        "signed_name": requester.name,
        **split_day(made),
    }
    return Paper("birth_registration_declaration", values, truth, {"signature": "signature"})


def parent(role: str, person: Person) -> dict[str, str]:
    """The five values a civil-status form asks of a parent."""
    return {
        f"{role}_name": person.printed_name,
        f"{role}_birth_year": str(person.born.year),
        f"{role}_ethnicity": person.ethnicity,
        f"{role}_nationality": person.nationality,
        f"{role}_residence": person.residence,
    }


def marital_status_declaration(person: Person, *, purpose: str, made: date) -> Paper:
    """The declaration that asks for a confirmation of the requester's own marital status."""
    printed = {
        "requester_name": person.printed_name,
        "requester_residence": person.residence,
        "requester_id_paper": person.id_paper,
        "requester_relation": "Bản thân",
        "person_name": person.printed_name,
        "person_birth_date": day(person.born),
        "person_sex": person.sex,
        "person_ethnicity": person.ethnicity,
        "person_nationality": person.nationality,
        "person_id_paper": person.id_paper,
        "person_personal_id": person.personal_id,
        "person_residence": person.residence,
        "marital_status": "Hiện tại chưa đăng ký kết hôn với ai",
        "purpose": purpose,
    }
    truth = printed | {
        "person_birth_date": person.born.isoformat(),
        "made_at_date": made.isoformat(),
    }
    values = printed | {
        "addressed_to": office_name(OFFICE),
        "made_at_place": title(OFFICE.commune),
        "signed_name": person.name,
        **split_day(made),
    }
    return Paper("marital_status_declaration", values, truth, {"signature": "signature"})


def make_style(
    rng: random.Random, fields: list[str], *, variant: int = 0, fill: str = "typed"
) -> dict[str, object]:
    """How a paper is set and filled: variant 0 is Times-like, 1 a wide serif, 2 and 3 are sans.

    In variant 3 the form is printed in one type and filled in with another; variant 4 is set in a
    type that trains no network.
    """
    fonts = ("Liberation Serif", "DejaVu Serif", "Liberation Sans", "DejaVu Sans", "Noto Serif")
    font = fonts[variant]
    return {
        "font": font,
        "layout": variant,
        "size": (13, 10.8, 11.6, 10.3, 10.6)[variant],
        "top": (17, 20, 15, 18, 16)[variant],
        "fill": fill,
        "leaders": "drawn",
        "value_font": font if variant != 3 else "Liberation Serif",
        "pen_font": font if variant in (1, 4) else "Liberation Serif",
        "pen_colour": rng.choice(("#1d3a94", "#22306f", "#1f4fae")),
        "jitter": {name: rng.uniform(-0.05, 0.05) for name in fields},
    }


def recent_day(rng: random.Random) -> date:
    """A working day of the last two weeks."""
    while True:
        chosen = TODAY - timedelta(days=rng.randrange(2, 14))
        if chosen.weekday() < 5:
            return chosen
