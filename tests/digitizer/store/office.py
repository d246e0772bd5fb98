"""Builders for tests of the store: an office, and a dossier at any point of its way."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from digitizer.model.document import AsideReason, CopyKind, Document, Page
from digitizer.model.dossier import Channel, Dossier, DossierState, Owner
from digitizer.model.field import Evidence, FieldReading, FieldValue, Method
from digitizer.model.officer import Officer, Role
from digitizer.model.result import Result
from digitizer.model.reuse import WarehouseRow
from digitizer.model.rights import Action
from digitizer.store import NewDocument, Store, office_database, schema, sqlite
from digitizer.store.keys import derive
from digitizer.store.page_rows import PageChange
from tests.postgres import Server

KEY = bytes(range(32))
NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
OWNER = Owner("Đỗ Thị Đào MẪU", "001203004567")


PASSWORD = "mật khẩu thử"
DATABASE = "phuong_mau"


def found_office(folder: Path) -> None:
    """Make a store with an officer for each seat, two for some, and one for all."""
    with Store.open(folder, key=KEY, station="Máy 1") as store:
        enlist(store)


def enlist(store: Store) -> None:
    first = store.officers.create(
        None, login="quantri", name="Quản trị", roles={Role.ADMINISTRATOR}, password=PASSWORD
    )
    for login, roles in {
        "clerk": {Role.CLERK},
        "clerk2": {Role.CLERK},
        "supervisor": {Role.SUPERVISOR},
        "supervisor2": {Role.SUPERVISOR},
        "records": {Role.RECORDS},
        "chief": {Role.CLERK, Role.SUPERVISOR, Role.RECORDS},
    }.items():
        store.officers.create(first, login=login, name=login, roles=roles, password=PASSWORD)


def found_on(server: Server, folder: Path) -> None:
    """Make the same office in a database of a PostgreSQL server."""
    url = server.url(DATABASE)
    office_database.found_office(url)
    with office_database.open_as_owner(url, folder=folder, vault_folder=folder / "vault") as store:
        enlist(store)


def empty(server: Server) -> None:
    """Take everything but the officers out of the office's database, past all rules."""
    tables = [
        table.name
        for table in schema.metadata.sorted_tables
        if table.name not in ("officer", "office_key")
    ]
    emptied = "".join(f" DELETE FROM {table};" for table in tables)  # noqa: S608
    counted = [table for table in tables if "id" in schema.metadata.tables[table].c]
    server.run(
        "SET session_replication_role = replica; DELETE FROM officer WHERE id > 7;"  # noqa: S608
        + emptied
        + "".join(f" ALTER SEQUENCE {table}_id_seq RESTART;" for table in counted),
        DATABASE,
    )


def reading(name: str = "full_name", value: str = "Đỗ Thị Đào", **other: Any) -> FieldReading:
    """Return what a machine might read."""
    plain = FieldReading(
        name=name,
        value=value,
        raw=value.upper(),
        confidence=0.71,
        sure=False,
        method=Method.OCR,
        basis="tesseract 5.3 vie",
        evidence=(Evidence(1, 10.5, 20.0, 110.25, 44.0),),
        alternatives=("Đỗ Thị Dào",),
    )
    return replace(plain, **other)


