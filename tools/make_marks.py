"""Count syllables and pairs of syllables in Vietnamese text for the model of marks.

    python -m tools.make_marks TEXT_OR_FOLDER ... [--leave-out N] [--out FILE]

Folders are searched for ``.txt`` and ``.md``; the program's own words on forms are added. Only
counts leave this tool, never the text. ``--leave-out`` skips every Nth file, for measuring the
model on text it has not seen.
"""

from __future__ import annotations

import argparse
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from ocr.marks import counts, syllables

ROOT = Path(__file__).parent.parent
OUT = ROOT / "resources" / "models" / "vi-marks.bin"
RAREST = 3
"""Syllables and pairs seen less often are slips of typing more often than not."""
SLIP = 200
"""How much rarer a pair is than another with the same letters when it counts as a slip."""
OWN_WORDS = tuple(
    ROOT / "resources" / name
    for name in ("document_types", "procedures", "messages", "translations")
)
"""The program's own words: forms speak of "tôi" and "chị", laws do not."""
OWN_WEIGHT = 10
_PHRASE = re.compile(r"[^\w\s]+|\w*\d\w*|\n")


def lines(paths: Iterable[Path]) -> Iterator[str]:
    """Yield each line of all files once: laws quote each other, which is no further evidence."""
    seen: set[int] = set()
    for path in paths:
        for line in unicodedata.normalize("NFC", path.read_text("utf-8")).splitlines():
            mark = hash(line)
            if line and mark not in seen:
                seen.add(mark)
                yield line


def phrases(line: str) -> Iterator[list[str]]:
    """Yield the keys of the syllables between two punctuation marks, broken at what is not one."""
    for piece in _PHRASE.split(line):
        phrase: list[str] = []
        for word in piece.split():
            found = syllables.split(word)
            if found is not None and syllables.possible(found.letters, found.tone):
                phrase.append(found.key)
            elif phrase:
                yield phrase
                phrase = []
        if phrase:
            yield phrase


def counted(laws: Iterable[str], own: Iterable[str] = (), rarest: int = RAREST) -> bytes:
    """Return the file of counts of all lines, slips in laws left out and own words weighed."""
    singles, pairs, edges = tally(laws)
    pairs = without_slips(pairs)
    own_singles, own_pairs, own_edges = tally(own)
    for key, count in own_singles.items():
        singles[key] += OWN_WEIGHT * count
    for pair, count in own_pairs.items():
        pairs[pair] += OWN_WEIGHT * count
    known = {key: count for key, count in singles.items() if count >= rarest}
    kept = {
        pair: count
        for pair, count in pairs.items()
        if count >= rarest and all(not key or key in known for key in pair)
    }
    return counts.packed(known, kept, edges + OWN_WEIGHT * own_edges)


def tally(written: Iterable[str]) -> tuple[Counter[str], Counter[tuple[str, str]], int]:
    """Return how often each syllable and pair occurs, and how many phrases there are."""
    singles: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    edges = 0
    for line in written:
        for phrase in phrases(line):
            edges += 1
            singles.update(phrase)
            pairs.update(zip(["", *phrase], [*phrase, ""], strict=True))
    return singles, pairs, edges


def without_slips(pairs: Counter[tuple[str, str]]) -> Counter[tuple[str, str]]:
    """Return the pairs without those that are rare beside the same letters with other marks.

    Part of the laws on the net was recognised itself: "tô chức" stands there 318 times, beside
    87,834 times "tổ chức".
    """
    most: Counter[tuple[str, str]] = Counter()
    for pair, count in pairs.items():
        letters = _letters(pair)
        most[letters] = max(most[letters], count)
    kept = Counter[tuple[str, str]]()
    for pair, count in pairs.items():
        if "" in pair or count * SLIP > most[_letters(pair)]:
            kept[pair] = count
    return kept


def _letters(pair: tuple[str, str]) -> tuple[str, str]:
    one, other = (syllables.base(key[:-1]) for key in pair)
    return one, other


def files(places: Iterable[Path], leave_out: int = 0) -> list[Path]:
    """Return the texts in all places, without every so many-th."""
    found = [
        path
        for place in places
        for path in (sorted(place.rglob("*")) if place.is_dir() else [place])
        if path.suffix in {".txt", ".md", ".toml", ".ts"}
    ]
    return [path for number, path in enumerate(found, 1) if not leave_out or number % leave_out]


def main() -> None:
    """Write the counts and say how much they hold."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("places", nargs="+", type=Path)
    parser.add_argument("--leave-out", type=int, default=0)
    parser.add_argument("--rarest", type=int, default=RAREST)
    parser.add_argument("--out", type=Path, default=OUT)
    chosen = parser.parse_args()
    laws = lines(files(chosen.places, chosen.leave_out))
    data = counted(laws, lines(files(OWN_WORDS)), chosen.rarest)
    chosen.out.parent.mkdir(parents=True, exist_ok=True)
    chosen.out.write_bytes(data)
    held = counts.unpacked(data)
    print(f"{len(held.numbers)} syllables, {len(held.pairs)} pairs, {len(data)} bytes")


if __name__ == "__main__":
    main()
