"""The two identity cards: what is printed on them, QR code and machine-readable zone."""

from __future__ import annotations

import unicodedata
from datetime import date

from tools.samples.papers import Paper
from tools.samples.people import Person, day

CARD_SIDES = ("cccd_front", "cccd_back", "can_cuoc_front", "can_cuoc_back")
CARD_SHEETS = {
    "cccd_sheet": ("cccd_front", "cccd_back"),
    "can_cuoc_sheet": ("can_cuoc_front", "can_cuoc_back"),
}
"""Front and back on one page, as a copying machine makes them."""


def check_digit(text: str) -> str:
    """The ICAO 9303 check digit with the weights 7, 3, 1."""
    values = (
        0 if letter == "<" else int(letter) if letter.isdigit() else ord(letter) - 55
        for letter in text
    )
    return str(sum(value * (7, 3, 1)[place % 3] for place, value in enumerate(values)) % 10)


def machine_zone(person: Person) -> list[str]:
    """The three lines of thirty signs on the back of a card."""
    number = person.personal_id
    short = number[-9:]
    first = f"IDVNM{short}{check_digit(short)}{number}<<"
    first += check_digit(first[15:29])
    born, ends = person.born.strftime("%y%m%d"), person.expires.strftime("%y%m%d")
    letter = "F" if person.sex == "Nữ" else "M"
    second = f"{born}{check_digit(born)}{letter}{ends}{check_digit(ends)}VNM" + "<" * 11
    second += check_digit(first[5:30] + second[0:7] + second[8:15] + second[18:29])
    family, *given = _plain(person.name).upper().split()
    return [first, second, f"{family}<<{'<'.join(given)}".ljust(30, "<")[:30]]


def _plain(text: str) -> str:
    apart = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def _packed(value: date) -> str:
    return value.strftime("%d%m%Y")


def _card_address(person: Person) -> str:
    return f"{person.street}, {person.place.on_card}"


def qr_text(person: Person, side: str) -> str:
    """The text of the QR code: seven places on the chip card, eleven on the card of 2024."""
    new = side.startswith("can_cuoc")
    old_number = "" if new else f"2{person.personal_id[-8:]}"
    places = [
        person.personal_id,
        old_number,
        person.name,
        _packed(person.born),
        person.sex,
        person.residence if new else _card_address(person),
        _packed(person.issued),
    ]
    return "|".join([*places, "", "", "", "MẪU"] if new else places)


def card(person: Person, side: str) -> Paper:
    """One side of the card of a person, or both on one page."""
    if side in CARD_SHEETS:
        front, back = (card(person, one) for one in CARD_SHEETS[side])
        stamps = {**back.stamps, **front.stamps, "card2": back.stamps["card"]}
        values = {**back.values, **front.values, "side": side}
        return Paper(side, values, {**back.truth, **front.truth}, stamps)
    build = {
        "cccd_front": _cccd_front,
        "cccd_back": _cccd_back,
        "can_cuoc_front": _can_cuoc_front,
        "can_cuoc_back": _can_cuoc_back,
    }[side]
    printed, truth, stamps = build(person)
    values = {
        **printed,
        "side": side,
        "mrz": machine_zone(person),
        "marks": "Nốt ruồi C: 1cm dưới sau mép trái",
    }
    values["card_signer"] = "Tô Văn Mẫu"
    return Paper(side, values, truth, stamps)


Side = tuple[dict[str, str], dict[str, str], dict[str, str]]


def _cccd_front(person: Person) -> Side:
    address = _card_address(person)
    street, _, rest = address.partition(", ")
    printed = {
        "personal_id": person.personal_id,
        "full_name": person.printed_name,
        "birth_date": day(person.born),
        "sex": person.sex,
        "nationality": person.nationality,
        "hometown": person.home.on_card,
        "residence_first": street,
        "residence_rest": rest,
        "expiry_date": day(person.expires),
    }
    truth = {key: value for key, value in printed.items() if not key.startswith("residence_")}
    truth |= {
        "birth_date": person.born.isoformat(),
        "residence": address,
        "expiry_date": person.expires.isoformat(),
    }
    stamps = {"qr": f"qr:{qr_text(person, 'cccd_front')}", "photo": f"photo:{person.sex}"}
    return printed, truth, stamps | {"emblem": "emblem", "card": "card:teal"}


def _cccd_back(person: Person) -> Side:
    printed = {"issue_date": day(person.issued)}
    truth = {
        "issue_date": person.issued.isoformat(),
        "issuer": "CỤC TRƯỞNG CỤC CẢNH SÁT QUẢN LÝ HÀNH CHÍNH VỀ TRẬT TỰ XÃ HỘI",
        "personal_id": person.personal_id,
        "birth_date": person.born.isoformat(),
        "sex": person.sex,
        "expiry_date": person.expires.isoformat(),
    }
    stamps = {
        "card": "card:teal",
        "chip": "chip",
        "finger": "finger",
        "finger2": "finger",
        "signature": "signature",
        "seal": "seal:CỤC CẢNH SÁT QLHC VỀ TTXH",
    }
    return printed, truth, stamps


def _can_cuoc_front(person: Person) -> Side:
    printed = {
        "personal_id": person.personal_id,
        "full_name": person.printed_name,
        "birth_date": day(person.born),
        "sex": person.sex,
        "nationality": person.nationality,
    }
    truth = printed | {"birth_date": person.born.isoformat()}
    return (
        printed,
        truth,
        {"photo": f"photo:{person.sex}", "emblem": "emblem", "card": "card:amber"},
    )


def _can_cuoc_back(person: Person) -> Side:
    printed = {
        "residence": person.residence,
        "birth_registration_place": person.home.before,
        "issue_date": day(person.issued),
        "expiry_date": day(person.expires),
    }
    printed["birth_registration_place"] = (
        printed["birth_registration_place"][0].upper() + printed["birth_registration_place"][1:]
    )
    truth = printed | {
        "issue_date": person.issued.isoformat(),
        "expiry_date": person.expires.isoformat(),
        "issuer": "BỘ CÔNG AN",
        "personal_id": person.personal_id,
        "full_name": person.name,
    }
    stamps = {
        "card": "card:amber",
        "chip": "chip",
        "qr": f"qr:{qr_text(person, 'can_cuoc_back')}",
        "seal": "seal:BỘ CÔNG AN",
    }
    return printed, truth, stamps