@dataclass
class Office:
    """An open store with its people."""

    folder: Path
    store: Store
    people: dict[str, Officer]
    server: Server | None = None

    @classmethod
    def open(cls, folder: Path) -> Office:
        store = Store.open(folder, key=KEY, station="Máy 1")
        return cls(folder, store, {one.login: one for one in store.officers.all()})

    @classmethod
    def on(cls, server: Server, folder: Path) -> Office:
        """Open the office on PostgreSQL as its owner: its rules are tested, not its rights."""
        store = office_database.open_as_owner(
            server.url(DATABASE), folder=folder, vault_folder=folder / "vault", station="Máy 1"
        )
        return cls(folder, store, {one.login: one for one in store.officers.all()}, server)

    def logged_in(self, login: str) -> Store:
        """Open the office on PostgreSQL as an officer does."""
        assert self.server is not None
        return office_database.connect(
            self.server.url(DATABASE).set(username=None, password=None),
            login,
            PASSWORD,
            folder=self.folder,
            vault_folder=self.folder / "vault",
            station=f"Máy của {login}",
        )

    def reopen(self) -> None:
        self.store.close()
        self.store = (
            Store.open(self.folder, key=KEY, station="Máy 1")
            if self.server is None
            else Office.on(self.server, self.folder).store
        )

    def __getattr__(self, login: str) -> Officer:
        try:
            return self.people[login]
        except KeyError:
            raise AttributeError(login) from None

    def dossier(self, code: str = "HS-1", by: str = "clerk", owner: Owner = OWNER) -> Dossier:
        return self.store.dossiers.create(
            self.people[by],
            code=code,
            procedure="birth-registration",
            owner=owner,
            channel=Channel.COUNTER,
            received_at=NOW,
            due_at=NOW + timedelta(days=1),
        )

    def lay_aside(self, page: Page, by: str = "clerk") -> None:
        """Take a page out of its dossier, into the bin."""
        out = PageChange(page.id, out=AsideReason.REMOVED)
        self.store.edits.change(self.people[by], page.dossier_code, "remove", [out])

    def page(self, code: str = "HS-1", data: bytes = b"page", by: str = "clerk") -> Page:
        digest = self.store.vault.put(data)
        return self.store.dossiers.add_page(
            self.people[by],
            dossier_code=code,
            original_hash=digest,
            original_name="Tờ khai số 1.pdf",
            original_page=1,
            image_hash=digest,
            width=2480,
            height=3508,
            dpi=300,
            signed_original=False,
        )

    def sort(self, *pages: Page, type: str | None = "cccd") -> tuple[Document, ...]:  # noqa: A002
        proposal = NewDocument(type, 0.9, "card", CopyKind.COPY, tuple(page.id for page in pages))
        return self.store.dossiers.save_documents(pages[0].dossier_code, [proposal])

    def filled(self, code: str = "HS-1", *readings: FieldReading) -> Document:
        """Return the one document of a new dossier with one page and read values."""
        self.dossier(code)
        (document,) = self.sort(self.page(code, data=f"page of {code}".encode()))
        self.store.dossiers.save_readings(document.id, readings or [reading()])
        return document

    def value(self, code: str = "HS-1") -> FieldValue:
        """Return the first value of a dossier."""
        return self.store.dossiers.values(code)[0]

    def move(self, by: str, to: DossierState, code: str = "HS-1", **more: Any) -> Dossier:
        return self.store.dossiers.move(self.people[by], code, to, **more)

    def verified(self, code: str = "HS-1", valid_to: Any = None) -> Document:
        """Return the document of a dossier that went to the warehouse."""
        document = self.filled(code)
        self.move("clerk", DossierState.VERIFYING, code)
        facts = [self.fact(document, valid_to=valid_to)]
        self.move("supervisor", DossierState.VERIFIED, code, facts=facts)
        return document

    def fact(self, document: Document, **other: Any) -> WarehouseRow:
        plain = WarehouseRow(
            personal_id=OWNER.personal_id,
            document_type="cccd",
            field="full_name",
            value="Đỗ Thị Đào",
            dossier_code=document.dossier_code,
            document_id=document.id,
            page_id=document.pages[0] if document.pages else None,
            box=(10.5, 20.0, 110.25, 44.0),
            method="ocr",
            basis="tesseract 5.3 vie",
            verified_by="supervisor",
            verified_at=self.store.dossiers.get(document.dossier_code).received_at,
        )
        return replace(plain, **other)

    def composed(self, code: str = "HS-1", by: str = "records") -> Result:
        return self.store.results.create(
            self.people[by],
            dossier_code=code,
            number=f"{code}/KQ",
            template="marital-status",
            data={"full_name": "Đỗ Thị Đào"},
            pdf_hash=self.store.vault.put(b"%PDF composed"),
        )

    def sign(self, result: Result, by: str = "records") -> Result:
        signed = self.store.vault.put(b"%PDF signed")
        return self.store.results.sign(
            self.people[by], result.id, result.version, signed_hash=signed, report={"valid": True}
        )

    def key(
        self, by: str = "clerk", text: str | None = None, code: str = "HS-1", reason: str = ""
    ) -> FieldValue:
        return self._decide(by, text, code, Action.KEY, reason)

    def verify_value(
        self, by: str = "supervisor", text: str | None = None, code: str = "HS-1"
    ) -> FieldValue:
        return self._decide(by, text, code, Action.VERIFY)

    def _decide(
        self, by: str, text: str | None, code: str, action: Action, reason: str = ""
    ) -> FieldValue:
        value = self.value(code)
        return self.store.dossiers.decide(
            self.people[by], value.id, value.version, action=action, value=text, reason=reason
        )

    def sql(self, statement: str) -> int:
        """Run raw SQL in the store's own database, past every check of the program."""
        with self.store._database.write() as work:
            return work.connection.exec_driver_sql(statement).rowcount


def tamper(folder: Path, *statements: str) -> None:
    """Change a closed store as somebody with its key and a database tool could, rules and all."""
    engine = sqlite.make_engine(folder / "store.db", derive(KEY, b"database 1"))
    with engine.execution_options(writes=True).begin() as connection:
        names = connection.exec_driver_sql(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).scalars()
        for name in list(names):
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
        for statement in statements:
            connection.exec_driver_sql(statement)
    sqlite.close(engine)
