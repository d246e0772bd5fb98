"""Ways around the rules that were found once and are closed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from digitizer.errors import (
    StaleError,
    UndecidedFieldsError,
    UnfitEvidenceError,
    UnfitValueError,
    UnreadPagesError,
    WrongStateError,
)
from digitizer.model.document import Document, PageState
from digitizer.model.dossier import DossierState, Owner
from digitizer.model.field import Evidence, FieldValue, Method
from digitizer.model.view import DossierView
from digitizer.office.practice import SampleDossier
from digitizer.paper.completeness import owner_from
from digitizer.paper.editing import PageEditor
from tests.journeys.conftest import Office
from tests.journeys.test_paper_journey import decide_everything, take_in

pytestmark = [pytest.mark.engine, pytest.mark.slow]


@pytest.fixture
def business(office: Office, samples: dict[str, SampleDossier]) -> DossierView:
    return take_in(office, samples["03"])


def application(view: DossierView) -> Document:
    return next(one for one in view.documents if one.type == "household_business_application")


def test_values_of_a_page_taken_out_go_with_it(office: Office, business: DossierView) -> None:
    paper = office.station.paper
    document = application(business)
    paper.set_document_type(office.clerk, document.id, document.type or "")
    first = document.pages[0]
    office.station.intake.edit(
        office.clerk, business.dossier.code, lambda pages: pages.remove([first])
    )
    after = paper.view(office.clerk, business.dossier.code)
    assert first not in {page.id for page in after.pages}
    shown = {place.page_id for value in after.values for place in value.evidence}
    assert first not in shown
    before = next(v for v in business.values if v.name == "business_name").value
    assert before
    assert before not in {value.value for value in after.values_of(document.id)}


def test_a_paper_reused_for_one_citizen_leaves_with_that_citizen(
    office: Office, samples: dict[str, SampleDossier], business: DossierView
) -> None:
    paper = office.station.paper
    code = business.dossier.code
    paper.submit(office.clerk, code)
    decide_everything(office, code)
    paper.verify(office.supervisor, code)
    second = paper.open_dossier(office.clerk, "1.001612", business.dossier.owner).code
    offers = paper.offers(office.clerk, second)
    assert offers
    reused = [paper.accept_offer(office.clerk, second, offer) for offer in offers]
    with pytest.raises(WrongStateError):
        paper.set_document_type(office.clerk, reused[0].id, "household_business_application")
    assert paper.searchable_pdf(office.clerk, reused[0].id).startswith(b"%PDF")
    paper.undo_reuse(office.clerk, reused[-1].id)
    assert len(paper.view(office.clerk, second).documents) == len(reused) - 1
    paper.set_owner(office.clerk, second, Owner("Người Khác", "001190000001"))
    assert paper.view(office.clerk, second).documents == ()


def test_a_dossier_whose_fields_were_not_read_is_not_handed_on(
    office: Office, business: DossierView
) -> None:
    store = office.station.store
    document = application(business)
    kept = [v for v in business.values_of(document.id) if v.name != "business_name"]
    store.dossiers.save_readings(document.id, [])
    assert kept
    with pytest.raises(UnreadPagesError):
        office.station.paper.submit(office.clerk, business.dossier.code)


def test_a_failed_page_is_read_again(office: Office, business: DossierView) -> None:
    paper, store = office.station.paper, office.station.store
    page = business.pages[0]
    store.dossiers.page_failed(page.id, "recogniser-missing")
    paper.read(office.clerk, business.dossier.code)
    assert store.dossiers.page(page.id).state is PageState.READ


def test_evidence_lies_on_a_page_of_the_dossier_and_a_value_has_an_end(
    office: Office, business: DossierView
) -> None:
    paper = office.station.paper
    value = business.values[0]
    page = business.pages[0]
    for wrong in (
        Evidence(99999, 0, 0, 10, 10),
        Evidence(page.id, -5, 0, 10, 10),
        Evidence(page.id, 0, 0, 1e9, 10),
        Evidence(page.id, 0, 0, float("nan"), 10),
    ):
        with pytest.raises(UnfitEvidenceError):
            paper.decide(office.clerk, value.id, value.version, value="x", evidence=wrong)
    with pytest.raises(UnfitValueError):
        paper.decide(office.clerk, value.id, value.version, value="x" * 10_001)


def test_what_the_clerk_keyed_waits_for_the_second_person(
    office: Office, business: DossierView
) -> None:
    paper = office.station.paper
    code = business.dossier.code
    name = next(v for v in business.values if v.name == "business_name")
    paper.decide(office.clerk, name.id, name.version, value="BỊA ĐẶT")
    paper.submit(office.clerk, code)
    decide_everything(office, code)
    with pytest.raises(UndecidedFieldsError) as caught:
        paper.verify(office.supervisor, code)
    assert caught.value.details["values"] == (name.id,)


def test_a_value_changed_between_the_look_and_the_move_is_refused(
    office: Office, business: DossierView
) -> None:
    paper, store = office.station.paper, office.station.store
    code = business.dossier.code
    paper.submit(office.clerk, code)
    decide_everything(office, code)
    seen = {value.id: value.version for value in store.dossiers.values(code)}
    value = store.dossiers.values(code)[0]
    paper.decide(office.supervisor, value.id, value.version, value="khác")
    with pytest.raises(StaleError):
        store.dossiers.move(office.supervisor, code, DossierState.VERIFIED, standing=seen)


def test_a_page_removed_or_damaged_while_it_is_read_costs_itself_alone(
    office: Office, samples: dict[str, SampleDossier]
) -> None:
    paper, store = office.station.paper, office.station.store
    code = paper.open_dossier(office.clerk, samples["02"].procedure, samples["02"].owner).code
    pages = paper.take_in(office.clerk, code, samples["02"].files).pages
    file = next(store.folder.glob(f"vault/**/*{pages[1].image_hash[4:]}*"))
    file.write_bytes(file.read_bytes()[:-1] + b"\0")

    def take_out(_page: object) -> None:
        if store.dossiers.page(pages[0].id).state is PageState.READ and len(
            store.dossiers.pages(code)
        ) == len(pages):
            PageEditor(store, office.clerk, code).remove([pages[2].id])

    outcome = paper.read(office.clerk, code, on_page=take_out)
    assert [one.code for one in outcome.failures] == ["store-damaged"]
    assert store.dossiers.page(pages[0].id).state is PageState.READ


def test_the_owners_number_and_name_come_from_the_same_paper(business: DossierView) -> None:
    def value(document: int, name: str, text: str) -> FieldValue:
        return FieldValue(1, document, name, text, text, 1.0, True, Method.QR, "")

    documents = [
        replace(business.documents[0], id=1, type="declaration"),
        replace(business.documents[0], id=2, type="card"),
    ]

    class Rule:
        owner_fields = (
            "declaration.person_personal_id",
            "declaration.person_name",
            "card.personal_id",
            "card.full_name",
        )

    values = [
        value(1, "person_name", "NGUYỄN VĂN CHỒNG"),
        value(2, "personal_id", "001190000001"),
        value(2, "full_name", "TRẦN THỊ VỢ"),
    ]
    assert owner_from(Rule(), documents, values) == Owner("TRẦN THỊ VỢ", "001190000001")  # type: ignore[arg-type]
