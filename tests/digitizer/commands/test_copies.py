"""``digitizer copies``: listed, signed by the clerk and then by the agency, written."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from digitizer.__main__ import main
from digitizer.office import practice
from digitizer.workstation import Workstation
from signing.keys import make_test_key
from signing.verify import check
from tests.digitizer.commands.test_commands import letter


def test_copies_are_listed_signed_by_both_and_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    data = tmp_path / "data"
    practice.write_site(data)
    with Workstation.open(data) as station:
        clerk, _, records = practice.enlist(station.store)
        procedure = next(iter(station.catalogue.procedures))
        dossier = station.paper.open_dossier(clerk, procedure).code
        assert not station.paper.take_in(clerk, dossier, [letter(tmp_path / "a.png")]).failures
        assert not station.paper.read(clerk, dossier).failures
        logins = {one.id: one.login for one in station.store.officers.all()}
        office = station.settings.office_name
    monkeypatch.setenv("DIGITIZER_PASSWORD", practice.PASSWORD)
    monkeypatch.setenv("KEY", "1")
    for name, owner in (("clerk", clerk.name), ("agency", office)):
        (tmp_path / f"{name}.p12").write_bytes(make_test_key(owner, "1"))

    def copies(who: int, *words: object) -> tuple[int, dict[str, Any]]:
        capsys.readouterr()
        given = ["copies", dossier, "--data", data, "--officer", logins[who], "--json", *words]
        code = main([*map(str, given)])
        return code, json.loads(capsys.readouterr().out)

    assert copies(clerk.id)[1] == {"copies": [], "unsigned": 1, "failures": []}
    key = ["--p12", tmp_path / "clerk.p12", "--pin-env", "KEY"]
    code, answer = copies(clerk.id, *key)
    assert (code, answer["unsigned"], [one["valid"] for one in answer["copies"]]) == (0, 0, [True])
    # the agency's seal is not the clerk's to give
    code, answer = copies(clerk.id, *key, "--role", "agency")
    assert (code, answer["failures"][0]["code"]) == (1, "not-allowed")
    key[1] = tmp_path / "agency.p12"
    code, answer = copies(records.id, *key, "--role", "agency", "--out", tmp_path / "bản sao")
    assert (code, answer["failures"]) == (0, [])
    written = tmp_path / "bản sao" / answer["copies"][-1]["file"]
    verdict = check(written.read_bytes(), accept_test=True, expected_fields=["clerk", "agency"])
    assert verdict.valid, verdict
