"""Command line: the shipped dossiers, or any number of further papers for tests and benchmarks."""

from __future__ import annotations

import argparse
from pathlib import Path

from tools.samples.dossiers import DOSSIERS, write_dossiers

SHIPPED = Path(__file__).resolve().parents[2] / "resources" / "samples"


def main() -> None:
    """Runs the command."""
    parser = argparse.ArgumentParser(prog="python -m tools.samples", description=__doc__)
    parser.add_argument("--out", type=Path, default=SHIPPED)
    parser.add_argument("--only", action="append", default=[], choices=tuple(DOSSIERS))
    options = parser.parse_args()
    for folder in write_dossiers(options.out, options.only):
        size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
        print(f"{folder}  {size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
