"""``digitizer pictures``: kept, named, refused and taken away."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from digitizer.__main__ import main
from digitizer.office import practice
from tests.digitizer.results.test_pictures import signature


def test_a_picture_is_kept_named_and_taken_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    data = tmp_path / "data"
    practice.write_site(data)
    from digitizer.workstation import Workstation

    with Workstation.open(data) as station:
        officers = practice.enlist(station.store)
        login = next(one.login for one in station.store.officers.all() if one.id == officers[2].id)
    monkeypatch.setenv("DIGITIZER_PASSWORD", practice.PASSWORD)
    own = tmp_path / "a.png"
    own.write_bytes(signature())
    words = ["pictures", "--data", str(data), "--officer", login, "--json"]
    capsys.readouterr()
    answers = []
    for more in (["signature", str(own)], ["seal", str(own)], [], ["signature", "--remove"]):
        code = main([words[0], *more, *words[1:]])
        answer = json.loads(capsys.readouterr().out)
        answers.append((code, answer["kept"], [one["code"] for one in answer["failures"]]))
    assert answers == [
        (0, {"signature": True, "seal": False}, []),
        (1, {"signature": True, "seal": False}, ["picture-unfit"]),
        (0, {"signature": True, "seal": False}, []),
        (0, {"signature": False, "seal": False}, []),
    ]
