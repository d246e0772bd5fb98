"""Every benchmark, one after the other, on one page: ``make bench``, or ``QUICK=1 make bench``.

    python -m benchmarks.page [--quick] [--out dist/bench.md] [--only reading signing …]

Ratios stand beside peers of the same run: OCRmyPDF and bare Tesseract at reading, scanimage at
scanning, pyHanko's command and interface at signing, pyarrow at exporting, a bare HTTP client at
delivering. The machine is named by its cores alone. A benchmark that fails leaves its last lines on
the page and does not stop the others; the exit code then is 1.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LONGEST = 3 * 3600
_LAST_LINES = 15


@dataclass(frozen=True)
class Benchmark:
    """One benchmark: its title, its module, and its words for a long and a quick run."""

    title: str
    module: str
    words: tuple[str, ...]
    quick: tuple[str, ...]

    @property
    def name(self) -> str:
        """Return the name by which it is chosen."""
        return "-".join((self.module, *(one for one in self.words[:1] if one.isalpha())))


ALL = (
    Benchmark("Reading, beside OCRmyPDF and bare Tesseract", "reading", (), ("--quick",)),
    Benchmark(
        "Extraction on held-out papers",
        "extraction",
        ("--seeds", "960", "961"),
        (
            "--seeds",
            "960",
            "--levels",
            "1",
            "--papers",
            "1",
            "--kinds",
            "marital_status_declaration",
        ),
    ),
    Benchmark("Extraction again from stored words", "reextraction", (), ("--pages", "200")),
    Benchmark("Intake, beside scanimage", "intake", ("speed",), ("speed",)),
    Benchmark("Reading behind the feed", "intake", ("behind",), ("behind",)),
    Benchmark(
        "Importers against mutated files",
        "intake",
        ("fuzz", "--files", "5000"),
        ("fuzz", "--files", "100"),
    ),
    Benchmark(
        "Signing, beside pyHanko's command and interface",
        "signing",
        (),
        ("--documents", "20", "--peers", "3"),
    ),
    Benchmark(
        "The store when it is full", "store", ("--dossiers", "200000"), ("--dossiers", "2000")
    ),
    Benchmark(
        "The warehouse as open tables, beside pyarrow",
        "warehouse",
        ("--facts", "1000000"),
        ("--facts", "20000"),
    ),
    Benchmark(
        "Delivery to neighbours, beside a bare HTTP client",
        "outbox",
        ("--messages", "100000"),
        ("--messages", "1000", "--floor", "500"),
    ),
    Benchmark("Deliveries that are doubled and altered", "inbox", (), ("--dossiers", "30")),
    Benchmark(
        "The window",
        "window",
        ("--dossiers", "1000000", "--papers", "1000"),
        ("--dossiers", "2000", "--papers", "5"),
    ),
    Benchmark("Kills", "killing", ("--kills", "200"), ("--kills", "5")),
)


def main(words: list[str] | None = None) -> int:
    """Run them and write the page; return 1 when one failed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.page")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--out", type=Path, default=ROOT / "dist" / "bench.md")
    parser.add_argument("--only", nargs="+", choices=[one.name for one in ALL])
    arguments = parser.parse_args(words)
    chosen = [one for one in ALL if not arguments.only or one.name in arguments.only]
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    kind = "quick" if arguments.quick else "whole"
    parts = [
        "# Benchmarks\n",
        f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores, {kind} run, commit {_commit()}.\n",
    ]
    failed = 0
    for one in chosen:
        print(f"{one.name} …", flush=True)
        part, well = _part(one, quick=arguments.quick)
        failed += not well
        parts.append(part)
        # what is measured is there also when a later one is cut off
        arguments.out.write_text("\n".join(parts), encoding="utf-8")
    print(arguments.out)
    return 1 if failed else 0


def _part(one: Benchmark, *, quick: bool) -> tuple[str, bool]:
    command = ["-m", f"benchmarks.{one.module}", *(one.quick if quick else one.words)]
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, *command],
        check=False,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=LONGEST,
        env={"QT_QPA_PLATFORM": "offscreen", **os.environ},
    )
    took = time.monotonic() - began
    said = done.stdout.strip()
    well = done.returncode == 0
    if not well:
        last = "\n".join((done.stderr or done.stdout).strip().splitlines()[-_LAST_LINES:])
        said += f"\n\n**Failed ({done.returncode}):**\n\n```\n{last}\n```"
    elif "|" not in said:
        said = f"```\n{said}\n```"
    words = " ".join(command)
    return f"## {one.title}\n\n`python {words}`, {took:.0f} s\n\n{said}\n", well


def _commit() -> str:
    done = subprocess.run(
        ["git", "-C", ROOT, "rev-parse", "--short", "HEAD"],
        check=False,
        capture_output=True,
        text=True,
    )
    return done.stdout.strip() or "unknown"


if __name__ == "__main__":
    sys.exit(main())
