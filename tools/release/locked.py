"""Which of the locked packages are distributed, read from the lock and the installed metadata."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import Distribution, distribution
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent.parent
LOCK = ROOT / "requirements.lock"
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class Locked:
    """One package of the lock: its version and the hashes of the files that may be installed."""

    name: str
    version: str
    hashes: tuple[str, ...]

    @property
    def entry(self) -> str:
        """The package as a lock says it."""
        return " \\\n    ".join(
            (f"{self.name}=={self.version}", *(f"--hash=sha256:{one}" for one in self.hashes))
        )


def normal(name: str) -> str:
    """Return a package's name as PEP 503 compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def read_lock(text: str | None = None) -> dict[str, Locked]:
    """Return the packages of the lock that belong on this machine, by name.

    Raises ValueError for a package without hashes.
    """
    found: dict[str, Locked] = {}
    for head, hashes in _entries(LOCK.read_text("utf-8") if text is None else text):
        requirement = Requirement(head)
        if requirement.marker is not None and not requirement.marker.evaluate():
            continue
        if not hashes:
            raise ValueError(f"{requirement.name} has no hash in the lock")
        (version,) = (one.version for one in requirement.specifier)
        name = normal(requirement.name)
        found[name] = Locked(name, version, hashes)
    return found


def _entries(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    head, hashes = "", []
    for line in text.splitlines():
        words = line.strip().removesuffix("\\").strip()
        if found := _HASH.match(words):
            hashes.append(found[1])
        elif words and not words.startswith(("#", "-")):
            if head:
                yield head, tuple(hashes)
            head, hashes = words, []
    if head:
        yield head, tuple(hashes)


def project() -> dict[str, Any]:
    """Return the ``[project]`` table of this program."""
    return dict(tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"])


def distributed() -> dict[str, Distribution]:
    """Return the installed packages this program depends on, directly or not, by name."""
    return closure([Requirement(one) for one in project()["dependencies"]])


def closure(wanted: Sequence[Requirement]) -> dict[str, Distribution]:
    """Return the installed packages that these requirements bring on this machine, by name."""
    seen: set[tuple[str, str]] = set()
    found: dict[str, Distribution] = {}
    waiting = [(one, "") for one in wanted]
    while waiting:
        requirement, extra = waiting.pop()
        if requirement.marker is not None and not requirement.marker.evaluate({"extra": extra}):
            continue
        name = normal(requirement.name)
        installed = found.setdefault(name, distribution(requirement.name))
        for own in ("", *requirement.extras):
            if (name, own) not in seen:
                seen.add((name, own))
                waiting += [(Requirement(one), own) for one in installed.requires or ()]
    return dict(sorted(found.items()))


def distributed_lock() -> str:
    """Return the part of the lock that is distributed."""
    lock = read_lock()
    return "".join(f"{lock[name].entry}\n" for name in distributed())


if __name__ == "__main__":
    print(distributed_lock(), end="")
