"""``digitizer aside`` and ``digitizer keying``: what the supervisor's seat does, by command."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from digitizer.__main__ import main
from digitizer.commands import verifying
from digitizer.model.dossier import DeferralKind, DossierState
from digitizer.model.field import Look
from digitizer.model.officer import Role
from digitizer.model.review import Keyed, Stage
from digitizer.office import practice
from tests.ui import field_office

FIELD = "person_name"


def test_dossiers_are_laid_aside_and_a_value_is_keyed_twice_blind_by_command(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    qapp: QApplication,  # draws the papers
) -> None:
    data = tmp_path / "data"
    office = field_office.open_office(data)
    store = office.station.store
    administrator = next(one for one in store.officers.all() if Role.ADMINISTRATOR in one.roles)
    for number in (2, 3):
        store.officers.create(
            administrator,
            login=f"kiemtra{number}",
            name=f"Kiểm Tra {number} (mẫu)",
            roles=frozenset({Role.SUPERVISOR}),
            password=practice.PASSWORD,
        )
    code = field_office.submit_dossier(office).code
    store.dossiers.move(office.supervisor, code, DossierState.RETURNED, reason="thử")
    value = next(one for one in store.dossiers.values(code) if one.name == FIELD)
    store.dossiers.move(office.clerk, code, DossierState.VERIFYING, looks={value.id: Look.TWICE})
    read, login = value.value, office.supervisor.login
    office.station.close()
    key_file = tmp_path / "data.key"
    key_file.write_text(bytes(range(32)).hex())
    key_file.chmod(0o600)
    monkeypatch.setenv("DIGITIZER_PASSWORD", practice.PASSWORD)

    def run(*words: object, by: str = login) -> tuple[int, dict[str, Any]]:
        code = main([*map(str, [*words, "--data", data, "--officer", by, "--json"])])
        return code, json.loads(capsys.readouterr().out)

    # laid aside, listed with its reason, taken up again
    result, answer = run("aside", "escalate", code, "--reason", "Chờ trưởng phòng")
    assert (result, answer["done"]) == (0, [code])
    [aside] = answer["aside"]
    assert (aside["kind"], aside["reason"]) == ("escalated", "Chờ trưởng phòng")
    assert run("aside", "take-up", code)[1] == {"aside": [], "done": [code], "failures": []}
    result, answer = run("aside", "postpone", "HS-0", "--reason", "x")
    assert (result, answer["failures"][0]["code"]) == (1, "not-found")

    # nobody is told what the machine or the other read; who keyed does not see it again
    result, answer = run("keying", "list", "--out", tmp_path / "ảnh")
    [row] = answer["waiting"]
    assert (row["stage"], row["answers"]) == ("first", [])
    assert read not in json.dumps(answer, ensure_ascii=False)
    assert QImage(row["picture"]).width() > 100
    assert run("keying", "key", row["value"], "PHÙNG MINH VỸ")[1]["outcome"] == "waits"
    result, answer = run("keying", "key", row["value"], "PHÙNG MINH VỸ")
    assert (result, answer["failures"][0]["code"]) == (1, "not-found")
    [second] = run("keying", "list", by="kiemtra2")[1]["waiting"]
    assert (second["stage"], second["answers"]) == ("second", [])

    # two differ: the third sees both and decides
    outcome = run("keying", "key", row["value"], "PHÙNG MINH VĨ", by="kiemtra2")[1]["outcome"]
    assert outcome == "differs"
    [third] = run("keying", "list", by="kiemtra3")[1]["waiting"]
    assert {one["text"] for one in third["answers"]} == {"PHÙNG MINH VỸ", "PHÙNG MINH VĨ"}
    outcome = run("keying", "key", row["value"], "PHÙNG MINH VỸ", by="kiemtra3")[1]["outcome"]
    assert outcome == "agrees"


def test_every_word_a_person_reads_of_it_is_known_in_both_languages() -> None:
    for code in (*DeferralKind, *Stage, *Keyed):
        assert all(verifying._WORDS[code]), code
