"""``make audit``: advisories on what is locked, secrets in what is tracked, suppressed findings.

pip-audit is asked first (in an environment of its own under build/audit). Where it reaches no data
the stored list in ``audit.toml`` is judged by instead, and the report says so.
"""

from __future__ import annotations

import argparse
import json
import math
import re
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from packaging.version import Version

from tools.release.locked import ROOT, Locked, read_lock

RULES = Path(__file__).with_name("audit.toml")
PRODUCT = ("digitizer", "ocr", "signing", "ui")
_PATIENCE = 240
_SECRETS = {
    "private key": re.compile(
        rb"-----BEGIN (?:RSA |EC |DSA |ENCRYPTED |OPENSSH )?PRIVATE KEY-----\s+\w"
    ),
    "cloud key": re.compile(rb"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b|\bAIza[0-9A-Za-z_-]{35}\b"),
    "access token": re.compile(rb"\bgh[pousr]_[A-Za-z0-9]{36}\b|\bxox[abpr]-[A-Za-z0-9-]{20,}"),
    "password in an address": re.compile(
        rb"\b[a-z]+://[^\s:/@\"'{}<>]+:(?!\.\.\.)[^\s:/@\"'{}<>]{3,}@"
    ),
}
_NAMED = re.compile(
    rb"(?i)\b\w*(?:password|passwd|secret|token|api_?key)\w*\s*[:=]\s*[\"']([^\"'\s{}<>]{16,})[\"']"
)
_RANDOM_BITS = 3.7
"""Bits a letter from which on a named secret looks like a random one and not like words."""
_LARGEST = 2_000_000


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that is wrong."""

    kind: str
    where: str
    what: str


def rules() -> dict[str, Any]:
    """Return the stored list and what is accepted."""
    return tomllib.loads(RULES.read_text("utf-8"))


def stored_advisories(lock: dict[str, Locked]) -> Iterator[Found]:
    """Yield what the stored list says of the locked versions."""
    for one in rules()["advisory"]:
        locked = lock.get(one["package"])
        if locked is None:
            continue
        version = Version(locked.version)
        if Version(one.get("since", "0")) <= version < Version(one["fixed"]):
            yield Found(one["id"], f"{locked.name} {locked.version}", one["what"])


def service_advisories(lock: dict[str, Locked]) -> list[Found] | None:
    """Ask pip-audit; None when it reached no data for a single package."""
    folder = ROOT / "build" / "audit"
    python = folder / "venv" / "bin" / "python"
    if not python.exists():
        folder.mkdir(parents=True, exist_ok=True)
        subprocess.run([sys.executable, "-m", "venv", folder / "venv"], check=True)
        made = subprocess.run([python, "-m", "pip", "install", "-qq", "pip-audit"], check=False)
        if made.returncode:
            return None
    listed = folder / "requirements.txt"
    listed.write_text("".join(f"{one.name}=={one.version}\n" for one in lock.values()), "utf-8")
    options = ["--no-deps", "--disable-pip", "-f", "json", "--progress-spinner", "off"]
    try:
        done = subprocess.run(
            [python, "-m", "pip_audit", "-r", listed, *options],
            capture_output=True,
            text=True,
            check=False,
            timeout=_PATIENCE,
        )
        answer = json.loads(done.stdout)["dependencies"]
    except (subprocess.TimeoutExpired, json.JSONDecodeError, KeyError):
        return None
    judged = [one for one in answer if "skip_reason" not in one]
    if not judged:
        return None
    return [
        Found(bug["id"], f"{one['name']} {one['version']}", bug.get("description", "")[:200])
        for one in judged
        for bug in one["vulns"]
    ]


def secrets() -> Iterator[Found]:
    """Yield what looks like a secret in a tracked file."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    for name in filter(None, listed.stdout.decode().split("\0")):
        path = ROOT / name
        if path.is_file() and not path.is_symlink() and path.stat().st_size <= _LARGEST:
            yield from secrets_in(name, path.read_bytes())


def secrets_in(name: str, data: bytes) -> Iterator[Found]:
    """Yield what looks like a secret in a file's bytes; what it is stays unsaid."""
    for kind, pattern in _SECRETS.items():
        for match in pattern.finditer(data):
            yield Found(kind, f"{name}:{_line(data, match)}", "")
    for match in _NAMED.finditer(data):
        is_name = match[1].replace(b"_", b"").isalpha() and match[1].isupper()
        if not is_name and _bits(match[1]) >= _RANDOM_BITS:
            yield Found("named secret", f"{name}:{_line(data, match)}", "looks random")


def _line(data: bytes, match: re.Match[bytes]) -> int:
    return data.count(b"\n", 0, match.start()) + 1


def _bits(text: bytes) -> float:
    counts = Counter(text).values()
    return -sum(count / len(text) * math.log2(count / len(text)) for count in counts)


def unjustified() -> Iterator[Found]:
    """Yield suppressed findings of the S rules in the product that nobody has justified."""
    words = ["check", "--select", "S", "--ignore-noqa", "--exit-zero", "--output-format", "json"]
    done = subprocess.run(
        [sys.executable, "-m", "ruff", *words, *PRODUCT],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    found = Counter(
        (str(Path(one["filename"]).relative_to(ROOT)), one["code"])
        for one in json.loads(done.stdout)
    )
    allowed = Counter(
        {
            (file, one["rule"]): count
            for one in rules()["justified"]
            for file, count in one["files"].items()
        }
    )
    for (file, rule), count in sorted((found - allowed).items()):
        yield Found(rule, file, f"{count} more than justified in audit.toml")
    for (file, rule), count in sorted((allowed - found).items()):
        yield Found(rule, file, f"{count} justified that are no longer there")


def main() -> int:
    """Audit and return 1 when something was found."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--offline", action="store_true", help="do not ask pip-audit")
    given = parser.parse_args()
    lock = read_lock()
    asked = None if given.offline else service_advisories(lock)
    if asked is None:
        print(f"advisories: no service reached; {len(lock)} locked packages judged by the stored")
        print(f"  list of {rules()['as_of']} ({len(rules()['advisory'])} advisories)")
    else:
        print(f"advisories: pip-audit and the stored list, {len(lock)} locked packages")
    found = [*(asked or ()), *stored_advisories(lock), *secrets(), *unjustified()]
    for one in rules()["accepted"]:
        print(f"accepted: {one['subject']}: {one['reason']}")
    for one in found:
        print(f"{one.kind:22} {one.where:44} {one.what}")
    print(f"{len(found)} found")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
