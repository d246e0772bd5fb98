"""The server the tests start never outlives them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

KEEPER = """
import signal, sys, time
from tests.postgres import running
# a run started in the background ignores it, and so would what it starts
signal.signal(signal.SIGINT, signal.default_int_handler)
with running() as server:
    pid = (server.folder / "data" / "postmaster.pid").read_text().split()[0]
    print(server.folder, pid, flush=True)
    time.sleep(600)
"""


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_a_killed_test_run_leaves_no_server_behind(how: int) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", KEEPER],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        cwd=Path(__file__).parents[1],
        start_new_session=True,
    ) as keeper:
        assert keeper.stdout is not None
        folder, server = keeper.stdout.readline().split()
        os.kill(int(server), 0)
        os.killpg(keeper.pid, how)
        keeper.wait(timeout=60)
    until = time.monotonic() + 30
    while Path(folder).exists() and time.monotonic() < until:
        time.sleep(0.05)
    assert not Path(folder).exists()
    with pytest.raises(ProcessLookupError):
        os.kill(int(server), 0)
