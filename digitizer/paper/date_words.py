"""Dates written out in words, as civil-status papers repeat them."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from rapidfuzz.distance import Levenshtein

from digitizer.vietnamese import same_text

_ONES = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_MOST_MISREAD = 0.25
_WORD = re.compile(r"[^\W\d_]+")


def spells_date(words: str, iso: str) -> bool:
    """Return whether the words say exactly this date, letter for letter."""
    year, month, day = (int(part) for part in iso.split("-"))
    said = words.lower().strip(" .,;")
    start = "ngày "
    said = said.removeprefix(start)
    return any(same_text(said, one) for one in _spoken(day, month, year))


def says_date(words: str, iso: str) -> bool:
    """Return whether the words say this date rather than another, a few letters misread or not."""
    year, month, day = (int(part) for part in iso.split("-"))
    said = _WORD.findall(words.lower())
    if said[:1] == ["ngày"]:
        said = said[1:]
    text = " ".join(said)
    wanted = _distance(text, day, month, year)
    if wanted > _MOST_MISREAD * max(len(text), 1):
        return False
    if wanted == 0:
        return True
    others = itertools.chain(
        ((other, month, year) for other in range(1, 32)),
        ((day, other, year) for other in range(1, 13)),
        ((day, month, other) for other in range(year - 30, year + 31)),
    )
    return all(wanted <= _distance(text, *other) for other in others)


def _distance(text: str, day: int, month: int, year: int) -> int:
    """Return how many letters lie between the text and the nearest way to say the date."""
    return min(Levenshtein.distance(text, said) for said in _spoken(day, month, year))


def _spoken(day: int, month: int, year: int) -> Iterator[str]:
    """Yield the usual ways to say the date."""
    for days, months, years in itertools.product(_days(day), _months(month), _years(year)):
        yield f"{days} tháng {months} năm {years}"


def _days(day: int) -> list[str]:
    plain = two_digits(day)
    return [plain, f"mùng {plain}"] if day <= 10 else [plain]


def _months(month: int) -> list[str]:
    other = {4: ["tư"], 1: ["giêng"], 12: ["chạp"]}.get(month, [])
    return [two_digits(month), *other]


def _years(year: int) -> list[str]:
    thousands, rest = divmod(year, 1000)
    hundreds, small = divmod(rest, 100)
    said = []
    for word in ("nghìn", "ngàn"):
        start = f"{_ONES[thousands]} {word} {_ONES[hundreds]} trăm"
        if small == 0:
            said += [start, f"{_ONES[thousands]} {word}"]
        elif small < 10:
            said += [f"{start} {zero} {_ONES[small]}" for zero in ("linh", "lẻ")]
        else:
            said.append(f"{start} {two_digits(small)}")
    return said


def two_digits(number: int) -> str:
    """Return a number below one hundred in words."""
    tens, ones = divmod(number, 10)
    if tens == 0:
        return _ONES[ones]
    start = "mười" if tens == 1 else f"{_ONES[tens]} mươi"
    if ones == 0:
        return start
    if ones == 5:
        return f"{start} lăm"
    if ones == 1 and tens > 1:
        return f"{start} mốt"
    return f"{start} {_ONES[ones]}"
