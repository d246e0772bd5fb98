"""From verified values to a signed result, judged by tools that are not ours."""

from __future__ import annotations

import io
import json
import subprocess
from pathlib import Path

import pikepdf
import pytest

from digitizer.errors import (
    EngineError,
    FourEyesError,
    NotAllowedError,
    NotComposableError,
    WrongStateError,
)
from digitizer.model.dossier import DossierState
from digitizer.model.field import Absence
from digitizer.model.result import Result, ResultState
from digitizer.office import practice
from digitizer.office.practice import SampleDossier
from tests.journeys.conftest import Office
from tests.journeys.test_paper_journey import decide_everything, take_in

pytestmark = [pytest.mark.engine, pytest.mark.slow]


def verify(office: Office, sample: SampleDossier) -> str:
    code = take_in(office, sample).dossier.code
    office.station.paper.submit(office.clerk, code)
    decide_everything(office, code)
    office.station.paper.verify(office.supervisor, code)
    return code


def key_of(office: Office) -> bytes:
    return practice.throwaway_key(office.records.name, office.station.settings.office_name)


@pytest.fixture(scope="module")
def issued(shared_office: Office, samples: dict[str, SampleDossier]) -> tuple[Result, bytes]:
    code = verify(shared_office, samples["03"])
    results = shared_office.station.results
    composed = results.compose(shared_office.records, code)
    results.sign(shared_office.records, composed.id, key_of(shared_office), practice.KEY_PASSWORD)
    agency = shared_office.station.settings.office_name
    seal = practice.throwaway_key(agency, agency)
    sealed = results.seal(shared_office.records, composed.id, seal, practice.KEY_PASSWORD)
    return sealed, results.pdf(shared_office.records, sealed.id)


def test_the_signed_result_is_valid_for_pdfsig_and_qpdf_and_its_text_is_found(
    issued: tuple[Result, bytes], tmp_path: Path
) -> None:
    file = tmp_path / "kết quả.pdf"
    file.write_bytes(issued[1])
    judged = subprocess.run(["pdfsig", file], capture_output=True, text=True, check=False)
    assert "Signature is Valid" in judged.stdout
    assert "Total document signed" in judged.stdout
    assert (
        subprocess.run(["qpdf", "--check", file], capture_output=True, check=False).returncode == 0
    )
    text = subprocess.run(["pdftotext", file, "-"], capture_output=True, text=True, check=True)
    name = issued[0].data["business_name"]
    assert name
    assert "".join(name.split()) in "".join(text.stdout.split())


def test_its_report_says_valid_and_that_the_key_is_a_test_key(
    issued: tuple[Result, bytes],
) -> None:
    report = issued[0].report
    assert report["valid"] is True
    assert report["trust"] == "test certificate"
    assert "BẢN THỬ NGHIỆM" in _text(issued[1])


def test_its_data_travels_inside_as_json(issued: tuple[Result, bytes]) -> None:
    with pikepdf.open(io.BytesIO(issued[1])) as pdf:
        (attached,) = pdf.attachments.values()
        data = json.loads(attached.get_file().read_bytes())
    assert data["dossier"] == issued[0].dossier_code
    assert data["test"] is True
    assert data["fields"]["owner_personal_id"]["value"] == issued[0].data["owner_personal_id"]
    assert len(data["journal"]["hash"]) == 64


def test_a_signed_result_is_released_once_and_not_composed_anew(
    shared_office: Office, issued: tuple[Result, bytes]
) -> None:
    results = shared_office.station.results
    released = results.release(shared_office.records, issued[0].id)
    assert released.state is ResultState.RELEASED
    with pytest.raises(WrongStateError):
        results.release(shared_office.records, issued[0].id)
    with pytest.raises(WrongStateError):
        results.compose(shared_office.records, issued[0].dossier_code)
    dossier = shared_office.station.store.dossiers.get(issued[0].dossier_code)
    assert dossier.state is DossierState.ISSUED


def test_who_verified_does_not_sign_and_a_wrong_password_leaves_the_result_composed(
    office: Office, samples: dict[str, SampleDossier]
) -> None:
    officers = office.station.store.officers
    administrator = next(one for one in officers.all() if one.login == "quantri")
    both = officers.create(
        administrator,
        login="kiemnhiem",
        name="Người Kiêm Nhiệm",
        roles=office.supervisor.roles | office.records.roles,
        password="mat-khau-dai",
    )
    paper, results = office.station.paper, office.station.results
    code = take_in(office, samples["03"]).dossier.code
    with pytest.raises(WrongStateError):
        results.compose(office.records, code)
    paper.submit(office.clerk, code)
    decide_everything(Office(office.station, office.clerk, both, office.records), code)
    paper.verify(both, code)
    composed = results.compose(both, code)
    with pytest.raises(FourEyesError):
        results.sign(both, composed.id, key_of(office), practice.KEY_PASSWORD)
    with pytest.raises(NotAllowedError):
        results.sign(office.clerk, composed.id, key_of(office), practice.KEY_PASSWORD)
    with pytest.raises(EngineError) as caught:
        results.sign(office.records, composed.id, key_of(office), "sai mật khẩu")
    assert caught.value.engine_code == "wrong-pin"
    assert office.station.store.results.get(composed.id).state is ResultState.COMPOSED


def test_a_missing_field_stops_composing_with_its_name(
    office: Office, samples: dict[str, SampleDossier]
) -> None:
    paper = office.station.paper
    code = take_in(office, samples["03"]).dossier.code
    paper.submit(office.clerk, code)
    decide_everything(office, code)
    view = paper.view(office.supervisor, code)
    for value in view.values:
        if value.name == "business_name":
            paper.decide(office.supervisor, value.id, value.version, absence=Absence.UNREADABLE)
    paper.verify(office.supervisor, code)
    with pytest.raises(NotComposableError) as caught:
        office.station.results.compose(office.records, code)
    assert caught.value.details["field"] == "business_name"
    assert caught.value.details["title"]


def _text(pdf: bytes) -> str:
    found = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return found.stdout.decode()
