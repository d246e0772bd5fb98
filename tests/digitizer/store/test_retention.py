"""What is erased is gone, and the journal still proves that nothing else was touched."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from digitizer.errors import (
    DigitizerError,
    HeldError,
    NotAllowedError,
    NotFoundError,
    ReasonMissingError,
    WrongStateError,
)
from digitizer.model.dossier import DossierState
from digitizer.model.message import (
    DeliveryKind,
    InboxItem,
    MessageKind,
    Neighbour,
    Received,
)
from digitizer.store import Store, schema
from digitizer.store.retention import Retention
from tests.digitizer.store.office import KEY, OWNER, Office, tamper

pytestmark = pytest.mark.both_databases


def issued(office: Office, code: str = "HS-1") -> None:
    office.filled(code)
    office.key(code=code, text="Đỗ Thị Đảo")
    office.move("clerk", DossierState.VERIFYING, code)
    office.verify_value(code=code, text="Đỗ Thị Đào")
    (document,) = office.store.dossiers.documents(code)
    office.move("supervisor", DossierState.VERIFIED, code, facts=[office.fact(document)])
    office.sign(office.composed(code))


def everything(store: Store) -> str:
    with store._database.read() as connection:
        return "\n".join(
            str(row)
            for table in schema.metadata.sorted_tables
            if table.name != "officer"
            for row in connection.execute(sa.select(table))
        )


def test_what_is_erased_is_nowhere_any_more_and_the_chain_still_verifies(office: Office) -> None:
    issued(office)
    page = office.store.dossiers.pages("HS-1")[0]
    result = office.store.results.of_dossier("HS-1")
    assert result is not None
    rows_before = len(office.store.journal.rows(1000))
    erased = office.store.part(Retention).erase(office.records, "HS-1", "12/QĐ-UBND 02/01/2046")
    left = everything(office.store)
    for trace in ("Đào", "Đảo", OWNER.personal_id, "do thi dao"):
        assert trace not in left
    for digest in (page.image_hash, result.signed_hash or ""):
        assert not office.store.vault.contains(digest)
    assert erased.rows["field_value_history"] == 2
    assert erased.rows["person"] == 1
    assert office.store.people.find("do thi dao") == ()
    assert office.store.dossiers.find("do thi dao") == ()
    assert office.store.dossiers.get("HS-1").state is DossierState.ISSUED
    assert office.store.journal.verify() is None
    assert office.store.problems() == ()
    rows = office.store.journal.rows(1000)
    assert len(rows) == rows_before + 1
    assert (rows[0].action, rows[0].seq) == ("dossier-erased", erased.tombstone)
    opened = next(row for row in rows if row.action == "dossier-opened")
    assert (opened.officer, opened.after) == ("clerk", "")
    with pytest.raises(WrongStateError):
        office.store.part(Retention).erase(office.records, "HS-1", "13/QĐ-UBND")


def test_what_neighbours_said_of_a_dossier_goes_with_it_even_what_nobody_opened(
    office: Office,
) -> None:
    store = office.store
    kinds = (MessageKind.REQUEST,)
    store.outbox.set_up(office.quantri, [Neighbour("tinh", "province-json", "x", {}, kinds)])
    office.filled("HS-1")

    def came(key: str, kind: DeliveryKind, subject: str, version: str) -> InboxItem:
        files = {"a.pdf": store.vault.put(f"{key} {version}".encode())}
        content = {"owner": "Người Nộp Cũ", "words": "Không có án tích"}
        said = Received(f"{key}:{version}", kind, subject, version, content, key + version, files)
        return store.inbox.add(office.clerk, "tinh", said)

    came("DVC-1", DeliveryKind.DOSSIER, "DVC-1", "1")
    newer = came("DVC-1", DeliveryKind.DOSSIER, "DVC-1", "2")
    store.inbox.done(office.clerk, newer.id, "HS-1")
    other = came("DVC-2", DeliveryKind.DOSSIER, "DVC-2", "1")
    number = store.outbox.ask(office.clerk, "tinh", "HS-1", {})
    (asked,) = (one for one in store.outbox.due(office.clerk, "tinh", 9) if one.id == number)
    came("R", DeliveryKind.REPLY, asked.key, "1")
    office.key(text="Đỗ Thị Đảo")
    office.move("clerk", DossierState.VERIFYING)
    office.verify_value(text="Đỗ Thị Đào")
    (document,) = store.dossiers.documents("HS-1")
    office.move("supervisor", DossierState.VERIFIED, facts=[office.fact(document)])
    office.sign(office.composed("HS-1"))
    assert (
        len(
            store.part(Retention).about_person(office.records, OWNER.personal_id)["dossiers"][0][
                "deliveries"
            ]
        )
        == 3
    )
    store.part(Retention).erase(office.records, "HS-1", "12/QĐ-UBND")
    assert [one.id for one in store.inbox.items(office.clerk)] == [other.id]
    assert set(store.vault.digests()) >= set(other.received.files.values())
    assert len(store.referenced()) == 1
    assert store.problems() == ()


def test_other_dossiers_and_shared_files_stay(office: Office) -> None:
    issued(office, "HS-1")
    issued(office, "HS-2")
    office.dossier("HS-3")
    shared = office.page("HS-3", data=b"page of HS-1")
    office.store.part(Retention).erase(office.records, "HS-1", "12/QĐ-UBND")
    assert office.store.vault.get(shared.image_hash) == b"page of HS-1"
    assert office.value("HS-2").value == "Đỗ Thị Đào"
    assert [row.dossier_code for row in office.store.people.rows()] == ["HS-2"]
    assert office.store.people.find("do thi dao") != ()
    assert office.store.problems() == ()


def test_an_erased_row_that_is_altered_afterwards_is_found(office: Office) -> None:
    issued(office)
    office.store.part(Retention).erase(office.records, "HS-1", "12/QĐ-UBND")
    seq = next(r.seq for r in office.store.journal.rows(99) if r.action == "value-decided")
    forged = f"UPDATE journal SET officer = 'clerk2' WHERE seq = {seq}"  # noqa: S608
    emptied = f"UPDATE journal SET after = '' WHERE seq = {seq}"  # noqa: S608
    for statement in (forged, emptied):
        with pytest.raises((DigitizerError, DBAPIError)):
            office.sql(statement)
    if office.server is None:
        office.store.close()
        tamper(office.folder, forged)
        office.store = Store.open(office.folder, key=KEY)
    else:
        office.server.run(f"SET session_replication_role = replica; {forged}", "phuong_mau")
    assert office.store.journal.verify() == seq


def test_what_is_held_or_reused_or_not_issued_is_not_erased(office: Office) -> None:
    retention = office.store.part(Retention)
    issued(office)
    office.dossier("HS-2")
    with pytest.raises(WrongStateError):
        retention.erase(office.records, "HS-2", "12/QĐ-UBND")
    with pytest.raises(ReasonMissingError):
        retention.erase(office.records, "HS-1", "  ")
    for by in (office.clerk, office.supervisor, office.quantri):
        with pytest.raises(NotAllowedError):
            retention.erase(by, "HS-1", "12/QĐ-UBND")
        with pytest.raises(NotAllowedError):
            retention.hold(by, "HS-1", "Khiếu nại")
    with pytest.raises(NotFoundError):
        retention.hold(office.records, "HS-9", "Khiếu nại")
    retention.hold(office.records, "HS-1", "Khiếu nại số 3")
    with pytest.raises(HeldError) as caught:
        retention.erase(office.records, "HS-1", "12/QĐ-UBND")
    assert caught.value.details["reason"] == "Khiếu nại số 3"
    assert retention.lift(office.records, "HS-1") == 1
    (offer,) = office.store.people.offers(
        OWNER.personal_id, document_types=["cccd"], on=datetime.now(UTC).date()
    )
    office.store.dossiers.add_reused(office.clerk, "HS-2", offer)
    with pytest.raises(HeldError):
        retention.erase(office.records, "HS-1", "12/QĐ-UBND")
    assert office.value("HS-1").value == "Đỗ Thị Đào"


def test_what_is_past_its_time_is_listed_but_nothing_that_is_held(office: Office) -> None:
    retention = office.store.part(Retention)
    issued(office, "HS-1")
    issued(office, "HS-2")
    office.filled("HS-3")
    later = datetime.now(UTC) + timedelta(days=1)
    before = {"birth-registration": later}
    assert [one.code for one in retention.due(office.records, before)] == ["HS-1", "HS-2"]
    retention.hold(office.records, "HS-1", "Thanh tra")
    assert [one.code for one in retention.due(office.records, before)] == ["HS-2"]
    retention.erase(office.records, "HS-2", "12/QĐ-UBND")
    assert retention.due(office.records, before) == ()
    assert retention.due(office.records, {}) == ()
    with pytest.raises(NotAllowedError):
        retention.due(office.clerk, before)


def test_everything_held_on_a_person_is_exported_and_the_export_is_journaled(
    office: Office,
) -> None:
    issued(office)
    found = office.store.part(Retention).about_person(office.records, OWNER.personal_id)
    (dossier,) = found["dossiers"]
    assert [value["value"] for value in dossier["values"]] == ["Đỗ Thị Đào"]
    assert [value["value"] for value in dossier["former_values"]] == ["Đỗ Thị Đào", "Đỗ Thị Đảo"]
    assert len(dossier["pages"]) == len(dossier["results"]) == len(found["facts"]) == 1
    assert {row["subject"].split("/")[0] for row in dossier["journal"]} == {"HS-1"}
    row = office.store.journal.rows(1)[0]
    assert (row.action, row.subject) == ("person-exported", "HS-1")
    assert OWNER.personal_id not in row.after
    with pytest.raises(NotAllowedError):
        office.store.part(Retention).about_person(office.clerk, OWNER.personal_id)
