"""On PostgreSQL each officer logs in with a role of their own, and psql opens no door either."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from digitizer.errors import (
    ClaimedError,
    DefinitionError,
    FourEyesError,
    NotAllowedError,
    SignInPausedError,
    StaleError,
    StoreUnreachableError,
    WrongPasswordError,
)
from digitizer.model.dossier import DossierState
from digitizer.model.field import Finding, Severity
from digitizer.model.message import (
    Attempt,
    MessageKind,
    MessageState,
    Neighbour,
    Receipt,
    Received,
)
from digitizer.model.officer import Role
from digitizer.model.result import ResultState
from digitizer.model.rights import Action
from digitizer.store import Store, office_database, postgres_roles, schema
from tests.digitizer.store.office import DATABASE, NOW, PASSWORD, Office, empty, reading
from tests.postgres import Server


@pytest.fixture
def office(office_server: Server, tmp_path: Path) -> Iterator[Office]:
    empty(office_server)
    office = Office.on(office_server, tmp_path)
    yield office
    office.store.close()


@contextmanager
def seated(office: Office, login: str) -> Iterator[Office]:
    """Let the office's builders act over this officer's own connection."""
    with office.logged_in(login) as store:
        yield Office(office.folder, store, office.people, office.server)


def psql(office: Office, login: str, statement: str) -> str:
    assert office.server is not None
    return office.server.psql(f"{DATABASE}.{login}", PASSWORD, DATABASE, statement)


def test_stored_papers_are_read_anew_by_an_administrator_who_is_a_clerk_too_and_by_no_other(
    office: Office,
) -> None:
    with seated(office, "clerk") as clerk:
        document = clerk.filled()
        other = clerk.filled("HS-2", reading(name="full_name"))
        clerk.key(text="Đỗ Thị Đảo", code="HS-2")
    newer = reading(value="Đỗ Thị Đạo", basis="a newer definition")
    anew = {one.id: [newer] for one in (document, other)}
    with office.logged_in("quantri") as administrator:
        with pytest.raises(NotAllowedError):
            administrator.dossiers.save_readings_of_many(anew)
        administrator.officers.create(
            office.quantri,
            login="thietke",
            name="Người thiết kế",
            roles={Role.ADMINISTRATOR, Role.CLERK},
            password=PASSWORD,
        )
    with office.logged_in("thietke") as designer:
        assert designer.dossiers.save_readings_of_many(anew) == (document.id, other.id)
        finding = Finding("value-missing", Severity.WARNING, (), document.id)
        designer.dossiers.save_findings("HS-1", [finding])
    values = [office.store.dossiers.values_of(one.id)[0] for one in (document, other)]
    # what a person typed stays
    assert [one.value for one in values] == ["Đỗ Thị Đạo", "Đỗ Thị Đảo"]
    assert [one.code for one in office.store.dossiers.findings("HS-1")] == ["value-missing"]


def test_a_dossier_goes_the_whole_way_with_each_officer_on_their_own_connection(
    office: Office,
) -> None:
    with seated(office, "clerk") as clerk:
        assert clerk.store.officers.sign_in("Clerk", PASSWORD) == office.clerk
        document = clerk.filled()
        clerk.key(text="Đỗ Thị Đảo")
        clerk.move("clerk", DossierState.VERIFYING)
    with seated(office, "supervisor") as supervisor:
        supervisor.verify_value(text="Đỗ Thị Đào")
        supervisor.move("supervisor", DossierState.RETURNED, reason="Thiếu trang")
    with seated(office, "clerk2") as clerk:
        clerk.page(data=b"another page", by="clerk2")
        clerk.move("clerk2", DossierState.VERIFYING)
    with seated(office, "supervisor") as supervisor:
        facts = [supervisor.fact(document)]
        supervisor.move("supervisor", DossierState.VERIFIED, facts=facts)
    with seated(office, "records") as records:
        signed = records.sign(records.composed())
        assert records.store.results.release(office.records, signed.id).state is (
            ResultState.RELEASED
        )
    assert office.store.dossiers.get("HS-1").state is DossierState.ISSUED
    assert [row.value for row in office.store.people.rows()] == ["Đỗ Thị Đào"]
    assert office.store.journal.verify() is None
    assert office.store.problems() == ()


def test_a_supervisor_takes_a_claimed_dossier_over_from_another(office: Office) -> None:
    office.filled()
    office.move("clerk", DossierState.VERIFYING)
    with seated(office, "supervisor") as first:
        first.store.claims.take(office.supervisor, "HS-1")
    with seated(office, "supervisor2") as second:
        with pytest.raises(ClaimedError):
            second.store.claims.take(office.supervisor2, "HS-1")
        claim = second.store.claims.take(office.supervisor2, "HS-1", over=True)
    assert claim.officer == office.supervisor2
    (row, *_) = office.store.journal.rows(1, "HS-1")
    assert (row.action, row.before) == ("dossier-taken-over", "supervisor")


ME = "(SELECT id FROM officer WHERE login = '{0}')"
FORBIDDEN = [
    ("clerk", "UPDATE dossier SET state = 'verified'"),
    ("clerk", "UPDATE dossier SET state = 'verified', verified_by = me()"),
    ("clerk", "INSERT INTO hand VALUES ('HS-1', me(), 'verified', '2026')"),
    ("clerk", "INSERT INTO hand VALUES ('HS-1', 2, 'keyed', '2026')"),
    ("clerk", "DELETE FROM hand"),
    ("clerk", "UPDATE field_value SET value = 'x'"),
    ("clerk", "DELETE FROM field_value_history"),
    (
        "clerk",
        "INSERT INTO fact (personal_id, document_type, field, value, dossier_code, document_id,"
        " method, basis, verified_by, verified_at) SELECT '1','t','f','v',dossier_code,id,"
        "'o','b','x','2026' FROM document",
    ),
    (
        "clerk",
        "INSERT INTO result VALUES (1,'HS-1','','','{}','','composed',me(),'2026',NULL,NULL,"
        "NULL,'{}',1)",
    ),
    ("clerk", "SELECT after FROM journal"),
    ("clerk", "DELETE FROM journal"),
    ("clerk", "UPDATE journal SET officer = 'clerk2'"),
    ("clerk", "TRUNCATE journal"),
    (
        "clerk",
        "INSERT INTO journal SELECT max(seq) + 1, '2026', 'supervisor', '', 'x', '', '', '',"
        " '', 'x' FROM journal",
    ),
    ("clerk", "UPDATE officer SET roles = '[\"administrator\"]'"),
    ("clerk", "INSERT INTO officer VALUES (99,'x','x','[]','',0,NULL,'2026',NULL,NULL)"),
    ("clerk", "SELECT set_login('clerk', NULL, ARRAY['supervisor'], true)"),
    ("clerk", "SELECT set_login('supervisor', 'SCRAM-SHA-256$4096:x', NULL, true)"),
    ("clerk", f'GRANT "{DATABASE}_supervisor" TO "{DATABASE}.clerk"'),
    ("clerk", f'SET ROLE "{DATABASE}_supervisor"'),
    ("clerk", f'SET ROLE "{DATABASE}_owner"'),
    ("clerk", f'SET SESSION AUTHORIZATION "{DATABASE}.supervisor"'),
    ("clerk", "SET session_replication_role = replica"),
    ("clerk", "ALTER TABLE journal DISABLE TRIGGER ALL"),
    ("clerk", "DROP TABLE journal"),
    ("clerk", "CREATE TABLE mine (x int)"),
    ("clerk", "CREATE FUNCTION me() RETURNS integer LANGUAGE sql AS 'SELECT 3'"),
    ("clerk", "COPY journal TO PROGRAM 'cat'"),
    ("clerk", "UPDATE counter SET value = 0"),
    ("clerk", "INSERT INTO officer_certificate VALUES ('x', 3, 'x', '2026')"),
    ("clerk", "DELETE FROM officer_certificate"),
    ("clerk", "UPDATE officer_certificate SET officer_id = me()"),
    ("supervisor", "UPDATE dossier SET state = 'verified', verified_by = 5 WHERE code = 'HS-1'"),
    ("supervisor", "UPDATE dossier SET owner_name = 'x', state = 'issued'"),
    ("supervisor", "UPDATE document SET type = 'x'"),
    ("supervisor", "INSERT INTO page SELECT * FROM page"),
    ("supervisor", "DELETE FROM page"),
    ("supervisor", "UPDATE field_value SET value = 'x', changed_by = NULL, version = version + 1"),
    ("supervisor", "UPDATE field_value SET name = 'x'"),
    ("supervisor", "INSERT INTO hand VALUES ('HS-1', me(), 'signed', '2026')"),
    (
        "supervisor",
        "INSERT INTO dossier SELECT 'HS-9', procedure, '', '', '', channel, 'intake',"
        " received_at, due_at, me(), NULL, NULL, '', 1 FROM dossier",
    ),
    ("records", "UPDATE dossier SET state = 'issued'"),
    (
        "records",
        "INSERT INTO result VALUES (1,'HS-1','','','{}','','signed',me(),'2026','x',me(),"
        "'2026','{}',1)",
    ),
    ("records", "UPDATE field_value SET value = 'x'"),
    ("quantri", "SELECT owner_name FROM dossier"),
    ("quantri", "SELECT value FROM field_value"),
    ("quantri", "SELECT value FROM office_key"),
    ("quantri", "INSERT INTO hand VALUES ('HS-1', me(), 'verified', '2026')"),
    ("quantri", "UPDATE journal SET after = ''"),
    # an administrator who is nobody's owner may not make themself one
    ("quantri", 'ALTER ROLE "phuong_mau.quantri" SUPERUSER'),
]


def test_what_the_window_forbids_psql_forbids_too(office: Office) -> None:
    office.filled()
    office.key(text="Đỗ Thị Đảo")
    office.store.dossiers.next_serial(office.store.dossiers.get("HS-1").received_at.date())
    office.move("clerk", DossierState.VERIFYING)
    before = office.store.journal.head(), office.value(), office.store.dossiers.get("HS-1")
    for login, statement in FORBIDDEN:
        answer = psql(office, login, statement)
        # either refused, or the policies showed no row that could be changed
        assert answer.startswith("refused") or answer.endswith(" 0"), (login, statement, answer)
    assert before == (
        office.store.journal.head(),
        office.value(),
        office.store.dossiers.get("HS-1"),
    )
    assert office.store.dossiers.hands("HS-1").verified == frozenset()
    assert office.store.journal.verify() is None
    # and what they may look at they see
    assert psql(office, "clerk", "SELECT owner_name FROM dossier") == "Đỗ Thị Đào MẪU"
    assert psql(office, "supervisor", "SELECT count(*) > 4 FROM journal") == "t"


def test_four_eyes_hold_in_psql_for_who_has_both_seats(office: Office) -> None:
    office.filled()
    office.page(by="chief", data=b"more")
    office.move("clerk", DossierState.VERIFYING)
    answer = psql(office, "chief", "INSERT INTO hand VALUES ('HS-1', me(), 'verified', '2026')")
    assert "four-eyes" in answer
    answer = psql(office, "chief", "UPDATE dossier SET state = 'verified', verified_by = me()")
    assert "four-eyes" in answer
    with seated(office, "chief") as chief, pytest.raises(FourEyesError):
        chief.move("chief", DossierState.VERIFIED)


def test_an_officer_adds_to_the_journal_only_true_rows_in_their_own_name(office: Office) -> None:
    office.store.journal.add(office.clerk, "looked", "HS-1")
    seq, head = office.store.journal.head()
    row = (
        f"INSERT INTO journal VALUES ({seq + 1}, '2026-01-01', '%s', '', 'x', '', '', '',"  # noqa: S608
        f" '{head}', '%s')"
    )
    assert "refused" in psql(office, "clerk", row % ("clerk", "0" * 64))
    assert "refused" in psql(office, "clerk", row % ("supervisor", "0" * 64))
    assert office.store.journal.head() == (seq, head)
    with seated(office, "clerk") as clerk:
        clerk.store.journal.add(office.clerk, "looked", 'HS-"1"\n\t\\ Đỗ \x1f')
        with pytest.raises(NotAllowedError):
            clerk.store.journal.add(office.supervisor, "looked", "HS-1")
    assert office.store.journal.verify() is None


def test_a_disabled_officer_is_out_at_once_in_an_open_session_too(office: Office) -> None:
    with seated(office, "clerk2") as clerk:
        clerk.dossier("HS-1", by="clerk2")
        with office.logged_in("quantri") as administrator:
            administrator.officers.disable(office.quantri, "clerk2")
            try:
                with pytest.raises(NotAllowedError):
                    clerk.dossier("HS-2", by="clerk2")
                with pytest.raises(WrongPasswordError):
                    office.logged_in("clerk2")
            finally:
                administrator.officers.enable(office.quantri, "clerk2")
    office.logged_in("clerk2").close()


def test_passwords_and_seats_are_changed_by_whom_they_may_be(office: Office) -> None:
    with office.logged_in("quantri") as administrator:
        lan = administrator.officers.create(
            office.quantri, login="lan", name="Lan", roles={Role.CLERK}, password="con đường mới"
        )
        administrator.officers.set_roles(office.quantri, "lan", {Role.RECORDS})
    assert office.server is not None
    url = office.server.url(DATABASE).set(username=None, password=None)

    def log_in(password: str) -> Store:
        return office_database.connect(
            url, "lan", password, folder=office.folder, vault_folder=office.folder / "vault"
        )

    with log_in("con đường mới") as store:
        with pytest.raises(NotAllowedError):
            store.officers.reset_password(lan, "clerk", "con đường khác")
        with pytest.raises(WrongPasswordError):
            store.officers.change_password(lan, "không đúng", "con đường khác")
        store.officers.change_password(lan, "con đường mới", "con đường khác")
        for _ in range(6):
            with pytest.raises(WrongPasswordError):
                store.officers.sign_in("lan", "không đúng")
        with pytest.raises(SignInPausedError):
            store.officers.sign_in("lan", "con đường khác")
    with pytest.raises(WrongPasswordError):
        log_in("con đường mới")
    log_in("con đường khác").close()
    rights = psql_as_owner(office, "SELECT password_hash FROM officer WHERE login = 'lan'")
    assert rights == ""
    with office.logged_in("quantri") as administrator:
        administrator.officers.disable(office.quantri, "lan")


def psql_as_owner(office: Office, statement: str) -> str:
    assert office.server is not None
    return office.server.psql("admin", office.server.password, DATABASE, statement)


def test_a_claimed_dossier_is_another_desk_s_until_the_claim_runs_out(office: Office) -> None:
    office.dossier()
    with seated(office, "clerk") as one, seated(office, "clerk2") as other:
        claim = one.store.claims.take(office.clerk, "HS-1")
        assert (claim.officer, claim.station) == (office.clerk, "Máy của clerk")
        with pytest.raises(ClaimedError) as caught:
            other.store.claims.take(office.clerk2, "HS-1")
        assert caught.value.details["officer"] == "clerk"
        assert other.store.claims.of("HS-1") == claim
        # neither released nor taken over by hand either
        other.store.claims.release(office.clerk2, "HS-1")
        assert psql(office, "clerk2", "UPDATE claim SET officer_id = me()") == "UPDATE 0"
        assert psql(office, "clerk2", "DELETE FROM claim") == "DELETE 0"
        psql_as_owner(office, "UPDATE claim SET until = '2026-01-01T00:00:00.000000+00:00'")
        assert other.store.claims.of("HS-1") is None
        assert other.store.claims.take(office.clerk2, "HS-1").officer == office.clerk2
        other.store.claims.release(office.clerk2, "HS-1")
        assert one.store.claims.take(office.clerk, "HS-1").officer == office.clerk


def test_a_stale_save_is_refused_and_both_values_are_said(office: Office) -> None:
    office.filled()
    value = office.value()
    with seated(office, "clerk") as one, seated(office, "clerk2") as other:
        one.key(text="của người thứ nhất")
        with pytest.raises(StaleError) as caught:
            other.store.dossiers.decide(
                office.clerk2, value.id, value.version, action=Action.KEY, value="của người thứ hai"
            )
    assert caught.value.details["theirs"] == "của người thứ nhất"
    assert caught.value.details["mine"] == "của người thứ hai"
    assert caught.value.details["officer"] == "clerk"
    assert office.value().value == "của người thứ nhất"


def test_an_address_that_is_none_and_a_server_that_is_not_there_are_said(tmp_path: Path) -> None:
    for wrong in ("mysql://server/phuong", "postgresql://server", "postgresql://s/Phường", "x"):
        with pytest.raises(DefinitionError):
            office_database.parsed(wrong)
    url = office_database.parsed("postgresql://127.0.0.1:9/phuong_mau")
    with pytest.raises(StoreUnreachableError):
        office_database.connect(url, "lan", "x", folder=tmp_path, vault_folder=tmp_path / "vault")


def test_every_table_has_grants_and_row_level_security(office: Office) -> None:
    tables = {table.name for table in schema.metadata.sorted_tables}
    assert set(postgres_roles._GRANTS) == tables | {"alembic_version"}
    bare = psql_as_owner(
        office,
        "SELECT string_agg(relname, ' ') FROM pg_class WHERE relkind = 'r' AND NOT relrowsecurity"
        " AND relnamespace = 'public'::regnamespace AND relname NOT LIKE 'procrastinate%'",
    )
    assert set(bare.split()) == {"counter", "alembic_version"}


def test_messages_are_written_by_seats_sent_by_seats_and_looked_after_by_administrators(
    office: Office,
) -> None:
    with seated(office, "quantri") as administrator:
        outbox = administrator.store.outbox
        outbox.set_up(
            office.quantri,
            [Neighbour("tinh", "province-json", "https://tinh.example", kinds=tuple(MessageKind))],
        )
    with seated(office, "clerk") as clerk:
        clerk.dossier("HS-1")
        clerk.dossier("HS-2")
        first, second = clerk.store.outbox.due(office.clerk, "tinh", 10)
        assert clerk.store.outbox.lease(office.clerk, "tinh", "desk", timedelta(minutes=1))
        clerk.store.outbox.settle(
            office.clerk,
            [Attempt(first.id, Receipt("1", "a" * 64)), Attempt(second.id, problem="x", dead=True)],
        )
        clerk.store.outbox.unreached(office.clerk, "tinh", "neighbour-unreachable", NOW)
        received = Received("K", "dossier", "S", "1", {}, "d")
        item = clerk.store.inbox.add(office.clerk, "tinh", received)
        clerk.store.inbox.done(office.clerk, item.id)
    with seated(office, "quantri") as administrator:
        outbox = administrator.store.outbox
        (dead,) = outbox.messages(office.quantri, states=[MessageState.DEAD])
        assert outbox.queues(office.quantri)[0].dead == 1
        assert outbox.retry(office.quantri, [dead.id]) == 1
        outbox.drop(office.quantri, dead.id, "Đã nhập tay")
    for login, statement in (
        ("quantri", "SELECT content FROM outbox"),
        ("quantri", "SELECT content FROM inbox"),
        ("quantri", "UPDATE outbox SET receipt = '{}'"),
        ("clerk", "UPDATE neighbour SET address = 'https://elsewhere.example'"),
        ("clerk", "DELETE FROM outbox"),
        ("clerk", "UPDATE outbox SET dossier_code = 'HS-2'"),
    ):
        assert "permission denied" in psql(office, login, statement), statement
    # what came in may be emptied where it is an answer kept for a while, and never changed
    assert "append-only" in psql(office, "clerk", "UPDATE inbox SET content = '{}'")
