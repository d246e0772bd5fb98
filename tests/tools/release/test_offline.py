"""Set-up without network, from files alone."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tools.release import wheelhouse
from tools.release.locked import ROOT


@pytest.mark.clean_root
@pytest.mark.timeout(1800)
@pytest.mark.skipif(os.geteuid() != 0, reason="switching the network off needs root")
def test_a_checkout_is_set_up_and_works_from_a_wheelhouse_with_the_network_off(
    tmp_path: Path,
) -> None:
    wheels = ROOT / "dist" / "wheelhouse"
    wheelhouse.gather(wheels)
    copy = tmp_path / "copy"
    subprocess.run(["git", "clone", "-q", ROOT, copy], check=True)
    home = tmp_path / "home"
    home.mkdir()
    clean = {"PATH": os.environ["PATH"], "HOME": str(home), "WHEELHOUSE": str(wheels)}
    off = ["unshare", "--net", "--"]
    subprocess.run([*off, "tools/setup.sh"], cwd=copy, env=clean, check=True)
    command = [*off, ".venv/bin/digitizer", "demo", "--out", "out/demo"]
    done = subprocess.run(command, cwd=copy, env=clean, capture_output=True, text=True, check=True)
    assert done.stdout.count(" issued ") == 4


def test_set_up_says_what_to_do_when_the_wheelhouse_is_not_there() -> None:
    done = subprocess.run(
        [ROOT / "tools" / "setup.sh"],
        env={**os.environ, "WHEELHOUSE": "/nowhere"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "make wheelhouse" in done.stderr
