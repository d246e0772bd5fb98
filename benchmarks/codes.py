"""Measure reading a card's QR code beside what other readers make of the same picture.

    python benchmarks/codes.py [--cards N] [--json FILE]

Every invented card's code stands on a page of print at 300 dpi, small, soft, turned, tilted, white
on black or noisy. Ours reads the page. Beside it zxing-cpp with all it can do and both detectors of
OpenCV read the same page, and as a telephone held to the code does, the code alone with a margin
around it, once, twice and three times as large. Of what any of these reads, ours should miss none.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

import cv2
import numpy as np
import zxingcpp

sys.path.insert(0, str(Path(__file__).parents[1]))  # so that the file runs as it stands

from benchmarks.scoring import percent
from ocr import codes
from ocr.cleanup.model import Pixels
from tests.ocr.conftest import printed_page
from tools.samples.cards import qr_text
from tools.samples.people import make_person

DPI = 300
QUIET = 4
ROOM = 60
PLACE = (1500, 1900)


@dataclass(frozen=True)
class Wear:
    """What was done to a code: width of a module and blur in pixels, turn in degrees."""

    module: float = 4.0
    blur: float = 0.6
    noise: float = 3.0
    turn: float = 0.0
    tilt: float = 0.0
    """By how much of its side two corners are moved."""
    inverted: bool = False
    contrast: float = 0.8


def _drawn(rng: random.Random) -> dict[str, Wear]:
    return {
        "plain": Wear(module=rng.uniform(3.0, 6.0)),
        "small": Wear(module=rng.uniform(1.7, 2.6), blur=rng.uniform(0.4, 0.7)),
        "blurred": Wear(module=rng.uniform(3.0, 4.5), blur=rng.uniform(1.2, 2.2)),
        "turned": Wear(module=rng.uniform(2.6, 4.5), turn=rng.uniform(-180, 180)),
        "tilted": Wear(
            module=rng.uniform(2.8, 4.5), tilt=rng.uniform(0.05, 0.18), turn=rng.uniform(-20, 20)
        ),
        "white on black": Wear(
            module=rng.uniform(2.4, 4.5), inverted=True, turn=rng.uniform(-20, 20)
        ),
        "noisy": Wear(
            module=rng.uniform(2.6, 4.5), noise=rng.uniform(15, 40), contrast=rng.uniform(0.4, 0.8)
        ),
        "all together": Wear(
            module=rng.uniform(2.2, 4.0),
            blur=rng.uniform(0.6, 1.4),
            noise=rng.uniform(4, 20),
            turn=rng.uniform(-30, 30),
            tilt=rng.uniform(0.0, 0.08),
            inverted=rng.random() < 0.5,
            contrast=rng.uniform(0.5, 0.9),
        ),
    }


@cache
def print_around() -> Pixels:
    """Return the page of print that codes are put on."""
    return np.asarray(printed_page()[0])


def page_with(text: str, wear: Wear, seed: int) -> tuple[Pixels, Pixels]:
    """Return a scanned page with the code on it, and the code cut out with room around it."""
    how = cv2.QRCodeEncoder.Params()
    how.correction_level = cv2.QRCODE_ENCODER_CORRECT_LEVEL_M
    how.mode = cv2.QRCODE_ENCODER_MODE_BYTE
    modules = cv2.QRCodeEncoder.create(how).encode(text)
    modules = np.pad(modules, QUIET - 2, constant_values=255)
    pattern = np.kron(modules, np.ones((16, 16), np.uint8)).astype(np.uint8)
    if wear.inverted:
        pattern = 255 - pattern
    side = wear.module * pattern.shape[0] / 16
    corners = np.array([(0, 0), (1, 0), (1, 1), (0, 1)], np.float64)
    corners += wear.tilt * np.array([(0.0, 0.6), (-0.5, 0.0), (0.0, 0.0), (0.7, -0.4)])
    angle = np.deg2rad(wear.turn)
    spin = np.array([(np.cos(angle), -np.sin(angle)), (np.sin(angle), np.cos(angle))])
    placed = ((corners - 0.5) @ spin.T) * side
    placed -= placed.min(axis=0)
    box = placed.max(axis=0)
    # drawn four times as large and made smaller by areas, as a lens and a sensor do
    source = np.array([(0, 0), (1, 0), (1, 1), (0, 1)], np.float32) * pattern.shape[0]
    matrix = cv2.getPerspectiveTransform(source, (4 * placed).astype(np.float32))
    size = (int(4 * box[0]) + 8, int(4 * box[1]) + 8)
    large = cv2.warpPerspective(
        cv2.GaussianBlur(pattern, (0, 0), 2), matrix, size, borderValue=255, flags=cv2.INTER_AREA
    )
    # the page behind is white: where nothing of the code lies it stays as it is
    code = cv2.resize(large, (size[0] // 4, size[1] // 4), interpolation=cv2.INTER_AREA)
    page = print_around().copy()
    left, top = PLACE
    page[top : top + code.shape[0], left : left + code.shape[1]] = code
    rough = np.random.default_rng(seed).normal(0, wear.noise, page.shape)
    soft = cv2.GaussianBlur(page, (0, 0), wear.blur).astype(np.float64)
    low = 128 - 110 * wear.contrast
    scanned = np.clip(low + soft * wear.contrast * 0.86 + rough, 0, 255).astype(np.uint8)
    cut = scanned[
        top - ROOM : top + code.shape[0] + ROOM, left - ROOM : left + code.shape[1] + ROOM
    ]
    return np.ascontiguousarray(scanned), np.ascontiguousarray(cut)


Peer = Callable[[Pixels], set[str]]


def ours(image: Pixels) -> set[str]:
    """Read as the program does."""
    return {code.text for code in codes.read(image, DPI)}


def zxing(image: Pixels) -> set[str]:
    """Read with zxing-cpp, all that it can try."""
    found = zxingcpp.read_barcodes(
        image, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    )
    return {one.text for one in found if one.valid}


def opencv(image: Pixels) -> set[str]:
    """Read with OpenCV's detector."""
    return _of_detector(cv2.QRCodeDetector(), image)


