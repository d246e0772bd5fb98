"""Archival packages are whole, valid by schemas and checksums, and say so when they are not."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from digitizer.__main__ import main
from digitizer.exchange import archive_package, safe_zip
from digitizer.exchange.connectors.archive import Archive
from digitizer.exchange.errors import NeighbourUnreachableError, NotTellableError
from digitizer.model.clock import OFFICE_TIME
from digitizer.model.message import MessageKind, Neighbour
from tests.digitizer.exchange import cases


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    (tmp_path / "luu-tru").mkdir()
    neighbour = Neighbour("luu-tru", "archive", (tmp_path / "luu-tru").as_uri(), {})
    return Archive(cases.surroundings(neighbour, {}))


@pytest.fixture
def package(archive: Archive, tmp_path: Path) -> bytes:
    archive.send(cases.message(MessageKind.RESULT, "released"))
    (path,) = (tmp_path / "luu-tru" / "aip").iterdir()
    return path.read_bytes()


def changed(package: bytes, name: str, data: bytes | None) -> bytes:
    inside = safe_zip.unpacked(package)
    (full,) = [one for one in inside if one.endswith(name)]
    if data is None:
        del inside[full]
    else:
        inside[full] = data
    return safe_zip.packed(inside)


def test_a_finished_dossier_becomes_one_valid_package(package: bytes) -> None:
    assert archive_package.check(package) == ()
    inside = safe_zip.unpacked(package)
    assert len([one for one in inside if one.endswith(".pdf")]) == 2
    (ead,) = [data.decode() for one, data in inside.items() if one.endswith("EAD.xml")]
    assert "<fileCode>H00.01.01.2026.H00.01.01-260302-0001</fileCode>" in ead
    assert "<confidenceLevel>02</confidenceLevel>" in ead
    assert "<maintenance>07</maintenance>" in ead


def test_the_same_dossier_packed_again_is_the_same_to_the_byte(
    archive: Archive, tmp_path: Path, package: bytes
) -> None:
    archive.send(cases.message(MessageKind.RESULT, "released"))
    (path,) = (tmp_path / "luu-tru" / "aip").iterdir()
    assert path.read_bytes() == package


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        (".0000001.pdf", b"%PDF tampered", "checksum"),
        (".0000001.pdf", None, "missing"),
        ("METS.xml", None, "METS.xml: missing"),
        ("METS.xml", b"<mets xmlns='http://www.loc.gov/METS/'/>", "SCHEMAV"),
        ("EAD.xml", b"<ead/>", "SCHEMAV"),
        ("EAD.xml", b"<!DOCTYPE a><ead/>", "document type"),
        ("PREMIS.xml", b"<x/>", "SCHEMAV"),
    ],
)
def test_a_package_that_was_changed_says_what_is_wrong(
    package: bytes, name: str, data: bytes | None, why: str
) -> None:
    problems = archive_package.check(changed(package, name, data))
    assert any(why in one for one in problems), problems


def test_a_file_that_the_package_does_not_name_is_found(package: bytes) -> None:
    inside = safe_zip.unpacked(package)
    top = next(iter(inside)).split("/")[0]
    smuggled = safe_zip.packed({**inside, f"{top}/representations/rep1/data/x.pdf": b"%PDF"})
    assert archive_package.check(smuggled) == (
        "representations/rep1/data/x.pdf: not named in METS",
    )
    assert archive_package.check(b"no package") == ("zip: damaged",)


def test_what_the_archive_would_send_back_is_not_sent(archive: Archive, tmp_path: Path) -> None:
    message = cases.message(MessageKind.RESULT, "released")
    wrong = replace(message, content={**message.content, "result": {}})
    with pytest.raises(NotTellableError):
        archive.send(wrong)
    assert not (tmp_path / "luu-tru" / "aip").exists()
    (tmp_path / "luu-tru").rename(tmp_path / "away")
    with pytest.raises(NeighbourUnreachableError):
        archive.send(message)


def test_the_command_judges_a_package(
    package: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "goi.zip"
    path.write_bytes(package)
    assert main(["package", str(path), "--json"]) == 0
    path.write_bytes(changed(package, ".0000001.pdf", b"%PDF tampered"))
    capsys.readouterr()
    assert main(["package", str(path), "--json"]) == 1
    assert "checksum" in capsys.readouterr().out


def test_hours_are_the_offices_own() -> None:
    at = datetime.fromisoformat("2026-03-02T23:30:00+00:00").astimezone(OFFICE_TIME)
    assert f"{at:%d/%m/%Y}" == "03/03/2026"
