"""The shipped dossiers (no options), or N further papers for tests and benchmarks (--count N).

Example: python -m tools.samples --out /tmp/papers --count 22 --level 2 --seed 7
"""

from __future__ import annotations

import argparse
from pathlib import Path

from tools.samples.degrade import LEVELS
from tools.samples.dossiers import DOSSIERS, write_dossiers
from tools.samples.many import KINDS, write_many

SHIPPED = Path(__file__).resolve().parents[2] / "resources" / "samples"


def main() -> None:
    """Runs the command."""
    parser = argparse.ArgumentParser(
        prog="python -m tools.samples",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--out", type=Path, help="folder to write (default: resources/samples)")
    parser.add_argument("--only", action="append", default=[], choices=tuple(DOSSIERS))
    parser.add_argument("--count", type=int, default=0, help="write N random papers instead")
    parser.add_argument("--level", choices=LEVELS, default="1", help="0 clean … 3 poor, or photo")
    parser.add_argument("--rotation", type=int, choices=(0, 90, 180, 270), default=0)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--kind", action="append", default=[], choices=KINDS)
    options = parser.parse_args()
    if options.count and options.out is None:
        parser.error("--count needs --out")
    if options.count:
        kinds = tuple(options.kind) or KINDS
        written = write_many(
            options.out,
            count=options.count,
            level=options.level,
            seed=options.seed,
            rotation=options.rotation,
            kinds=kinds,
        )
    else:
        written = write_dossiers(options.out or SHIPPED, options.only)
    for path in written:
        files = [path] if path.is_file() else [file for file in path.rglob("*") if file.is_file()]
        print(f"{path}  {sum(file.stat().st_size for file in files) / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
