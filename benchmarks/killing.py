"""Kill a working program at random moments, hundreds of times, and count what was lost or doubled.

    .venv/bin/python -m benchmarks.killing --kills 60 --longest 0.4
    .venv/bin/python -m benchmarks.killing --kills 60 --database postgresql
    .venv/bin/python -m benchmarks.killing --kills 60 --engines real --longest 2

A program takes dossiers from import through reading, keying, verifying and signing; kill -9 ends it
after a random time, and the next start finishes what it left. After every kill the store is opened
and everything that was acknowledged must be there bit for bit; at the end every dossier has gone
the whole way exactly once. The first thing that does not hold ends the run with an error. With
``real`` engines Tesseract reads drawn pages and a SoftHSM token signs. On PostgreSQL the server
itself is killed too (immediate stop), every tenth time.
"""

from __future__ import annotations

import argparse
import dataclasses
import functools
import json
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.digitizer.store.killed_writer import Place
from tests.digitizer.store.killing import kill_at_random
from tests.digitizer.store.office import found_office, found_on
from tests.digitizer.store.real_engines import plugged_token
from tests.postgres import Server, running


def _nothing(_number: int) -> None:
    """Leave everything as it is."""


def _kill_server(server: Server, number: int) -> None:
    """Kill the server too, every tenth time."""
    if number % 10 == 9:
        server.stop("immediate")
        server.start()


def main() -> None:
    """Kill so often and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--kills", type=int, default=60)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--engines", choices=("stand-in", "real"), default="stand-in")
    parser.add_argument("--longest", type=float, default=0.4, help="seconds until a kill, at most")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    arguments = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="digitizer-kill-"))
    try:
        with ExitStack() as stack:
            token = None
            if arguments.engines == "real":
                token = stack.enter_context(plugged_token(folder))
            between: Callable[[int], None] = _nothing
            if arguments.database == "postgresql":
                server = stack.enter_context(running())
                found_on(server, folder)
                words = {**dataclasses.asdict(server), "folder": str(server.folder)}
                place = Place(str(folder), words, token)
                between = functools.partial(_kill_server, server)
            else:
                found_office(folder / "store")
                place = Place(str(folder / "store"), None, token)
            figures = kill_at_random(
                place,
                arguments.kills,
                longest=arguments.longest,
                seed=arguments.seed,
                between=between,
            )
    finally:
        shutil.rmtree(folder)
    told = {"database": arguments.database, "engines": arguments.engines, "seed": arguments.seed}
    print(json.dumps({**told, **dataclasses.asdict(figures)}))


if __name__ == "__main__":
    main()
