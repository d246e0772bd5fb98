"""Who judges the finished files of a batch: this process, or for many files one beside it.

A verdict costs more than a signature, and Python runs one thread at a time: judged here, every
file would make the token wait. In a process of its own it costs the token nothing.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass

from signing.model import Verdict

MANY = 10
"""Files from which on a process of its own is worth its start."""

Judge = Callable[[bytes, Sequence[str]], Verdict]


@dataclass(frozen=True, slots=True)
class Check:
    """What a verdict rests on besides the file; it can be handed to another process."""

    roots: tuple[bytes, ...]
    accept_test: bool

    def __call__(self, pdf: bytes, expected: Sequence[str]) -> Verdict:
        """Return the verdict on a file in which these fields must have signed."""
        from signing.verify import check

        return check(
            pdf, trust=self.roots, accept_test=self.accept_test, expected_fields=tuple(expected)
        )


@dataclass(slots=True)
class Judges:
    """Judges files, one after the other, in this process or in the one beside it."""

    here: Judge
    check: Check
    _pool: ProcessPoolExecutor | None = None

    @classmethod
    def of(cls, here: Judge, check: Check, count: int) -> Judges:
        """Return what judges so many files; a process is started for many."""
        if count < MANY:
            return cls(here, check)
        context = multiprocessing.get_context("spawn")
        return cls(here, check, ProcessPoolExecutor(1, mp_context=context))

    def judge(self, pdf: bytes, expected: Sequence[str]) -> Verdict:
        """Return the verdict on a file in which these fields must have signed."""
        if self._pool is None:
            return self.here(pdf, expected)
        try:
            return self._pool.submit(self.check, pdf, tuple(expected)).result()
        except (BrokenProcessPool, OSError):
            # it was killed, or there is no memory for a second one: slower, but the same verdict
            self.close()
            self._pool = None
            return self.here(pdf, expected)

    def close(self) -> None:
        """End the process."""
        if self._pool is not None:
            self._pool.shutdown()
