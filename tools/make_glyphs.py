"""Train the network that looks at single letters and figures (``ocr/letter_network.py``).

    python -m tools.make_glyphs [--epochs N] [--kept FOLDER] [--out FILE]

The letters are those of value sheets in many types and sizes, worn, read, cleaned and boxed as in
the product (``tools/value_reading.py``), those read wrong among them. Needs PyTorch, which is not
among the locked packages, for only who trains needs it; the program reads the weights with NumPy.
The types are Debian's fonts-liberation2, -dejavu, -freefont-ttf, -noto-core, -linuxlibertine,
-crosextra-carlito, -sil-gentiumplus, -sil-charis, -open-sans and -inter. Noto Serif, the type of
the third held-out layout, is in none of the sheets, nor are Roboto and Lato: calibration has them.
"""

from __future__ import annotations

import argparse
import time
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from digitizer.vietnamese import fold, nfc
from ocr import glyphs, letter_network
from ocr.cleanup.model import Pixels
from ocr.letter_network import LETTERS
from tools.value_reading import TRAINING, WIDE_TYPES, matched, read_sheet

ROOT = Path(__file__).parent.parent
OUT = ROOT / "resources" / "models" / "vi-letters.npz"
SHEETS = range(TRAINING, WIDE_TYPES + 80)
TESTED_EVERY, TESTED = 20, 7
"""Of the sheets whose numbers leave this rest, nothing is trained on."""
FILTERS = (16, 28, 44, 112)
_ROOM = (4, 3)
_BATCH, _RATE = 256, 3e-3


@dataclass(frozen=True)
class Samples:
    """Pictures with room to shift them in, and of each its letter and the number of its marks."""

    pictures: Pixels
    letters: Pixels
    marks: Pixels


def label(character: str) -> tuple[int, int] | None:
    """Return the number of a letter and of its marks, or None for what is neither nor a figure."""
    apart = glyphs.taken_apart(character)
    if apart is not None:
        return LETTERS.index(apart.base.lower()), apart.marks
    small = character.lower()
    return (LETTERS.index(small), 0) if len(small) == 1 and small in LETTERS else None


def samples_of(sheets: Sequence[int], kept: Path) -> Samples:
    """Return the letters of sheets with what is printed there, whatever was read."""
    pictures: list[Pixels] = []
    labels: list[tuple[int, int]] = []
    for seed in sheets:
        for sheet in read_sheet(seed, kept):
            for strip in sheet.strips:
                for token, word in matched(strip):
                    placed = [
                        (number, box)
                        for number, (text, box) in enumerate(token.letters)
                        if text.isalnum() and box.width >= 1
                    ]
                    start, bare = _aligned(token.text, nfc(word).strip(".,"))
                    if start is None or len(token.text) != len(token.letters):
                        continue
                    boxes = [box for _, box in placed]
                    cut = letter_network.pictures(sheet.page, boxes, boxes, _ROOM) if boxes else ()
                    for (number, _), picture in zip(placed, cut, strict=True):
                        place = number - start
                        found = label(bare[place]) if 0 <= place < len(bare) else None
                        if found is not None:
                            pictures.append(picture)
                            labels.append(found)
    letters, marks = zip(*labels, strict=True)
    return Samples(np.stack(pictures), np.array(letters, np.uint8), np.array(marks, np.uint8))


