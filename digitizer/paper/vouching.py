"""Which words of a value are known from lists, so that no further reading has to bear them out.

A fixed wording, or the name of a unit with its kind that no other unit shares but for marks, is
seldom misread into: on tuning papers further readings contradicted 48 of 6,015 such words, and the
first reading was right in every case.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from digitizer.catalogue import Rules
from digitizer.catalogue.lexicon import shipped_lexicon
from digitizer.catalogue.places import parts_of
from digitizer.catalogue.spelling import (
    ends_with_province,
    place_spelling,
    unit_spans,
    units_with_province,
)
from digitizer.catalogue.units import shipped_units
from digitizer.model.doctype import FieldRule, Reads
from digitizer.paper.layout import Piece, joined
from digitizer.paper.printed import Lines, Paper
from digitizer.paper.second_look import Stretch, Stretches, whole_line
from digitizer.paper.tidying import cleaned
from digitizer.paper.voting import Settled, bare
from digitizer.paper.wordings import lacks_number

_WAYS = ("đường", "phố")
_WELL_READ = 0.9
"""Least engine score of a word that is left out; lists confirm what was read, not what is there."""
_WIDEST_GAP = 1.0
_EDGE = 2
_FEWEST = 3


def without_confirmed(words: Sequence[Settled], official: Sequence[str]) -> tuple[Settled, ...]:
    """Return the words that neither an official wording nor the list of units confirms."""
    confirmed = _confirmed([word.text for word in words], official)
    return tuple(word for number, word in enumerate(words) if number not in confirmed)


def official_wordings(
    rule: FieldRule, value: str, rules: Rules, paper: Paper | None = None
) -> list[str]:
    """Return the wordings that a list or the forms themselves spell so.

    With the paper also the units that it names with their province, as the lists do.
    """
    known = [*rules.phrases, *rules.confirming]
    if rule.reads is Reads.TEXT:
        known += shipped_lexicon().phrases
        known += units_with_province(shipped_units(), value.replace(",", "").split())
        known += () if paper is None else paper.located_units
    if rule.reads is Reads.ADDRESS:
        known += (f"{way} {street}" for street in rules.streets for way in _WAYS)
        spelled = place_spelling(shipped_units(), value)
        if spelled.right:
            known.append(" ".join(parts_of(value)[-spelled.parts :]))
    return known


def stretches_of(rule: FieldRule, lines: Lines, rules: Rules) -> Stretches:
    """Return what tells which stretch of each of the value's lines has to be read again.

    The ends of a line have: a further reading sees there whether words were lost beside them. Only
    behind the name of a province nothing follows, and a wording that goes on in the next line is
    whole as it stands.
    """
    pieces = [piece for line in lines for piece in line]
    if rule.reads not in (Reads.ADDRESS, Reads.TEXT) or len(pieces) < _FEWEST:
        return whole_line
    wordings = _wordings([piece.text for piece in pieces], _vouching(rule, joined(pieces), rules))
    known = {
        place
        for start, end in wordings
        for place in range(start, end)
        if pieces[place].confidence >= _WELL_READ
    }
    tied = {place for start, end in wordings for place in range(start, end - 1)}
    if ends_with_province(shipped_units(), [bare(piece.text) for piece in pieces]):
        tied.add(len(pieces) - 1)
    places = {(piece.page_id, piece.printed): place for place, piece in enumerate(pieces)}

    def stretch(part: Sequence[Piece]) -> Stretch:
        here = [places[piece.page_id, piece.printed] for piece in part]
        vouched = frozenset(number for number, place in enumerate(here) if place in known)
        start, end, least = 0, len(part), _EDGE
        if here[0] - 1 in tied:
            least = 0
            while start < end and start in vouched and _is_near(part, start):
                start += 1
        if here[-1] in tied:
            while end > start + least and end - 1 in vouched and _is_near(part, end - 1):
                end -= 1
        if start < end:
            # a word beside, so that no letter at the cut is lost
            start, end = max(0, start - 1), min(len(part), end + 1)
        if len(part) - (end - start) < _FEWEST:
            start, end = 0, len(part)
        return Stretch(start, end, vouched)

    return stretch


def _vouching(rule: FieldRule, value: str, rules: Rules) -> list[str]:
    """Return the official wordings; a place only where its province has no other so spelled."""
    known = official_wordings(rule, "", rules)
    if rule.reads is Reads.ADDRESS:
        spelled = place_spelling(shipped_units(), cleaned(value))
        if spelled.right and spelled.alone:
            known.append(" ".join(parts_of(cleaned(value))[-spelled.parts :]))
    return known


def _is_near(part: Sequence[Piece], number: int) -> bool:
    """Return whether no word can have been lost between the word and the one before it."""
    gap = part[number].box.left - part[number - 1].box.right if number else 0.0
    return gap < _WIDEST_GAP * part[number].box.height


def _confirmed(texts: Sequence[str], official: Sequence[str]) -> frozenset[int]:
    """Return the places of the words all of whose parts a list confirms."""
    tokens = [(number, token) for number, text in enumerate(texts) for token in _tokens(text)]
    confirmed = _confirmed_tokens([token for _, token in tokens], official)
    known = {place for start, end in confirmed for place in range(start, end)}
    still_open = {number for place, (number, _) in enumerate(tokens) if place not in known}
    return frozenset(range(len(texts))) - still_open


def _wordings(texts: Sequence[str], official: Sequence[str]) -> list[tuple[int, int]]:
    """Return the wordings that whole words make, from the first of them to behind the last."""
    tokens = [(number, token) for number, text in enumerate(texts) for token in _tokens(text)]
    parts = Counter(number for number, _ in tokens)
    found = []
    for start, end in _confirmed_tokens([token for _, token in tokens], official):
        words = Counter(number for number, _ in tokens[start:end])
        whole = sorted(number for number, count in words.items() if count == parts[number])
        if whole:
            found.append((whole[0], whole[-1] + 1))
    return found


def _confirmed_tokens(plain: Sequence[str], official: Sequence[str]) -> list[tuple[int, int]]:
    """Return the stretches that an official wording, or a unit's kind and name, make."""
    found = list(unit_spans(shipped_units(), plain))
    starts: dict[str, list[int]] = {}
    for place, token in enumerate(plain):
        starts.setdefault(token, []).append(place)
    for wording in official:
        wanted = _tokens_of(wording)
        for start in starts.get(wanted[0], ()) if wanted else ():
            end = start + len(wanted)
            behind = " ".join(plain[end : end + 1])
            if tuple(plain[start:end]) == wanted and not lacks_number(wording, behind):
                found.append((start, end))
    return found


@lru_cache(maxsize=4096)
def _tokens_of(wording: str) -> tuple[str, ...]:
    return tuple(_tokens(wording))


def _tokens(text: str) -> list[str]:
    return [token for one in text.lower().replace(".", " ").split() if (token := bare(one))]
