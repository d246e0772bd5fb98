"""Says which kind of paper each page is and which pages belong together.

Judged by what is printed: titles, anchors and machine codes; never by the names of files.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass

from digitizer.catalogue import Catalogue
from digitizer.model.doctype import DocumentType
from digitizer.model.document import Page
from digitizer.paper.labels import hits_on_row
from digitizer.paper.layout import Sheet, sheet_of
from digitizer.paper.likeness import Guess, KindModel, features_on, shipped_model
from digitizer.paper.regions import Title, find_title, is_capitals, motto_left
from digitizer.paper.witnesses import witnesses_of
from digitizer.vietnamese import compact
from ocr.model import PageText

_ZONE = re.compile(r"VNM[^a-z]{0,12}<{3}|[A-Z0-9]{8}<{5}")
_LEAST = 0.5
_TITLE = 0.9
_PART_OF_TITLE, _LONGER = 0.3, 1.5
"""What is left of a kind whose title is part of another's, so many times as long."""
_ANCHORS = 0.85
_ANCHORS_ALONE = 0.9
_CODE = 0.93
# two kinds of card carry a zone
_ZONE_READ = 0.5
_ZONE_SEEN = 0.4
_FEW_ANCHORS = 3
_ANCHOR_LIKENESS = 0.83
_SAME_SIZE = 0.12
_CONTINUED = 0.9
# what likeness to known papers adds: much where officers confirmed them, less from specimens
_CONFIRMED = 0.95
_SHIPPED = 0.8
_LATER = 0.8
_SURELY_FIRST = 0.95
# what is left of shared labels on a page without a title that is like no page of the kind; on 70
# tuning papers all stay sorted right, and 63 without their heads, from 0 to 0.8, while of kinds
# left out 64 stay unknown up to 0.2, 63 at 0.4, 56 at 0.8
_LABELS_ALONE = 0.2


@dataclass(frozen=True, slots=True)
class SortedDocument:
    """A run of pages taken to be one paper; an unknown kind is None."""

    type: str | None
    probability: float
    page_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Judged:
    """What one page looks like."""

    page: Page
    type: str | None
    probability: float
    headed: bool
    """Has what only a first page has: a title, the national motto or a card's code."""
    blank: bool
    follows: str = ""
    """The kind whose later pages it is like."""


def sort_into_documents(
    pages: Sequence[tuple[Page, PageText]],
    catalogue: Catalogue,
    learned: KindModel | None = None,
) -> tuple[SortedDocument, ...]:
    """Return the papers that the pages make up, in the order of the pages.

    ``learned`` knows what officers confirmed; without it the shipped model helps.
    """
    model = shipped_model() if learned is None else learned
    judged = [_judge(page, text, catalogue.document_types, model) for page, text in pages]
    runs: list[list[_Judged]] = []
    for one in judged:
        if runs and _continues(runs[-1], one, catalogue.document_types):
            runs[-1].append(one)
        else:
            runs.append([one])
    return tuple(
        SortedDocument(
            type=run[0].type,
            probability=round(run[0].probability * _CONTINUED ** (len(run) > 1), 4),
            page_ids=tuple(one.page.id for one in run),
        )
        for run in runs
    )


