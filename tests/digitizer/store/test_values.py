"""Field values: a machine's are redone, a person's never, and nothing is forgotten."""

from __future__ import annotations

import unicodedata

import pytest

from digitizer.errors import NotAllowedError, StaleError, UnfitValueError, WrongStateError
from digitizer.model.dossier import DossierState
from digitizer.model.field import Absence, Evidence, Method
from digitizer.model.rights import Action
from tests.digitizer.store.office import Office, reading

pytestmark = pytest.mark.both_databases


def test_a_reading_becomes_a_value_with_all_it_carries(office: Office) -> None:
    document = office.filled()
    (value,) = office.store.dossiers.values_of(document.id)
    read = reading()
    for name in (
        "name value raw confidence sure method basis evidence alternatives".split()  # noqa: SIM905
    ):
        assert getattr(value, name) == getattr(read, name)
    assert (value.absence, value.decided_by, value.version) == (None, None, 1)
    assert office.store.dossiers.value(value.id) == value


def test_values_come_document_by_document_in_the_order_of_the_definition(office: Office) -> None:
    office.dossier()
    pages = [office.page(data=bytes([n])) for n in range(2)]
    office.sort(pages[0])
    first = office.store.dossiers.documents("HS-1")[0]
    office.store.dossiers.set_type(office.clerk, first.id, "cccd", None)
    second = office.sort(pages[1])[1]
    office.store.dossiers.save_readings(second.id, [reading("z"), reading("a")])
    office.store.dossiers.save_readings(first.id, [reading("m"), reading("b")])
    assert [one.name for one in office.store.dossiers.values("HS-1")] == ["m", "b", "z", "a"]


class TestMachine:
    """What the machine may do."""

    def test_a_value_is_redone_only_when_its_basis_changed(self, office: Office) -> None:
        document = office.filled()
        first = office.value()
        office.store.dossiers.save_readings(document.id, [reading(value="Dao")])
        assert office.value() == first
        office.store.dossiers.save_readings(document.id, [reading(value="Dao", basis="new")])
        again = office.value()
        assert (again.id, again.value, again.version) == (first.id, "Dao", 2)
        assert office.store.dossiers.value_history(first.id) == (first,)

    def test_a_value_no_longer_read_goes_into_history(self, office: Office) -> None:
        document = office.filled("HS-1", reading("a"), reading("b"))
        gone = office.store.dossiers.values("HS-1")[1]
        office.store.dossiers.save_readings(document.id, [reading("a")])
        assert [one.name for one in office.store.dossiers.values("HS-1")] == ["a"]
        assert office.store.dossiers.value_history(gone.id) == (gone,)

    @pytest.mark.parametrize("readings", [[reading(value="x", basis="new")], []])
    def test_a_persons_value_is_never_touched(self, office: Office, readings: list) -> None:
        document = office.filled()
        mine = office.key(text="Đỗ Thị Đảo")
        office.store.dossiers.save_readings(document.id, readings)
        assert office.value() == mine

    def test_a_value_a_person_only_accepted_is_a_persons_too(self, office: Office) -> None:
        document = office.filled()
        mine = office.key()
        office.store.dossiers.save_readings(document.id, [reading(value="x", basis="new")])
        assert office.value() == mine


