"""What officers may ask of the core about neighbours: set up, send, fetch, check, keep secrets."""

from __future__ import annotations

import json
import re
import tomllib
import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Protocol

from digitizer.catalogue import Catalogue
from digitizer.catalogue.loading import nearest
from digitizer.errors import DefinitionError, ReplyTooEarlyError, WrongStateError
from digitizer.exchange import population_answers
from digitizer.exchange.arriving import safe_name
from digitizer.exchange.connector import (
    Connector,
    Files,
    Health,
    Question,
    Secrets,
    Surroundings,
    overlaid,
    tables_of,
)
from digitizer.exchange.delivery import Delivered, Delivery
from digitizer.exchange.errors import (
    NeighbourError,
    NotSetUpError,
    NotTellableError,
    SecretMissingError,
)
from digitizer.exchange.keyrings import KeyringSecrets
from digitizer.exchange.known_connectors import class_of, neighbour_of, read_neighbours
from digitizer.files import Held
from digitizer.jobs import CancelToken, Report, silent
from digitizer.log import masked
from digitizer.model.dossier import WITH_CLERK, Channel, Dossier, DossierState, Owner
from digitizer.model.message import (
    DeliveryKind,
    DeliveryState,
    InboxItem,
    MessageKind,
    Neighbour,
)
from digitizer.model.officer import Officer
from digitizer.model.rights import Action, require
from digitizer.model.view import IntakeOutcome
from digitizer.model.witness import PopulationAnswer
from digitizer.settings import Settings
from digitizer.store import Store

TOLD_BY_HAND = ("registered", "refused", "supplement", "fee", "withdrawn", "stopped")
"""States that no step of the program makes; an officer tells them."""
ANSWERING = ("citizen-store", "population")
"""Connectors that answer a question at once."""
HANDING_PAPERS = ("citizen-store",)
"""Those of them that answer with papers, which become pages of the dossier."""
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_OPENED = (DeliveryKind.DOSSIER, DeliveryKind.REPLY)


class Dossiers(Protocol):
    """The journey by which a received dossier becomes one of the office's."""

    def open_dossier(
        self,
        officer: Officer,
        procedure: str,
        owner: Owner | None = ...,
        channel: Channel = ...,
        received: int | None = ...,
    ) -> Dossier:
        """Open a dossier."""
        ...

    def take_in(
        self, officer: Officer, dossier_code: str, paths: Sequence[Path | Held]
    ) -> IntakeOutcome:
        """Store the pages of files."""
        ...


@dataclass(frozen=True, slots=True)
class Reachable:
    """Neighbours by what an officer may do with them."""

    told: tuple[str, ...]
    """They want to know states."""
    requested: tuple[str, ...]
    """They carry requests to other agencies; the answer comes later."""
    asked: tuple[Neighbour, ...]
    """They answer at once."""


