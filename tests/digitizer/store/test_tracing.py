"""From a value back to its pixels and everybody who had a hand in it, on both databases."""

from __future__ import annotations

import pytest

from digitizer.errors import NotAllowedError, NotFoundError
from digitizer.model.dossier import DossierState
from digitizer.model.field import Method
from digitizer.store.retention import Retention
from digitizer.store.tracing import Tracing, value_of_subject
from tests.digitizer.store.office import Office, reading

pytestmark = pytest.mark.both_databases


def test_a_value_tells_machine_clerk_and_supervisor_with_the_pixels(office: Office) -> None:
    document = office.filled("HS-1", reading())
    office.key(text="Đỗ Thị Đảo")
    office.move("clerk", DossierState.VERIFYING)
    office.verify_value(text="Đỗ Thị Đào")
    office.move("supervisor", DossierState.VERIFIED, facts=[office.fact(document)])
    store = office.store if office.server is None else office.logged_in("records")
    found = store.part(Tracing).value(office.records, office.value().id)
    assert [(step.officer, step.decided, step.value) for step in found.steps] == [
        ("", False, "Đỗ Thị Đào"),
        ("clerk", True, "Đỗ Thị Đảo"),
        ("supervisor", True, "Đỗ Thị Đào"),
    ]
    assert [step.method for step in found.steps] == [Method.OCR, Method.TYPED, Method.TYPED]
    assert found.steps[1].since is not None
    assert found.steps[1].since <= found.steps[2].since  # type: ignore[operator]
    assert (found.verified_by, found.document_type) == ("supervisor", "cccd")
    assert found.evidence == reading().evidence[0]
    # the warehouse names document and field instead
    assert store.part(Tracing).field(office.records, document.id, "full_name") == found
    row = office.store.journal.rows(1)[0]
    assert (row.action, row.officer) == ("value-traced", "records")
    assert value_of_subject(row.subject) == office.value().id
    if store is not office.store:
        store.close()


def test_who_may_not_see_dossiers_traces_nothing_and_what_was_erased_is_gone(
    office: Office,
) -> None:
    document = office.filled("HS-1", reading())
    value = office.value().id
    with pytest.raises(NotAllowedError):
        office.store.part(Tracing).value(office.quantri, value)
    with pytest.raises(NotFoundError):
        office.store.part(Tracing).value(office.clerk, 99)
    with pytest.raises(NotFoundError):
        office.store.part(Tracing).field(office.clerk, document.id, "khác")
    office.move("clerk", DossierState.VERIFYING)
    office.move("supervisor", DossierState.VERIFIED, facts=[office.fact(document)])
    office.sign(office.composed())
    office.store.part(Retention).erase(office.records, "HS-1", "1/QĐ")
    with pytest.raises(NotFoundError):
        office.store.part(Tracing).value(office.clerk, value)


@pytest.mark.parametrize(
    ("subject", "value"),
    [("HS-1/value/12", 12), ("HS-1", None), ("HS-1/page/3", None), ("value/x", None)],
)
def test_a_journal_row_names_its_value(office: Office, subject: str, value: int | None) -> None:
    assert value_of_subject(subject) == value
