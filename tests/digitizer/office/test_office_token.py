"""Signing in to an office's PostgreSQL by a token: real server, real SoftHSM, real chain."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from digitizer import token_passwords, token_sign_in
from digitizer.__main__ import main
from digitizer.errors import (
    CertificateRefusedError,
    EngineError,
    NotAllowedError,
    TokenNotBoundError,
    TokenPasswordStaleError,
    WrongPasswordError,
)
from digitizer.results import keys
from digitizer.results.keys import KeyChoice
from digitizer.store.certificates import Certificates
from digitizer.workstation import Workstation
from signing.keys import SigningKey, open_pkcs12
from tests.digitizer.store.office import DATABASE, PASSWORD
from tests.digitizer.tokens import office_desk, on
from tests.postgres import Server
from tests.signing.hsm import PIN, SoftHsm
from tools.pki import Authority

NEW = "một con đường khác"
SEALED = f"{token_passwords.FOLDER}/*.json"


@pytest.fixture
def desk(office_server: Server, tmp_path: Path, pki: Authority) -> Iterator[Path]:
    with office_desk(office_server, tmp_path / "desk", pki) as folder:
        yield folder


def test_a_bound_token_opens_the_office_for_its_officer_and_nobody_else(
    desk: Path,
    officer_tokens: SoftHsm,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opened: list[KeyChoice] = []

    def counted(choice: KeyChoice) -> AbstractContextManager[SigningKey]:
        opened.append(choice)
        return keys.opened(choice)

    monkeypatch.setattr(token_sign_in, "opened", counted)
    token = on(officer_tokens, "lan")
    with pytest.raises(TokenNotBoundError):
        token_sign_in.open_office(desk, token)
    with Workstation.open(desk, login=("clerk2", PASSWORD)) as station:
        officer = station.store.officers.sign_in("clerk2", PASSWORD)
        with pytest.raises(WrongPasswordError):
            token_sign_in.bind(station, officer, token, password="sai")
        assert not any(desk.glob(SEALED))
        assert token_sign_in.bind(station, officer, token, password=PASSWORD) == "Trần Thị Lan"
    assert any(desk.glob(SEALED))
    (file,) = (desk / token_passwords.FOLDER).iterdir()
    assert PASSWORD.encode() not in file.read_bytes()
    assert file.stat().st_mode & 0o077 == 0

    opened.clear()
    station, officer = token_sign_in.open_office(desk, token)
    assert opened == [token]
    with station:
        assert officer.login == "clerk2"
        # the session is that officer's on the server too
        with pytest.raises(NotAllowedError):
            station.store.journal.rows(1)
    with Workstation.open(desk, login=("supervisor", PASSWORD)) as station:
        row = station.store.journal.rows(1)[0]
        assert (row.action, row.officer) == ("signed-in", "clerk2")
        assert "certificate" in row.after
    # another officer who tries to bind the same token is refused and takes nothing away
    before = file.read_bytes()
    with Workstation.open(desk, login=("clerk", PASSWORD)) as station:
        other = station.store.officers.sign_in("clerk", PASSWORD)
        with pytest.raises(CertificateRefusedError):
            token_sign_in.bind(station, other, token, password=PASSWORD)
    assert file.read_bytes() == before

    # another token, a copied certificate over another key, and a wrong PIN open nothing
    for label, pin in (("minh", PIN), ("forged", PIN), ("lan", "000000")):
        with pytest.raises((TokenNotBoundError, EngineError)):
            token_sign_in.open_office(desk, on(officer_tokens, label, pin))
    # a file that was altered, or that belongs to another office, opens nothing either
    kept = file.read_bytes()
    file.write_bytes(kept.replace(b'"sealed": "', b'"sealed": "00'))
    with pytest.raises(TokenNotBoundError):
        token_sign_in.open_office(desk, token)
    file.write_bytes(kept)
    site = (desk / "site.toml").read_text()
    (desk / "site.toml").write_text(site.replace(DATABASE, "xa_khac"))
    with pytest.raises(TokenNotBoundError):
        token_sign_in.open_office(desk, token)
    (desk / "site.toml").write_text(site)
    # who manages officers takes the certificate away; the desk's file alone is of no use then
    with Workstation.open(desk, login=("quantri", PASSWORD)) as station:
        administrator = station.store.officers.sign_in("quantri", PASSWORD)
        assert station.store.part(Certificates).unbind(administrator, "clerk2") == 1
    with pytest.raises(CertificateRefusedError):
        token_sign_in.open_office(desk, token)


def test_a_changed_password_is_said_and_the_command_binds_anew_and_forgets(
    desk: Path,
    officer_tokens: SoftHsm,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DIGITIZER_PIN", PIN)
    monkeypatch.setenv("DIGITIZER_PASSWORD", PASSWORD)
    words = ["clerk2", "--data", str(desk), "--officer", "clerk2"]
    binding = [
        "officers",
        "certificate",
        *words,
        "--pkcs11",
        officer_tokens.module,
        "--token",
        "lan",
    ]
    token = on(officer_tokens, "lan")
    assert main(binding) == 0
    with Workstation.open(desk, login=("clerk2", PASSWORD)) as station:
        officer = station.store.officers.sign_in("clerk2", PASSWORD)
        station.store.officers.change_password(officer, PASSWORD, NEW)
    try:
        with pytest.raises(TokenPasswordStaleError):
            token_sign_in.open_office(desk, token)
        monkeypatch.setenv("DIGITIZER_PASSWORD", NEW)
        assert main(binding) == 0
        station, officer = token_sign_in.open_office(desk, token)
        station.close()
        assert officer.login == "clerk2"
        assert main(["officers", "forget-certificate", *words]) == 0
        assert not any(desk.glob(SEALED))
    finally:
        with Workstation.open(desk, login=("clerk2", NEW)) as station:
            officer = station.store.officers.sign_in("clerk2", NEW)
            station.store.officers.change_password(officer, NEW, PASSWORD)


def test_a_key_that_never_signs_the_same_way_twice_is_refused(
    pki: Authority,
) -> None:
    person = pki.person("Lê Văn Minh", private=ec.generate_private_key(ec.SECP256R1()))
    key = open_pkcs12(person.pkcs12("x"), "x")
    with pytest.raises(CertificateRefusedError):
        token_passwords.seal("d", key, ("minh", PASSWORD))
