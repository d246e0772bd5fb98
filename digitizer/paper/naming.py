"""A person's name as it was printed: in one case, its words parted, its family name known."""

from __future__ import annotations

from digitizer.catalogue import Rules
from digitizer.catalogue.lexicon import shipped_lexicon
from digitizer.vietnamese import fold, is_syllable, marks_of

_MOST_PARTS = 2


def mended_name(words: list[str], rules: Rules) -> list[str]:
    """Return the words in one case, with a family name that only lacks its marks put right."""
    capitals = sum(word.isupper() for word in words)
    if capitals * 2 > len(words):
        words = [word.upper() for word in words]
    words = _joined(words)
    words = [part for number, word in enumerate(words) for part in _parted(word, number, rules)]
    first = words[0]
    if first.lower() in rules.family_names:
        return words
    alike = [name for name in rules.family_names if fold(name) == fold(first)]
    # “TRÂN” is a “TRẦN” whose tone was lost, “HƯỲNH” is nothing; a “LÔ” is no “LÒ”
    if len(alike) != 1 or (is_syllable(first) and not _only_lacks_marks(first, alike[0])):
        return words
    name = alike[0].upper() if first.isupper() else alike[0].capitalize()
    return [name, *words[1:]]


def _only_lacks_marks(word: str, name: str) -> bool:
    return marks_of(word.lower()) <= marks_of(name.lower())


def _joined(words: list[str]) -> list[str]:
    """Return the words with two made one that are none apart: “PH ƯỢNG”."""
    joined = words[:1]
    for word in words[1:]:
        whole = joined[-1] + word
        if not is_syllable(joined[-1]) and whole.isalpha() and is_syllable(whole):
            joined[-1] = whole
        else:
            joined.append(word)
    return joined


def _parted(word: str, number: int, rules: Rules) -> list[str]:
    """Return the names that a word is made of which is no syllable: “LÝCÔNG”, “ĐỖTHỊHẠNH”.

    The first word of a name begins with a family name, others with a usual one.
    """
    if is_syllable(word) or not word.isalpha():
        return [word]
    usual = shipped_lexicon().given_names

    def ways(rest: str, place: int) -> list[list[str]]:
        found = [[rest]] if place and is_syllable(rest) else []
        if place < _MOST_PARTS:
            for cut in range(2, len(rest) - 1):
                head = rest[:cut]
                known = place + number == 0 and head.lower() in rules.family_names
                if known or (place + number and head.capitalize() in usual):
                    found += [[head, *more] for more in ways(rest[cut:], place + 1)]
        return found

    found = ways(word, 0)
    return found[0] if len(found) == 1 else [word]
