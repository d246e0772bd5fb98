"""Copies of paper: signed by who scanned, then by the agency; print stays free; rules are data."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pdfplumber
import pikepdf
import pytest

from digitizer.errors import CopiesUnsignedError, DefinitionError, EngineError, NotAllowedError
from digitizer.model.document import Document
from digitizer.model.result import CopyRole
from digitizer.results.copies import CopyDesk
from digitizer.results.keys import FileKey
from digitizer.results.policies import OWN, SigningPolicies, load_policies
from digitizer.results.templates import templates_in_force
from signing.keys import make_test_key
from tests.digitizer.results.result_office import SETTINGS, journey
from tests.digitizer.results.test_composing import made, sample
from tests.digitizer.store.office import Office
from tests.signing.test_placement import drawn
from tools.pki import Authority

CLERK, AGENCY = CopyRole.CLERK, CopyRole.AGENCY
KEY = FileKey(make_test_key("clerk", "1"), "1")
SEAL = FileKey(make_test_key("Ủy ban nhân dân phường Mẫu", "1"), "1")
PAPER = made(
    templates_in_force(None)["form_control_slip"],
    sample(templates_in_force(None)["form_control_slip"]),
)


@pytest.fixture
def make_desk(office: Office) -> Callable[..., CopyDesk]:
    judge = journey(office, practice=True).judge
    settings = replace(SETTINGS, practice=True)

    def make(clerk_signs: str = "before-extraction", pdf: bytes = PAPER) -> CopyDesk:
        policies = SigningPolicies(clerk_signs=clerk_signs)
        return CopyDesk(office.store, settings, policies, judge, lambda _document: pdf)

    return make


@pytest.fixture
def paper(office: Office) -> Document:
    return office.filled()


def words_and_boxes(pdf: bytes) -> tuple[list[str], list[tuple[float, float, float, float]]]:
    with pdfplumber.open(io.BytesIO(pdf)) as opened:
        page = opened.pages[0]
        boxes = [
            (one["x0"], one["top"], one["x1"], one["bottom"])
            for one in page.annots
            if one["data"].get("FT") is not None or one["data"].get("T") is not None
        ]
        return [one["text"] for one in page.extract_words()], boxes


@pytest.mark.usefixtures("paper")
def test_on_a_full_page_the_clerk_keeps_the_agencys_place_free_before_signing(
    make_desk: Callable[..., CopyDesk], office: Office
) -> None:
    # room for the clerk's signature at the left, none for the agency's at the right
    full = drawn((300, 400, 595, 842), (0, 400, 300, 780))
    desk = make_desk(pdf=full)
    assert not desk.sign(office.clerk, "HS-1", CLERK, KEY).failures
    outcome = desk.sign(office.records, "HS-1", AGENCY, SEAL)
    assert not outcome.failures
    with pikepdf.open(io.BytesIO(desk.pdf(office.records, outcome.signed[0]))) as pdf:
        boxes = {str(one.T): [float(edge) for edge in one.Rect] for one in pdf.Root.AcroForm.Fields}
    assert boxes["agency"][1] >= 842, "in the strip above the page"


@pytest.mark.usefixtures("paper")
def test_the_clerk_signs_top_left_and_the_agency_top_right_over_it(
    make_desk: Callable[..., CopyDesk], office: Office
) -> None:
    desk = make_desk()
    first = desk.sign(office.clerk, "HS-1", CLERK, KEY)
    assert not first.failures
    second = desk.sign(office.records, "HS-1", AGENCY, SEAL)
    assert not second.failures
    pdf = desk.pdf(office.records, second.signed[0])
    verdict = desk.judge(pdf, ("clerk", "agency"))
    assert verdict.valid, verdict
    assert [one.field for one in verdict.signers] == ["clerk", "agency"]
    _, boxes = words_and_boxes(pdf)
    (clerk, agency) = sorted(boxes)
    assert clerk[0] < 150 < 300 < agency[2]
    with pdfplumber.open(io.BytesIO(PAPER)) as opened:
        for letter in opened.pages[0].chars:
            for box in boxes:
                apart = (
                    letter["x1"] <= box[0]
                    or letter["x0"] >= box[2]
                    or letter["bottom"] <= box[1]
                    or letter["top"] >= box[3]
                )
                assert apart, letter["text"]


@pytest.mark.usefixtures("paper")
def test_where_the_rule_asks_a_dossier_is_not_handed_on_without_it(
    make_desk: Callable[..., CopyDesk], office: Office
) -> None:
    make_desk("never").require_signed("HS-1")
    desk = make_desk()
    with pytest.raises(CopiesUnsignedError) as caught:
        desk.require_signed("HS-1")
    assert caught.value.details == {"count": 1}
    desk.sign(office.clerk, "HS-1", CLERK, KEY)
    desk.require_signed("HS-1")
    assert desk.sign(office.clerk, "HS-1", CLERK, KEY).signed == (), "no second signature"
    (row,) = [one for one in office.store.journal.rows(9) if one.action == "copy-signed"]
    assert row.officer == "clerk"


def test_pages_changed_since_want_a_new_signature(
    make_desk: Callable[..., CopyDesk], office: Office, paper: Document
) -> None:
    desk = make_desk()
    desk.sign(office.clerk, "HS-1", CLERK, KEY)
    other = office.store.vault.put(b"another scan")
    office.sql(f"UPDATE page SET image_hash = '{other}'")  # noqa: S608 - a statement of this test
    assert [one.id for one in desk.unsigned("HS-1")] == [paper.id]


@pytest.mark.usefixtures("paper")
def test_others_keys_wrong_words_and_other_seats_sign_nothing(
    make_desk: Callable[..., CopyDesk], office: Office
) -> None:
    desk = make_desk()
    strict = replace(desk, settings=SETTINGS)
    with pytest.raises(EngineError) as caught:
        strict.sign(office.clerk, "HS-1", CLERK, KEY)
    assert caught.value.engine_code == "test-key-refused"
    with pytest.raises(EngineError) as caught:
        desk.sign(office.clerk, "HS-1", CLERK, replace(KEY, password="2"))
    assert caught.value.engine_code == "wrong-pin"
    for officer, role in ((office.clerk, AGENCY), (office.records, CLERK)):
        with pytest.raises(NotAllowedError):
            desk.sign(officer, "HS-1", role, KEY)
    with pytest.raises(NotAllowedError):
        desk.sign(office.supervisor, "HS-1", CLERK, KEY)
    assert office.store.copies.of_dossier("HS-1") == ()


def test_the_rule_is_data(tmp_path: Path) -> None:
    assert load_policies(tmp_path).clerk_signs == "never"
    (tmp_path / OWN).write_text('[copies]\nclerk = "before-extraction"\n', encoding="utf-8")
    assert load_policies(tmp_path).clerk_signs == "before-extraction"


def test_the_signature_is_asked_for_the_procedures_named_and_stands_where_the_regime_has_it(
    make_desk: Callable[..., CopyDesk], office: Office, tmp_path: Path
) -> None:
    (tmp_path / OWN).write_text(
        '[copies]\nclerk = "before-extraction"\nprocedures = ["1.001193"]\n'
        'agency_slot = "agency-copy"\nform = "SAO Y"\n',
        encoding="utf-8",
    )
    policies = load_policies(tmp_path)
    document = office.filled()
    procedure = office.store.dossiers.get(document.dossier_code).procedure
    desk = replace(make_desk(), policies=policies)
    assert desk.needed("1.001193")
    assert not desk.needed(procedure)
    desk.require_signed("HS-1")
    named = replace(policies, clerk_procedures=(procedure,))
    with pytest.raises(CopiesUnsignedError):
        replace(desk, policies=named).require_signed("HS-1")
    with Authority() as pki:
        issued = pki.person(SETTINGS.office_name)
    outcome = desk.sign(office.records, "HS-1", AGENCY, FileKey(issued.pkcs12("1"), "1"))
    assert not outcome.failures
    with pikepdf.open(io.BytesIO(desk.pdf(office.records, outcome.signed[0]))) as pdf:
        look = pdf.Root.AcroForm.Fields[0].AP.N
        assert b"10.00 Tf" in look.read_bytes()
        assert "/XObject" not in look.Resources
    path = tmp_path / "a.pdf"
    path.write_bytes(desk.pdf(office.records, outcome.signed[0]))
    said = subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True)
    assert "SAO Y" in said.stdout
    (tmp_path / OWN).write_text('[copies]\nagency_slot = "result-agency"\n', encoding="utf-8")
    with pytest.raises(DefinitionError):
        load_policies(tmp_path)


def test_a_copy_made_ahead_is_what_is_signed_as_long_as_its_pages_are_the_same(
    make_desk: Callable[..., CopyDesk], office: Office, paper: Document
) -> None:
    other = made(
        templates_in_force(None)["form_receipt"],
        sample(templates_in_force(None)["form_receipt"]),
    )
    make_desk().prepare(str(paper.id), False)
    # what a machine made is taken: this desk would have made another
    (signed,) = make_desk(pdf=other).sign(office.clerk, "HS-1", CLERK, KEY).signed
    assert (
        words_and_boxes(office.store.vault.get(signed.pdf_hash))[0][:5]
        == (words_and_boxes(PAPER)[0][:5])
    )
    assert office.store.journal.verify() is None
    # a page read anew makes other words: what was made of the former ones counts for nothing
    office.store.dossiers.page_read(paper.pages[0], office.store.vault.put(b"other words"))
    assert make_desk(pdf=other)._copy(paper) == other
    # a paper that was sorted away meanwhile is no job any more
    make_desk().prepare("999", False)
