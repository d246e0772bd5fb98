"""Keys on tokens: listed without a PIN, opened once, a wrong PIN never tried twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from signing.document import sign
from signing.errors import (
    KeyAmbiguousError,
    KeyMissingError,
    ModuleRefusedError,
    ModuleUnusableError,
    PinMissingError,
    SubjectMismatchError,
    TokenBusyError,
    TokenMissingError,
    TokenRemovedError,
    WrongPinError,
    WrongPinFewLeftError,
)
from signing.keys import Scheme, SigningKey, demand_subject
from signing.model import PinState
from signing.plugged import list_tokens, present_modules
from signing.tokens import open_token
from signing.verify import check
from tests.signing.hsm import PIN, SoftHsm
from tools.pki import Authority

NOW = datetime.now(UTC).replace(microsecond=0)


def test_tokens_show_themselves_and_their_certificates_without_a_pin(hsm: SoftHsm) -> None:
    found = {token.label: token for token in list_tokens([hsm.module])}
    person = found["person"]
    assert person.pin is PinState.FRESH
    owners = [one.owner for one in person.certificates]
    assert "Lê Văn Mẫu" in owners
    mine = person.certificates[owners.index("Lê Văn Mẫu")]
    assert mine.issuer == "CA cấp chứng thư thử nghiệm"
    assert 700 < mine.days_left() < 731
    assert mine.days_left(mine.not_after + timedelta(hours=1)) == -1


def test_the_installed_modules_that_are_allowed_are_found(hsm: SoftHsm) -> None:
    assert hsm.module in present_modules()
    assert len(present_modules([hsm.module])) == len(present_modules())


@pytest.mark.parametrize(("token", "pss"), [("person", False), ("person", True), ("curve", False)])
def test_a_token_signs_in_each_scheme(
    hsm: SoftHsm, plain_pdf: bytes, pki: Authority, token: str, pss: bool
) -> None:
    with open_token(hsm.module, PIN, label=token) as opened:
        key = opened.key(pss=pss)
        signed = sign(plain_pdf, key, field="person", appearance=None, reason="", at=NOW)
    verdict = check(signed, trust=[pki.root.pem])
    assert verdict.valid, verdict
    expected = {Scheme.RSA_PSS: "rsassa_pss", Scheme.ECDSA: "ecdsa"}.get(key.scheme, "rsa")
    assert expected in verdict.signers[0].algorithm


def test_the_chain_on_the_token_goes_into_the_signature(hsm: SoftHsm, pki: Authority) -> None:
    with open_token(hsm.module, PIN, label="person") as opened:
        key = opened.key()
    assert [one.subject for one in key.chain] == [
        pki.ca.certificate.subject,
        pki.root.certificate.subject,
    ]


def test_a_wrong_pin_stops_and_is_not_tried_again(hsm: SoftHsm) -> None:
    with pytest.raises(PinMissingError):
        open_token(hsm.module, "", label="agency")
    assert pin_states(hsm)["agency"] is PinState.FRESH
    with pytest.raises(WrongPinFewLeftError) as caught:
        open_token(hsm.module, "000000", label="agency")
    assert isinstance(caught.value, WrongPinError)
    assert caught.value.details == {"token": "agency"}
    assert pin_states(hsm)["agency"] is PinState.FEW_LEFT
    open_token(hsm.module, PIN, label="agency").close()
    assert pin_states(hsm)["agency"] is PinState.FRESH


def pin_states(hsm: SoftHsm) -> dict[str, PinState]:
    return {token.label: token.pin for token in list_tokens([hsm.module])}


def test_a_token_is_opened_once(hsm: SoftHsm) -> None:
    with open_token(hsm.module, PIN, label="person"):
        with pytest.raises(TokenBusyError):
            open_token(hsm.module, PIN, label="person")
        assert {one.label for one in list_tokens([hsm.module])} >= {"person", "agency"}
    open_token(hsm.module, PIN, label="person").close()


def test_two_tokens_of_one_module_are_open_together(hsm: SoftHsm) -> None:
    with (
        open_token(hsm.module, PIN, label="person") as person,
        open_token(hsm.module, PIN, label="agency") as agency,
    ):
        assert person.key().info.owner != agency.key().info.owner


def test_a_closed_token_signs_no_more(hsm: SoftHsm, plain_pdf: bytes) -> None:
    with open_token(hsm.module, PIN, label="person") as opened:
        key = opened.key()
    with pytest.raises(TokenRemovedError):
        sign(plain_pdf, key, field="person", appearance=None, reason="", at=NOW)


def test_a_token_is_found_by_its_slot(hsm: SoftHsm) -> None:
    slot = next(token.slot for token in list_tokens([hsm.module]) if token.label == "curve")
    with open_token(hsm.module, PIN, slot=slot) as opened:
        assert opened.info.label == "curve"


def test_a_token_that_is_not_there_is_named(hsm: SoftHsm) -> None:
    with pytest.raises(TokenMissingError) as caught:
        open_token(hsm.module, PIN, label="nobody's")
    assert caught.value.details == {"token": "nobody's"}


def test_a_batch_never_guesses_among_certificates(hsm: SoftHsm) -> None:
    with open_token(hsm.module, PIN, label="two") as opened:
        with pytest.raises(KeyAmbiguousError):
            opened.key()
        serial = opened.keys()[1].info.serial
        assert opened.key(serial=serial).info.serial == serial
        with pytest.raises(KeyMissingError):
            opened.key(serial="ABC")


def test_only_allowed_modules_are_loaded(tmp_path: Path, hsm: SoftHsm) -> None:
    other = tmp_path / "other.so"
    other.write_bytes(Path(hsm.module).read_bytes())
    for module in (str(other), "libsofthsm2.so", ""):
        with pytest.raises(ModuleRefusedError):
            open_token(module, PIN, label="person")
        with pytest.raises(ModuleRefusedError):
            list_tokens([module])


def test_a_module_that_does_not_load_is_said_so(tmp_path: Path) -> None:
    broken = tmp_path / "broken.so"
    broken.write_bytes(b"not a library")
    for path in (broken, tmp_path / "missing.so"):
        with pytest.raises(ModuleUnusableError):
            open_token(str(path), PIN, label="x", allowed=[str(path)])
        assert list_tokens([str(path)], allowed=[str(path)]) == ()


def test_a_certificate_must_be_the_officers_or_the_agencys(officer_key: SigningKey) -> None:
    info = officer_key.info
    assert info.personal_number == "001099012345"
    demand_subject(info, numbers=["001099012345"])
    demand_subject(info, names=["LÊ VĂN  MẪU"])
    for wrong in ({"numbers": ["001099999999"]}, {"names": ["Lê Văn Mau"]}, {}):
        with pytest.raises(SubjectMismatchError):
            demand_subject(info, **wrong)
    with pytest.raises(SubjectMismatchError):
        # the number decides: a namesake is another person
        demand_subject(info, names=["Lê Văn Mẫu"], numbers=["001099999999"])
