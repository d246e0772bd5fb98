"""A program that takes in pages and decides values until it is killed.

For each line on stdin it forks a child that opens the store in the folder given and works in a
loop; each thing done is acknowledged on stdout after it was committed, so that the test knows what
must be there afterwards. Forking from a process that has imported everything makes a kill cheap.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import sys
from pathlib import Path

from digitizer.model.rights import Action
from tests.digitizer.store.office import Office, reading


def acknowledge(**what: object) -> None:
    """Say in one write that something is done, as a screen would show it as saved."""
    os.write(1, json.dumps(what).encode() + b"\n")


def work(folder: Path, seed: int) -> None:
    """Take in and decide without end."""
    chance = random.Random(seed)  # noqa: S311
    office = Office.open(folder)
    acknowledge(opened=os.getpid())
    while True:
        data = chance.randbytes(chance.choice((100, 20_000, 300_000, 1_200_000)))
        page = office.page(data=data)
        acknowledge(page=page.id, digest=hashlib.sha256(data).hexdigest())
        office.sort(page)
        text = office.store.vault.put(f"text of {page.id}".encode())
        office.store.dossiers.page_read(page.id, text)
        document = office.store.dossiers.documents("HS-1")[-1]
        readings = [reading(f"field {number}") for number in range(3)]
        office.store.dossiers.save_readings(document.id, readings)
        for value in office.store.dossiers.values_of(document.id):
            typed = f"Giá trị {chance.random()}"
            after = office.store.dossiers.decide(
                office.clerk, value.id, value.version, action=Action.KEY, value=typed
            )
            acknowledge(value=after.id, version=after.version, text=typed)


def main() -> None:
    """Fork one worker per line until the input ends."""
    folder = Path(sys.argv[1])
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            work(folder, int(line))
        _, status = os.waitpid(child, 0)
        acknowledge(ended=os.WTERMSIG(status) if os.WIFSIGNALED(status) else -1)


if __name__ == "__main__":
    main()
