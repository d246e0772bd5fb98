"""``digitizer compose``: one paper from a template and data, or a complaint naming the place."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from digitizer.__main__ import main
from signing.pdfa import check_pdfa

DATA: dict[str, Any] = {
    "office_name": "Ủy ban nhân dân phường Mẫu",
    "place": "Phường Mẫu",
    "number": "01/PTC-UBND",
    "dossier_code": "H92.33.12-261125-0001",
    "procedure_code": "1.001193",
    "owner_name": "Nguyễn Mẫu An",
    "request": "Đăng ký khai sinh",
    "reason": "Không thuộc thẩm quyền.",
    "officer_name": "Nguyễn Một Cửa",
}


def run(folder: Path, *words: str, data: Any = DATA) -> tuple[int, Path]:
    (folder / "dữ liệu.json").write_text(json.dumps(data), encoding="utf-8")
    out = folder / "out.pdf"
    return main(["compose", *words, str(folder / "dữ liệu.json"), "--out", str(out)]), out


def test_a_form_is_composed_and_the_same_data_and_time_give_the_same_bytes(tmp_path: Path) -> None:
    code, out = run(tmp_path, "--at", "2026-11-25T08:00:00+07:00", "form_refusal")
    assert code == 0
    first = out.read_bytes()
    assert check_pdfa(first).conforms
    assert run(tmp_path, "--at", "2026-11-25T08:00:00+07:00", "form_refusal")[0] == 0
    assert out.read_bytes() == first


@pytest.mark.parametrize(
    ("template", "change", "said"),
    [
        ("form_refusal", {"reason": ""}, "not-composable"),
        ("form_refusal", {"reson": "x"}, "reason"),
        ("form_refusal", {"reason": 3}, "definition-wrong"),
        ("form_refusl", {}, "form_refusal"),
        ("form_receipt", {"components": [{"name": 1}]}, "definition-wrong"),
    ],
)
def test_what_does_not_fit_is_named_and_nothing_is_written(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    template: str,
    change: dict[str, Any],
    said: str,
) -> None:
    code, out = run(tmp_path, template, data=DATA | change)
    assert code == 1
    assert said in capsys.readouterr().err
    assert not out.exists()


def test_the_templates_are_listed_with_their_fields(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compose", "--list", "--json"]) == 0
    listed = {one["code"]: one for one in json.loads(capsys.readouterr().out)["templates"]}
    assert len(listed) >= 10
    assert {"name", "copies", "kind"} == set(
        next(f for f in listed["form_receipt"]["fields"] if f["name"] == "components")["columns"]
    )
