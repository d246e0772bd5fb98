"""Files in an S3-compatible store, against a loopback server that checks signatures."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from digitizer import objects
from digitizer.errors import (
    DefinitionError,
    DiskFullError,
    NotFoundError,
    ObjectsRefusedError,
    StoreUnreachableError,
)
from digitizer.objects import Access, ObjectStore, Place
from ocr.errors import FileTooLargeError
from tests.s3 import ACCESS, SECRET, S3Server, running


@pytest.fixture
def server() -> Iterator[S3Server]:
    with running() as one:
        yield one


@pytest.fixture
def store(server: S3Server) -> ObjectStore:
    return ObjectStore(Place.parsed(server.address), Access(ACCESS, SECRET))


def test_what_is_put_is_there_listed_and_removed(store: ObjectStore, server: S3Server) -> None:
    large = bytes(range(256)) * 50_000
    for name, data in (("a/1", b"first"), ("a/2", large), ("b/Tờ khai.pdf", b"")):
        store.put(name, data)
        assert store.get(name) == data
        assert store.has(name)
    store.put("a/1", b"second")
    assert (store.get("a/1"), store.get("a/2", first=3)) == (b"second", large[:3])
    assert [(one.name, one.size) for one in store.entries()] == [
        ("a/1", 6),
        ("a/2", len(large)),
        ("b/Tờ khai.pdf", 0),
    ]
    assert [one.name for one in store.entries("b/")] == ["b/Tờ khai.pdf"]
    assert all(name.startswith("phuong-mau/") for name in server.files)
    store.remove("a/1")
    store.remove("a/1")
    assert not store.has("a/1")
    with pytest.raises(NotFoundError):
        store.get("a/1")


def test_a_wrong_secret_or_bucket_is_refused_and_says_why(
    store: ObjectStore, server: S3Server
) -> None:
    for secret, address, reason in (
        ("another", server.address, "SignatureDoesNotMatch"),
        (SECRET, server.address.replace("/kho/", "/khac/"), "NoSuchBucket"),
    ):
        other = ObjectStore(Place.parsed(address), Access(ACCESS, secret))
        with pytest.raises(ObjectsRefusedError) as caught:
            other.put("a", b"x")
        assert caught.value.details["reason"] == reason
    assert server.files == {}
    assert SECRET not in repr(Access(ACCESS, SECRET))


@pytest.mark.parametrize(
    ("trouble", "error"),
    [
        ("XMinioStorageFull", DiskFullError),
        ("SlowDown", StoreUnreachableError),
        ("AccessDenied", ObjectsRefusedError),
    ],
)
def test_what_the_server_says_is_said_as_the_program_says_it(
    store: ObjectStore, server: S3Server, trouble: str, error: type[Exception]
) -> None:
    server.trouble = trouble
    with pytest.raises(error):
        store.put("a", b"x")
    server.trouble = None
    assert not store.has("a")


def test_an_answer_cut_in_the_middle_is_no_short_file(store: ObjectStore, server: S3Server) -> None:
    store.put("a", b"x" * 1000)
    server.trouble = "cut"
    with pytest.raises(StoreUnreachableError):
        store.get("a")
    server.trouble = None
    assert store.get("a") == b"x" * 1000


def test_a_file_over_the_limit_is_not_taken_into_memory(store: ObjectStore) -> None:
    store.put("a", b"x" * 1000)
    with pytest.raises(FileTooLargeError):
        store.get("a", limit=999)
    assert len(store.get("a", limit=1000)) == 1000


def test_a_server_that_is_away_is_said_so(
    store: ObjectStore, server: S3Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(objects, "_TRIES", 0)
    place = Place.parsed("s3+http://127.0.0.1:9/kho")
    for wish in (
        lambda: ObjectStore(place, Access("a", "b")).get("x"),
        lambda: list(ObjectStore(place, Access("a", "b")).entries()),
    ):
        with pytest.raises(StoreUnreachableError):
            wish()


@pytest.mark.parametrize(
    "text", ["", "s3://", "s3://server", "http://server/kho", "s3://u:p@server/kho", "/srv/kho"]
)
def test_an_address_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(DefinitionError):
        Place.parsed(text)


def test_addresses_name_server_bucket_and_beginning() -> None:
    assert Place.parsed("s3://kho.gov.vn/ho-so/2026/q1") == Place(
        "kho.gov.vn", "ho-so", "2026/q1/", secure=True
    )
    assert Place.parsed("s3+http://10.0.0.1:9000/ho-so") == Place(
        "10.0.0.1:9000", "ho-so", "", False
    )
