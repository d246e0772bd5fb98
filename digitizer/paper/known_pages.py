"""Papers that were digitized before: the same file, or a page that bears the same and looks alike.

An earlier page is found by the long numbers both bear (of persons, of papers), then their words are
compared, and where these agree only by and large, their images.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence

from digitizer.errors import NotFoundError, StoreDamagedError
from digitizer.model.clock import OFFICE_TIME
from digitizer.model.document import Page
from digitizer.model.field import Finding, Severity
from digitizer.store import Store
from digitizer.store.alike import EarlierPage
from digitizer.store.searching import words_of
from ocr.errors import OcrError
from ocr.limits import Limits
from ocr.model import PageText

CODES = ("page-digitized-before", "page-twice")
_ASKED = 4
"""Numbers of a page by which earlier ones are looked for, the longest first."""
_LONG = 6
# measured on 12 pairs of scans of one paper and 72 of two papers of one kind: see figures.md
_SAME_WORDS, _SAME_NUMBERS = 0.8, 0.65
_ALIKE_WORDS, _ALIKE_NUMBERS, _ALIKE_PICTURE = 0.6, 0.55, 0.2


def find(store: Store, pages: Sequence[Page], texts: Mapping[int, PageText]) -> tuple[Finding, ...]:
    """Return a finding for each page that was digitized before, and where."""
    found = []
    for page in pages:
        earlier = store.earlier.same_file(page)
        if earlier is None and page.id in texts:
            earlier = _alike(store, page, frozenset(words_of(texts[page.id].text())))
        if earlier is not None:
            found.append(_finding(page, earlier))
    return tuple(found)


def _alike(store: Store, page: Page, words: frozenset[str]) -> EarlierPage | None:
    own = numbers_in(words)
    for number in sorted(own, key=lambda one: (-len(one), one))[:_ASKED]:
        for earlier in store.earlier.with_number(number, page):
            picture = functools.partial(_distance, store, page, earlier)
            if is_same(words, earlier.words, picture):
                return earlier
    return None


def is_same(one: frozenset[str], other: frozenset[str], picture: Callable[[], float]) -> bool:
    """Return whether two pages show one paper; ``picture`` tells how unlike their images are."""
    words, numbers = _shared(one, other), _shared(_told(one), _told(other))
    if words >= _SAME_WORDS and numbers >= _SAME_NUMBERS:
        return True
    if words < _ALIKE_WORDS or numbers < _ALIKE_NUMBERS:
        return False
    return picture() <= _ALIKE_PICTURE


def numbers_in(words: frozenset[str]) -> frozenset[str]:
    """Return the long numbers, with or without letters, that tell one paper from the next."""
    return frozenset(
        word for word in words if len(word) >= _LONG and any(sign.isdigit() for sign in word)
    )


def _told(words: frozenset[str]) -> frozenset[str]:
    """Return the words with a digit: dates and numbers, in which papers of one kind differ."""
    return frozenset(word for word in words if any(sign.isdigit() for sign in word))


def _shared(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other) if one | other else 0.0


def _distance(store: Store, page: Page, earlier: EarlierPage) -> float:
    from ocr import alike

    try:
        new, old = (store.vault.get(one) for one in (page.image_hash, earlier.image_hash))
        return alike.distance(new, old, Limits())
    except (NotFoundError, StoreDamagedError, OcrError, OSError):
        # an image that does not read says nothing either way
        return 1.0


def _finding(page: Page, earlier: EarlierPage) -> Finding:
    details = {"page": str(page.number), "number": str(earlier.number)}
    if earlier.dossier_code == page.dossier_code:
        return Finding("page-twice", Severity.WARNING, (), page.document_id, details)
    day = earlier.at.astimezone(OFFICE_TIME).strftime("%d/%m/%Y")
    details |= {"day": day, "dossier": earlier.dossier_code}
    return Finding("page-digitized-before", Severity.WARNING, (), page.document_id, details)
