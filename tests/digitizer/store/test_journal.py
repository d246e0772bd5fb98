"""The journal cannot be changed unnoticed."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError

from digitizer.store import Store
from digitizer.store.work import GENESIS
from tests.digitizer.store.office import KEY, Office, tamper


def add(office: Office, count: int) -> int:
    for number in range(count):
        office.store.journal.add(office.clerk, "looked", f"HS-{number}", after="Đã xem")
    return office.store.journal.head()[0]


def verdict(folder: Path, anchor: tuple[int, str] | None = None) -> int | None:
    with Store.open(folder, key=KEY) as store:
        return store.journal.verify(anchor)


def test_rows_come_newest_first_with_who_when_and_where(office: Office) -> None:
    add(office, 3)
    newest, second = office.store.journal.rows(2)
    assert (newest.seq, newest.subject, newest.officer) == (second.seq + 1, "HS-2", "clerk")
    assert (newest.station, newest.action, newest.after) == ("Máy 1", "looked", "Đã xem")
    assert newest.previous_hash == second.hash
    assert abs((datetime.now(UTC) - newest.at).total_seconds()) < 60


def test_a_subject_brings_what_belongs_to_it_and_nothing_else(office: Office) -> None:
    office.filled("HS_1")
    office.filled("HSX1")
    office.key(code="HS_1", text="Đào")
    subjects = {row.subject.split("/")[0] for row in office.store.journal.rows(100, "HS_1")}
    assert subjects == {"HS_1"}
    actions = [row.action for row in reversed(office.store.journal.rows(100, "HS_1"))]
    assert actions == [
        "dossier-opened",
        "page-added",
        "documents-sorted",
        "values-read",
        "value-decided",
    ]


def test_an_action_is_found_behind_whatever_came_after_it(office: Office) -> None:
    add(office, 1)
    office.store.journal.add(office.clerk, "recovery-sheet-printed", "store")
    for _turn in range(3):
        office.store.journal.add(office.clerk, "signed-in", "store")
    journal = office.store.journal
    (found,) = journal.rows(1, "store", action="recovery-sheet-printed")
    assert found.seq == journal.head()[0] - 3
    assert journal.rows(1, "store", action="looked") == ()


def test_a_decision_is_journaled_with_before_and_after(office: Office) -> None:
    office.filled()
    office.key(text="Đỗ Thị Đảo")
    (row,) = office.store.journal.rows(1)
    assert json.loads(row.before)["value"] == "Đỗ Thị Đào"
    assert json.loads(row.after) == {
        "name": "full_name",
        "value": "Đỗ Thị Đảo",
        "absence": None,
        "method": "typed",
        "version": 2,
    }


def test_an_action_that_fails_leaves_no_row(office: Office) -> None:
    office.dossier("HS-8")
    before = office.store.journal.head()
    with pytest.raises(IntegrityError):
        office.dossier("HS-8")
    assert office.store.journal.head() == before


def test_an_untouched_journal_verifies(office: Office) -> None:
    add(office, 5)
    assert office.store.journal.verify() is None
    assert office.store.journal.verify(office.store.journal.head()) is None


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal SET after = '' WHERE seq = 3",
        "DELETE FROM journal WHERE seq = 3",
        "DELETE FROM journal",
        "INSERT OR REPLACE INTO journal SELECT seq, at, 'x', station, action, subject, before,"
        " after, previous_hash, hash FROM journal WHERE seq = 3",
        "INSERT INTO journal SELECT seq + 100, at, 'x', station, action, subject, before,"
        " after, previous_hash, hash FROM journal WHERE seq = 3",
        "UPDATE OR REPLACE journal SET seq = 4 WHERE seq = 3",
        # well chained, but a number is left out
        "INSERT INTO journal SELECT seq + 2, at, 'x', station, action, subject, before,"
        " after, hash, 'x' FROM journal ORDER BY seq DESC LIMIT 1",
    ],
)
def test_the_database_refuses_to_change_the_journal(office: Office, statement: str) -> None:
    add(office, 5)
    with pytest.raises(IntegrityError, match="append-only"):
        office.sql(statement)
    assert office.store.journal.verify() is None


@pytest.mark.parametrize(
    "column", ["at", "officer", "station", "action", "subject", "before", "after", "hash"]
)
def test_an_altered_row_is_found(office: Office, column: str) -> None:
    add(office, 5)
    office.store.close()
    statement = f"UPDATE journal SET {column} = 'altered' WHERE seq = 4"  # noqa: S608
    tamper(office.folder, statement)
    assert verdict(office.folder) == 4


def test_a_missing_row_is_found(office: Office) -> None:
    add(office, 5)
    office.store.close()
    tamper(office.folder, "DELETE FROM journal WHERE seq = 4")
    assert verdict(office.folder) == 4


def test_a_missing_row_is_found_when_the_others_are_renumbered(office: Office) -> None:
    last = add(office, 5)
    office.store.close()
    # one by one, as the numbers are the primary key
    move_up = "UPDATE journal SET seq = {0} - 1 WHERE seq = {0}"
    up = [move_up.format(seq) for seq in range(5, last + 1)]
    tamper(office.folder, "DELETE FROM journal WHERE seq = 4", *up)
    assert verdict(office.folder) == 4


def test_swapped_rows_are_found(office: Office) -> None:
    add(office, 5)
    office.store.close()
    tamper(
        office.folder,
        "UPDATE journal SET seq = -1 WHERE seq = 4",
        "UPDATE journal SET seq = 4 WHERE seq = 5",
        "UPDATE journal SET seq = 5 WHERE seq = -1",
    )
    assert verdict(office.folder) == 4


def test_rows_cut_off_at_the_end_are_found_with_an_anchor(office: Office) -> None:
    last = add(office, 5)
    anchor = office.store.journal.head()
    office.store.close()
    tamper(office.folder, f"DELETE FROM journal WHERE seq > {last - 2}")  # noqa: S608
    assert verdict(office.folder) is None
    assert verdict(office.folder, anchor) == last - 1


def test_an_empty_journal_has_the_genesis_as_head(tmp_path: Path) -> None:
    with Store.open(tmp_path / "new", key=KEY) as store:
        assert store.journal.head() == (0, GENESIS)
        assert store.journal.verify() is None
