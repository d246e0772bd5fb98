"""``digitizer results`` and ``digitizer forms``: what the records officer does, by command."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from digitizer.__main__ import main
from digitizer.office import practice
from signing.keys import make_test_key
from signing.verify import check
from tests.ui import desk_office


def test_a_result_goes_the_whole_way_by_command_and_a_form_is_signed(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    qapp: QApplication,  # draws the papers
) -> None:
    data = tmp_path / "data"
    office = desk_office.open_office(data)
    codes = [desk_office.verified_dossier(office).code for _ in range(2)]
    names = {"person": office.records.name, "agency": office.station.settings.office_name}
    logins = {"records": office.records.login, "clerk": office.clerk.login}
    names["clerk"] = office.clerk.name
    office.station.close()
    key_file = tmp_path / "data.key"
    key_file.write_text(bytes(range(32)).hex())
    key_file.chmod(0o600)
    for key, owner in names.items():
        (tmp_path / f"{key}.p12").write_bytes(make_test_key(owner, "1"))
    monkeypatch.setenv("DIGITIZER_PASSWORD", practice.PASSWORD)
    monkeypatch.setenv("KEY", "1")

    def run(*words: object, by: str = "records") -> tuple[int, dict[str, Any]]:
        given = [*words, "--data", data, "--officer", logins[by], "--json"]
        code = main([*map(str, given)])
        return code, json.loads(capsys.readouterr().out)

    def key(name: str) -> list[object]:
        return ["--p12", tmp_path / f"{name}.p12", "--pin-env", "KEY"]

    assert run("results", "compose")[1] == {"composed": 2, "failures": []}
    code, answer = run("results", "waiting")
    assert (code, {one["dossier"] for one in answer["waiting"]}) == (0, set(codes))
    assert {one["role"] for one in answer["waiting"]} == {"person"}

    # neither a key nor --finish, and a reason left out, are wrong words, said as JSON
    for wrong in (["sign"], ["send-back", codes[0]], ["write"]):
        code, answer = run("results", *wrong)
        assert (code, answer["failures"][0]["code"]) == (2, "wrong-use")

    code, answer = run("results", "send-back", codes[1], "--reason", "Sai tên")
    assert (code, len(answer["sent_back"])) == (0, 1)
    code, answer = run("results", "sign", *key("person"), "--report", tmp_path / "báo cáo.csv")
    assert (code, [one["dossier"] for one in answer["signed"]]) == (0, [codes[0]])
    assert answer["signed"][0]["valid"] is True
    assert answer["signed"][0]["number"] in (tmp_path / "báo cáo.csv").read_text("utf-8-sig")
    code, answer = run("results", "sign", codes[1], *key("person"))
    assert (code, answer["failures"][0]["code"]) == (1, "result-sent-back")
    code, answer = run("results", "sign", codes[0], *key("person"))
    assert (code, answer["failures"][0]["code"]) == (1, "not-in-queue"), "never signed twice"
    assert run("results", "compose", codes[1])[1]["composed"][0]["dossier"] == codes[1]

    code, answer = run("results", "sign", "--role", "agency", *key("agency"))
    assert (code, [one["outcome"] for one in answer["signed"]]) == (0, ["done"])
    assert run("results", "release")[1]["released"] == 1
    code, answer = run("results", "write", codes[0], "--out", tmp_path / "đã ký")
    (written,) = answer["written"]
    pdf = Path(written).read_bytes()
    assert check(pdf, accept_test=True, expected_fields=("person", "agency")).valid
    assert run("results", "sign", "--finish")[0] == 0

    code, answer = run("results", "waiting", by="clerk")
    assert (code, answer["failures"][0]["code"]) == (1, "not-allowed")

    # the six forms, by who may issue them
    listed = {one["form"] for one in run("forms", by="clerk")[1]["forms"]}
    listed |= {one["form"] for one in run("forms")[1]["forms"]}
    assert {"form_receipt", "form_completion", "form_refusal", "form_apology"} <= listed
    out = tmp_path / "giấy hẹn.pdf"
    code, answer = run("forms", "form_receipt", codes[0], *key("clerk"), "--out", out, by="clerk")
    assert (code, answer["issued"]["signed"]) == (0, True)
    assert check(out.read_bytes(), accept_test=True, expected_fields=("person",)).valid
    # what was issued is listed, and the same file written again
    again = tmp_path / "lần nữa.pdf"
    code, answer = run("forms", "--issued", codes[0], "--out", again, by="clerk")
    assert (code, [one["form"] for one in answer["issued"]]) == (0, ["form_receipt"])
    assert again.read_bytes() == out.read_bytes()
    assert run("forms", "form_refusal", "--issued", codes[0])[1]["issued"] == []
    newer = run("forms", "form_receipt", codes[0], "--out", out, by="clerk")[1]["issued"]
    code, answer = run("forms", "--issued", codes[0], "--out", again, by="clerk")
    assert [len(answer["issued"]), answer["issued"][0]["number"]] == [2, newer["number"]]
    assert again.read_bytes() == out.read_bytes()
    code, answer = run("forms", "form_apology", codes[0])
    assert (code, answer["failures"][0]["code"]) == (1, "not-composable")
    code, answer = run("forms", "form_apology", codes[0], "--set", "reason")
    assert (code, answer["failures"][0]["code"]) == (2, "wrong-use")
