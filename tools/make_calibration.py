"""Fit the curves of confidence to value sheets (``resources/calibration/readings.toml``).

    python -m tools.make_calibration [--trained N] [--sheets N] [--kept FOLDER] [--out FILE]

Every sheet is made, worn, read and looked at again as in the product; each word is settled by the
product's own vote and compared with what is printed. Words of the sheets that trained the network
of marks do not count (figures do: it says nothing about them); none is in the held-out layout.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from digitizer.catalogue.calibration import Calibration, fitted, written
from digitizer.paper.second_look import Settled, bare, vote
from digitizer.paper.trusting import kind_of, score_of
from digitizer.vietnamese import nfc
from ocr import again, glyphs, tesseract
from tools.value_reading import SheetRead, Token, read_sheet

ROOT = Path(__file__).parent.parent
OUT = ROOT / "resources" / "calibration" / "readings.toml"
TRAINED = 24
"""The first sheets, which trained the network of marks."""


def settled_words(sheets: tuple[SheetRead, ...]) -> Iterator[tuple[Settled, str]]:
    """Yield every word of a sheet as the readings settle it, with what is printed."""
    looks = [_looks(sheet) for sheet in sheets]
    for number, strip in enumerate(sheets[0].strips):
        truth = [bare(word) for word in nfc(strip.truth).split()]
        first = [(_value(text), score) for text, score in strip.first if bare(_value(text))]
        heard = [
            _tokens(sheet.strips[number].tokens, look[number])
            for sheet, look in zip(sheets, looks, strict=True)
        ]
        if _joined(first) == "".join(text for text, _, _ in heard[0]):
            heard = heard[:1]
        if any(len(words) != len(truth) for words in (first, *heard)):
            continue
        for place, word in enumerate(truth):
            said = [(words[place][0], words[place][1]) for words in heard]
            marks = [words[place][2] for words in heard]
            yield vote(*first[place], said, marks), word


Heard = list[tuple[str, float, tuple[str, float]]]


def _looks(sheet: SheetRead) -> list[list[glyphs.Seen]]:
    return [
        glyphs.look(sheet.page, [token.letters for token in strip.tokens]) for strip in sheet.strips
    ]


def _tokens(tokens: tuple[Token, ...], looks: list[glyphs.Seen]) -> Heard:
    """Return a witness's words without what is left of the label."""
    found = []
    for token, look in zip(tokens, looks, strict=True):
        text = _value(nfc(token.text))
        if bare(text):
            found.append((bare(text), token.score, (_value(nfc(look.text)), look.score)))
    return found


def _value(text: str) -> str:
    return text.rpartition(":")[2]


def _joined(first: list[tuple[str, float]]) -> str:
    return "".join(bare(text) for text, _ in first)


def main() -> None:
    """Read the sheets, fit the curves, write them and say what they rest on."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trained", type=int, default=TRAINED)
    parser.add_argument("--sheets", type=int, default=56)
    parser.add_argument("--kept", type=Path, default=Path("/tmp/value-sheets"))  # noqa: S108
    parser.add_argument("--out", type=Path, default=OUT)
    asked = parser.parse_args()
    outcomes: dict[str, list[tuple[float, bool]]] = {}
    wrong: Counter[str] = Counter()
    for seed in range(1, asked.sheets + 1):
        for word, printed in settled_words(read_sheet(seed, asked.kept)):
            if seed <= asked.trained and "words" in kind_of(word):
                continue
            right = bare(word.text) == printed
            outcomes.setdefault(kind_of(word), []).append((score_of(word), right))
            wrong[kind_of(word)] += not right
    witnesses = ", ".join(one.name for one in (again.SECOND, again.THIRD))
    calibration = Calibration(
        version=f"value sheets {datetime.now(UTC):%Y-%m-%d}",
        made_with=f"tesseract {tesseract.version()}: vie, {witnesses}",
        curves={kind: fitted(found) for kind, found in outcomes.items()},
    )
    asked.out.parent.mkdir(parents=True, exist_ok=True)
    asked.out.write_text(written(calibration), "utf-8")
    for kind, found in sorted(outcomes.items()):
        print(f"{kind}: {len(found)} words, {wrong[kind]} wrong")
        for step in calibration.curves[kind].steps:
            print(f"  from {step.score:.4f}: {step.right} of {step.count}")


if __name__ == "__main__":
    main()
