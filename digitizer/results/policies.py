"""How strong each queue's signatures must be and whose they may be: data, not code."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from digitizer.errors import DefinitionError
from digitizer.model.result import SignerRole

if TYPE_CHECKING:
    from signing.run import Policy

SHIPPED = "signing_policy.toml"
OWN = "signing.toml"
"""The administrator's file inside the data folder."""
LEVELS = ("b", "t", "lt", "lta")
CLERK_SIGNS = ("never", "before-extraction")
_LARGEST = 100_000


@dataclass(frozen=True, slots=True)
class QueuePolicy:
    """What one queue asks of its signatures."""

    level: str = "b"
    timestamp_urls: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    """Further names that a certificate of this queue may carry."""
    numbers: tuple[str, ...] = ()
    required: bool = True
    other_officer: bool = False
    hosts: tuple[str, ...] = ()
    """``host:port`` of OCSP and CRL services that may be asked."""
    revocation: bool = False
    """Whether the signer's certificate is asked about before the token signs, at every level."""
    pss: bool = False
    """RSASSA-PSS instead of PKCS#1 v1.5."""
    picture: bool = True
    """Whether results show the kept picture of signature or seal; else lines of text alone."""
    timeout_seconds: int = 10
    tries: int = 3
    at_once: int = 8
    """Timestamps asked for at the same time."""

    def engine(self, roots: Iterable[bytes] = (), more_hosts: Iterable[str] = ()) -> Policy:
        """Return the policy as the signing engine takes it.

        ``roots`` are the trusted certificates; from B-LT on there must be one. Raises SigningError
        for an address that is none or a root that cannot be read.
        """
        from signing.model import Level
        from signing.revocation import Revocation, read_roots
        from signing.run import Policy
        from signing.services import Services, host_of
        from signing.timestamps import TimestampService

        hosts = {*self.hosts, *more_hosts, *(host_of(url) for url in self.timestamp_urls)}
        services = Services(frozenset(hosts), timeout=self.timeout_seconds)
        level = Level(self.level)
        anchors = read_roots(roots)
        asked = self.revocation or level.long_term
        return Policy(
            level=level,
            timestamps=TimestampService(services, self.timestamp_urls, tries=self.tries),
            at_once=self.at_once,
            revocation=Revocation(services, anchors) if asked else None,
        )


@dataclass(frozen=True, slots=True)
class SigningPolicies:
    """The policies in force on this desk."""

    person: QueuePolicy = field(default_factory=QueuePolicy)
    agency: QueuePolicy = field(default_factory=QueuePolicy)
    modules: tuple[str, ...] = ()
    """Further PKCS#11 modules that may be loaded."""
    clerk_signs: str = CLERK_SIGNS[0]
    """Whether the clerk signs digitized paper: ``never`` or ``before-extraction``."""
    clerk_procedures: tuple[str, ...] = ()
    """Codes of the procedures for which the clerk signs; none named: for all."""
    clerk_slot: str = "clerk-copy"
    agency_slot: str = "agency-archive"
    """Where signatures on copies go, by the regime the office follows."""
    copy_form: str = "SAO Y"

    def of(self, role: SignerRole) -> QueuePolicy:
        """Return the policy of one queue."""
        return self.person if role is SignerRole.PERSON else self.agency


def load_policies(folder: Path | None = None) -> SigningPolicies:
    """Return the shipped policies, with what the data folder's own file says instead.

    Raises DefinitionError with file, key and the nearest known word.
    """
    text = resources.files("resources").joinpath("rules", SHIPPED).read_text(encoding="utf-8")
    shipped = tomllib.loads(text)
    if folder is None or not (folder / OWN).exists():
        return _policies(shipped)
    own = _read(folder / OWN)
    _demand_known(own, shipped, "")
    return _policies(
        {
            key: {**value, **own.get(key, {})} if isinstance(value, dict) else own.get(key, value)
            for key, value in shipped.items()
        }
    )


