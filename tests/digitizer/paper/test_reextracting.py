"""Everything stored of a type is read again by its definition, and what people decided stays."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from digitizer.errors import DefinitionError, NotAllowedError
from digitizer.jobs import CancelledError, CancelToken, Progress
from digitizer.model.doctype import DocumentType
from digitizer.model.document import Document
from digitizer.model.dossier import DossierState
from digitizer.model.field import FieldValue
from digitizer.model.rights import Action
from digitizer.paper import reextracting
from digitizer.paper.reextracting import Lock
from tests.digitizer.paper import pages
from tests.digitizer.paper.design_office import DesignOffice

KIND = "birth_registration_declaration"
FIELD = "requester_relation"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[DesignOffice]:
    found = DesignOffice.open(tmp_path / "data")
    yield found
    found.station.close()


def declaration(office: DesignOffice, code: str) -> Document:
    office.dossier(code)
    text = pages.page_text([*pages.BIRTH_DECLARATION, f"Hồ sơ {code}"])
    (document,) = office.papers(code, [(KIND, office.page(code, text))])
    return document


def without_label(office: DesignOffice) -> DocumentType:
    """Return the definition with one field read from another line."""
    kind = office.station.catalogue.document_type(KIND)
    return replace(
        kind,
        basis="another",
        fields=tuple(
            replace(one, labels=("Kính gửi",), section="") if one.name == FIELD else one
            for one in kind.fields
        ),
    )


def value(office: DesignOffice, document: Document, name: str = FIELD) -> FieldValue:
    values = office.station.store.dossiers.values_of(document.id)
    return next(one for one in values if one.name == name)


def decided(office: DesignOffice, document: Document, text: str) -> None:
    one = value(office, document)
    office.station.store.dossiers.decide(
        office.clerk, one.id, one.version, action=Action.KEY, value=text
    )


def test_the_preview_shows_what_would_change_and_changes_nothing(office: DesignOffice) -> None:
    first, second = declaration(office, "HS-1"), declaration(office, "HS-2")
    decided(office, second, "Bà nội")
    kind = without_label(office)
    seen: list[Progress] = []
    found = office.station.design.preview(office.administrator, kind, report=seen.append)
    assert (found.papers, found.changed, found.locked, found.unreadable) == (2, 2, 1, 0)
    by_paper = {one.document_id: one for one in found.changes}
    change = by_paper[first.id]
    assert (change.field, change.before, change.lock) == (FIELD, "Mẹ đẻ", None)
    assert change.after == "Ủy ban nhân dân phường Mẫu"
    assert by_paper[second.id].lock is Lock.PERSON
    assert value(office, first).value == "Mẹ đẻ"
    assert [one.done for one in seen] == [1, 2]


def test_applying_renews_machine_values_and_leaves_persons_values(office: DesignOffice) -> None:
    first, second, third = (declaration(office, f"HS-{n}") for n in (1, 2, 3))
    decided(office, second, "Bà nội")
    office.station.store.dossiers.move(office.clerk, "HS-3", DossierState.VERIFYING)
    kind = without_label(office)
    office.station.design.save(office.administrator, kind)
    office.station.reload_definitions()
    found = office.station.design.apply(office.administrator, KIND)
    assert (found.changed, found.locked) == (3, 2)
    assert {one.lock for one in found.changes} == {None, Lock.PERSON, Lock.HANDED_ON}
    assert value(office, first).value == "Ủy ban nhân dân phường Mẫu"
    assert value(office, second).value == "Bà nội"
    assert value(office, third).value == "Mẹ đẻ"
    again = office.station.design.apply(office.administrator, KIND)
    assert again.changed - again.locked == 0
    history = office.station.store.dossiers.value_history(value(office, first).id)
    assert [one.value for one in history] == ["Mẹ đẻ"]


def test_a_run_that_is_stopped_keeps_whole_groups_of_papers_and_the_next_finishes(
    office: DesignOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    papers = [declaration(office, f"HS-{n}") for n in range(5)]
    monkeypatch.setattr(reextracting, "_CHUNK", 2)
    office.station.design.save(office.administrator, without_label(office))
    office.station.reload_definitions()
    cancel = CancelToken()

    def stop_at_the_fourth(progress: Progress) -> None:
        if progress.done == 4:
            cancel.cancel()

    with pytest.raises(CancelledError):
        office.station.design.apply(
            office.administrator, KIND, report=stop_at_the_fourth, cancel=cancel
        )
    new = "Ủy ban nhân dân phường Mẫu"
    # the latest papers come first, two at a time
    assert [value(office, one).value for one in papers] == ["Mẹ đẻ", new, new, new, new]
    assert office.station.design.apply(office.administrator, KIND).changed == 1
    assert value(office, papers[0]).value == new


def test_a_dossier_handed_on_while_its_paper_was_read_again_stays_as_it_is(
    office: DesignOffice,
) -> None:
    here, gone = declaration(office, "HS-1"), declaration(office, "HS-2")
    dossiers, kind = office.station.store.dossiers, without_label(office)
    readings = {
        one.id: found
        for one, found in office.machine.reread_many([here, gone], kind)
        if found is not None
    }
    dossiers.move(office.clerk, "HS-2", DossierState.VERIFYING)
    assert dossiers.save_readings_of_many(readings) == (here.id,)
    assert value(office, here).value == "Ủy ban nhân dân phường Mẫu"
    assert value(office, gone).value == "Mẹ đẻ"


def test_reading_again_asks_for_no_recognition(
    office: DesignOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    declaration(office, "HS-1")

    def never() -> None:
        raise AssertionError("the recogniser was asked for")

    monkeypatch.setattr(office.station, "reader", never)
    assert office.station.design.preview(office.administrator, without_label(office)).changed == 1


def test_only_an_administrator_may_and_a_stopped_preview_stops(office: DesignOffice) -> None:
    declaration(office, "HS-1")
    with pytest.raises(NotAllowedError):
        office.station.design.preview(office.clerk, without_label(office))
    with pytest.raises(NotAllowedError):
        office.station.design.save(office.supervisor, without_label(office))
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(CancelledError):
        office.station.design.preview(office.administrator, without_label(office), cancel=cancel)


def test_a_saved_definition_wins_and_the_one_before_it_is_kept(office: DesignOffice) -> None:
    kind = without_label(office)
    path = office.station.design.save(office.administrator, kind)
    office.station.reload_definitions()
    own = office.station.catalogue.document_type(KIND)
    assert own.field(FIELD) == kind.field(FIELD)
    assert office.station.paper.catalogue is office.station.catalogue
    office.station.design.save(office.administrator, replace(kind, name="Tờ khai (mẫu riêng)"))
    kept = path.parent / "history" / f"{KIND}.0001.toml"
    assert "Tờ khai đăng ký khai sinh" in kept.read_text("utf-8")
    office.station.reload_definitions()
    assert office.station.catalogue.document_type(KIND).name == "Tờ khai (mẫu riêng)"


def test_a_definition_that_does_not_hold_is_not_saved(office: DesignOffice) -> None:
    kind = without_label(office)
    bad = replace(kind, fields=(replace(kind.fields[0], pattern="(a+)+$"), *kind.fields[1:]))
    with pytest.raises(DefinitionError) as caught:
        office.station.design.save(office.administrator, bad)
    assert caught.value.details["key"] == f"fields.{kind.fields[0].name}.pattern"
    office.station.reload_definitions()
    assert office.station.catalogue.document_type(KIND).field(FIELD) != kind.field(FIELD)
