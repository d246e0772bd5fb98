"""What is distributed: locked by hash, its licences known, nothing of the GPL linked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tools.release import licences, sbom
from tools.release.locked import distributed, distributed_lock, read_lock


def test_everything_that_is_distributed_is_locked_by_hash() -> None:
    lock = read_lock()
    needed = distributed()
    assert {"pikepdf", "pyside6-essentials", "pyhanko", "sqlcipher3"} <= set(needed)
    assert {name: one.version for name, one in needed.items()} == {
        name: lock[name].version for name in needed
    }
    assert set(read_lock(distributed_lock())) == set(needed)


def test_what_only_developers_use_is_not_distributed() -> None:
    assert not {"pytest", "hypothesis", "mypy", "tesserocr", "duckdb", "ruff"} & set(distributed())


def test_an_entry_without_a_hash_is_refused() -> None:
    with pytest.raises(ValueError, match="numpy has no hash"):
        read_lock("numpy==1.0\n")


def test_only_the_entry_for_this_machine_is_taken() -> None:
    digest = "--hash=sha256:" + "0" * 64
    text = (
        f"one==1 ; sys_platform == 'nowhere' \\\n    {digest}\n"
        f"one==2 ; sys_platform != 'nowhere' \\\n    {digest}\n    # via two\n"
    )
    assert read_lock(text)["one"].version == "2"


def test_every_part_says_its_licence_and_none_asks_for_the_gpl() -> None:
    for part in licences.parts():
        assert licences.may_be_linked(part.licence), f"{part.name}: {part.licence!r}"


def test_no_library_under_the_gpl_is_carried_along() -> None:
    assert list(licences.carried_along()) == []


@pytest.mark.parametrize(
    ("licence", "allowed"),
    [
        ("MIT", True),
        ("LGPL-3.0-only", True),
        ("LGPL-3.0-only OR GPL-2.0-only OR GPL-3.0-only", True),
        ("GPL-3.0-or-later", False),
        ("MIT AND GPL-2.0-only", False),
        ("AGPL-3.0-only", False),
        ("", False),
    ],
)
def test_a_licence_is_judged_by_its_kindest_alternative(licence: str, allowed: bool) -> None:
    assert licences.may_be_linked(licence) is allowed


def test_a_library_that_wheels_carry_is_known_by_its_name() -> None:
    assert licences.GPL_LIBRARIES.match("libjbig-67dcd26a.so.2.1")
    assert not licences.GPL_LIBRARIES.match("libgfortran-83c28eba.so.5.0.0")


def test_the_list_of_parts_is_whole_and_the_same_each_time(tmp_path: Path) -> None:
    parts, table = sbom.write(tmp_path)
    document = json.loads(parts.read_text("utf-8"))
    assert document["bomFormat"] == "CycloneDX"
    references = [one["bom-ref"] for one in document["components"]]
    assert len(references) == len(set(references))
    named = {one["name"] for one in document["components"]}
    assert set(distributed()) | {"tesseract-ocr-vie", "sane-utils"} <= named
    known = {*references, document["metadata"]["component"]["bom-ref"]}
    for one in document["dependencies"]:
        assert {one["ref"], *one["dependsOn"]} <= known
    libraries = [o for o in document["components"] if o["purl"].startswith("pkg:pypi/")]
    assert all(one["licenses"][0]["expression"] for one in libraries)
    assert all(one["externalReferences"][0]["hashes"] for one in libraries)
    assert sbom.document() == document
    assert "| pikepdf |" in table.read_text("utf-8")
