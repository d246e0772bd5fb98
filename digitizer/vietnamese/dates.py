"""Dates as Vietnamese papers print them; day and month are never guessed."""

from __future__ import annotations

import re
from datetime import date

from digitizer.vietnamese.numbers import mend_digits
from digitizer.vietnamese.text import fold

# a lone letter or stroke before the day is a figure that was misread: “Í1 tháng 11”; “O1” is 1
# of “1 9 tháng 11” nobody knows whether it is the 9th or the 19th
_DAY = r"(?<!\d)(?<!\b[a-np-z])(?<![!|¡])((?<!\b\d\s)\d|\d\d)"
_NUMERIC = re.compile(_DAY + r"\s?[/.\-]\s?(\d{1,2})\s?[/.\-]\s?(\d{4})(?!\d)")
_WRITTEN = re.compile(
    _DAY + r"\s{0,3},?\s{0,3}thang\s{0,3}(\d{1,2})"
    r"\s{0,3},?\s{0,3}nam\s{0,3}(\d{4})(?!\d)"
)
_MONTH = re.compile(
    r"(?:(?:thang|^)\s{0,3}(\d{1,2})\s{0,3}(?:[/\-]|,?\s{0,3}nam)\s{0,3}(\d{4})(?!\d))"
)
_YEAR = re.compile(r"^\D{0,12}(\d{4})\D{0,3}$")
_LONGEST = 120
_FIRST_YEAR, _LAST_YEAR = 1800, 2199


def _full(day: str, month: str, year: str) -> str | None:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return found.isoformat() if _FIRST_YEAR <= found.year <= _LAST_YEAR else None


def _as_digits(text: str) -> str:
    """Return the folded text with letters that stand between digits read as digits."""
    return fold(mend_digits(text[:_LONGEST]))


def written_dates(text: str) -> tuple[str, ...]:
    """Return every full date of the text in ISO form, in order."""
    folded = _as_digits(text)
    hits = sorted(
        [*_NUMERIC.finditer(folded), *_WRITTEN.finditer(folded)], key=lambda hit: hit.start()
    )
    return tuple(iso for hit in hits if (iso := _full(*hit.groups())))


def parse_date(text: str) -> str | None:
    """Return the one date of the text as ``YYYY-MM-DD``, ``YYYY-MM`` or ``YYYY``, else None.

    Vietnamese papers write day, month, year. A date that does not exist that way is not
    turned around, and two different dates are no date.
    """
    folded = _as_digits(text)
    if _NUMERIC.search(folded) or _WRITTEN.search(folded):
        found = set(written_dates(text))
        whole = len(_NUMERIC.findall(folded)) + len(_WRITTEN.findall(folded))
        return found.pop() if len(found) == 1 and whole >= 1 and not _broken(folded) else None
    return _month(folded) or _year(folded)


def _broken(folded: str) -> bool:
    """Return whether one of the dates in the text does not exist."""
    hits = [*_NUMERIC.finditer(folded), *_WRITTEN.finditer(folded)]
    return any(_full(*hit.groups()) is None for hit in hits)


def _month(folded: str) -> str | None:
    hit = _MONTH.search(folded.strip())
    if hit is None or "ngay" in folded.replace("ngay sinh", ""):
        return None
    month, year = int(hit[1]), int(hit[2])
    if not (1 <= month <= 12 and _FIRST_YEAR <= year <= _LAST_YEAR):
        return None
    return f"{year:04d}-{month:02d}"


def _year(folded: str) -> str | None:
    hit = _YEAR.match(folded.strip())
    if hit is None or not _FIRST_YEAR <= int(hit[1]) <= _LAST_YEAR:
        return None
    return hit[1]


def is_full_date(value: str) -> bool:
    """Return whether the value is an existing ISO date with day and month."""
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False