def _judge(
    page: Page, text: PageText, types: Mapping[str, DocumentType], model: KindModel
) -> _Judged:
    sheet = sheet_of(page.id, text)
    kinds = {witness.kind for witness in witnesses_of(page.id, text)}
    titles = {code: find_title(sheet, kind.titles) for code, kind in types.items()}
    printed = _anchors_on(sheet, [one for kind in types.values() for one in kind.anchors])
    rated = {
        code: type_probability(sheet, kinds, kind, titles[code], printed)
        for code, kind in types.items()
    }
    guess = _guess(sheet, types, model)
    for code, rate in rated.items():
        # forms of one office share many labels: without a title they only speak for a kind that the
        # page is also like
        untitled = rate > 0 and titles[code] is None and model.knows(code)
        if untitled and _asks_for_title(sheet, kinds, types[code]):
            like = guess.probability if guess is not None and guess.type == code else 0.0
            rated[code] = rate * (_LABELS_ALONE + (1 - _LABELS_ALONE) * like)
    for code in _parts_of_longer(titles):
        rated[code] *= _PART_OF_TITLE
    if any(title is not None for title in titles.values()):
        # what has a title is no paper of a kind that has none
        rated |= {code: 0.0 for code, kind in types.items() if not (kind.titles or kind.codes)}
    if guess is not None:
        trust = _CONFIRMED if guess.confirmed else _SHIPPED
        more = trust * guess.probability * (1.0 if guess.first else _LATER)
        rated[guess.type] = 1 - (1 - rated[guess.type]) * (1 - more)
    _rate_sheets(rated, types)
    scores = sorted(((rate, code) for code, rate in rated.items()), reverse=True)
    best, code = scores[0] if scores else (0.0, "")
    second = scores[1][0] if len(scores) > 1 else 0.0
    # two kinds that look equally likely leave the page undecided
    probability = best * (1 - 0.5 * (second / best) ** 4) if best > 0 else 0.0
    known = probability >= _LEAST
    like_first = guess is not None and guess.first and guess.type == code
    return _Judged(
        page=page,
        type=code if known else None,
        probability=probability if known else 0.0,
        headed=_is_headed(sheet, kinds, types.get(code) if known else None)
        or (like_first and guess is not None and guess.probability >= _SURELY_FIRST),
        blank=text.quality.blank or not text.words,
        follows="" if guess is None or guess.first or guess.probability < _LEAST else guess.type,
    )


def _parts_of_longer(titles: Mapping[str, Title | None]) -> list[str]:
    """Return the kinds whose title is only the beginning of another's: “THÔNG BÁO / Về việc …”."""
    found = {code: title for code, title in titles.items() if title is not None}
    return [
        code
        for code, (_, first, behind, wording) in found.items()
        if any(
            other[0] >= _TITLE
            and other[1] <= first
            and behind <= other[2]
            and len(other[3]) > _LONGER * len(wording)
            for other in found.values()
        )
    ]


def _rate_sheets(rated: dict[str, float], types: Mapping[str, DocumentType]) -> None:
    """Rate kinds that show two others on one page: such a page looks like either by itself."""
    for code, kind in types.items():
        if not kind.sides_of:
            continue
        front, back = (rated[side] for side in kind.sides_of)
        both = front * back if min(front, back) >= _LEAST else 0.0
        # what officers confirmed of such pages counts besides
        rated[code] = 1 - (1 - rated[code]) * (1 - both)
        for side in kind.sides_of:
            rated[side] *= 1 - rated[code]


def _asks_for_title(sheet: Sheet, kinds: set[str], kind: DocumentType) -> bool:
    """Return whether papers of the kind have a title, and no machine code speaks for it."""
    if not kind.titles or kinds.intersection(kind.codes):
        return False
    return "mrz-td1" not in kind.codes or not has_zone(sheet)


def _guess(sheet: Sheet, types: Mapping[str, DocumentType], model: KindModel) -> Guess | None:
    """Return what the page is like by its words; a title that rules a kind out is heeded."""
    known = {
        code: kind for code, kind in types.items() if kind.titles or kind.anchors or kind.sides_of
    }
    guess = model.guess(features_on(sheet), known)
    if guess is None or guess.confirmed:
        return guess
    kind = types[guess.type]
    against = find_title(sheet, kind.not_with)
    title = find_title(sheet, kind.titles) if against is not None else None
    ruled_out = against is not None and (title is None or against[0] > title[0])
    return None if ruled_out else guess


def _is_headed(sheet: Sheet, kinds: set[str], kind: DocumentType | None) -> bool:
    if kinds or motto_left(sheet) is not None:
        return True
    if kind is None:
        return False
    title = find_title(sheet, kind.titles)
    return kind.sides == 1 or (title is not None and _title_weight(sheet, title) >= _LEAST)