def _read(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            data = file.read(_LARGEST + 1)
        if len(data) > _LARGEST:
            # what was cut off may still be a whole table: other rules than those that were written
            raise DefinitionError(file=path.name, key="", nearest="", problem="too large")
        return tomllib.loads(data.decode("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise DefinitionError(file=path.name, key="", nearest="", problem=str(error)) from error


def _demand_known(own: Mapping[str, Any], shipped: Mapping[str, Any], place: str) -> None:
    for key, value in own.items():
        if key not in shipped:
            near = next(iter(get_close_matches(key, list(shipped), 1, 0.0)), "")
            raise DefinitionError(file=OWN, key=place + key, nearest=near, problem="unknown key")
        if isinstance(shipped[key], dict) and isinstance(value, dict):
            _demand_known(value, shipped[key], f"{place}{key}.")
        elif type(value) is not type(shipped[key]):
            kind = type(shipped[key]).__name__
            raise DefinitionError(file=OWN, key=place + key, nearest=kind, problem="wrong value")


def _policies(table: Mapping[str, Any]) -> SigningPolicies:
    clerk = table["copies"]["clerk"]
    if clerk not in CLERK_SIGNS:
        near = next(iter(get_close_matches(clerk, CLERK_SIGNS, 1, 0.0)), "")
        raise DefinitionError(file=OWN, key="copies.clerk", nearest=near, problem="wrong value")
    return SigningPolicies(
        person=_queue(table["person"], "person"),
        agency=_queue(table["agency"], "agency"),
        modules=_texts(table["modules"], "modules"),
        clerk_signs=clerk,
        clerk_procedures=_texts(table["copies"]["procedures"], "copies.procedures"),
        clerk_slot=_slot(table["copies"], "clerk_slot"),
        agency_slot=_slot(table["copies"], "agency_slot"),
        copy_form=table["copies"]["form"],
    )


def _slot(table: Mapping[str, Any], key: str) -> str:
    from signing.slots import slots

    # a place on a result is the result's own, not one of a copy
    known = [one.name for one in slots().values() if one.anchor != "field"]
    given = str(table[key])
    if given not in known:
        near = next(iter(get_close_matches(given, known, 1, 0.0)), "")
        raise DefinitionError(file=OWN, key=f"copies.{key}", nearest=near, problem="wrong value")
    return given


def _queue(table: Mapping[str, Any], name: str) -> QueuePolicy:
    if table["level"] not in LEVELS:
        near = next(iter(get_close_matches(table["level"], LEVELS, 1, 0.0)), "")
        raise DefinitionError(file=OWN, key=f"{name}.level", nearest=near, problem="wrong value")
    urls = _texts(table["timestamp_urls"], f"{name}.timestamp_urls")
    if table["level"] != "b" and not urls:
        problem = "this level needs the address of a timestamp service"
        raise DefinitionError(file=OWN, key=f"{name}.timestamp_urls", nearest="", problem=problem)
    return QueuePolicy(
        level=table["level"],
        timestamp_urls=urls,
        names=_texts(table["names"], f"{name}.names"),
        numbers=_texts(table["numbers"], f"{name}.numbers"),
        required=table.get("required", True),
        other_officer=table.get("other_officer", False),
        hosts=_texts(table["hosts"], f"{name}.hosts"),
        revocation=table["revocation"],
        pss=table["pss"],
        picture=table["picture"],
        timeout_seconds=_number(table["timeout_seconds"], f"{name}.timeout_seconds", 600),
        tries=_number(table["tries"], f"{name}.tries", 10),
        at_once=_number(table["at_once"], f"{name}.at_once", 16),
    )


def _number(given: int, key: str, most: int) -> int:
    if not 1 <= given <= most:
        raise DefinitionError(file=OWN, key=key, nearest=f"1–{most}", problem="wrong value")
    return given


def _texts(given: list[Any], key: str) -> tuple[str, ...]:
    if not all(isinstance(one, str) for one in given):
        raise DefinitionError(file=OWN, key=key, nearest="[]", problem="wrong value")
    return tuple(given)
