"""Documents of other agencies come in whole and signed; certificates go out with a receipt each."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from lxml import etree

from digitizer.exchange import safe_xml
from digitizer.exchange.connector import Connector
from digitizer.exchange.connectors.edxml import EdXml
from digitizer.exchange.errors import NeighbourError, NotTellableError, SigningTokenError
from digitizer.model.message import Message, MessageKind, Neighbour, Receipt
from signing.errors import XmlSignatureWrongError
from signing.keys import open_pkcs12
from signing.model import PinState
from signing.plugged import list_tokens
from signing.xml import check_xml, sign_xades, sign_xml
from tests.digitizer.exchange import agencies, cases
from tests.digitizer.exchange.agencies import Axis, Insurance
from tests.digitizer.exchange.certificates import Authority
from tests.signing.hsm import PIN, SoftHsm
from tools import pki

E = agencies.E


@pytest.fixture
def authority() -> Authority:
    return Authority.make()


@pytest.fixture
def axis(authority: Authority, tmp_path: Path) -> Iterator[Axis]:
    context, _certificate = authority.server(tmp_path)
    made = Axis(context)
    with made.running():
        yield made


def line(axis: Axis, authority: Authority, **settings: str) -> Any:
    told = {
        "roots": authority.pem,
        "settings": {"sign": "yes", **settings},
        "recipients": {"H00.02": "Sở Tư pháp"},
    }
    neighbour = Neighbour("tinh", "edxml", axis.address, told)
    return cases.connector(neighbour, agencies.KEYS)


def document(authority: Authority, axis: Axis, *, signed: bool = True) -> bytes:
    """Return a document as another agency would send it: as ours is made."""
    connector = line(axis, authority, sign="yes" if signed else "no")
    assert isinstance(connector, EdXml)
    root = connector._whole(cases.message(MessageKind.RESULT, "released"))
    connector.close()
    return safe_xml.written(root)


def test_a_document_comes_in_once_with_its_attachment_and_is_acknowledged(
    axis: Axis, authority: Authority
) -> None:
    axis.offered["VB-1"] = document(authority, axis)
    connector = line(axis, authority, require_signature="yes", signers=agencies.PEM)
    ((offer,), _, _) = cases.parted(connector.collect(""))
    assert offer.received.content["subject"].startswith("Giấy xác nhận tình trạng hôn nhân")
    assert offer.received.subject == "H00.01.01,2026/03/02,01/UBND-XN"
    (data,) = offer.files.values()
    assert data.startswith(b"%PDF")
    connector.acknowledge("VB-1", taken=True)
    assert axis.statuses == [("VB-1", "01")]
    assert list(connector.collect("").found) == []
    connector.close()


def tampered(data: bytes) -> bytes:
    return data.replace(b"<CodeNumber>01", b"<CodeNumber>02")


def with_entity(data: bytes) -> bytes:
    head, _, rest = data.partition(b"?>")
    return head + b'?><!DOCTYPE e [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + rest


def without_number(data: bytes) -> bytes:
    return data.replace(b"<CodeNumber>01</CodeNumber>", b"")


def with_path(data: bytes) -> bytes:
    import base64

    from digitizer.exchange import safe_zip

    root = etree.fromstring(data)
    part = root.find(f"{E}AttachmentEncoded/{E}Attachment/{E}ContentTransferEncoded")
    part.text = base64.b64encode(safe_zip.packed({"../../x.pdf": b"%PDF"})).decode()
    return etree.tostring(root)


@pytest.mark.parametrize(
    ("change", "signature", "why"),
    [
        (tampered, "yes", "signature"),
        (with_entity, "no", "document type"),
        (without_number, "no", "SCHEMAV"),
        (with_path, "no", "name"),
        (lambda data: data[: len(data) // 2], "no", "not well formed"),
    ],
)
def test_a_document_that_is_not_sound_is_refused_before_it_touches_anything(
    axis: Axis, authority: Authority, change: Any, signature: str, why: str
) -> None:
    axis.offered["VB-1"] = change(document(authority, axis))
    connector = line(axis, authority, require_signature=signature, signers=agencies.PEM)
    offers, (refused,), _ = cases.parted(connector.collect(""))
    connector.close()
    assert offers == []
    assert why in refused.problem


def test_an_unsigned_document_is_refused_where_signatures_are_asked_for(
    axis: Axis, authority: Authority
) -> None:
    axis.offered["VB-1"] = document(authority, axis, signed=False)
    connector = line(axis, authority, require_signature="yes", signers=agencies.PEM)
    _, (refused,), _ = cases.parted(connector.collect(""))
    assert "signature" in refused.problem
    connector.close()


def insurance_line(insurance: Insurance, authority: Authority) -> Connector:
    neighbour = Neighbour("bhyt", "health-certificate", insurance.address, {"roots": authority.pem})
    return cases.connector(neighbour, agencies.KEYS)


def certificate(number: int, **changed: str) -> Message:
    return cases.message(
        MessageKind.COMPONENTS,
        "verified",
        number=number,
        code=f"HS-{number}",
        papers=[cases.driver_paper(**changed)],
    )


def test_each_certificate_of_a_batch_has_a_receipt_of_its_own(
    authority: Authority, tmp_path: Path
) -> None:
    context, _certificate = authority.server(tmp_path)
    insurance = Insurance(context)
    insurance.refused.add("Lê Bị Từ Chối")
    with insurance.running():
        connector = insurance_line(insurance, authority)
        messages = [
            certificate(1),
            certificate(2, person_name="Lê Bị Từ Chối"),
            certificate(3, person_birth_date=""),
            certificate(4, alcohol=""),
            cases.message(MessageKind.COMPONENTS, "verified", number=5, code="HS-5"),
            certificate(6),
        ]
        insurance.left_out.add(messages[5].key)
        outcomes = connector.send_all(messages)
        connector.close()
    kinds = [
        one.details.get("told", one.number) if isinstance(one, Receipt) else one.code
        for one in outcomes
    ]
    assert kinds == [
        "GK2",
        "neighbour-refused",
        "message-incomplete",
        "GK1",
        "nothing",
        "neighbour-fault",
    ]
    assert isinstance(outcomes[2], NotTellableError)
    assert outcomes[2].details["field"] == "NGAYSINH"
    assert isinstance(outcomes[1], NeighbourError)
    assert "sai mã bệnh viện" in str(outcomes[1].details["reason"])
    assert insurance.complaints == []
    # one call for all of them
    assert len(insurance.requests) == 1


@pytest.fixture(scope="module")
def people() -> Iterator[tuple[pki.Issued, pki.Issued, bytes]]:
    with pki.Authority() as authority:
        yield authority.person("Lê Văn Mẫu"), authority.person("Kẻ Khác"), authority.root.pem


@pytest.mark.parametrize("xades", [False, True])
def test_a_signature_over_xml_counts_only_whole_and_by_somebody_trusted(
    people: tuple[pki.Issued, pki.Issued, bytes], xades: bool
) -> None:
    issued, _other, trusted = people
    key = open_pkcs12(issued.pkcs12(), pki.PASSWORD)
    plain = etree.fromstring(b"<a><b>1</b></a>")
    signed = etree.tostring((sign_xades if xades else sign_xml)(plain, key))
    found = check_xml(etree.fromstring(signed), [trusted], xades=xades)
    assert found.findtext("b") == "1"
    stranger = Authority.make().pem.encode()
    for data, roots in (
        (signed.replace(b"<b>1", b"<b>2"), [trusted]),
        (signed, [stranger]),
        (signed, []),
        (b"<a><b>1</b></a>", [trusted]),
        (signed.replace(b"rsa-sha256", b"rsa-sha1"), [trusted]),
        (b"<c>" + signed + b"</c>", [trusted]),
    ):
        with pytest.raises(XmlSignatureWrongError):
            check_xml(etree.fromstring(data), roots, xades=xades)


def test_a_result_without_a_number_or_recipients_is_not_told(
    axis: Axis, authority: Authority
) -> None:
    connector = line(axis, authority)
    message = cases.message(MessageKind.RESULT, "released")
    content = {**message.content, "result": {**message.content["result"], "number": ""}}
    with pytest.raises(NotTellableError) as caught:
        connector.send(replace(message, content=content))
    connector.close()
    assert caught.value.details["field"] == "CodeNumber"
    assert json.dumps(axis.done) == "{}"


@pytest.mark.parametrize("curve", [False, True])
def test_a_batch_is_signed_on_a_token_and_a_wrong_pin_is_sent_to_it_once(
    authority: Authority, tmp_path: Path, curve: bool
) -> None:
    private = ec.generate_private_key(ec.SECP256R1()) if curve else None
    with pki.Authority() as agency:
        hospital = agency.person("Bệnh viện Mẫu", private=private)
    hsm = SoftHsm.start(tmp_path / "hsm")
    hsm.add("benh-vien", hospital)
    context, _certificate = authority.server(tmp_path)
    insurance = Insurance(context)
    insurance.certificate = hospital.certificate
    own = {
        "roots": authority.pem,
        "settings": {"token_module": hsm.module, "token_label": "benh-vien"},
    }
    with insurance.running():
        neighbour = Neighbour("bhyt", "health-certificate", insurance.address, own)
        wrong = cases.connector(neighbour, {"token": agencies.TOKEN, "pin": "999999"})
        for _again in range(5):
            with pytest.raises(SigningTokenError) as found:
                wrong.send_all([certificate(1)])
            assert "pin" in str(found.value.details["reason"])
        wrong.close()
        # five attempts of the queue were one of the token's: it is not near to being locked
        (info,) = [one for one in list_tokens([hsm.module]) if one.label == "benh-vien"]
        assert info.pin not in (PinState.LAST, PinState.LOCKED)
        right = cases.connector(neighbour, {"token": agencies.TOKEN, "pin": PIN})
        outcomes = right.send_all([certificate(number) for number in range(1, 6)])
        right.close()
    assert sorted(one.number for one in outcomes if isinstance(one, Receipt)) == [
        f"GK{number}" for number in range(1, 6)
    ]
    assert insurance.complaints == []
