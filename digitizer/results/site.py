"""What the administrator allows signing: modules, services and the level of each queue.

It stands in ``<data folder>/signing.toml``; without it nothing but built-in modules may be loaded,
no service is asked, and signatures are B-B::

    modules = ["/opt/maker/libpkcs11.so"]
    timestamps = ["http://tsa.ca.gov.vn/"]
    timeout_seconds = 180
    tries = 3
    at_once = 4
    hosts = ["ocsp.ca.gov.vn:80", "crl.ca.gov.vn:80"]

    [queues.person]
    level = "t"
    pss = false
    revocation = true
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from digitizer.errors import DefinitionError
from signing.model import Level

if TYPE_CHECKING:
    from signing.run import Policy

SITE_FILE = "signing.toml"
LARGEST_FILE = 100_000
QUEUES = ("person", "agency")


@dataclass(frozen=True, slots=True)
class QueueRule:
    """What one of the two queues asks of a signature."""

    level: Level = Level.B_B
    pss: bool = False
    revocation: bool = False
    """Whether the signer's certificate is asked about before the token signs, at every level."""


@dataclass(frozen=True, slots=True)
class SigningSite:
    """What this office's signing may use."""

    modules: tuple[str, ...] = ()
    timestamps: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    timeout_seconds: float = 10.0
    tries: int = 3
    at_once: int = 8
    queues: dict[str, QueueRule] = field(default_factory=dict)

    def rule(self, queue: str) -> QueueRule:
        """Return what a queue asks."""
        return self.queues.get(queue, QueueRule())

    def policy(
        self,
        rule: QueueRule,
        roots: Iterable[bytes],
        *,
        more_hosts: Collection[str] = (),
    ) -> Policy:
        """Return how the signing engine is to sign for a queue.

        Raises SigningError for an address that is none or a root that cannot be read.
        """
        from signing.revocation import Revocation, read_roots
        from signing.run import Policy
        from signing.services import Services, host_of
        from signing.timestamps import TimestampService

        hosts = {*self.hosts, *more_hosts, *(host_of(url) for url in self.timestamps)}
        services = Services(frozenset(hosts), timeout=self.timeout_seconds)
        stamps = TimestampService(services, self.timestamps, tries=self.tries)
        anchors = read_roots(roots)
        asked = (rule.revocation or rule.level.long_term) and anchors
        return Policy(
            rule.level,
            stamps,
            at_once=self.at_once,
            revocation=Revocation(services, anchors) if asked else None,
        )


def read_site(folder: Path) -> SigningSite:
    """Return what stands in the data folder's ``signing.toml``.

    Raises DefinitionError naming the key that is unknown or of the wrong kind.
    """
    path = folder / SITE_FILE
    try:
        if not path.exists():
            return SigningSite()
        with path.open("rb") as stream:
            data = tomllib.loads(stream.read(LARGEST_FILE).decode())
    except (OSError, ValueError) as error:
        raise _wrong("", str(error)) from error
    kinds: dict[str, Any] = {
        "modules": _texts,
        "timestamps": _texts,
        "hosts": _texts,
        "timeout_seconds": _number(1, 600),
        "tries": _number(1, 10),
        "at_once": _number(1, 16),
        "queues": _queues,
    }
    for key in data:
        if key not in kinds:
            raise _wrong(key, "unknown key")
    return SigningSite(**{key: kinds[key](key, value) for key, value in data.items()})


def _texts(key: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise _wrong(key, "must be a list of texts")
    return tuple(value)


def _number(least: int, most: int) -> Any:
    def check(key: str, value: object) -> float | int:
        if type(value) is not int or not least <= value <= most:
            raise _wrong(key, f"must be a whole number from {least} to {most}")
        return value

    return check


def _queues(key: str, value: object) -> dict[str, QueueRule]:
    if not isinstance(value, dict):
        raise _wrong(key, "must be a table")
    rules = {}
    for name, table in value.items():
        place = f"{key}.{name}"
        if name not in QUEUES or not isinstance(table, dict):
            raise _wrong(place, "unknown queue")
        unknown = [one for one in table if one not in {"level", "pss", "revocation"}]
        if unknown:
            raise _wrong(f"{place}.{unknown[0]}", "unknown key")
        level = table.get("level", "b")
        flags = [table.get(one, False) for one in ("pss", "revocation")]
        if level not in list(Level) or any(type(one) is not bool for one in flags):
            raise _wrong(place, "level is b, t, lt or lta; pss and revocation are true or false")
        rules[name] = QueueRule(Level(level), *flags)
    return rules


def _wrong(key: str, problem: str) -> DefinitionError:
    return DefinitionError(file=SITE_FILE, key=key, nearest="", problem=problem)
