"""Who judges the finished files of a batch: this process, or for many files others beside it.

A verdict costs more than a signature, and Python runs one thread at a time: judged here, every
file would make the token wait. In a process of its own it costs the token nothing. The process is
made ready while the first file is being signed, and has the next file before what it said of the
last one is kept.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass

from signing.model import Verdict

MANY = 10
"""Files from which on a process of its own is worth its start."""
_MOST = 3
"""Processes that judge at once: three keep up with a token that takes 20 ms."""

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
    """Judges files in this process or in those beside it."""

    here: Judge
    check: Check
    _pool: ProcessPoolExecutor | None = None

    @classmethod
    def of(cls, here: Judge, check: Check, count: int) -> Judges:
        """Return what judges so many files; for many, processes are started and made ready."""
        if count < MANY:
            return cls(here, check)
        # one core is the token's and the writer's; what is left over may judge
        workers = max(1, min(_MOST, (os.cpu_count() or 1) - 1))
        pool = ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"))
        judges = cls(here, check, pool)
        try:
            for _ in range(workers):
                pool.submit(_make_ready)
        except OSError:
            judges.close()
        return judges

    def begin(self, pdf: bytes, expected: Sequence[str]) -> Future[Verdict] | None:
        """Hand a file to a process beside this one; None where there is none."""
        if self._pool is None:
            return None
        try:
            return self._pool.submit(self.check, pdf, tuple(expected))
        except (BrokenProcessPool, OSError):
            self.close()
            return None

    def end(self, begun: Future[Verdict] | None, pdf: bytes, expected: Sequence[str]) -> Verdict:
        """Return the verdict on a file in which these fields must have signed."""
        if begun is None:
            return self.here(pdf, expected)
        try:
            return begun.result()
        except (BrokenProcessPool, OSError):
            # it was killed, or there is no memory for a second one: slower, but the same verdict
            self.close()
            return self.here(pdf, expected)

    def close(self) -> None:
        """End the processes."""
        if self._pool is not None:
            self._pool.shutdown()
            self._pool = None


def _make_ready() -> None:
    """Load what judging needs, before the first file is there."""
    import signing.verify  # noqa: F401 - loading it is the point
