"""Keys open with their password, and say in words what is wrong when they do not."""

from __future__ import annotations

import os
from datetime import datetime

import pytest
from cryptography.hazmat.primitives.serialization import NoEncryption, pkcs12

from signing.errors import KeyUnreadableError, WrongPinError
from signing.keys import TEST_UNIT, SigningKey, is_test, make_test_key, open_pkcs12, organisation_of
from tests.signing.conftest import PASSWORD, Authority


def test_a_test_key_says_in_its_name_that_it_is_a_test(key: SigningKey, now: datetime) -> None:
    assert key.info.owner == "Lê Văn Mẫu (THỬ NGHIỆM)"
    assert key.info.test
    assert key.info.self_signed
    assert key.info.not_before <= now <= key.info.not_after
    assert TEST_UNIT in key.certificate.subject.rfc4514_string()
    assert organisation_of(key.certificate) == "Ủy ban nhân dân xã Mẫu Sơn"
    assert key.private.key_size == 2048


def test_a_very_long_name_still_says_test() -> None:
    name = "Nguyễn Thị Hồng Phượng " * 8
    info = open_pkcs12(make_test_key(name, "1", organisation=name), "1").info
    assert 60 < len(info.owner.encode()) <= 64
    assert info.owner.startswith("Nguyễn Thị Hồng Phượng")
    assert info.owner.endswith("(THỬ NGHIỆM)")


def test_an_issued_certificate_is_no_test(person: SigningKey) -> None:
    assert not person.info.test
    assert not person.info.self_signed
    assert person.info.issuer == "Cơ quan chứng thực mẫu"
    assert organisation_of(person.certificate) == ""


def test_a_certificate_that_hides_the_unit_is_a_test_by_its_extension(key: SigningKey) -> None:
    assert is_test(key.certificate)


@pytest.mark.parametrize("password", ["", "mật khẩu 124", "x" * 500])
def test_a_wrong_password_is_called_that(key_file: bytes, password: str) -> None:
    with pytest.raises(WrongPinError):
        open_pkcs12(key_file, password)


@pytest.mark.parametrize("data", [b"", b"\0", b"hello", b"%PDF-1.7\n", bytes(5000), b"0\x80\0\0"])
def test_a_file_that_is_no_key_is_not_blamed_on_the_password(data: bytes) -> None:
    with pytest.raises(KeyUnreadableError):
        open_pkcs12(data, PASSWORD)


def test_random_bytes_and_cut_keys_are_no_keys(key_file: bytes) -> None:
    for data in (os.urandom(3000), key_file[:100], key_file[:-1], key_file + b"x"):
        with pytest.raises(KeyUnreadableError):
            open_pkcs12(data, PASSWORD)


def test_a_file_with_certificates_only_is_no_key(authority: Authority) -> None:
    data = pkcs12.serialize_key_and_certificates(
        b"only", None, None, [authority.certificate], NoEncryption()
    )
    with pytest.raises(KeyUnreadableError):
        open_pkcs12(data, "")


def test_the_private_key_is_not_printed(key: SigningKey) -> None:
    assert "private" not in repr(key)
