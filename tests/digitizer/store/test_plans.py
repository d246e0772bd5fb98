"""No question a screen asks grows with the store: each is cut by an index, on SQLite as planned."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from digitizer.model.dossier import DossierState
from digitizer.model.result import ResultState
from digitizer.store.desk_jobs import DeskJobs
from digitizer.store.tracing import Tracing
from digitizer.store.unread import Unread
from tests.digitizer.store.office import NOW, OWNER, Office

LATER = NOW + timedelta(days=30)
GROWING = (
    *("dossier", "document", "page", "field_value", "field_value_history", "finding"),
    *("person", "fact", "journal", "result", "hand", "effort", "signing_step", "prepared"),
)
QUESTIONS: dict[str, Callable[[Office], object]] = {
    "what an officer opened": lambda office: office.store.dossiers.summaries(
        opened_by=office.clerk.id
    ),
    "a day's work": lambda office: office.store.measures.tally(
        office.chief, datetime(2026, 1, 1, tzinfo=UTC)
    ),
    "a queue": lambda office: office.store.dossiers.summaries([DossierState.VERIFYING]),
    "all open": lambda office: office.store.dossiers.summaries(
        [state for state in DossierState if state is not DossierState.ISSUED]
    ),
    "a dossier": lambda office: office.store.dossiers.get("HS-1"),
    "its documents": lambda office: office.store.dossiers.documents("HS-1"),
    "its pages": lambda office: office.store.dossiers.pages("HS-1"),
    "its values": lambda office: office.store.dossiers.values("HS-1"),
    "its findings": lambda office: office.store.dossiers.findings("HS-1"),
    "its hands": lambda office: office.store.dossiers.hands("HS-1"),
    "late replies to it": lambda office: office.store.inbox.late_replies(office.clerk, "HS-1"),
    "its result": lambda office: office.store.results.of_dossier("HS-1"),
    "its journal": lambda office: office.store.journal.rows(50, "HS-1"),
    "newest rows of the journal": lambda office: office.store.journal.rows(50),
    "facts by citizen number": lambda office: office.store.people.rows(OWNER.personal_id),
    "offers by citizen number": lambda office: office.store.people.offers(
        OWNER.personal_id, document_types=["cccd"], on=NOW.date()
    ),
    "dossiers by citizen number": lambda office: office.store.dossiers.find(OWNER.personal_id),
    "dossiers by name": lambda office: office.store.dossiers.find("nguyen van an"),
    "people by name": lambda office: office.store.people.find("nguyen van an"),
    "unread pages": lambda office: office.store.part(Unread).pages(500),
    "where a value comes from": lambda office: office.store.part(Tracing).value(
        office.clerk, office.value().id
    ),
    "a period's dossiers": lambda office: office.store.counting.dossiers(NOW, LATER),
    "a period's hands": lambda office: office.store.counting.hands(NOW, LATER),
    "a period's reasons": lambda office: office.store.counting.return_reasons(NOW, LATER),
    "a period's effort": lambda office: office.store.measures.keyers(NOW, LATER),
    "results to be signed": lambda office: office.store.results.all([ResultState.COMPOSED]),
    "signatures under way": lambda office: office.store.results.steps(),
    "the desk's queue": lambda office: office.store.part(DeskJobs).all(500),
    "the journal by officer": lambda office: office.store.journal.search(
        office.supervisor, officer="clerk", limit=50
    ),
    "the journal by person": lambda office: office.store.journal.search(
        office.supervisor, person=OWNER.personal_id, limit=50
    ),
}


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_is_cut_by_an_index(office: Office, name: str) -> None:
    office.verified("HS-1")
    engine = office.store._database._readers
    asked: list[tuple[str, Any]] = []

    def listen(_c: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "WITH")):
            asked.append((statement, parameters))

    sa.event.listen(engine, "before_cursor_execute", listen)
    QUESTIONS[name](office)
    sa.event.remove(engine, "before_cursor_execute", listen)
    assert asked
    with office.store._database.read() as connection:
        for statement, parameters in asked:
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
            steps = [row.detail for row in plan]
            assert not grows(steps, statement), "\n".join([*steps, statement])


def grows(steps: Sequence[str], statement: str) -> bool:
    """Return whether a plan looks at all rows of a table that grows."""
    scanned = [match[1] for step in steps if (match := re.match(r"SCAN (\w+)", step))]
    if not set(scanned) & set(GROWING):
        return False
    # walking a table in its order until the limit is reached is no look at everything
    sorted_apart = any("TEMP B-TREE FOR ORDER BY" in step for step in steps)
    return "LIMIT" not in statement or sorted_apart