def type_probability(
    sheet: Sheet,
    kinds: set[str],
    document_type: DocumentType,
    title: Title | None,
    printed: Set[str],
) -> float:
    """Return how likely the page opens a paper of this type, on its own evidence.

    ``title``: the best of the type's titles on the page; ``printed``: the anchors on it.
    """
    against = find_title(sheet, document_type.not_with)
    if against is not None and (title is None or against[0] > title[0] - 0.02):
        return 0.0
    by_title = 0.0 if title is None else _title_weight(sheet, title)
    by_anchors = _anchor_share(printed, document_type.anchors) * _ANCHORS
    spoken = kinds.intersection(document_type.codes)
    by_code = (_ZONE_READ if spoken == {"mrz-td1"} else _CODE) if spoken else 0.0
    if not by_code and "mrz-td1" in document_type.codes and has_zone(sheet):
        by_code = _ZONE_SEEN
    if document_type.titles and title is None and by_code == 0:
        # anchors alone: a title may be torn off or stamped over, a second page has none
        by_anchors *= _ANCHORS_ALONE
    return 1 - (1 - by_title) * (1 - by_anchors) * (1 - by_code)


def has_zone(sheet: Sheet) -> bool:
    """Return whether something like a machine-readable zone stands on the page."""
    return any(_ZONE.search(row.text.replace(" ", "")) for row in sheet.rows)


def _title_weight(sheet: Sheet, title: Title) -> float:
    """Return what a title says: more when it is well read, in capitals, large and high up."""
    likeness, first, behind, _ = title
    rows = sheet.rows[first:behind]
    weight = _TITLE * (0.55 + 0.45 * (likeness - 0.8) / 0.2)
    if not is_capitals(" ".join(row.text for row in rows)):
        weight *= 0.5
    usual = sorted(row.height for row in sheet.rows)[len(sheet.rows) // 2]
    if max(row.height for row in rows) < 0.75 * usual:
        weight *= 0.8
    return weight


def _anchors_on(sheet: Sheet, anchors: Iterable[str]) -> set[str]:
    """Return which of the anchors stand on the page, in bare letters."""
    asked = dict.fromkeys(anchors)
    return {
        hit.label
        for number, row in enumerate(sheet.rows)
        for hit in hits_on_row(number, row, asked, anywhere=True, likeness=_ANCHOR_LIKENESS)
    }


def _anchor_share(printed: Set[str], anchors: Sequence[str]) -> float:
    """Return the share of the anchors found; a few are enough when there are many."""
    if not anchors:
        return 0.0
    found = printed & set(map(compact, anchors))
    enough = max(_FEW_ANCHORS, round(0.6 * len(anchors)))
    return min(1.0, len(found) / enough)


def _continues(run: list[_Judged], page: _Judged, types: Mapping[str, DocumentType]) -> bool:
    """Return whether the page goes on with the paper of the run."""
    first, last = run[0], run[-1]
    if page.page.begins:
        return False
    if first.page.begins:
        # between two separators lies one paper, whatever its pages look like
        return True
    if page.headed and not page.blank:
        return False
    if page.follows and page.follows == first.type and not page.blank:
        most = types[page.follows].sides
        return not most or len(run) < most
    if page.type is not None and page.type != first.type:
        return False
    together = page.page.original_hash == last.page.original_hash and (
        page.page.original_page == last.page.original_page + 1
    )
    if first.type is None:
        return together and not page.blank and not last.blank
    most = types[first.type].sides
    if most and len(run) >= most:
        return False
    return together or (not page.blank and _same_size(last.page, page.page))


def _same_size(one: Page, other: Page) -> bool:
    return (
        abs(one.width / one.dpi - other.width / other.dpi) < _SAME_SIZE * one.width / one.dpi
        and abs(one.height / one.dpi - other.height / other.dpi) < _SAME_SIZE * one.height / one.dpi
    )
