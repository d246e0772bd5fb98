"""The warehouse holds verified facts and offers what may be used again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from digitizer.errors import NotAllowedError, NotFoundError, WrongStateError
from digitizer.model.dossier import DossierState, Owner
from digitizer.model.field import Method
from digitizer.model.reuse import Offer
from digitizer.model.warehouse import MOST_ALIKE
from digitizer.vietnamese import fold
from tests.digitizer.store.office import OWNER, Office, reading

pytestmark = pytest.mark.both_databases

TODAY = date(2026, 3, 2)


def offers(office: Office, on: date = TODAY, **more: str) -> tuple[Offer, ...]:
    return office.store.people.offers(
        OWNER.personal_id, document_types=["cccd", "birth"], on=on, **more
    )


def test_only_verified_facts_enter(office: Office) -> None:
    document = office.filled()
    with pytest.raises(WrongStateError):
        office.store.people.load(office.supervisor, [office.fact(document)])
    with pytest.raises(NotAllowedError):
        office.store.people.load(office.clerk, [office.fact(document)])
    assert office.store.people.rows() == ()


def test_a_fact_reads_back_and_loading_twice_adds_nothing(office: Office) -> None:
    document = office.verified(valid_to=TODAY)
    fact = office.fact(document, valid_to=TODAY)
    assert office.store.people.rows(OWNER.personal_id) == (fact,)
    more = office.fact(document, field="born", value="1983-01-02", page_id=None, box=None)
    assert office.store.people.load(office.supervisor, [fact, more, more]) == 1
    assert office.store.people.load(office.supervisor, [fact, more]) == 0
    assert office.store.people.rows() == (fact, more)
    assert office.store.people.rows("another") == ()


def test_facts_are_never_changed(office: Office) -> None:
    office.verified()
    for statement in ("UPDATE fact SET value = 'x'", "DELETE FROM fact"):
        with pytest.raises(IntegrityError, match="append-only"):
            office.sql(statement)


def test_an_offer_says_what_from_where_and_by_whom(office: Office) -> None:
    document = office.verified()
    (offer,) = offers(office)
    assert offer == Offer(
        document_id=document.id,
        document_type="cccd",
        component="",
        from_dossier="HS-1",
        personal_id=OWNER.personal_id,
        verified_by="supervisor",
        verified_at=office.fact(document).verified_at,
        valid_to=None,
        fields={"full_name": "Đỗ Thị Đào"},
    )
    assert office.store.people.offers("another", document_types=["cccd"], on=TODAY) == ()
    assert office.store.people.offers(OWNER.personal_id, document_types=["x"], on=TODAY) == ()


def test_the_newest_of_a_type_is_offered_and_an_expired_one_is_not(office: Office) -> None:
    old = office.verified("HS-1")
    new = office.filled("HS-2")
    office.move("clerk", DossierState.VERIFYING, "HS-2")
    later = office.fact(old).verified_at + timedelta(days=1)
    fact = office.fact(new, valid_to=TODAY, verified_at=later)
    office.move("supervisor", DossierState.VERIFIED, "HS-2", facts=[fact])
    assert [one.document_id for one in offers(office)] == [new.id]
    assert [one.document_id for one in offers(office, TODAY + timedelta(days=1))] == [old.id]


def test_accepting_an_offer_copies_values_with_their_evidence_and_adds_no_page(
    office: Office,
) -> None:
    source = office.verified("HS-1")
    office.dossier("HS-2")
    (offer,) = offers(office, for_dossier="HS-2")
    document = office.store.dossiers.add_reused(office.clerk2, "HS-2", offer)
    assert (document.type, document.reused_from, document.pages) == ("cccd", source.id, ())
    assert office.store.dossiers.pages("HS-2") == ()
    (value,), (old,) = office.store.dossiers.values("HS-2"), office.store.dossiers.values("HS-1")
    assert (value.value, value.method, value.sure) == (old.value, Method.REUSED, True)
    assert value.evidence == old.evidence
    assert office.store.dossiers.summaries({DossierState.INTAKE})[0].open_count == 0
    assert office.store.dossiers.hands("HS-2").keyed == {office.clerk.id, office.clerk2.id}
    # it stands there now, so it is not offered again, and accepting twice changes nothing
    assert offers(office, for_dossier="HS-2") == ()
    assert office.store.dossiers.add_reused(office.clerk2, "HS-2", offer) == document
    assert len(office.store.dossiers.documents("HS-2")) == 1


def test_a_reused_document_stays_when_the_machine_sorts_or_reads(office: Office) -> None:
    office.verified("HS-1")
    office.dossier("HS-2")
    document = office.store.dossiers.add_reused(office.clerk, "HS-2", offers(office)[0])
    assert office.sort(office.page("HS-2"))[-1] == document
    with pytest.raises(WrongStateError):
        office.store.dossiers.save_readings(document.id, [reading(basis="new")])


def test_a_reused_value_a_person_changed_can_be_restored(office: Office) -> None:
    office.verified("HS-1")
    office.dossier("HS-2")
    office.store.dossiers.add_reused(office.clerk, "HS-2", offers(office)[0])
    mine = office.key(code="HS-2", text="Đảo")
    after = office.store.dossiers.restore(office.clerk, mine.id, mine.version)
    assert (after.value, after.method) == ("Đỗ Thị Đào", Method.REUSED)


def test_an_original_is_offered_rather_than_what_stood_for_it(office: Office) -> None:
    source = office.verified("HS-1")
    office.dossier("HS-2")
    document = office.store.dossiers.add_reused(office.clerk, "HS-2", offers(office)[0])
    office.move("clerk", DossierState.VERIFYING, "HS-2")
    office.move("supervisor", DossierState.VERIFIED, "HS-2", facts=[office.fact(document)])
    assert [one.document_id for one in offers(office)] == [source.id]


def test_a_forged_offer_is_refused(office: Office) -> None:
    unverified = office.filled("HS-3")
    source = office.verified("HS-1")
    office.dossier("HS-2")
    good = offers(office)[0]
    for forged in (
        Offer(unverified.id, *_rest(good)),
        Offer(999, *_rest(good)),
        Offer(source.id, "cccd", "", "HS-1", "another person", "x", good.verified_at, None, {}),
    ):
        with pytest.raises(NotFoundError):
            office.store.dossiers.add_reused(office.clerk, "HS-2", forged)
    assert office.store.dossiers.documents("HS-2") == ()


def _rest(offer: Offer) -> tuple:
    return (
        offer.document_type,
        offer.component,
        offer.from_dossier,
        offer.personal_id,
        offer.verified_by,
        offer.verified_at,
        offer.valid_to,
        offer.fields,
    )


def test_a_refused_offer_is_not_made_again_in_that_dossier(office: Office) -> None:
    source = office.verified("HS-1")
    office.dossier("HS-2")
    office.dossier("HS-3")
    for reason in ("Ảnh cũ", "Ảnh quá cũ"):
        office.store.people.refuse(office.clerk, "HS-2", source.id, reason)
    assert offers(office, for_dossier="HS-2") == ()
    assert len(offers(office, for_dossier="HS-3")) == 1
    assert "Ảnh quá cũ" in office.store.journal.rows(1)[0].after
    with pytest.raises(NotFoundError):
        office.store.people.refuse(office.clerk, "HS-2", 999, "x")


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("do thi dao", True),
        ("ĐỖ", True),
        ("dao đỗ", True),
        ("đào t", True),
        ("thi da", True),
        ("ao", False),
        ("do thi x", False),
        ("%", False),
    ],
)
def test_people_are_found_by_the_beginnings_of_their_names_without_marks(
    office: Office, typed: str, found: bool
) -> None:
    office.verified()
    assert office.store.people.find(typed) == ((OWNER,) if found else ())


def test_a_person_takes_the_name_of_the_newest_dossier_that_is_theirs(office: Office) -> None:
    office.verified("HS-1")
    office.store.dossiers.get("HS-1")
    office.dossier("HS-2", owner=Owner("Đỗ Thị Anh Đào", OWNER.personal_id))
    (document,) = office.sort(office.page("HS-2"))
    office.move("clerk", DossierState.VERIFYING, "HS-2")
    office.move("supervisor", DossierState.VERIFIED, "HS-2", facts=[office.fact(document)])
    assert office.store.people.find("anh") == (Owner("Đỗ Thị Anh Đào", OWNER.personal_id),)


def test_people_are_found_by_name_without_marks_and_the_birth_date_of_a_verified_paper(
    office: Office,
) -> None:
    document = office.verified()
    born = office.fact(document, field="birth_date", value="1983-01-02", page_id=None, box=None)
    office.store.people.load(office.supervisor, [born])

    def found(name: str, day: date, field: str = "birth_date") -> list[str]:
        people = office.store.people.born(name, day, [("cccd", field), ("birth", "born")])
        return [one.personal_id for one in people]

    name = office.store.people.find("do")[0].name
    assert found(fold(name).upper(), date(1983, 1, 2)) == [OWNER.personal_id]
    assert found(name, date(1983, 1, 2)) == [OWNER.personal_id]
    assert found(name, date(1983, 2, 1)) == []
    assert found(name.split()[0], date(1983, 1, 2)) == []
    more = [
        replace(born, personal_id=f"0010830000{number:02}", field=f"born{number}")
        for number in range(12)
    ]
    office.store.people.load(office.supervisor, more)
    office.sql("UPDATE person SET name_key = (SELECT max(name_key) FROM person)")
    asked = [("cccd", one.field) for one in more]
    alike = office.store.people.born(name, date(1983, 1, 2), asked)
    assert len(alike) == MOST_ALIKE + 1, "it is told that there are more"
    # a date that a paper says of something else is nobody's birth date
    assert found(name, date(1983, 1, 2), field="issue_date") == []
