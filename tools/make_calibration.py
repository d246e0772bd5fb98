"""Fit the curves of confidence to value sheets (``resources/calibration/readings.toml``).

    python -m tools.make_calibration [--first N] [--sheets N] [--kept FOLDER] [--out FILE]

Every sheet is made, worn, read and looked at again as in the product; each word is settled by the
product's own vote and compared with what is printed. The sheets that train the network of letters
are others; a part of these is set in types that it does not know.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from itertools import repeat
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from digitizer.catalogue.calibration import Calibration, fitted, written
from digitizer.paper.trusting import kind_of, score_of, seen_of
from digitizer.paper.voting import Looks, Settled, bare, vote
from digitizer.vietnamese import nfc
from ocr import again, glyphs, tesseract
from ocr.model import WordAgain
from tools.value_reading import SheetRead, Token, read_sheet

ROOT = Path(__file__).parent.parent
OUT = ROOT / "resources" / "calibration" / "readings.toml"
Table = NDArray[np.float64]


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
        second = [
            WordAgain(text, score, 0, 0, look.text, look.score, look.likely)
            for text, score, look in heard[0]
        ]
        if not again.is_disputed(_joined(first), second):
            heard = heard[:1]
        if len(first) != len(truth) or any(len(words) != len(truth) for words in heard):
            continue
        for place, word in enumerate(truth):
            said = [(words[place][0], words[place][1]) for words in heard]
            alone = [words[place][2] for words in heard]
            yield vote(*first[place], said, alone), word


Tokens = list[tuple[str, float, Looks]]


def _looks(sheet: SheetRead) -> list[list[glyphs.Seen]]:
    return [
        glyphs.look(sheet.page, [token.letters for token in strip.tokens]) for strip in sheet.strips
    ]


def _tokens(tokens: tuple[Token, ...], looks: list[glyphs.Seen]) -> Tokens:
    """Return a witness's words without what is left of the label."""
    found = []
    for token, look in zip(tokens, looks, strict=True):
        text = _value(nfc(token.text))
        if bare(text):
            alone = Looks(_value(nfc(look.text)), look.score, look.likely)
            found.append((bare(text), token.score, alone))
    return found


def _value(text: str) -> str:
    return text.rpartition(":")[2]


def _joined(first: list[tuple[str, float]]) -> str:
    return "".join(bare(text) for text, _ in first)


Heard = tuple[int, Settled, bool]
"""A word with the sheet it stands on, and whether it was read right."""
_UNWEIGHED = Calibration("", "", {})
_SUM = re.compile(r"\d{1,3}(?:[.,]\d{3})+", re.ASCII)
_FOLDS = 5
_RIDGE = 0.01
_ROUNDS = 60
_TWENTIETH = 20


def _of_sheet(seed: int, folder: Path) -> list[tuple[Settled, bool]]:
    return [
        (word, is_right(bare(word.text), printed))
        for word, printed in settled_words(read_sheet(seed, folder))
    ]


def is_right(read: str, printed: str) -> bool:
    """Return whether a word says what is printed; what parts thousands is no part of a sum."""
    if _SUM.fullmatch(printed) and _SUM.fullmatch(read):
        return read.replace(",", ".") == printed.replace(",", ".")
    return read == printed


def weighed_words(heard: Sequence[Heard]) -> tuple[dict[str, float], list[float]]:
    """Return the weights of what is seen of a word, and each word's score by the other sheets.

    A word is never scored by weights that its own sheet helped to fit.
    """
    seen = [seen_of(word) for _, word, _ in heard]
    names = list(seen[0])
    table = np.array([[one[name] for name in names] for one in seen])
    wrong = np.array([not right for _, _, right in heard], float)
    fold = np.array([seed % _FOLDS for seed, _, _ in heard])
    scores = np.zeros(len(heard))
    for number in range(_FOLDS):
        out = fold == number
        scores[out] = 1 / (1 + np.exp(table[out] @ _logistic(table[~out], wrong[~out])))
    weights = _logistic(table, wrong)
    return dict(zip(names, map(float, weights), strict=True)), [float(one) for one in scores]


def _logistic(table: Table, wrong: Table) -> Table:
    """Return the weights of a logistic regression with a little ridge, by Newton's steps."""
    weights = np.zeros(table.shape[1])
    for _ in range(_ROUNDS):
        likely = 1 / (1 + np.exp(-(table @ weights)))
        spread = likely * (1 - likely) + 1e-9
        curvature = table.T @ (table * spread[:, None]) + _RIDGE * np.eye(len(weights))
        step = np.linalg.solve(curvature, table.T @ (wrong - likely) - _RIDGE * weights)
        weights = weights + step
    return weights


def main() -> None:
    """Read the sheets, fit the curves, write them and say what they rest on."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--first", type=int, default=1, help="seed of the first sheet")
    parser.add_argument("--sheets", type=int, default=599, help="seed of the last sheet")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--kept", type=Path, default=Path("/tmp/value-sheets"))  # noqa: S108
    parser.add_argument("--out", type=Path, default=OUT)
    asked = parser.parse_args()
    heard: list[Heard] = []
    with ProcessPoolExecutor(asked.workers) as pool:
        seeds = range(asked.first, asked.sheets + 1)
        for seed, words in zip(seeds, pool.map(_of_sheet, seeds, repeat(asked.kept)), strict=True):
            heard += [(seed, word, right) for word, right in words]
    weighed = [one for one in heard if kind_of(one[1]) == "words/agreed"]
    weights, scores = weighed_words(weighed)
    score = {id(one[1]): value for one, value in zip(weighed, scores, strict=True)}
    outcomes: dict[str, list[tuple[float, bool]]] = {}
    wrong: Counter[str] = Counter()
    for _, word, right in heard:
        known = score.get(id(word))
        value = score_of(word, _UNWEIGHED) if known is None else known
        outcomes.setdefault(kind_of(word), []).append((value, right))
        wrong[kind_of(word)] += not right
    witnesses = ", ".join(one.name for one in (again.SECOND, again.THIRD))
    calibration = Calibration(
        version=f"value sheets {datetime.now(UTC):%Y-%m-%d}",
        made_with=f"tesseract {tesseract.version()}: vie, {witnesses}",
        curves={kind: fitted(found) for kind, found in outcomes.items()},
        weights=weights,
    )
    asked.out.parent.mkdir(parents=True, exist_ok=True)
    asked.out.write_text(written(calibration), "utf-8")
    for kind, found in sorted(outcomes.items()):
        print(f"{kind}: {len(found)} words, {wrong[kind]} wrong")
        for step in calibration.curves[kind].steps:
            print(f"  from {step.score:.6f}: {step.right} of {step.count}")
    agreed = sorted((-word.marks, right) for _, word, right in weighed)
    wrong_places = [place for place, (_, right) in enumerate(agreed) if not right]
    if len(wrong_places) >= _TWENTIETH:
        place = wrong_places[_TWENTIETH - 1]
        print(
            f"by marks alone {place} of {len(agreed)} agreed words before the twentieth wrong one"
        )
    overruled = [right for _, word, right in heard if word.agree == 0]
    print(f"readings overruled by the looks of letters: {len(overruled)}, {sum(overruled)} right")


if __name__ == "__main__":
    main()
