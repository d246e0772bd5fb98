"""Whatever a neighbour delivers is taken whole and sound, or refused with a word why: no crash."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digitizer.exchange import arriving, safe_xml, safe_zip
from digitizer.exchange.arriving import dossier_of, reply_of, safe_name
from digitizer.exchange.connector import Surroundings
from digitizer.exchange.connectors.drop import Drop
from digitizer.exchange.errors import NeighbourUnreachableError, UnsoundError
from digitizer.exchange.safe_xml import UnsoundXmlError
from digitizer.exchange.safe_zip import UnsoundZipError
from digitizer.model.message import MessageKind, Neighbour
from tests.digitizer.exchange import cases
from tests.digitizer.exchange.cases import parted
from tests.digitizer.exchange.places import require_message

PDF = cases.PDF
AROUND = cases.surroundings(Neighbour("tinh", "province-json", "https://tinh.example"), {})


def told(**changed: Any) -> dict[str, Any]:
    return {
        "MaHoSo": "000.00.19.H26-260302-0001",
        "PhienBan": "1",
        "MaTTHC": "1.004873",
        "ChuHoSo": cases.NAME,
        "SoGiayToChuHoSo": cases.NUMBER,
        "NgayNopHoSo": "20260302080000",
        "TaiLieuNop": [
            {
                "TenTepDinhKem": "tờ khai.pdf",
                "MaThanhPhanHoSo": "declaration",
                "DuongDanTaiTepTin": "/to-khai.pdf",
                "HashTepTin": hashlib.sha256(PDF).hexdigest(),
            }
        ],
        **changed,
    }


def archive(files: dict[str, bytes]) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in files.items():
            made.writestr(name, data)
    return whole.getvalue()


@pytest.fixture
def drop(tmp_path: Path) -> Drop:
    (tmp_path / "chia sẻ" / "in").mkdir(parents=True)
    neighbour = Neighbour("tinh", "drop-folder", (tmp_path / "chia sẻ").as_uri(), {})
    return Drop(cases.surroundings(neighbour, {}))


@pytest.fixture(scope="module")
def around() -> Surroundings:
    return cases.surroundings(Neighbour("tinh", "province-json", "https://tinh.example"), {})


def test_a_message_is_one_whole_file_and_told_again_the_same_file(
    drop: Drop, tmp_path: Path
) -> None:
    message = cases.message(MessageKind.COMPONENTS, "verified")
    assert drop.send(message) == drop.send(message)
    (path,) = (tmp_path / "chia sẻ" / "out").rglob("*.zip")
    require_message(path.read_bytes())
    assert cases.NUMBER not in path.name


def test_a_share_that_is_not_mounted_is_no_empty_folder(drop: Drop, tmp_path: Path) -> None:
    (tmp_path / "chia sẻ").rename(tmp_path / "away")
    with pytest.raises(NeighbourUnreachableError):
        drop.send(cases.message())
    with pytest.raises(NeighbourUnreachableError):
        drop.check()
    assert not (tmp_path / "chia sẻ").exists()


def test_what_lies_in_the_folder_is_fetched_once_and_what_is_wrong_is_refused(
    drop: Drop, tmp_path: Path
) -> None:
    folder = tmp_path / "chia sẻ" / "in"
    good = {"dossier.json": json.dumps(told()).encode(), "to-khai.pdf": PDF}
    (folder / "a.zip").write_bytes(archive(good))
    (folder / "b.zip").write_bytes(archive({**good, "to-khai.pdf": PDF + b"tampered"}))
    (folder / "c.zip").write_bytes(b"no archive")
    (folder / "d.zip").write_bytes(archive({**good, "../../etc/passwd": b"x"}))
    (folder / "e.zip.part").write_bytes(b"half")
    (folder / "f.zip").write_bytes(archive({"other.json": b"{}"}))
    offers, unsound, place = parted(drop.collect(""))
    assert [one.received.subject for one in offers] == ["000.00.19.H26-260302-0001"]
    assert offers[0].files == {"tờ khai.pdf": PDF}
    assert [one.problem for one in unsound] == [
        "delivery-unsound: HashTepTin",
        "delivery-unsound: name",
        "delivery-unsound: dossier.json",
    ]
    # no archive yet may be one that is being copied; lying there unchanged it is none
    offers, unsound, place = parted(drop.collect(place))
    assert offers == []
    assert [one.problem for one in unsound] == ["delivery-unsound: damaged"]
    third = drop.collect(place)
    assert (*parted(third)[:2], third.more) == ([], [], False)


def test_a_file_is_fetched_whatever_its_name_and_again_when_it_was_put_there_anew(
    drop: Drop, tmp_path: Path
) -> None:
    folder = tmp_path / "chia sẻ" / "in"
    good = archive({"dossier.json": json.dumps(told()).encode(), "to-khai.pdf": PDF})
    (folder / "m.zip").write_bytes(good)
    (folder / "z.zip").write_bytes(good[: len(good) // 2])
    # an older version kept the last name here
    offers, unsound, place = parted(drop.collect("l.zip"))
    assert (len(offers), unsound) == (1, [])
    (folder / "a.zip").write_bytes(good)
    (folder / "z.zip").write_bytes(good)
    offers, unsound, place = parted(drop.collect(place))
    assert (len(offers), unsound) == (2, [])
    for path in folder.iterdir():
        path.unlink()
    offers, _, place = parted(drop.collect(place))
    assert (offers, place) == ([], "{}")


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"MaHoSo": "../../etc"}, "MaHoSo"),
        ({"MaHoSo": "x" * 200}, "MaHoSo"),
        ({"PhienBan": "một"}, "PhienBan"),
        ({"NgayNopHoSo": "20260231000000"}, "NgayNopHoSo"),
        ({"SoGiayToChuHoSo": "<script>"}, "SoGiayToChuHoSo"),
        ({"ChuHoSo": "x" * 501}, "ChuHoSo"),
        ({"TaiLieuNop": [{"TenTepDinhKem": "a.pdf"}]}, "TaiLieuNop"),
    ],
)
def test_a_field_that_does_not_fit_is_named(
    around: Surroundings, changed: dict[str, Any], why: str
) -> None:
    with pytest.raises(UnsoundError) as caught:
        dossier_of(around, told(**changed), lambda _path: PDF)
    assert why in str(caught.value.details["reason"])
    assert cases.NAME not in str(caught.value.details)


@pytest.mark.parametrize(
    "path",
    ["https://elsewhere.example/x", "//elsewhere/x", "/../x", "/a/../../x", "/x?y=1", "x", "/a b"],
)
def test_a_file_is_fetched_from_below_the_neighbour_only(around: Surroundings, path: str) -> None:
    one = told()
    one["TaiLieuNop"][0]["DuongDanTaiTepTin"] = path
    with pytest.raises(UnsoundError):
        dossier_of(around, one, lambda _path: PDF)


def test_a_reply_with_two_files_of_one_name_or_too_many_bytes_is_refused(
    around: Surroundings, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = told()["TaiLieuNop"]
    reply = {"MaYeuCau": "f" * 32, "PhienBan": "1", "TrangThai": "XONG", "TaiLieuNop": files * 2}
    with pytest.raises(UnsoundError) as caught:
        reply_of(around, reply, lambda _path: PDF)
    assert caught.value.details["reason"] == "TenTepDinhKem"
    monkeypatch.setattr(arriving, "LARGEST_TOGETHER", len(PDF) - 1)
    with pytest.raises(UnsoundError) as caught:
        reply_of(around, {**reply, "TaiLieuNop": files}, lambda _path: PDF)
    assert caught.value.details["reason"] == "too large"


@pytest.mark.parametrize(
    "name",
    [
        "",
        "..",
        "a/b",
        "a\\b",
        "a\x00b",
        "C:x",
        "con",
        "NUL.pdf",
        "x" * 201,
        " a",
        "a.",
        "\u202efdp.exe",
    ],
)
def test_names_that_are_not_plain_are_refused(name: str) -> None:
    with pytest.raises(ValueError, match="name"):
        safe_name(name)


def test_plain_vietnamese_names_are_names() -> None:
    for name in ("tờ khai.pdf", "Giấy khai sinh (bản sao).PDF", "a-b_c.1.tif"):
        assert safe_name(name) == name


@settings(max_examples=60, deadline=None)
@given(
    st.recursive(
        st.none() | st.integers() | st.text(max_size=20),
        lambda x: (
            st.lists(x, max_size=3)
            | st.dictionaries(
                st.sampled_from(["MaHoSo", "PhienBan", "TaiLieuNop", "ChuHoSo"]), x, max_size=4
            )
        ),
        max_leaves=12,
    )
)
def test_any_json_is_a_dossier_or_unsound(value: Any) -> None:
    whole = {**told(), **value} if isinstance(value, dict) else value
    try:
        offer = dossier_of(AROUND, whole, lambda _path: PDF)
    except UnsoundError:
        return
    assert offer.received.subject


ENTITIES = (
    b"""<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>"""
)
LAUGHS = b'<!DOCTYPE a [<!ENTITY a "aa"><!ENTITY b "&a;&a;&a;">]><a>&b;</a>'


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (ENTITIES, "document type"),
        (LAUGHS, "document type"),
        (b"<a>" * 100 + b"</a>" * 100, "too deep"),
        (b"<a>", "not well formed"),
        (b"", "not well formed"),
        ("<a/>".encode("utf-16"), "not UTF-8"),
        (b"<a>" + b"<b/>" * 450_000 + b"</a>", "too many elements"),
        (b"<a>" + b" " * 2_000_000 + b"</a>", "too large"),
    ],
)
def test_hostile_xml_is_refused(data: bytes, why: str) -> None:
    with pytest.raises(UnsoundXmlError) as caught:
        safe_xml.parse(data, largest=2_000_000)
    assert str(caught.value) == why


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300) | st.text(max_size=100).map(lambda text: f"<a>{text}</a>".encode()))
def test_any_bytes_are_xml_or_unsound(data: bytes) -> None:
    try:
        root = safe_xml.parse(data)
    except UnsoundXmlError:
        return
    assert safe_xml.parse(safe_xml.written(root)).tag == root.tag


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=50))
def test_any_text_can_be_written_into_xml(text: str) -> None:
    root = safe_xml.root_of("a")
    safe_xml.add(root, "b", text)
    read = safe_xml.parse(safe_xml.written(root)).find("b").text or ""
    assert read == safe_xml.clean(text).replace("\r\n", "\n").replace("\r", "\n") or "\r" in text


def test_hostile_archives_are_refused() -> None:
    bomb = archive({"a": b"\x00" * 60_000_000})
    with pytest.raises(UnsoundZipError, match="too large"):
        safe_zip.unpacked(bomb, most_bytes=20_000_000)
    with pytest.raises(UnsoundZipError, match="too many"):
        safe_zip.unpacked(archive({f"{number}": b"" for number in range(2001)}))
    for names in (("../a",), ("/a",), ("a", "A"), ("a\\b",), ("CON",)):
        with pytest.raises(UnsoundZipError, match="name"):
            safe_zip.unpacked(archive(dict.fromkeys(names, b"x")))
    link = zipfile.ZipInfo("a")
    link.external_attr = 0o120777 << 16
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as made:
        made.writestr(link, "/etc/passwd")
    with pytest.raises(UnsoundZipError, match="link"):
        safe_zip.unpacked(whole.getvalue())


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=200), st.integers(0, 400), st.integers(0, 255))
def test_any_bytes_are_an_archive_or_unsound(data: bytes, place: int, value: int) -> None:
    good = bytearray(safe_zip.packed({"a/b.txt": b"hello " * 20, "c": data}))
    good[place % len(good)] = value
    for whole in (data, bytes(good)):
        try:
            found = safe_zip.unpacked(whole)
        except UnsoundZipError:
            continue
        assert all(".." not in name for name in found)
