"""Sheets full of invented values behind labels: what confidence is calibrated with.

The words are drawn from the syllables of Vietnamese office text by how often they stand there, so
that every letter and mark is met, not only those of a few sample names.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import cache

from digitizer.catalogue import shipped_rules
from ocr.marks import counts as marks
from ocr.marks import syllables
from tools.samples.papers import Paper

ROWS = 34
LONGEST = 52
_LABELS = {
    "name": ("Họ, chữ đệm, tên", "Họ và tên mẹ", "Họ và tên cha", "Họ tên chủ hộ"),
    "address": ("Nơi cư trú", "Nơi sinh", "Quê quán", "Địa chỉ trụ sở"),
    "text": ("Mục đích", "Quan hệ", "Cơ quan cấp", "Nghề nghiệp"),
    "code": ("Số", "Số quyết định"),
    "register": ("Số đăng ký",),
    "date": ("Ngày, tháng, năm sinh", "Ngày cấp"),
    "number": ("Số định danh cá nhân", "Số điện thoại"),
    "money": ("Vốn kinh doanh",),
}
_SHARES = (
    ("name", 11), ("address", 8), ("text", 5), ("code", 2), ("register", 2), ("date", 3),
    ("number", 2), ("money", 1),
)  # fmt: skip
_UNITS = ("phường", "xã")
_HEADS = ("Số {n} đường", "Thôn", "Tổ {n},", "Xóm", "Khu phố {n},")


@dataclass(frozen=True)
class Value:
    """One printed value and its kind."""

    kind: str
    text: str


@cache
def _syllables() -> tuple[tuple[str, ...], tuple[float, ...]]:
    counts = marks.shipped()
    known = []
    for key in counts.numbers:
        one = syllables.from_key(key)
        if counts.seen(key) > 2 and syllables.possible(one.letters, one.tone):
            known.append((syllables.spelt(one, one.letters), counts.seen(key) ** 0.4))
    return tuple(word for word, _ in known), tuple(weight for _, weight in known)


def _words(rng: random.Random, count: int) -> list[str]:
    known, weights = _syllables()
    return rng.choices(known, weights, k=count)


def make_values(rng: random.Random) -> list[Value]:
    """Invent the values of one sheet, in a mixed order."""
    kinds = [kind for kind, share in _SHARES for _ in range(share)]
    rng.shuffle(kinds)
    return [Value(kind, _MAKERS[kind](rng)) for kind in kinds[:ROWS]]


def value_sheet(rng: random.Random) -> tuple[Paper, dict[str, Value]]:
    """Return a paper of values, and the value of every field on it."""
    values = {f"v{number}": value for number, value in enumerate(make_values(rng))}
    rows = [[rng.choice(_LABELS[value.kind]), name] for name, value in values.items()]
    printed = {name: value.text for name, value in values.items()}
    return Paper("values", {**printed, "rows": rows}, printed), values


def _name(rng: random.Random) -> str:
    family = rng.choice(sorted(name for name in shipped_rules().family_names if name.isalpha()))
    given = _words(rng, rng.choice((1, 2, 2, 2, 3)))
    name = " ".join([family, *given])
    return name.upper() if rng.random() < 0.75 else name.title()


def _address(rng: random.Random) -> str:
    head = rng.choice(_HEADS).format(n=rng.randrange(1, 400))
    street = " ".join(_words(rng, 2)).title()
    commune = " ".join(_words(rng, 2)).title()
    province = rng.choice(sorted(shipped_rules().provinces.values()))
    return f"{head} {street}, {rng.choice(_UNITS)} {commune}, tỉnh {province}"[:LONGEST].rstrip(
        " ,"
    )


def _text(rng: random.Random) -> str:
    return " ".join(_words(rng, rng.randrange(2, 8))).capitalize()


def _code(rng: random.Random) -> str:
    kind = rng.choice(("QĐ", "CV", "TB", "BC", "GXN", "HĐND"))
    return f"{rng.randrange(1, 9999)}/{kind}-{rng.choice(('UBND', 'SNV', 'VP', 'PKT'))}"


def _register(rng: random.Random) -> str:
    return f"{rng.randrange(1, 400):02d}/{rng.randrange(1990, 2027)}"


def _date(rng: random.Random) -> str:
    day = f"{rng.randrange(1, 29):02d}/{rng.randrange(1, 13):02d}"
    return f"{day}/{rng.randrange(1940, 2027)}"


def _number(rng: random.Random) -> str:
    digits = rng.choice((12, 12, 10))
    return f"0{rng.randrange(10 ** (digits - 1)):0{digits - 1}d}"


def _money(rng: random.Random) -> str:
    return f"{rng.randrange(1, 900) * 10**6:,}".replace(",", ".") + " đồng"


_MAKERS = {
    "name": _name,
    "address": _address,
    "text": _text,
    "code": _code,
    "register": _register,
    "date": _date,
    "number": _number,
    "money": _money,
}
