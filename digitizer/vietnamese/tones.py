"""Marks of Vietnamese syllables: turning them one by one, and how two texts differ in them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz.distance import Levenshtein

from digitizer.vietnamese.text import TONES, nfc, split_tones

_SIX_TONES = ("", *TONES)
_SHAPES = {
    "a": "aăâ",
    "e": "eê",
    "o": "oôơ",
    "u": "uư",
    "d": "dđ",
}
_SHAPE_OF = {shape: row for row in _SHAPES.values() for shape in row}
_VOWELS = frozenset("aăâeêioôơuưy")
_WORD = re.compile(r"[^\W\d_]+")


class Difference(StrEnum):
    """How a letter of one text differs from the one at its place in another, the gravest first."""

    LETTER = "letter"
    """Another base letter, or one letter more or less."""
    SHAPE = "shape"
    """The same base letter with another hat, horn, breve or bar."""
    TONE = "tone"
    CASE = "case"


@dataclass(frozen=True, slots=True)
class Part:
    """A run of letters of the other text and how it differs; ``None`` where it does not."""

    text: str
    kind: Difference | None


def syllable_at(text: str, place: int) -> tuple[int, int]:
    """Return where the syllable that holds or touches a place of the text begins and ends."""
    for hit in _WORD.finditer(text):
        if hit.start() <= place <= hit.end():
            return hit.span()
    return place, place


def next_tone(syllable: str) -> str:
    """Return the syllable with the next of the six tones, set where the tone belongs."""
    bare, tone = _without_tone(syllable)
    coming = _SIX_TONES[(_SIX_TONES.index(tone) + 1) % len(_SIX_TONES)]
    return _with_tone(bare, coming)


def next_shape(syllable: str) -> str:
    """Return the syllable with the next shape mark on the letter that carries the tone.

    A syllable whose vowel knows no shape (``i``, ``y``) turns its ``d`` into ``đ`` and back.
    """
    bare, tone = _without_tone(syllable)
    place = _tone_place(bare)
    if place is None or bare[place].lower() not in _SHAPE_OF:
        place = next((at for at, letter in enumerate(bare) if letter.lower() in _SHAPE_OF), None)
    if place is None:
        return syllable
    turned = bare[:place] + _turned(bare[place]) + bare[place + 1 :]
    return _with_tone(turned, tone)


def differences(one: str, other: str) -> tuple[Part, ...]:
    """Return the other text in runs, each with how it differs from the first.

    Where only the place of the tone differs (``hòa``, ``hoà``) nothing differs.
    """
    before, after = _letters(one), _letters(other)
    parts: list[Part] = []
    steps = Levenshtein.opcodes([x.base for x in before], [x.base for x in after])
    for step in steps:
        olds = before[step.src_start : step.src_end]
        news = after[step.dest_start : step.dest_end]
        if step.tag == "equal":
            for old, new in zip(olds, news, strict=True):
                _add(parts, new.text, _kind(old, new))
        else:
            _add(parts, "".join(new.text for new in news), Difference.LETTER)
    return tuple(parts)


@dataclass(frozen=True, slots=True)
class _Letter:
    text: str
    base: str
    shape: str
    tone: str
    """The tone of the syllable the letter stands in, on its first letter only."""
    upper: bool


def _letters(text: str) -> list[_Letter]:
    found: list[_Letter] = []
    text = nfc(text)
    at = 0
    for hit in _WORD.finditer(text):
        found.extend(_plain(letter) for letter in text[at : hit.start()])
        found.extend(_syllable(hit[0]))
        at = hit.end()
    found.extend(_plain(letter) for letter in text[at:])
    return found


def _plain(letter: str) -> _Letter:
    return _Letter(letter, letter.lower(), letter.lower(), "", letter.isupper())


def _syllable(word: str) -> list[_Letter]:
    bare, tone = _without_tone(word)
    if len(bare) != len(word):
        return [_plain(letter) for letter in word]
    carrier = _tone_place(bare) if tone else None
    return [
        _Letter(
            text=shown,
            base=_SHAPE_OF.get(plain.lower(), plain.lower())[0],
            shape=plain.lower(),
            tone=tone if place == carrier else "",
            upper=plain.isupper(),
        )
        for place, (shown, plain) in enumerate(zip(word, bare, strict=True))
    ]


def _kind(old: _Letter, new: _Letter) -> Difference | None:
    if old.shape != new.shape:
        return Difference.SHAPE
    if old.tone != new.tone:
        return Difference.TONE
    return Difference.CASE if old.upper != new.upper else None


def _add(parts: list[Part], text: str, kind: Difference | None) -> None:
    if parts and parts[-1].kind == kind:
        parts[-1] = Part(parts[-1].text + text, kind)
    elif text or kind is not None:
        parts.append(Part(text, kind))


def _without_tone(syllable: str) -> tuple[str, str]:
    """Return the syllable without its tone, and the tone's mark; the last where there are two."""
    letters, tones = split_tones(syllable)
    return letters, tones[-1:]


def _with_tone(bare: str, tone: str) -> str:
    place = _tone_place(bare)
    if place is None or not tone:
        return bare
    return nfc(bare[: place + 1] + tone + bare[place + 1 :])


def _tone_place(bare: str) -> int | None:
    """Return the letter that carries the tone, in the spelling of the offices (hòa, thúy).

    A vowel with a mark of its own carries it (the second of ươ); before a final consonant the last
    vowel; else the last but one of two or three (ia, oa, uy; oai, uyu). The u of qu and the i of gi
    belong to the consonant.
    """
    lowered = bare.lower()
    first = _first_vowel(lowered)
    vowels = [at for at in range(first, len(lowered)) if lowered[at] in _VOWELS]
    if not vowels:
        return None
    marked = [at for at in vowels if lowered[at] in "ăâêôơư"]
    if marked:
        return marked[-1]
    if len(vowels) == 1 or vowels[-1] + 1 < len(lowered):
        return vowels[-1]
    return vowels[-2]


def _first_vowel(lowered: str) -> int:
    for onset in ("qu", "gi"):
        rest = lowered[len(onset) :]
        if lowered.startswith(onset) and any(letter in _VOWELS for letter in rest):
            return len(onset)
    return 0


def _turned(letter: str) -> str:
    row = _SHAPE_OF[letter.lower()]
    coming = row[(row.index(letter.lower()) + 1) % len(row)]
    return coming.upper() if letter.isupper() else coming
