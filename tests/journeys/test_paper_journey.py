"""One citizen's papers from file to warehouse, with the real recogniser and the real store."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from digitizer.errors import (
    FourEyesError,
    IncompleteDossierError,
    NotAllowedError,
    StaleError,
    UndecidedFieldsError,
    WrongStateError,
)
from digitizer.model.document import Page, PageState
from digitizer.model.dossier import ComponentState, DossierState, Owner
from digitizer.model.field import Absence, Method, Severity
from digitizer.model.view import DossierView
from digitizer.office.practice import SampleDossier
from digitizer.paper.verification import needs_person
from digitizer.vietnamese import fold
from tests.journeys.conftest import Office

pytestmark = [pytest.mark.engine, pytest.mark.slow]


def decide_everything(office: Office, code: str) -> None:
    """Accept what was read; say of empty fields blank, of what a check refuses unreadable."""
    paper = office.station.paper
    view = paper.view(office.supervisor, code)
    for value in view.values:
        if needs_person(value, view.findings):
            absence = None if value.value else Absence.BLANK
            paper.decide(
                office.supervisor, value.id, value.version, absence=absence, reason="xem ảnh"
            )
    view = paper.view(office.supervisor, code)
    errors = [one for one in view.findings if one.severity is Severity.ERROR]
    refused = {(one.document_id, name) for one in errors for name in one.fields}
    for value in view.values:
        if (value.document_id, value.name) in refused:
            paper.decide(office.supervisor, value.id, value.version, absence=Absence.UNREADABLE)


def take_in(office: Office, sample: SampleDossier) -> DossierView:
    paper = office.station.paper
    dossier = paper.open_dossier(office.clerk, sample.procedure, sample.owner)
    assert not paper.take_in(office.clerk, dossier.code, sample.files).failures
    assert not paper.read(office.clerk, dossier.code).failures
    return paper.view(office.clerk, dossier.code)


@pytest.fixture(scope="module")
def verified(shared_office: Office, samples: dict[str, SampleDossier]) -> DossierView:
    code = take_in(shared_office, samples["02"]).dossier.code
    paper = shared_office.station.paper
    paper.submit(shared_office.clerk, code)
    decide_everything(shared_office, code)
    paper.verify(shared_office.supervisor, code)
    return paper.view(shared_office.supervisor, code)


def test_every_page_is_stored_before_it_is_shown_and_read_behind(
    office: Office, samples: dict[str, SampleDossier]
) -> None:
    paper = office.station.paper
    dossier = paper.open_dossier(office.clerk, samples["02"].procedure)
    shown: list[Page] = []

    def see(page: Page) -> None:
        assert office.station.store.vault.get(page.image_hash)
        assert office.station.store.dossiers.page(page.id) == page
        shown.append(page)

    paper.take_in(office.clerk, dossier.code, samples["02"].files, on_page=see)
    assert len(shown) == 3
    assert {page.state for page in shown} == {PageState.STORED}
    seen_read: list[Page] = []
    paper.read(office.clerk, dossier.code, on_page=seen_read.append)
    assert {page.state for page in seen_read} == {PageState.READ}


def test_the_original_file_stays_bit_for_bit(
    shared_office: Office, verified: DossierView, samples: dict[str, SampleDossier]
) -> None:
    original = samples["02"].files[0].read_bytes()
    assert shared_office.station.store.vault.get(verified.pages[0].original_hash) == original


def test_the_papers_of_a_dossier_are_told_apart_and_nothing_is_missing(
    verified: DossierView,
) -> None:
    assert {one.type for one in verified.documents} == {
        "marital_status_declaration",
        "cccd_front",
        "cccd_back",
    }
    assert not verified.missing


def test_every_value_the_machine_read_shows_the_pixels_it_came_from(verified: DossierView) -> None:
    pages = {page.id: page for page in verified.pages}
    read = [v for v in verified.values if v.value and v.method in {Method.OCR, Method.QR}]
    assert len(read) > 10
    for value in read:
        assert value.evidence, value.name
        for place in value.evidence:
            page = pages[place.page_id]
            assert 0 <= place.left < place.right <= page.width
            assert 0 <= place.top < place.bottom <= page.height


def test_front_and_back_of_the_card_are_compared_and_bound_to_the_one_who_declares(
    shared_office: Office, verified: DossierView
) -> None:
    paper, supervisor = shared_office.station.paper, shared_office.supervisor
    (card,) = paper.card_witnesses(supervisor, verified.dossier.code)
    number = card.fact("personal_id")
    assert number is not None
    assert number.value == verified.dossier.owner.personal_id
    assert {one.source.value for one in number.said} == {"qr", "mrz", "print", "number"}
    assert not number.dissenters
    types = {one.id: one.type for one in verified.documents}
    assert {types[one] for one in card.document_ids} == {"cccd_front", "cccd_back"}
    assert card.binding is not None
    assert types[card.binding.document_id] == "marital_status_declaration"


def test_verified_facts_stand_in_the_warehouse_under_the_citizens_number(
    shared_office: Office, verified: DossierView
) -> None:
    number = verified.dossier.owner.personal_id
    rows = shared_office.station.store.people.rows(number)
    facts = {(row.document_type, row.field): row for row in rows}
    assert facts["cccd_front", "personal_id"].value == number
    assert facts["cccd_front", "full_name"].verified_by == shared_office.supervisor.name
    assert facts["cccd_front", "personal_id"].box is not None
    # who has no number at hand is found by name and birth date, marks or not; and it is journaled
    warehouse = shared_office.station.warehouse
    name = fold(facts["cccd_front", "full_name"].value)
    born = date.fromisoformat(facts["cccd_front", "birth_date"].value)
    found = warehouse.people_born(shared_office.clerk, name, born)
    assert [one.personal_id for one in found] == [number]
    assert warehouse.people_born(shared_office.clerk, name, born + timedelta(days=1)) == ()
    actions = [one.action for one in shared_office.station.store.journal.rows(2)]
    assert actions == ["people-looked-for"] * 2
    with pytest.raises(NotAllowedError):
        warehouse.people_born(shared_office.supervisor, name, born)


def test_a_second_dossier_of_the_same_citizen_reuses_the_card_and_adds_no_page(
    shared_office: Office, verified: DossierView, samples: dict[str, SampleDossier]
) -> None:
    paper = shared_office.station.paper
    view = take_in(shared_office, samples["04"])
    code = view.dossier.code
    assert view.dossier.owner.personal_id == verified.dossier.owner.personal_id
    offers = paper.offers(shared_office.clerk, code)
    assert {offer.document_type for offer in offers} == {"cccd_front", "cccd_back"}
    assert {offer.from_dossier for offer in offers} == {verified.dossier.code}
    for offer in offers:
        paper.accept_offer(shared_office.clerk, code, offer)
    after = paper.view(shared_office.clerk, code)
    assert len(after.pages) == len(view.pages)
    journal = shared_office.station.store.journal.rows(200)
    looked = next(one for one in journal if one.action == "offers-viewed")
    taken = next(one for one in journal if one.action == "document-reused")
    assert looked.after == after.dossier.procedure
    assert f'"purpose":"{after.dossier.procedure}"' in taken.after
    assert {one.state for one in after.components if one.document_ids} >= {ComponentState.REUSED}
    reused = [v for v in after.values if v.method is Method.REUSED]
    assert {v.value for v in reused if v.name == "personal_id"} == {
        verified.dossier.owner.personal_id
    }
    assert paper.offers(shared_office.clerk, code) == ()
    paper.submit(shared_office.clerk, code)
    decide_everything(shared_office, code)
    done = paper.verify(shared_office.supervisor, code)
    assert done.state is DossierState.VERIFIED


def test_another_citizens_number_is_offered_nothing(
    shared_office: Office, verified: DossierView
) -> None:
    paper = shared_office.station.paper
    number = verified.dossier.owner.personal_id
    other = f"{number[:-1]}{(int(number[-1]) + 1) % 10}"
    dossier = paper.open_dossier(shared_office.clerk, "1.004873", Owner("", other))
    assert paper.offers(shared_office.clerk, dossier.code) == ()


def test_a_verified_dossier_takes_no_more_papers(
    shared_office: Office, verified: DossierView, samples: dict[str, SampleDossier]
) -> None:
    with pytest.raises(WrongStateError):
        shared_office.station.paper.take_in(
            shared_office.clerk, verified.dossier.code, samples["01"].files
        )


def test_roles_and_four_eyes_are_kept_below_the_window(
    office: Office, samples: dict[str, SampleDossier]
) -> None:
    paper, officers = office.station.paper, office.station.store.officers
    with pytest.raises(NotAllowedError):
        paper.open_dossier(office.supervisor, "1.004873")
    administrator = next(one for one in officers.all() if one.login == "quantri")
    both = officers.create(
        administrator,
        login="kiemnhiem",
        name="Người Kiêm Nhiệm",
        roles=office.clerk.roles | office.supervisor.roles,
        password="mat-khau-dai",
    )
    code = paper.open_dossier(both, samples["02"].procedure, samples["02"].owner).code
    paper.take_in(both, code, samples["02"].files)
    paper.read(both, code)
    paper.submit(both, code)
    with pytest.raises(NotAllowedError):
        paper.verify(office.clerk, code)
    with pytest.raises(FourEyesError):
        paper.verify(both, code)
    value = paper.view(both, code).values[0]
    with pytest.raises(FourEyesError):
        paper.decide(both, value.id, value.version, value="x")
    with pytest.raises(UndecidedFieldsError):
        paper.verify(office.supervisor, code)
    back = paper.return_to_clerk(office.supervisor, code, "Thiếu chữ ký")
    assert (back.state, back.return_reason) == (DossierState.RETURNED, "Thiếu chữ ký")


def test_a_persons_value_survives_reading_anew_and_a_stale_save_is_refused(
    office: Office, samples: dict[str, SampleDossier]
) -> None:
    paper = office.station.paper
    view = take_in(office, samples["02"])
    value = next(v for v in view.values if v.name == "purpose")
    decided = paper.decide(office.clerk, value.id, value.version, value="Kết hôn  ở xã Mẫu")
    assert decided.value == "Kết hôn ở xã Mẫu"
    paper.read(office.clerk, view.dossier.code)
    again = next(v for v in paper.view(office.clerk, view.dossier.code).values if v.id == value.id)
    assert (again.value, again.decided_by) == ("Kết hôn ở xã Mẫu", office.clerk.id)
    with pytest.raises(StaleError):
        paper.decide(office.clerk, value.id, value.version, value="khác")


def test_a_dossier_with_a_missing_paper_is_not_handed_on(
    office: Office, samples: dict[str, SampleDossier]
) -> None:
    paper = office.station.paper
    code = paper.open_dossier(office.clerk, samples["01"].procedure).code
    card = [file for file in samples["01"].files if "cccd" in file.name]
    paper.take_in(office.clerk, code, card)
    paper.read(office.clerk, code)
    with pytest.raises(IncompleteDossierError) as caught:
        paper.submit(office.clerk, code)
    assert "ờ khai" in str(caught.value.details["components"])


def test_a_bad_file_is_said_and_the_others_go_on(
    office: Office, samples: dict[str, SampleDossier], tmp_path: Path
) -> None:
    paper = office.station.paper
    empty = tmp_path / "trống rỗng.jpg"
    empty.touch()
    text = tmp_path / "giả mạo.pdf"
    text.write_text("không phải PDF", "utf-8")
    code = paper.open_dossier(office.clerk, samples["02"].procedure).code
    outcome = paper.take_in(
        office.clerk, code, [empty, *samples["02"].files, text, tmp_path / "không có.png"]
    )
    assert len(outcome.pages) == 3
    assert [(one.name, one.code) for one in outcome.failures] == [
        ("trống rỗng.jpg", "file-empty"),
        ("giả mạo.pdf", "file-unsupported"),
        ("không có.png", "file-unreadable"),
    ]


def test_a_cards_code_vouches_for_the_same_print_while_the_card_is_in_the_dossier(
    office: Office, samples: dict[str, SampleDossier]
) -> None:
    def vouched(view: DossierView) -> set[str]:
        return {one.name for one in view.values if "same as qr" in one.basis and one.sure}

    paper = office.station.paper
    view = take_in(office, samples["02"])
    assert "person_name" in vouched(view)
    name = next(one for one in view.values if one.name == "person_name")
    card = next(one for one in view.values if one.name == "full_name")
    assert (name.method, name.value) == (Method.OCR, card.value)
    assert vouched(view) <= {
        "person_personal_id", "person_name", "person_birth_date", "person_sex", "requester_name"
    }  # fmt: skip
    front = next(one for one in view.documents if one.type == "cccd_front")
    office.station.intake.edit(
        office.clerk, view.dossier.code, lambda pages: pages.remove(front.pages)
    )
    assert not vouched(paper.view(office.clerk, view.dossier.code))
