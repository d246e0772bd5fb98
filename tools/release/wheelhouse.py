"""``make wheelhouse``: every locked package as a file, for machines without network.

    python -m tools.release.wheelhouse [--out dist/wheelhouse]

Carry the folder and the checkout there and say ``WHEELHOUSE=FOLDER make run``. Files are taken by
the lock's hashes here and checked by them again there. They fit this machine's kind and Python.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

from tools.release.locked import LOCK, ROOT, read_lock


def gather(folder: Path) -> None:
    """Put a file of each package into the folder, which then holds these files alone."""
    folder.mkdir(parents=True, exist_ok=True)
    words = ["--no-deps", "--require-hashes", "--only-binary", ":all:", "-r", str(LOCK)]
    pip = [sys.executable, "-m", "pip", "download", "-qq", "--dest", str(folder)]
    subprocess.run([*pip, *words], check=True)
    wanted = {(name, one.version) for name, one in read_lock().items()}
    for file in folder.glob("*.whl"):
        if _which(file) not in wanted:
            file.unlink()


def _which(file: Path) -> tuple[str, str]:
    from packaging.utils import parse_wheel_filename

    name, version, _build, _tags = parse_wheel_filename(file.name)
    return str(name), str(version)


def main() -> int:
    """Gather and say how much it is."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=ROOT / "dist" / "wheelhouse")
    folder = parser.parse_args().out
    gather(folder)
    files = list(folder.glob("*.whl"))
    size = sum(one.stat().st_size for one in files)
    print(f"{folder}  {len(files)} files, {size / 1e6:.0f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
