"""Parts of a page that mean something by where they stand: letterhead, title, signature."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from digitizer.paper.labels import first_hit
from digitizer.paper.layout import Piece, Row, Sheet, joined
from digitizer.vietnamese import compact, fold

MOTTO = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
DATELINE = "dateline"
_TITLE_LIKENESS = 0.8
_HEAD = 0.3
# “Mẫu CT07 ban hành kèm theo Thông tư số 56/2021/TT-BCA ngày 15/5/2021” dates the form
_FORM_NOTE = re.compile(r"ban hanh|kem theo|^\W*mau (?:so|[a-z]{1,3}\d)")
_BEFORE_DAY = ",.;„‚"
_DAY = re.compile(rf"([{_BEFORE_DAY}]{{0,2}})nga[yv]\W{{0,4}}[0-9oilsbz\]|]{{1,3}}\W{{0,4}}than")
_MOST_DAY = 9
_DAY_IN_FIGURES = re.compile(r"nga[yv]\W{0,2}[0-3]?\d\s?[/.-]\s?[01]?\d\s?[/.-]\s?(?:19|20)\d\d\W?")
_LABELLED_DAY = re.compile(
    r"(?:\W{0,3}[ivx\d]{1,4}[.)] ?)?nga[yv] (?:lam|lap|viet|khai)[^:\d]{0,40}:"
    r"\s?[0-3]?\d\s?[/.-]\s?[01]?\d\s?[/.-]\s?(?:19|20)\d\d\W?"
)
# a place may be numbered: “Đạ Tẻh 3”
_PLACE, _MOST_PLACE = re.compile(r"\D+(?: \d{1,2})?,"), 8
_YEAR = re.compile(r"(?:19|20)[0-9]{2}[.,]?")
_APART = 1.2
"""Gap between the two sides of a letterhead, in heights of the type."""
_BELOW_TITLE = 2
"""Rows below a title that a number may stand on."""
_NEAR_BELOW = 1.5
"""Of the height of the day's last word."""


def motto_left(sheet: Sheet) -> float | None:
    """Return where the national motto begins, if it stands on the page."""
    lefts = []
    for number, row in enumerate(sheet.rows[:12]):
        hit = first_hit(number, row, MOTTO)
        if hit is not None:
            lefts.append(row.pieces[hit.start].box.left)
    return min(lefts, default=None)


def is_motto(row: Row) -> bool:
    """Return whether the row holds a line of the national motto."""
    return first_hit(0, row, MOTTO) is not None


@functools.lru_cache(maxsize=1024)
def _key(title: str) -> str:
    return compact(title)


Title = tuple[float, int, int, str]
"""Likeness, first row, row behind the last, and wording of a title on a page."""


def find_title(sheet: Sheet, titles: Sequence[str]) -> Title | None:
    """Return the best of the titles that stands on the page.

    A title fills its line: the words of a title inside a sentence are not one.
    """
    printed = sheet.title_texts
    if not titles or not printed:
        return None
    likenesses = process.cdist(
        [text for text, _, _ in printed],
        [_key(title) for title in titles],
        scorer=Levenshtein.normalized_similarity,
        score_cutoff=_TITLE_LIKENESS,
        dtype=np.float64,
    )
    place, number = divmod(int(likenesses.argmax()), len(titles))
    likeness = float(likenesses[place, number])
    if likeness < _TITLE_LIKENESS:
        return None
    _, first, behind = printed[place]
    return likeness, first, behind, titles[number]


def region_rows(sheet: Sheet, region: str, titles: Sequence[str] = ()) -> list[Row]:
    """Return the rows of a part of the page; rows that stick out are cut."""
    middle = motto_left(sheet)
    match region:
        case "top-left":
            if middle is not None:
                return _left_of(_head(sheet, titles), middle)
            # no motto tells where it ends: what stands behind a gap is none of it
            return _beginning_left_of(_head(sheet, titles), 0.45 * sheet.width)
        case "top-right":
            edge = 0.4 * sheet.width if middle is None else middle
            return _right_of(_head(sheet, titles), edge)
        case "around-title":
            found = find_title(sheet, titles)
            behind = sheet.rows[found[2] : found[2] + _BELOW_TITLE] if found else ()
            parts = [part for row in _head(sheet, titles) for part in row.segments(_APART)]
            return [*parts, *behind]
        case "below-title":
            found = find_title(sheet, titles)
            return [] if found is None else list(sheet.rows[found[2] :])
        case "bottom-right":
            low = [row for row in sheet.rows if row.box.top > 0.3 * sheet.height]
            return _right_of(low, 0.42 * sheet.width)
        case "bottom-left":
            low = [row for row in sheet.rows if row.box.top > 0.3 * sheet.height]
            return _left_of(low, 0.5 * sheet.width)
        case _:
            return list(sheet.rows)