def _aligned(read: str, printed: str) -> tuple[int | None, str]:
    """Return where in the word as read the printed one begins, if they pair letter by letter."""
    start = fold(read).find(fold(printed))
    if start >= 0:
        return start, printed
    bare = read.strip(" .,;:'\"`()¡")
    wrong = sum(one != other for one, other in zip(fold(bare), fold(printed), strict=False))
    if len(bare) != len(printed) or wrong > max(1, len(printed) // 3):
        return None, printed
    return read.find(bare), printed


def network(nn: Any) -> Any:
    """Return the untrained network; it learns the letter itself as well, and marks better so."""
    first, second, third, joined = FILTERS
    places = letter_network.HEIGHT // 8 * (letter_network.WIDTH // 8)
    seen = nn.Sequential(
        OrderedDict(
            first=nn.Conv2d(1, first, 5, 2, 2),
            shown=nn.ReLU(),
            second=nn.Conv2d(first, second, 3, 1, 1),
            shown_again=nn.ReLU(),
            halved=nn.MaxPool2d(2),
            third=nn.Conv2d(second, third, 3, 1, 1),
            shown_last=nn.ReLU(),
            halved_again=nn.MaxPool2d(2),
            flat=nn.Flatten(),
            some=nn.Dropout(0.1),
            joined=nn.Linear(places * third, joined),
            shown_joined=nn.ReLU(),
            fewer=nn.Dropout(0.15),
        )
    )
    heads = {"letters": nn.Linear(joined, len(LETTERS)), "marks": nn.Linear(joined, glyphs.CLASSES)}
    return nn.ModuleDict({"seen": seen, **heads})


def _told(net: Any, ink: Any) -> tuple[Any, Any]:
    """Return what speaks for each letter and for each number of marks."""
    seen = net["seen"](ink)
    return net["letters"](seen), net["marks"](seen)


def _forbidden(torch: Any) -> Any:
    """Return, a row a letter, what is added to the scores of marks it cannot carry."""
    table = np.full((len(LETTERS), glyphs.CLASSES), -1e9, np.float32)
    table[:, 0] = 0
    for base in {one.lower() for one in glyphs.BASES}:
        table[LETTERS.index(base), glyphs.allowed(base)] = 0
    return torch.from_numpy(table)


def train(samples: Samples, tested: Samples, epochs: int) -> dict[str, Any]:
    """Return the weights after Adam saw every letter so many times, on cross entropy."""
    torch: Any = import_module("torch")
    torch.manual_seed(3)
    rng = np.random.default_rng(3)
    net = network(torch.nn).to(memory_format=torch.channels_last)
    forbidden = _forbidden(torch)
    adam = torch.optim.AdamW(net.parameters(), lr=_RATE, weight_decay=1e-4)
    loss_of = torch.nn.functional.cross_entropy
    last = time.monotonic()
    turns = epochs * (len(samples.pictures) // _BATCH)
    for turn, rows in zip(range(turns), _batches(len(samples.pictures), rng), strict=False):
        gone = turn / turns
        for group in adam.param_groups:
            group["lr"] = _RATE * min(1.0, turn / 300 + 0.01) * 0.5 * (1 + np.cos(np.pi * gone))
        x = torch.from_numpy(_shifted(samples.pictures[rows], rng))
        letters, marks = _told(net, x.contiguous(memory_format=torch.channels_last))
        base = torch.from_numpy(samples.letters[rows].astype(np.int64))
        wanted = torch.from_numpy(samples.marks[rows].astype(np.int64))
        loss = loss_of(letters, base) + 1.5 * loss_of(marks + forbidden[base], wanted)
        adam.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        adam.step()
        if time.monotonic() - last > 60:
            last = time.monotonic()
            told = _told_wrong(torch, net, forbidden, tested)
            print(f"{100 * gone:.0f} %: of letters with marks {told:.2f} % told wrong", flush=True)
    print(f"At the end {_told_wrong(torch, net, forbidden, tested):.2f} % told wrong")
    return {name: one.contiguous().numpy() for name, one in net.state_dict().items()}


def _batches(count: int, rng: np.random.Generator) -> Iterator[Any]:
    while True:
        order = rng.permutation(count)
        for start in range(0, count - _BATCH + 1, _BATCH):
            yield order[start : start + _BATCH]


def _shifted(pictures: Pixels, rng: np.random.Generator) -> Any:
    """Return the ink of pictures a little off their place, paler or darker, some with noise."""
    parts = []
    for part in np.array_split(pictures, 8):
        y, x = rng.integers(1, 2 * _ROOM[1]), rng.integers(1, 2 * _ROOM[0])
        parts.append(part[:, y : y + letter_network.HEIGHT, x : x + letter_network.WIDTH])
    ink = 1 - np.concatenate(parts)[:, None].astype(np.float32) / 255
    ink *= rng.uniform(0.75, 1.15, (len(ink), 1, 1, 1)).astype(np.float32)
    if rng.random() < 0.3:
        ink += rng.normal(0, 0.04, ink.shape).astype(np.float32)
    return np.clip(ink, 0, 1)


def _told_wrong(torch: Any, net: Any, forbidden: Any, tested: Samples) -> float:
    """Return of how many letters that may carry marks, in a hundred, these are told wrong."""
    net.eval()
    right = 0
    marked = np.flatnonzero((forbidden.numpy()[tested.letters] == 0).sum(axis=1) > 1)
    with torch.no_grad():
        for start in range(0, len(marked), 2000):
            rows = marked[start : start + 2000]
            inner = tested.pictures[rows, _ROOM[1] : -_ROOM[1], _ROOM[0] : -_ROOM[0]]
            scores = _told(net, torch.from_numpy(1 - inner[:, None].astype(np.float32) / 255))[1]
            scores = scores.numpy() + forbidden.numpy()[tested.letters[rows]]
            right += int((scores.argmax(axis=1) == tested.marks[rows]).sum())
    net.train()
    return 100 - 100 * right / max(len(marked), 1)


def save(weights: dict[str, Any], out: Path) -> None:
    """Write the weights in the order NumPy needs them, in half precision."""
    kept: dict[str, Any] = {}
    for layer in ("first", "second", "third"):
        one = weights[f"seen.{layer}.weight"]
        kept[layer] = one.transpose(1, 2, 3, 0).reshape(-1, one.shape[0])
        kept[f"{layer}_bias"] = weights[f"seen.{layer}.bias"]
    joined = weights["seen.joined.weight"]
    sides = letter_network.HEIGHT // 8, letter_network.WIDTH // 8
    planes = joined.reshape(len(joined), FILTERS[2], *sides).transpose(2, 3, 1, 0)
    kept["joined"] = planes.reshape(-1, len(joined))
    kept["joined_bias"] = weights["seen.joined.bias"]
    for head in ("marks", "letters"):
        kept[head] = weights[f"{head}.weight"].T
        kept[f"{head}_bias"] = weights[f"{head}.bias"]
    np.savez_compressed(out, **{name: one.astype(np.float16) for name, one in kept.items()})


def main() -> None:
    """Read the sheets that were not read before, train, save, and say how well it tells."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--epochs", type=int, default=24)
    parser.add_argument("--kept", type=Path, default=Path("/tmp/value-sheets"))  # noqa: S108
    parser.add_argument("--out", type=Path, default=OUT)
    asked = parser.parse_args()
    held_back = [seed for seed in SHEETS if seed % TESTED_EVERY == TESTED]
    trained = [seed for seed in SHEETS if seed % TESTED_EVERY != TESTED]
    tested = samples_of(held_back, asked.kept)
    save(train(samples_of(trained, asked.kept), tested, asked.epochs), asked.out)


if __name__ == "__main__":
    main()
