"""Signing in by the certificate on a token: real SoftHSM, real chain, real dates."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from digitizer import token_sign_in
from digitizer.errors import (
    CertificateRefusedError,
    EngineError,
    NotAllowedError,
    OfficerDisabledError,
)
from digitizer.results.keys import FileKey
from digitizer.results.trust import TRUST_FOLDER
from digitizer.store.certificates import Certificates
from tests.digitizer.tokens import PASSWORD, TokenDesk, on, token_desk
from tests.signing.hsm import PIN, SoftHsm
from tools.pki import Authority


@pytest.fixture
def desk(tmp_path: Path, pki: Authority) -> Iterator[TokenDesk]:
    with token_desk(tmp_path / "data", pki) as made:
        yield made


def test_a_token_signs_in_the_officer_it_was_bound_to_and_nobody_else(
    desk: TokenDesk, officer_tokens: SoftHsm
) -> None:
    station = desk.station
    with pytest.raises(CertificateRefusedError):
        token_sign_in.sign_in(station, on(officer_tokens, "lan"))
    assert token_sign_in.bind(station, desk.lan, on(officer_tokens, "lan")) == "Trần Thị Lan"
    token_sign_in.bind(station, desk.lan, on(officer_tokens, "lan"))
    assert token_sign_in.sign_in(station, on(officer_tokens, "lan")) == desk.lan
    with pytest.raises(CertificateRefusedError):
        token_sign_in.bind(station, desk.minh, on(officer_tokens, "lan"))
    with pytest.raises(CertificateRefusedError):
        token_sign_in.sign_in(station, on(officer_tokens, "minh"))
    actions = [row.action for row in station.store.journal.rows(4)]
    assert actions == ["sign-in-failed", "signed-in", "certificate-bound", "sign-in-failed"]
    # the session is the officer's, with the officer's rights
    with pytest.raises(NotAllowedError):
        station.store.officers.require(desk.lan, token_sign_in_action())


def token_sign_in_action() -> object:
    from digitizer.model.rights import Action

    return Action.MANAGE_OFFICERS


def test_a_copied_certificate_a_wrong_pin_and_an_expired_one_sign_nobody_in(
    desk: TokenDesk, officer_tokens: SoftHsm
) -> None:
    token_sign_in.bind(desk.station, desk.lan, on(officer_tokens, "lan"))
    for label, pin in (("forged", PIN), ("lan", "000000"), ("old", PIN)):
        with pytest.raises((CertificateRefusedError, EngineError)):
            token_sign_in.sign_in(desk.station, on(officer_tokens, label, pin))
    # the token is well again after a right PIN
    assert token_sign_in.sign_in(desk.station, on(officer_tokens, "lan")) == desk.lan
    later = datetime.now(UTC) + timedelta(days=365 * 30)
    with pytest.raises((CertificateRefusedError, EngineError)):
        token_sign_in.sign_in(desk.station, on(officer_tokens, "lan"), at=later)


def test_a_certificate_no_trusted_root_vouches_for_is_refused_and_journaled(
    desk: TokenDesk, officer_tokens: SoftHsm
) -> None:
    (root,) = (desk.station.store.folder / TRUST_FOLDER).iterdir()
    root.unlink()
    with pytest.raises(CertificateRefusedError):
        token_sign_in.bind(desk.station, desk.lan, on(officer_tokens, "lan"))
    with pytest.raises(CertificateRefusedError):
        token_sign_in.sign_in(desk.station, on(officer_tokens, "lan"))
    assert desk.station.store.journal.rows(1)[0].action == "sign-in-failed"


def test_a_key_in_a_file_is_no_token(desk: TokenDesk, pki: Authority) -> None:
    choice = FileKey(pki.person("Lan").pkcs12("x"), "x")
    with pytest.raises(CertificateRefusedError):
        token_sign_in.bind(desk.station, desk.lan, choice)


def test_who_was_disabled_or_gave_the_token_back_is_out(
    desk: TokenDesk, officer_tokens: SoftHsm
) -> None:
    station = desk.station
    token_sign_in.bind(station, desk.lan, on(officer_tokens, "lan"))
    station.store.officers.disable(desk.admin, "lan")
    with pytest.raises(OfficerDisabledError):
        token_sign_in.sign_in(station, on(officer_tokens, "lan"))
    station.store.officers.enable(desk.admin, "lan")
    certificates = station.store.part(Certificates)
    with pytest.raises(NotAllowedError):
        certificates.unbind(desk.minh, "lan")
    assert [one.owner for one in certificates.of(desk.lan)] == ["Trần Thị Lan"]
    assert certificates.unbind(desk.admin, "lan") == 1
    with pytest.raises(CertificateRefusedError):
        token_sign_in.sign_in(station, on(officer_tokens, "lan"))


def test_the_command_binds_one_s_own_token_only(
    desk: TokenDesk, officer_tokens: SoftHsm, monkeypatch: pytest.MonkeyPatch
) -> None:
    from digitizer.__main__ import main

    folder = desk.station.store.folder
    from digitizer.store import keys

    keys.key_file(folder).write_text(bytes(range(32)).hex())
    keys.key_file(folder).chmod(0o600)
    monkeypatch.setenv("DIGITIZER_PASSWORD", PASSWORD)
    monkeypatch.setenv("DIGITIZER_PIN", PIN)
    words = [
        "--data",
        str(folder),
        "--officer",
        "lan",
        "--pkcs11",
        officer_tokens.module,
        "--token",
        "lan",
    ]
    assert main(["officers", "certificate", "minh", *words]) == 1
    assert main(["officers", "certificate", "lan", *words]) == 0
    assert token_sign_in.sign_in(desk.station, on(officer_tokens, "lan")) == desk.lan
    assert main(["officers", "forget-certificate", "lan", *words[:4]]) == 0
    assert desk.station.store.part(Certificates).of(desk.lan) == ()
