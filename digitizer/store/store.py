"""The store of one data folder: database, vault, key and lock opened together."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any, Self, TypeVar

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from digitizer.errors import NotFoundError
from digitizer.jobs import UnderWay
from digitizer.store import scan_spool, schema, spool, sqlite
from digitizer.store.alike import EarlierPages
from digitizer.store.claims import Claims
from digitizer.store.copies import Copies
from digitizer.store.corrections import Corrections
from digitizer.store.counting import Counting
from digitizer.store.database import Clock, Database, now
from digitizer.store.deferrals import Deferrals
from digitizer.store.dossiers import Dossiers
from digitizer.store.fact_places import FactPlaces
from digitizer.store.files import disk_errors, make_folder
from digitizer.store.forms import Forms
from digitizer.store.inbox import Inbox
from digitizer.store.journal import Journal
from digitizer.store.keys import Identity, derive, open_key
from digitizer.store.leaving import Leaving
from digitizer.store.lock import FolderLock
from digitizer.store.measures import Measures
from digitizer.store.objections import Objections
from digitizer.store.officers import Officers
from digitizer.store.outbox import Outbox
from digitizer.store.page_edits import PageEdits
from digitizer.store.people import People
from digitizer.store.records import Records
from digitizer.store.reports import Reports
from digitizer.store.results import Results
from digitizer.store.reviews import Reviews
from digitizer.store.rotation import finish_change
from digitizer.store.scans import Scans
from digitizer.store.searching import Searching
from digitizer.store.vault import Vault

Part = TypeVar("Part", bound=Records)
ORPHANS_KEPT = timedelta(days=1)
RootKey = Callable[[str | None], tuple[Identity, bytes]]
"""Gives the store's identity and data key to whoever may have them; with a passphrase, if any."""
Listen = Callable[[Callable[[str], None], Callable[[], None]], Callable[[], None]]


def _nothing() -> None:
    """Stop listening to nobody."""


