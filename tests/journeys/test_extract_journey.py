"""A copy of a birth extract: request and register in, the extract signed and sealed out."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from digitizer.model.dossier import Owner
from digitizer.model.result import ResultState
from digitizer.office import practice
from tests.journeys.conftest import Office
from tests.journeys.test_paper_journey import decide_everything
from tools.samples.bundle import Sheet, write_born_digital
from tools.samples.many import make_paper

pytestmark = [pytest.mark.engine, pytest.mark.slow]


def test_an_extract_is_taken_from_the_papers_that_were_read(office: Office, tmp_path: Path) -> None:
    dice = random.Random(5)  # noqa: S311
    kinds = ("civil_status_copy_request", "birth_certificate", "cccd_front")
    # set on a computer: what is read is what was printed, so the extract can be compared
    papers = {kind: make_paper(kind, dice) for kind in kinds}
    for kind, one in papers.items():
        write_born_digital(tmp_path, f"{kind}.pdf", Sheet(one))
    files = [tmp_path / f"{kind}.pdf" for kind in kinds]
    paper, results = office.station.paper, office.station.results
    code = paper.open_dossier(office.clerk, "2.000635", Owner("Nguyễn Mẫu", "001203004567")).code
    assert not paper.take_in(office.clerk, code, files).failures
    assert not paper.read(office.clerk, code).failures
    paper.submit(office.clerk, code)
    decide_everything(office, code)
    paper.verify(office.supervisor, code)
    made = results.compose(office.records, code)
    assert made.template == "birth_certificate_extract"
    truth = papers["birth_certificate"].truth
    for field in ("child_name", "child_sex", "mother_name", "father_name"):
        assert made.data[field].casefold() == truth[field].casefold(), field
    name = office.station.settings.office_name
    for act, owner in ((results.sign, office.records.name), (results.seal, name)):
        key = practice.throwaway_key(owner, name)
        sealed = act(office.records, made.id, key, practice.KEY_PASSWORD)
    assert sealed.report["valid"] is True
    assert results.release(office.records, made.id).state is ResultState.RELEASED