@dataclass(frozen=True, slots=True)
class ExchangeDesk:
    """The exchange of one opened data folder."""

    store: Store
    catalogue: Catalogue
    settings: Settings
    files: Files
    secrets: Secrets
    dossiers: Dossiers

    def set_up(self, officer: Officer, path: Path) -> tuple[Neighbour, ...]:
        """Put the neighbours of a file in force; raises DefinitionError before anything changes."""
        require(officer, Action.MANAGE_NEIGHBOURS)
        found = read_neighbours(path)
        for one in found:
            self.open(one).close()
        self.store.outbox.set_up(officer, found)
        return found

    def set_one(self, officer: Officer, name: str, table: Mapping[str, object]) -> Neighbour:
        """Put one neighbour in force, described as in a file; the others stay as they are.

        Raises DefinitionError before anything changes.
        """
        require(officer, Action.MANAGE_NEIGHBOURS)
        if not _NAME.fullmatch(name):
            raise DefinitionError(file=name, key="name", nearest="", problem="a-z, 0-9, -")
        found = neighbour_of(name, name, table)
        self.open(found).close()
        self.store.outbox.set_one(officer, found)
        return found

    def keep_secret(self, officer: Officer, neighbour: str, name: str, secret: str) -> None:
        """Keep a password in this machine's keyring; raises KeyringRefusedError."""
        require(officer, Action.MANAGE_NEIGHBOURS)
        self.store.outbox.neighbour(neighbour)
        KeyringSecrets(self.store.folder).put(neighbour, name, secret)
        # never the secret, not even its length
        self.store.journal.add(officer, "secret-kept", f"neighbour/{neighbour}", after=name)

    def secrets_kept(self, officer: Officer, neighbour: Neighbour) -> dict[str, bool]:
        """Return of each secret a neighbour may want whether this machine's keyring holds it."""
        require(officer, Action.MANAGE_NEIGHBOURS)
        found = {}
        for name in tables_of(neighbour.connector).get("secrets", ()):
            try:
                found[name] = bool(self.secrets.get(neighbour.name, name))
            except SecretMissingError:
                found[name] = False
        return found

    def open(self, neighbour: Neighbour) -> Connector:
        """Return the connector to a neighbour; raises DefinitionError."""
        shipped = tables_of(neighbour.connector)
        around = Surroundings(
            neighbour=neighbour,
            tables=overlaid(shipped, neighbour.settings),
            settings=self.settings,
            catalogue=self.catalogue,
            secrets=self.secrets,
            files=self.files,
        )
        return class_of(neighbour.connector)(around)

    @property
    def delivery(self) -> Delivery:
        """What drains the outbox."""
        return Delivery(self.store, self.open)

    def send(
        self,
        officer: Officer,
        names: Collection[str] = (),
        *,
        report: Report = silent,
        cancel: CancelToken | None = None,
    ) -> Delivered:
        """Send what waits; see ``Delivery.send``."""
        return self.delivery.send(officer, names, report=report, cancel=cancel)

    def collect(self, officer: Officer, names: Collection[str] = ()) -> Delivered:
        """Fetch what is offered, and forget old answers; see ``Delivery.collect``."""
        population_answers.forget_old(self.store, officer)
        return self.delivery.collect(officer, names)

    def check(self, officer: Officer, name: str) -> Health:
        """Ask a neighbour how it is; nothing of any dossier is told. Raises NeighbourError."""
        require(officer, Action.MANAGE_NEIGHBOURS)
        connector = self.open(self.store.outbox.neighbour(name))
        try:
            health = connector.check()
        except NeighbourError as error:
            self.store.journal.add(
                officer, "neighbour-checked", f"neighbour/{name}", after=error.code
            )
            raise
        finally:
            connector.close()
        self.store.journal.add(officer, "neighbour-checked", f"neighbour/{name}", after="well")
        return health

    def deposit(self, officer: Officer, name: str, file_name: str, data: bytes) -> None:
        """Put a file that belongs to no dossier down with a neighbour; raises NeighbourError."""
        require(officer, Action.SEND_MESSAGES)
        connector = self.open(self.store.outbox.neighbour(name))
        try:
            connector.deposit(safe_name(file_name), data)
        finally:
            connector.close()

    def open_received(self, officer: Officer, number: int) -> tuple[Dossier, IntakeOutcome]:
        """Open a dossier for one that came in, with its papers; what came stays as it came.

        It waits until all of its papers are in: after a stop of the program it is gone on with in
        the dossier that was opened for it, and no page comes twice.
        Papers of a reply that came too late for its dossier are kept beside it; the words of a
        reply alone come to a dossier wherever it stands.
        Raises WrongStateError for one that was opened before, is outdated or was refused, and
        ReplyTooEarlyError for papers to a dossier that is being verified.
        """
        require(officer, Action.OPEN_DOSSIER)
        item = self.store.inbox.get(officer, number)
        kind = item.received.kind
        if item.state is not DeliveryState.WAITING or kind not in _OPENED:
            raise WrongStateError(dossier=item.received.subject, state=item.state.value)
        dossier = self._dossier_for(officer, item)
        outcome = IntakeOutcome((), ())
        if dossier.state in WITH_CLERK:
            outcome = self._take_in(officer, dossier.code, item.received.files)
        elif kind is DeliveryKind.REPLY and item.received.files:
            if dossier.state is DossierState.VERIFYING:
                raise ReplyTooEarlyError(dossier=dossier.code)
            self.store.inbox.keep_beside(officer, number, dossier.code)
            return dossier, outcome
        # else the clerk went on without it: the papers came in another way
        self.store.inbox.taken(officer, number, dossier.code)
        return self.store.dossiers.get(dossier.code), outcome

    def files_of(self, officer: Officer, number: int) -> dict[str, bytes]:
        """Return the files of a delivery by name; the export is journaled.

        What they show is not known, so it takes the right to see sensitive data. An official
        document needs nothing more: it is done with.
        """
        require(officer, Action.VIEW_SENSITIVE)
        item = self.store.inbox.get(officer, number)
        self.store.inbox.exported(officer, number)
        found = {name: self.store.vault.get(digest) for name, digest in item.received.files.items()}
        waits = item.state is DeliveryState.WAITING
        if waits and item.received.kind is DeliveryKind.DOCUMENT:
            self.store.inbox.done(officer, number)
        return found

    def _dossier_for(self, officer: Officer, item: InboxItem) -> Dossier:
        if item.dossier_code is not None:
            return self.store.dossiers.get(item.dossier_code)
        if item.received.kind is DeliveryKind.REPLY:
            code = self.store.outbox.dossier_of(officer, item.received.subject)
            return self.store.dossiers.get(code)
        content = item.received.content
        owner = Owner(str(content.get("owner", "")), str(content.get("personal_id", "")))
        return self.dossiers.open_dossier(
            officer, str(content["procedure"]), owner, Channel.ONLINE, item.id
        )

    def ask(
        self, officer: Officer, name: str, dossier_code: str, values: Mapping[str, str]
    ) -> tuple[InboxItem, IntakeOutcome]:
        """Ask a neighbour about a dossier; what it answers stands beside the papers.

        It is journaled before the question leaves: for which dossier, by whom, about whom. Number
        and name are those of the dossier's owner unless given. Raises NeighbourError, and
        WrongStateError before it is asked for papers that the dossier may not take in any more.
        """
        require(officer, Action.ASK_DATABASES)
        dossier = self.store.dossiers.get(dossier_code)
        neighbour = self.store.outbox.neighbour(name)
        given = {one: value for one, value in values.items() if value}
        whole = {"number": dossier.owner.personal_id, "name": dossier.owner.name, **given}
        key = uuid.uuid4().hex
        if neighbour.connector in HANDING_PAPERS:
            # asked for nothing, if the dossier could not take them in
            require(officer, Action.TAKE_IN)
            if dossier.state not in WITH_CLERK:
                raise WrongStateError(dossier=dossier_code, state=dossier.state.value)
        about = {"neighbour": name, "key": key, "person": masked(whole["number"])}
        self.store.journal.add(officer, "database-asked", dossier_code, after=json.dumps(about))
        connector = self.open(neighbour)
        try:
            offer = connector.ask(
                Question(key, dossier_code, dossier.procedure, officer.login, whole)
            )
        finally:
            connector.close()
        digests = {one: self.store.vault.put(data) for one, data in offer.files.items()}
        item = self.store.inbox.add(officer, name, replace(offer.received, files=digests))
        item = self.store.inbox.done(officer, item.id, dossier_code)
        return item, self._take_in(officer, dossier_code, digests)

    def reachable(self) -> Reachable:
        """Return whom an officer may tell or ask about a dossier."""
        found = self.store.outbox.neighbours(enabled=True)
        return Reachable(
            told=tuple(one.name for one in found if MessageKind.STATE in one.kinds),
            requested=tuple(one.name for one in found if MessageKind.REQUEST in one.kinds),
            asked=tuple(one for one in found if one.connector in ANSWERING),
        )

    def ask_population(
        self, officer: Officer, dossier_code: str, number: str, name: str, birth_date: str
    ) -> PopulationAnswer | None:
        """Ask the population database about one person of a dossier; see ``ask``.

        Raises NotSetUpError where the office is connected to none.
        """
        neighbour = population_answers.neighbour_of(self.store)
        if neighbour is None:
            raise NotSetUpError(connector=population_answers.CONNECTOR)
        values = {"number": number, "name": name, "birth_date": birth_date}
        self.ask(officer, neighbour.name, dossier_code, values)
        return self.population(officer, dossier_code)

    def population(self, officer: Officer, dossier_code: str) -> PopulationAnswer | None:
        """Return what the population database said of a dossier's person, while it is valid."""
        return population_answers.answer_about(self.store, officer, dossier_code)

    def request(
        self,
        officer: Officer,
        what: str,
        name: str,
        dossier_code: str,
        values: Mapping[str, str],
    ) -> int:
        """Put a request to another agency into the outbox and return its number.

        What may be asked for, and what it needs, is data. Raises DefinitionError, NotTellableError.
        """
        require(officer, Action.ASK_DATABASES)
        rules = requests()
        if what not in rules:
            near = nearest(what, tuple(rules))
            problem = f"'{what}' is not known"
            raise DefinitionError(file="requests.toml", key=what, nearest=near, problem=problem)
        dossier = self.store.dossiers.get(dossier_code)
        given = {one: value for one, value in values.items() if value}
        whole = {"number": dossier.owner.personal_id, "name": dossier.owner.name, **given}
        for need in rules[what]["needs"]:
            if not whole.get(need):
                raise NotTellableError(neighbour=name, field=need)
        asked = {
            "LoaiYeuCau": rules[what]["code"],
            "TenYeuCau": rules[what]["title"],
            "HoVaTen": whole["name"],
            "SoDinhDanh": whole["number"],
            "NgaySinh": whole.get("birth_date", "").replace("-", ""),
            "CanBo": officer.name,
        }
        return self.store.outbox.ask(officer, name, dossier_code, {"request": asked})

    def _take_in(
        self, officer: Officer, dossier_code: str, files: Mapping[str, str]
    ) -> IntakeOutcome:
        if not files:
            # words alone come to a dossier wherever it stands
            return IntakeOutcome((), ())
        # from memory: what the vault holds sealed lies nowhere in the clear
        held = [Held(safe_name(name), self.store.vault.get(one)) for name, one in files.items()]
        return self.dossiers.take_in(officer, dossier_code, held)


@cache
def requests() -> dict[str, dict[str, Any]]:
    """Return what another agency may be asked for, by name."""
    text = files("resources").joinpath("rules", "requests.toml").read_text(encoding="utf-8")
    return {name: one for name, one in tomllib.loads(text).items() if isinstance(one, dict)}
