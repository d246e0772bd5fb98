"""Marks put right where a word's neighbours leave no doubt about them."""

from __future__ import annotations

from collections.abc import Sequence

from ocr.marks import channel, tokens
from ocr.marks.counts import Counts, shipped
from ocr.marks.syllables import Syllable, from_key, spelt
from ocr.marks.tokens import Freedom, Token
from ocr.model import Word

_MARGIN = 3.5
"""How much likelier, as a logarithm, another syllable has to be."""
_DEAREST = 9.0
_SEEN = 1.0
"""What it costs to change to what a second reading saw."""
_IMPOSSIBLE = 6.0
_LEAST_PAIR = 5
_EVIDENCE = 10
_RATIO = 30
"""How much oftener a neighbour has to go with the new syllable for a capitalised word to change."""
_GUESSED = 0.8


def restored(words: tuple[Word, ...], counts: Counts | None = None) -> tuple[Word, ...]:
    """Return the words with wrong marks put right; what was read stays as an alternative."""
    known = counts or shipped()
    seen = [tokens.token(word) for word in words]
    result = list(words)
    for start, end in _phrases(seen):
        for place, syllable in _decided(seen, start, end, known):
            result[place] = _changed(words[place], seen[place], syllable)
    return tuple(result)


def _changed(word: Word, token: Token, syllable: Syllable) -> Word:
    text = token.before + spelt(syllable, token.core) + token.after
    return word.reworded(text, min(word.confidence, _GUESSED))


def _phrases(seen: Sequence[Token]) -> list[tuple[int, int]]:
    """Return where each run of syllables begins and ends."""
    spans, start = [], 0
    for place in range(1, len(seen) + 1):
        if place == len(seen) or not tokens.joined(seen[place - 1], seen[place]):
            spans.append((start, place))
            start = place
    return [(start, end) for start, end in spans if seen[start].syllable is not None]


def _decided(
    seen: Sequence[Token], start: int, end: int, counts: Counts
) -> list[tuple[int, Syllable]]:
    """Return the words of a phrase that are to be changed, each checked again by itself."""
    choices = [_candidates(seen, place, counts) for place in range(start, end)]
    if all(len(choice) == 1 for choice in choices):
        return []
    chosen = _best_path(choices, counts)
    changes = []
    for number, (place, key) in enumerate(zip(range(start, end), chosen, strict=True)):
        own = choices[number][0][0]
        left = chosen[number - 1] if number else ""
        right = chosen[number + 1] if number + 1 < len(chosen) else ""
        if key != own and _clear(dict(choices[number]), own, key, left, right, counts):
            evidence = tokens.freedom(seen, place) is Freedom.ON_EVIDENCE
            if not evidence or _named(own, key, left, right, counts):
                changes.append((place, from_key(key)))
    return changes


def _candidates(seen: Sequence[Token], place: int, counts: Counts) -> list[tuple[str, float]]:
    """Return the keys a word may stand for with the cost of each; its own comes first."""
    token = seen[place]
    syllable = token.syllable
    if syllable is None:
        raise ValueError("a phrase holds syllables only")
    own = (syllable.key, _IMPOSSIBLE if token.impossible else 0.0)
    if tokens.freedom(seen, place) is Freedom.LEFT_ALONE:
        return [own]
    weight = channel.sure(token.confidence)
    others = []
    for key in counts.alike(syllable.letters):
        if key == syllable.key:
            continue
        cost = weight * channel.cost(from_key(key), syllable)
        if key in token.others:
            cost = min(cost, _SEEN)
        if cost <= _DEAREST:
            others.append((key, cost))
    return [own, *others]


def _best_path(choices: Sequence[Sequence[tuple[str, float]]], counts: Counts) -> list[str]:
    """Return the likeliest syllables for a whole phrase."""
    scores: dict[str, float] = {"": 0.0}
    steps: list[dict[str, str]] = []
    for choice in [*choices, [("", 0.0)]]:
        best: dict[str, float] = {}
        came: dict[str, str] = {}
        for key, cost in choice:
            before = max(scores, key=lambda left: scores[left] + counts.log_follows(left, key))
            best[key] = scores[before] + counts.log_follows(before, key) - cost
            came[key] = before
        scores = best
        steps.append(came)
    path = [""]
    for came in reversed(steps):
        path.append(came[path[-1]])
    return path[-2:0:-1]


def _clear(
    costs: dict[str, float], own: str, key: str, left: str, right: str, counts: Counts
) -> bool:
    """Return whether the change is clearly better, and borne out by a pair really counted."""
    gain = (
        counts.log_follows(left, key)
        + counts.log_follows(key, right)
        - counts.log_follows(left, own)
        - counts.log_follows(own, right)
        - costs[key]
        + costs[own]
    )
    pairs = [
        counts.seen_pair(one, other) for one, other in ((left, key), (key, right)) if one and other
    ]
    return gain > _MARGIN and max(pairs, default=0) >= _LEAST_PAIR


def _named(own: str, key: str, left: str, right: str, counts: Counts) -> bool:
    """Return whether a neighbour calls for the other syllable, and hardly ever for the one read."""
    for one, other, was in (
        (left, key, (left, own)),
        (key, right, (own, right)),
    ):
        if one and other and counts.seen_pair(one, other) >= _EVIDENCE:
            return counts.seen_pair(one, other) >= _RATIO * counts.seen_pair(*was)
    return False
