"""``digitizer types`` lists what every paper holds, the office's own definitions included."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from digitizer.__main__ import main

OWN = """
code = "note"
name = "Giấy ghi"
titles = ["GIẤY GHI"]
legal_source = "Nội bộ"
effective_from = 2026-01-01

[fields.author]
title = "Người ghi"
labels = ["Người ghi"]
reads = "name"
privacy = "basic"
"""


def listed(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, dict[str, Any]]:
    code = main(["types", "--json", *words])
    return code, json.loads(capsys.readouterr().out)


def test_types_lists_fields_kinds_and_sources(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    code, answer = listed(capsys, "--data", str(tmp_path))
    types = {one["code"]: one for one in answer["types"]}
    assert code == 0
    assert len(types) >= 35
    card = types["cccd_front"]
    number = next(one for one in card["fields"] if one["name"] == "personal_id")
    assert (number["reads"], number["qr"], number["privacy"]) == ("personal-id", 0, "basic")
    assert all(one["legal_source"] and one["effective_from"] for one in types.values())
    assert types["land_certificate"]["unconfirmed"]


def test_a_definition_of_the_office_is_listed_and_a_bad_one_is_named(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    folder = tmp_path / "office" / "document_types"
    folder.mkdir(parents=True)
    (folder / "note.toml").write_text(OWN, encoding="utf-8")
    _, answer = listed(capsys, "note", "--data", str(tmp_path))
    assert [one["name"] for one in answer["types"][0]["fields"]] == ["author"]
    (folder / "note.toml").write_text(OWN.replace("labels", "labls"), encoding="utf-8")
    code, answer = listed(capsys, "note", "--data", str(tmp_path))
    assert code == 1
    details = answer["failures"][0]["details"]
    assert (details["file"], details["nearest"]) == ("note.toml", "labels")
    (folder / "note.toml").unlink()
    code, answer = listed(capsys, "not", "--data", str(tmp_path))
    assert code == 1
