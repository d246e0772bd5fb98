"""Bounded mutation fuzzing: seeds are mangled, and whatever comes out must end as is foreseen.

    python -m tests.fuzz.mutating --seconds 60 [--target pdf] [--seed 1]

Each target runs in a process of its own with a bound on its memory: an input that crashes it,
hangs, or raises what is not foreseen is kept in ``tests/fuzz/found/<target>`` and tried by the
suite from then on.
"""

from __future__ import annotations

import argparse
import hashlib
import multiprocessing
import random
import resource
import signal
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from tests.fuzz.targets import TARGETS, Target

FOUND = Path(__file__).parent / "found"
MEMORY = 3_000_000_000
SLOWEST = 10
"""Seconds one input may take."""
_NUMBERS = (b"\x00", b"\xff", b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", b"\x80\x00\x00\x00", b"-1")
_NUMBERS += (b"4294967296", b"9999999999", b"0", b"<", b"|", b"\x00\x00\x00\x00")
_LARGEST = 400_000


@dataclass(frozen=True)
class Outcome:
    """What became of one target."""

    tried: int
    accepted: int
    refused: int
    seconds: float
    bad: tuple[str, ...]
    """How an input ended that was not foreseen."""


def mutated(seeds: list[bytes], words: tuple[bytes, ...], chance: random.Random) -> bytes:
    """Return a seed after some blows."""
    data = bytearray(chance.choice(seeds)[:_LARGEST])
    for _ in range(chance.choice((1, 1, 2, 3, 5, 8, 20))):
        start = chance.randrange(len(data) + 1)
        length = chance.choice((1, 1, 2, 4, 16, 256))
        blow = chance.randrange(8)
        if blow == 0 and data:
            data[start % len(data)] ^= 1 << chance.randrange(8)
        elif blow == 1 and data:
            data[start % len(data)] = chance.randrange(256)
        elif blow == 2:
            del data[start : start + length]
        elif blow == 3:
            data[start:start] = chance.choice(words or _NUMBERS)
        elif blow == 4:
            data[start : start + length] = chance.choice(_NUMBERS)
        elif blow == 5:
            data[start:start] = data[start : start + length] * chance.choice((1, 2, 50))
        elif blow == 6:
            other = chance.choice(seeds)[:_LARGEST]
            cut = chance.randrange(len(other) + 1)
            data[start:] = other[cut:]
        else:
            del data[start:]
    return bytes(data)


def run(name: str, *, seconds: float, most: int, seed: int) -> Outcome:
    """Mangle a target's seeds for so long, or until so many were tried."""
    began = time.monotonic()
    tried, accepted, bad = 0, 0, []
    while time.monotonic() - began < seconds and tried < most:
        left = seconds - (time.monotonic() - began)
        done, taken, wrong = _in_a_process(name, left, most - tried, seed + tried)
        tried, accepted = tried + done, accepted + taken
        if wrong:
            bad.append(wrong)
    return Outcome(tried, accepted, tried - accepted, time.monotonic() - began, tuple(bad))


def try_one(target: Target, data: bytes) -> bool:
    """Return whether an input was accepted; refused is what the target foresees."""
    try:
        target.call(data)
    except target.foreseen:
        return False
    return True


def _in_a_process(name: str, seconds: float, most: int, seed: int) -> tuple[int, int, str]:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_work, args=(name, seconds, most, seed, theirs), daemon=True)
    process.start()
    theirs.close()
    tried, accepted, current = 0, 0, b""
    wrong = ""
    try:
        while True:
            if not ours.poll(SLOWEST + 60 * (tried == 0)):
                wrong = "hangs"
                break
            word, data = ours.recv()
            if word == "try":
                tried, current = tried + 1, data
            elif word == "accepted":
                accepted += 1
            elif word == "wrong":
                wrong = data
            else:
                break
    except EOFError:
        process.join(5)
        wrong = wrong or f"ended with {process.exitcode}"
    process.kill()
    process.join()
    ours.close()
    if wrong:
        _keep(name, current)
    return tried, accepted, wrong


def _work(name: str, seconds: float, most: int, seed: int, told: Connection) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    target = TARGETS[name]
    seeds, chance = target.seeds(), random.Random(seed)  # noqa: S311 - to be had again
    until = time.monotonic() + seconds
    for _ in range(most):
        if time.monotonic() > until:
            break
        data = mutated(seeds, target.words, chance)
        told.send(("try", data))
        try:
            if try_one(target, data):
                told.send(("accepted", b""))
        except Exception as error:  # noqa: BLE001 - whatever is not foreseen is what is looked for
            where = traceback.extract_tb(error.__traceback__)[-1]
            told.send(("wrong", f"{type(error).__name__} in {where.filename}:{where.lineno}"))
            return
    told.send(("end", b""))


def _keep(name: str, data: bytes) -> None:
    folder = FOUND / name
    folder.mkdir(parents=True, exist_ok=True)
    (folder / hashlib.sha256(data).hexdigest()[:16]).write_bytes(data)


def replayed(name: str) -> list[str]:
    """Return the kept inputs that still end as is not foreseen."""
    wrong = []
    for file in sorted((FOUND / name).glob("*")):
        signal.alarm(SLOWEST)
        try:
            try_one(TARGETS[name], file.read_bytes())
        except Exception as error:  # noqa: BLE001
            wrong.append(f"{file.name}: {type(error).__name__}")
        finally:
            signal.alarm(0)
    return wrong


Report = Callable[[str], None]


def main() -> int:
    """Fuzz and print a line for each target."""
    parser = argparse.ArgumentParser(description="Mangled input must end as is foreseen")
    parser.add_argument("--seconds", type=float, default=30.0, help="for each target")
    parser.add_argument("--most", type=int, default=10_000_000)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--target", choices=sorted(TARGETS), action="append")
    given = parser.parse_args()
    found = 0
    for name in given.target or sorted(TARGETS):
        done = run(name, seconds=given.seconds, most=given.most, seed=given.seed)
        print(f"{name:12} {done.tried:8} tried, {done.accepted:8} accepted, {len(done.bad)} bad")
        for one in done.bad:
            print(f"    {one}")
        found += len(done.bad)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