class Store:
    """Everything the office keeps, in one folder, for one program at a time."""

    def __init__(
        self,
        folder: Path,
        lock: FolderLock | None,
        database: Database,
        vault: Vault,
        officers: Officers | None = None,
        listen: Listen | None = None,
        connection: Mapping[str, Any] | None = None,
        root_key: RootKey | None = None,
    ) -> None:
        self.folder = folder
        self._root_key = root_key
        self._lock = lock
        self._database = database
        self.vault = vault
        self.under_way = UnderWay()
        """What this program is doing now with the records."""
        self.officers = officers or Officers(database, vault)
        self.claims = Claims(database, vault)
        self.deferrals = Deferrals(database, vault)
        self.objections = Objections(database, vault)
        self.reviews = Reviews(database, vault)
        self.measures = Measures(database, vault)
        self._listen = listen
        self._connection = dict(connection or {})
        self.dossiers = Dossiers(database, vault)
        self.people = People(database, vault)
        self.fact_places = FactPlaces(database, vault)
        self.corrections = Corrections(database, vault)
        self.results = Results(database, vault)
        self.forms = Forms(database, vault)
        self.copies = Copies(database, vault)
        self.searching = Searching(database, vault)
        self.leaving = Leaving(database, vault)
        self.earlier = EarlierPages(database, vault)
        self.scans = Scans(database, vault)
        self.edits = PageEdits(database, vault)
        self.outbox = Outbox(database, vault)
        self.inbox = Inbox(database, vault)
        self.counting = Counting(database, vault)
        self.reports = Reports(database, vault)
        self.journal = Journal(database, vault)

    @classmethod
    def open(
        cls,
        folder: Path,
        *,
        station: str = "",
        key: bytes | None = None,
        passphrase: str | None = None,
        shared: bool = False,
        clock: Clock = now,
    ) -> Self:
        """Open the store in a folder, made when it is missing and brought up to date when due.

        ``shared`` opens one that another program may hold at the same time: for looking, backing
        up and single actions; nothing is collected and no schema changed then.
        """
        if shared and Identity.read(folder) is None:
            raise NotFoundError(name=str(folder))
        make_folder(folder)
        lock = None
        if not shared:
            with disk_errors(folder):
                lock = FolderLock(folder)
        try:
            found = open_key(folder, key, passphrase)
            if not shared:
                finish_change(folder)
            identity = Identity.read(folder)
            former = None if identity is None else identity.former(found)
            vault = Vault(
                folder / "vault",
                derive(found, b"vault 1"),
                None if former is None else derive(former, b"vault 1"),
            )
            database = Database(
                sqlite,
                sqlite.make_engine(folder / "store.db", derive(found, b"database 1")),
                station=station,
                clock=clock,
                upgrading=not shared,
            )
        except BaseException:
            if lock is not None:
                lock.release()
            raise
        store = cls(folder, lock, database, vault)
        try:
            if not shared:
                store._collect_when_due()
        except BaseException:
            store.close()
            raise
        return store

    def close(self) -> None:
        """Let go of the folder."""
        self._database.close()
        if self._lock is not None:
            self._lock.release()

    def part(self, kind: type[Part]) -> Part:
        """Return a part of the store that is seldom needed, such as what erases."""
        return kind(self._database, self.vault)

    @property
    def shared_connection(self) -> dict[str, Any]:
        """How to reach the office's database, for what keeps its own connections to it."""
        return dict(self._connection)

    @property
    def is_shared(self) -> bool:
        """Whether other desks work on the same records."""
        return self._listen is not None

    def listen(self, heard: Callable[[str], None], lost: Callable[[], None]) -> Callable[[], None]:
        """Tell what other desks do, until the returned function is called.

        ``heard`` gets action and subject of a journal row of another desk, or an empty text after
        the connection came back; ``lost`` is called when it went. Both come on another thread. On
        a single desk there is nothing to hear.
        """
        return _nothing if self._listen is None else self._listen(heard, lost)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def referenced(self) -> frozenset[str]:
        """Return the digests of all files some record refers to."""
        with self._database.read() as connection:
            return referenced(connection)

    def collect(self, older_than: timedelta = ORPHANS_KEPT) -> int:
        """Remove vault files nothing refers to and stale temporaries; return how many."""
        removed = self.vault.collect(self.referenced(), older_than)
        if removed:
            self.journal.add(None, "vault-collected", "vault", after=str(removed))
        return removed

    def seal_anew(self) -> int:
        """Seal every file still under the former key under the present one; return how many."""
        if self.is_shared:
            # the former key stays until the next change: files that wait on desks are under it
            return self.vault.seal_anew()
        identity = Identity.read(self.folder)
        if identity is None or not identity.retired:
            return 0
        changed = self.vault.seal_anew() + spool.seal_anew(self) + scan_spool.seal_anew(self)
        identity.without_former().write(self.folder)
        return changed

    def root_key(self, passphrase: str | None = None) -> tuple[Identity, bytes]:
        """Return the store's identity and data key.

        Raises WrongKeyError, PassphraseNeededError, and NotAllowedError for an officer of an
        office: its key is for who maintains its database.
        """
        if self._root_key is not None:
            return self._root_key(passphrase)
        key = open_key(self.folder, None, passphrase)
        identity = Identity.read(self.folder)
        if identity is None:
            raise NotFoundError(name=str(self.folder))
        return identity, key

    def snapshot(self, path: Path, data_key: bytes) -> None:
        """Copy the database as it is at one moment into a new file under the same key."""
        self._database.snapshot(path, derive(data_key, b"database 1"))

    def problems(self) -> tuple[str, ...]:
        """Return what does not read back as it was written; reads the whole store."""
        found = [f"database: {one}" for one in self._database.problems()]
        seq = self.journal.verify()
        if seq is not None:
            found.append(f"journal: row {seq}")
        found += [f"vault: {digest}" for digest in self.vault.verify(self.referenced())]
        return tuple(found)

    def _collect_when_due(self) -> None:
        # once a day is enough: listing the vault of a full office takes a while
        mark = self.folder / "vault" / "collected"
        with disk_errors(mark):
            due = not mark.exists() or time.time() - mark.stat().st_mtime > 86_400
            if due:
                self.collect()
                mark.touch()


def referenced(connection: Connection) -> frozenset[str]:
    """Return the digests of all files some record refers to."""
    page, result = schema.page.c, schema.result.c
    columns = (
        page.original_hash,
        page.image_hash,
        page.text_hash,
        result.pdf_hash,
        result.signed_hash,
        schema.issued_form.c.pdf_hash,
        schema.signed_copy.c.pdf_hash,
        schema.kept_file.c.digest,
        schema.scan_image.c.image_hash,
        schema.inbox_file.c.digest,
        schema.prepared.c.digest,
    )
    query = sa.union(*(sa.select(column).where(column.is_not(None)) for column in columns))
    return frozenset(connection.execute(query).scalars())
