"""What is known of the words of a person's name: which are usual, and which nobody bears."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from digitizer.catalogue.lexicon import NamePlace, shipped_lexicon
from digitizer.model.doctype import FieldRule, Reads
from digitizer.paper.voting import Settled, bare
from digitizer.vietnamese import fold

_FEWEST_NAMES, _MOST_NAMES = 2, 5


def names_that(words: Sequence[Settled], is_so: Callable[[str, NamePlace], bool]) -> frozenset[int]:
    """Return of which words of a person's name it is so."""
    places = [NamePlace.FAMILY, *[NamePlace.MIDDLE] * (len(words) - 2), NamePlace.LAST]
    told = zip(words, places[: len(words)], strict=True)
    return frozenset(n for n, (word, place) in enumerate(told) if is_so(bare(word.text), place))


def is_person(rule: FieldRule, words: Sequence[Settled]) -> bool:
    """Return whether a field for persons and organisations alike holds a person's name."""
    names = [bare(word.text) for word in words]
    if rule.reads is not Reads.TEXT or not _FEWEST_NAMES <= len(names) <= _MOST_NAMES:
        return False
    family = shipped_lexicon().is_known(names[0], NamePlace.FAMILY)
    return family and all(shipped_lexicon().is_known(one, NamePlace.LAST) for one in names[1:])


def told_by_letters(word: Settled) -> Settled:
    """Return a family name without the dissent of readings that make a name of it nobody bears.

    Where its letters alone tell which it is, it is worth as if its marks were plainly seen.
    """
    text, lexicon = bare(word.text), shipped_lexicon()
    if not word.agree or not lexicon.is_unrivalled(text, NamePlace.FAMILY):
        return word
    others = tuple(
        other
        for other in word.others
        if fold(other) != fold(text) or lexicon.is_known(other, NamePlace.FAMILY)
    )
    told = lexicon.is_told_by_letters(text, NamePlace.FAMILY)
    return replace(
        word,
        agree=word.agree if others else word.heard,
        others=others,
        marks=1.0 if told else word.marks,
    )