class TestDeciding:
    """What a person decides."""

    def test_accepting_keeps_value_and_method_and_notes_who_and_when(self, office: Office) -> None:
        office.filled()
        before, after = office.value(), office.key()
        assert (after.value, after.method, after.raw) == (before.value, Method.OCR, before.raw)
        assert (after.decided_by, after.version) == (office.clerk.id, 2)
        assert after.decided_at is not None

    def test_correcting_makes_it_a_typed_value_in_nfc(self, office: Office) -> None:
        office.filled()
        after = office.key(text=unicodedata.normalize("NFD", "Đỗ Thị Đảo"))
        assert (after.value, after.method) == ("Đỗ Thị Đảo", Method.TYPED)

    @pytest.mark.parametrize("absence", Absence)
    def test_an_absence_is_a_fact_of_its_own(self, office: Office, absence: Absence) -> None:
        office.filled()
        value = office.value()
        absent = office.store.dossiers.decide(
            office.clerk, value.id, value.version, action=Action.KEY, absence=absence
        )
        assert (absent.value, absent.absence) == ("", absence)
        accepted = office.key()
        assert (accepted.value, accepted.absence) == ("", absence)
        typed = office.key(text="")
        assert (typed.value, typed.absence) == ("", None)

    def test_a_value_is_there_or_absent_not_both(self, office: Office) -> None:
        office.filled()
        value = office.value()
        with pytest.raises(UnfitValueError):
            office.store.dossiers.decide(
                office.clerk,
                value.id,
                value.version,
                action=Action.KEY,
                value="x",
                absence=Absence.BLANK,
            )

    def test_other_pixels_can_be_shown_as_evidence(self, office: Office) -> None:
        office.filled()
        value = office.value()
        box = Evidence(value.evidence[0].page_id, 1, 2, 3, 4)
        after = office.store.dossiers.decide(
            office.clerk, value.id, value.version, action=Action.KEY, evidence=box
        )
        assert after.evidence == (box,)

    def test_who_looks_at_an_old_version_is_told(self, office: Office) -> None:
        office.filled()
        old = office.value()
        mine = office.key(text="Đào")
        dossiers = office.store.dossiers
        with pytest.raises(StaleError) as caught:
            dossiers.decide(office.clerk2, old.id, old.version, action=Action.KEY, value="x")
        assert caught.value.details == {
            "value": old.id,
            "version": 2,
            "theirs": "Đào",
            "mine": "x",
            "officer": office.clerk.name,
        }
        with pytest.raises(StaleError):
            dossiers.restore(office.clerk2, old.id, old.version)
        assert office.value() == mine
        # the attempt left no hand either
        assert dossiers.hands("HS-1").keyed == {office.clerk.id}

    def test_every_version_is_kept(self, office: Office) -> None:
        office.filled()
        first = office.value()
        second, third = office.key(text="Đào"), office.key(by="clerk2", text="Đảo")
        assert office.store.dossiers.value_history(first.id) == (first, second)
        assert office.value() == third

    def test_restoring_puts_back_the_machines_value_and_nobody_stands_for_it(
        self, office: Office
    ) -> None:
        document = office.filled()
        first = office.value()
        office.key(text="Đào")
        last = office.key(text="Đảo")
        after = office.store.dossiers.restore(office.clerk, last.id, last.version)
        assert (after.value, after.method, after.evidence) == (
            first.value,
            first.method,
            first.evidence,
        )
        assert (after.decided_by, after.decided_at, after.version) == (None, None, 4)
        # then the machine may read it anew
        office.store.dossiers.save_readings(document.id, [reading(value="x", basis="new")])
        assert office.value().value == "x"

    def test_restoring_what_nobody_decided_changes_nothing(self, office: Office) -> None:
        office.filled()
        value = office.value()
        assert office.store.dossiers.restore(office.clerk, value.id, value.version) == value

    def test_deciding_needs_the_role_and_the_state_that_go_with_it(self, office: Office) -> None:
        office.filled()
        for attempt, error in (
            (lambda: office.key(by="supervisor"), NotAllowedError),
            (lambda: office.verify_value(by="clerk"), NotAllowedError),
            (office.verify_value, WrongStateError),
        ):
            with pytest.raises(error):
                attempt()
        office.move("clerk", DossierState.VERIFYING)
        with pytest.raises(WrongStateError):
            office.key()
        assert office.verify_value(text="Đảo").decided_by == office.supervisor.id
        with pytest.raises(ValueError, match="keying or verifying"):
            office._decide("supervisor", None, "HS-1", Action.SIGN)

    def test_a_supervisor_restores_while_verifying(self, office: Office) -> None:
        office.filled()
        mine = office.key(text="Đào")
        office.move("clerk", DossierState.VERIFYING)
        dossiers = office.store.dossiers
        with pytest.raises(NotAllowedError):
            dossiers.restore(office.clerk, mine.id, mine.version)
        assert dossiers.restore(office.supervisor, mine.id, mine.version).decided_by is None
        assert dossiers.hands("HS-1").verified == {office.supervisor.id}
