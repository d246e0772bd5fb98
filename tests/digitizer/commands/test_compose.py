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
        ("form_refusal", {"reason": 3}, "data-unfit"),
        ("form_refusl", {}, "form_refusal"),
        ("form_receipt", {"components": [{"name": 1}]}, "data-unfit"),
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


def test_everything_that_is_missing_is_named_at_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    short = {key: value for key, value in DATA.items() if key not in ("reason", "owner_name")}
    code, out = run(tmp_path, "--json", "form_refusal", data=short)
    answer = json.loads(capsys.readouterr().out)
    assert (code, answer["composed"], out.exists()) == (1, None, False)
    failure = answer["failures"][0]
    assert failure["code"] == "not-composable"
    assert failure["details"]["fields"] == ["owner_name", "reason"]
    assert failure["item"].endswith("dữ liệu.json")


def test_data_that_is_no_json_is_not_called_a_definition(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "hỏng.json"
    path.write_text("{", encoding="utf-8")
    assert main(["compose", "form_refusal", str(path), "--out", str(tmp_path / "x.pdf")]) == 1
    said = capsys.readouterr().err
    assert "Tệp dữ liệu hỏng.json" in said
    assert "định nghĩa" not in said