def dateline(rows: Sequence[Row]) -> tuple[Piece, ...]:
    """Return the words from the day on in the last line that says where and when it was written.

    “Hòa Long, ngày 20 tháng 02 năm 2025”; a day inside a sentence, or with more behind it, is none.
    """
    for row, below in zip(reversed(rows), (None, *reversed(rows)), strict=False):
        if "than" not in row.together:
            # most rows name no month, and looking for a day at each of their words takes long
            continue
        day = _day_in(row.pieces)
        if day:
            return (*day, *_year_below(day, below))
    return ()


def _day_in(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return the words from the day on where words say where and when something was written."""
    for number in range(max(0, len(pieces) - _MOST_DAY), len(pieces)):
        day = pieces[number:]
        match = _DAY.match(fold(joined(day)))
        if match is None:
            continue
        before = joined(pieces[:number]) + match[1]
        label, _, place = before.rpartition(":")
        begins = place.rstrip("…._ ")[-1:] in ("", *_BEFORE_DAY)
        if begins and _labels_place(label):
            return day
    return ()


def dateline_in_figures(rows: Sequence[Row]) -> tuple[Piece, ...]:
    """Return the words from the day on in the last line that is a place and a day in figures.

    “Hòa Long, ngày 20/02/2025”, or “Ngày làm tờ khai: 20/02/2025”. The end of a sentence may look
    the same.
    """
    for row in reversed(rows):
        if "nga" not in row.together:
            continue
        for part in reversed(row.segments()):
            day = _day_in_figures(part.pieces)
            if day:
                return day
    return ()


def _day_in_figures(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    if _LABELLED_DAY.fullmatch(fold(joined(pieces))):
        return pieces
    written = _day_in(pieces)
    if written and written[0] is not pieces[0]:
        # a note stands left of it, or begins there and goes on
        return written
    for number in range(1, min(len(pieces), _MOST_PLACE + 1)):
        label, _, place = joined(pieces[:number]).rpartition(":")
        day = pieces[number:]
        named = _PLACE.fullmatch(place.rstrip("…._ ")) and (label or place[:1].isupper())
        if named and _labels_place(label) and _DAY_IN_FIGURES.fullmatch(fold(joined(day))):
            return day
    return ()


def _labels_place(label: str) -> bool:
    """Return whether what stands before a colon asks where a paper was made: “Làm tại”."""
    return not label or compact(label).endswith("tai")


def _year_below(day: Sequence[Piece], below: Row | None) -> tuple[Piece, ...]:
    """Return the year that found no room behind its day: “ngày 20 tháng 12 năm / 2014”."""
    if below is None or compact(day[-1].text) != "nam" or ":" in below.text:
        return ()
    left, right = day[0].box.left, day[-1].box.right
    under = [one for one in below.pieces if left < (one.box.left + one.box.right) / 2 < right]
    near = below.box.top - day[-1].box.bottom < _NEAR_BELOW * day[-1].box.height
    alone = len(under) == 1 and _YEAR.fullmatch(under[0].text) is not None
    return (under[0],) if near and alone else ()


def _head(sheet: Sheet, titles: Sequence[str]) -> list[Row]:
    """Return the rows of the letterhead: high on the page and above the title."""
    title = find_title(sheet, titles)
    rows = sheet.rows if title is None else sheet.rows[: title[1]]
    high = [row for row in rows if row.box.top < _HEAD * sheet.height]
    return [row for row in high if not _FORM_NOTE.search(fold(row.text))]


def _left_of(rows: Sequence[Row], edge: float) -> list[Row]:
    """Return what stands left of the edge; what runs across it is cut off whole."""
    kept = []
    for row in rows:
        room = edge + 2 * row.height
        parts = [part for part in row.segments(_APART) if part.box.left < edge]
        whole = [part for part in parts if part.box.right <= room]
        # letterhead and motto may stand so close that no gap parts them
        parts = whole or [part for part in parts if is_motto(part)]
        pieces = [p for part in parts for p in part.pieces if p.box.right <= edge + row.height / 2]
        if pieces:
            kept.append(Row(tuple(pieces)))
    return kept


def _beginning_left_of(rows: Sequence[Row], edge: float) -> list[Row]:
    """Return the first parts of rows that begin left of the edge, however far they reach."""
    kept = []
    for row in rows:
        first = row.segments(_APART)[0]
        if first.box.left < edge:
            kept.append(first)
    return kept


def _right_of(rows: Sequence[Row], edge: float) -> list[Row]:
    kept = []
    for row in rows:
        # a part of a row that begins left of the edge is a sentence running over the page
        pieces = [p for part in row.segments() if part.box.left >= edge * 0.92 for p in part.pieces]
        if pieces:
            kept.append(Row(tuple(pieces)))
    return kept


def is_capitals(text: str) -> bool:
    """Return whether the text is printed in capitals."""
    letters = [character for character in text if character.isalpha()]
    capital = sum(character.isupper() for character in letters)
    return len(letters) >= 3 and capital >= 0.85 * len(letters)
