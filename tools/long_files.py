"""Files over 400 lines, each with its reason: ``python -m tools.long_files``.

A file of code stays short enough to be read at once. One that has grown beyond that is divided,
or it stands in ``long_files.toml`` beside this file with a sentence why it is better whole. A file
that is short again, or gone, leaves the list.
"""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
REASONS = Path(__file__).with_name("long_files.toml")
LIMIT = 400
"""Lines that a file of code has at most."""
ROOM = 50
"""Lines that a listed file may grow by before its reason is to be thought over."""


def long_files() -> dict[str, int]:
    """Return the lines of each tracked Python file that is over the limit."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "*.py"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    counted = {
        name: (ROOT / name).read_text(encoding="utf-8").count("\n")
        for name in listed.split("\0")
        if name and (ROOT / name).is_file()
    }
    return {name: lines for name, lines in sorted(counted.items()) if lines > LIMIT}


def findings(found: dict[str, int], reasons: dict[str, dict[str, object]]) -> list[str]:
    """Return what is wrong: long without a reason, grown beyond it, or listed for nothing."""
    wrong = []
    for name, lines in found.items():
        reason = reasons.get(name)
        if reason is None or not str(reason.get("why", "")).strip():
            wrong.append(f"{name}: {lines} lines and no reason. Divide it, or say why it is whole.")
        elif lines > int(str(reason["lines"])) + ROOM:
            wrong.append(f"{name}: {lines} lines, {reason['lines']} when its reason was written.")
    wrong += [
        f"{name}: {LIMIT} lines or fewer, or gone: take it off the list."
        for name in reasons
        if name not in found
    ]
    return wrong


def read_reasons() -> dict[str, dict[str, object]]:
    """Return the reasons by file."""
    return tomllib.loads(REASONS.read_text(encoding="utf-8"))


def main() -> int:
    """List the long files with their reasons, and return the exit code."""
    found, reasons = long_files(), read_reasons()
    for name, lines in found.items():
        print(f"{lines:5}  {name}: {reasons.get(name, {}).get('why', 'NO REASON')}")
    wrong = findings(found, reasons)
    for one in wrong:
        print(one, file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