def opencv_aruco(image: Pixels) -> set[str]:
    """Read with OpenCV's detector of markers."""
    return _of_detector(cv2.QRCodeDetectorAruco(), image)


def _of_detector(detector: cv2.QRCodeDetector | cv2.QRCodeDetectorAruco, image: Pixels) -> set[str]:
    try:
        text, _, _ = detector.detectAndDecode(image)
    except (cv2.error, UnicodeDecodeError):
        # it gives up on bytes that are no letters
        return set()
    return {text} - {""}


PEERS: Mapping[str, Peer] = {"zxing-cpp": zxing, "OpenCV": opencv, "OpenCV markers": opencv_aruco}


def held_close(peer: Peer, cut: Pixels) -> set[str]:
    """Read the code alone, ever larger, as when a telephone is held to it."""
    found: set[str] = set()
    for factor in (1, 2, 3):
        large = cv2.resize(cut, None, fx=factor, fy=factor, interpolation=cv2.INTER_CUBIC)
        found |= peer(large.astype(np.uint8))
    return found


@dataclass(frozen=True)
class Outcome:
    """Who read one code."""

    group: str
    wear: Wear
    ours: bool
    seconds: float
    peers: Mapping[str, bool]
    close: Mapping[str, bool]

    @property
    def readable(self) -> bool:
        """Whether any other reader read it, on the page or held to it."""
        return any(self.peers.values()) or any(self.close.values())


def measured(cards: int, seed: int) -> list[Outcome]:
    """Return who read the codes of so many cards in each group."""
    rng = random.Random(seed)  # noqa: S311 — invented persons
    outcomes = []
    for number in range(cards):
        new = rng.random() < 0.5
        person = make_person(rng, sex=rng.choice(("Nam", "Nữ")), card_2024=new)
        text = qr_text(person, "can_cuoc_back" if new else "cccd_front")
        for group, wear in _drawn(rng).items():
            page, cut = page_with(text, wear, 100 * number)
            started = time.process_time()
            mine = text in ours(page)
            taken = time.process_time() - started
            outcomes.append(
                Outcome(
                    group,
                    wear,
                    mine,
                    taken,
                    {name: text in peer(page) for name, peer in PEERS.items()},
                    {name: text in held_close(peer, cut) for name, peer in PEERS.items()},
                )
            )
    return outcomes


def table(outcomes: list[Outcome]) -> list[str]:
    """Return the Markdown table: shares read, and how much of what others read ours reads."""
    head = ["codes", "ours"]
    head += [f"{name}, page" for name in PEERS] + [f"{name}, held close" for name in PEERS]
    head += ["any other", "of these ours", "ours alone"]
    lines = ["| | " + " | ".join(head) + " |", "|---|" + "--:|" * len(head)]
    for group in dict.fromkeys([*(one.group for one in outcomes), "together"]):
        own = [one for one in outcomes if group in (one.group, "together")]
        readable = [one for one in own if one.readable]
        counts = [sum(one.ours for one in own)]
        counts += [sum(one.peers[name] for one in own) for name in PEERS]
        counts += [sum(one.close[name] for one in own) for name in PEERS]
        shares = [f"{percent(count, len(own)):.0f} %" for count in (*counts, len(readable))]
        both = sum(one.ours for one in readable)
        alone = sum(one.ours and not one.readable for one in own)
        lines.append(
            f"| {group} | {len(own)} | "
            + " | ".join(shares)
            + f" | {both} of {len(readable)} | {alone} |"
        )
    return lines


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--cards", type=int, default=20, help="codes in each group")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", type=Path, help="write what was missed to this file")
    asked = parser.parse_args()
    outcomes = measured(asked.cards, asked.seed)
    print("\n".join(table(outcomes)))
    each = 1000 * sum(one.seconds for one in outcomes) / max(len(outcomes), 1)
    print(f"\nOurs: {each:.0f} ms of CPU a page; load at the end {os.getloadavg()[0]:.1f}.")
    if asked.json is not None:
        missed = [asdict(one) for one in outcomes if one.readable and not one.ours]
        asked.json.write_text(json.dumps(missed, indent=1), "utf-8")


if __name__ == "__main__":
    main()
