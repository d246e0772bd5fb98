"""Which recogniser reads: another package's if one is installed, else the faster of our own."""

from __future__ import annotations

import functools
from importlib.metadata import entry_points

from ocr.engines.base import Engine

GROUP = "digitizer.engines"
"""Entry points under this name are called without arguments and return an ``Engine``."""


@functools.cache
def chosen() -> Engine:
    """Return the recogniser of this process; whoever installs another one wants it used."""
    for point in sorted(entry_points(group=GROUP), key=lambda point: point.name):
        engine: Engine = point.load()()
        return engine
    from ocr.engines import inprocess

    if inprocess.available():
        return inprocess.InProcess()
    from ocr.engines import program

    return program.Program()
