"""What every connector does, whatever its wire format: tell once, never half, never a stranger."""

from __future__ import annotations

import logging
import re
import socket
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from digitizer.exchange import transport
from digitizer.exchange.connector import Connector, Question
from digitizer.exchange.errors import (
    NeighbourBusyError,
    NeighbourDeniedError,
    NeighbourError,
    NeighbourFaultError,
    NeighbourRefusedError,
    NeighbourUnreachableError,
    NeighbourUntrustedError,
    SecretMissingError,
)
from digitizer.model.message import Message, MessageKind, Neighbour
from tests.digitizer.exchange import agencies, cases, gateways, places, state
from tests.digitizer.exchange.certificates import Authority
from tests.digitizer.exchange.counterpart import SLOW, Counterpart
from tests.digitizer.exchange.province import PASSWORD, USER, Province
from tests.digitizer.exchange.province_xml import XmlProvince

PATIENCE = 0.5


HTTP: Mapping[str, type[NeighbourError]] = {
    "half": NeighbourFaultError,
    "garbled": NeighbourFaultError,
    "fault": NeighbourFaultError,
    "busy": NeighbourBusyError,
    "denied": NeighbourDeniedError,
    "refuse": NeighbourRefusedError,
}
WHOLE_WAY = (
    (MessageKind.STATE, "opened"),
    (MessageKind.COMPONENTS, "verified"),
    (MessageKind.RESULT, "released"),
)
NOTICES = ((MessageKind.NOTICE, "released"), (MessageKind.NOTICE, "form_completion"))


@dataclass(frozen=True)
class Case:
    """A connector, its counterpart, and what to tell it."""

    connector: str
    make: Callable[[Any], Counterpart]
    settings: Mapping[str, Any]
    secrets: Mapping[str, str]
    messages: tuple[tuple[MessageKind, str], ...]
    content: Mapping[str, Any] = field(default_factory=dict)
    moods: Mapping[str, type[NeighbourError]] = field(default_factory=lambda: HTTP)
    """What it says of each trouble it can tell apart."""
    asks: bool = False
    """It is asked, instead of told."""
    strangers: tuple[str, ...] = ("root", "pin")
    """How it tells a stranger; nothing for what is no network."""


CASES = [
    Case(
        "province-json",
        Province,
        {"settings": {"username": USER, "unit": "H00.01.01", "destination": "VN:GOV:TEST"}},
        {"password": PASSWORD},
        WHOLE_WAY,
    ),
    Case(
        "province-xml",
        XmlProvince,
        {"settings": {"username": USER}},
        {"password": PASSWORD},
        WHOLE_WAY,
    ),
    Case(
        "drop-s3",
        places.S3,
        {"settings": {"key": places.KEY}},
        {"secret": places.SECRET},
        WHOLE_WAY,
        moods={
            "busy": NeighbourUnreachableError,
            "denied": NeighbourDeniedError,
            "fault": NeighbourUnreachableError,
        },
    ),
    Case(
        "drop-sftp",
        places.Sftp,
        {},
        {"password": places.PASSWORD},
        WHOLE_WAY,
        moods={
            "half": NeighbourFaultError,
            "fault": NeighbourFaultError,
            "denied": NeighbourDeniedError,
            "refuse": NeighbourDeniedError,
        },
        strangers=("pin",),
    ),
    Case(
        "notice-http",
        gateways.Gateway,
        {},
        {"token": gateways.TOKEN},
        NOTICES,
        {"contact": {"phone": "0912 345 678"}},
    ),
    Case(
        "notice-mail",
        gateways.Mail,
        {"settings": {"username": gateways.USER, "sender": gateways.USER}},
        {"password": gateways.PASSWORD},
        NOTICES,
        {"contact": {"email": "dao@example.vn"}},
        moods={
            "busy": NeighbourBusyError,
            "fault": NeighbourFaultError,
            "denied": NeighbourDeniedError,
            "refuse": NeighbourRefusedError,
        },
    ),
    Case(
        "edxml",
        agencies.Axis,
        {"settings": {"sign": "yes"}, "recipients": {"H00.02": "Sở Tư pháp"}},
        agencies.KEYS,
        ((MessageKind.RESULT, "released"),),
    ),
    Case(
        "health-certificate",
        agencies.Insurance,
        {},
        agencies.KEYS,
        ((MessageKind.COMPONENTS, "verified"),),
        {"papers": [cases.driver_paper()]},
    ),
    Case(
        "citizen-store",
        state.Documents,
        {},
        {"token": state.TOKEN},
        ((MessageKind.RESULT, "released"),),
    ),
    Case(
        "population",
        state.People,
        {"settings": {"username": state.USER, "integration": "TH01"}, "officers": state.OFFICERS},
        {"password": state.PASSWORD, "secret": state.SECRET},
        (),
        asks=True,
    ),
    Case(
        "citizen-store",
        state.Documents,
        {"officers": state.OFFICERS},
        {"token": state.TOKEN},
        (),
        asks=True,
    ),
]


@dataclass
class Meeting:
    """A connector that is set up with its counterpart."""

    case: Case
    counterpart: Counterpart
    neighbour: Neighbour
    authority: Authority

    def connector(self, **changed: Any) -> Connector:
        settings = {**self.neighbour.settings, **changed.pop("settings", {})}
        neighbour = Neighbour(
            name="tinh",
            connector=self.case.connector,
            address=changed.pop("address", self.neighbour.address),
            settings=settings,
        )
        return cases.connector(neighbour, changed.pop("secrets", self.case.secrets))

    def tell(self, connector: Connector, message: Message | Question) -> str:
        """Tell or ask, and return the hash of what was said."""
        if isinstance(message, Message):
            return connector.send(message).body_hash
        return connector.ask(message).received.digest

    def messages(self) -> Sequence[Message | Question]:
        if self.case.asks:
            return [cases.question()]
        return [
            cases.message(kind, event, number=number, **self.case.content)
            for number, (kind, event) in enumerate(self.case.messages, start=1)
        ]


@pytest.fixture(scope="module")
def authority() -> Authority:
    return Authority.make()


@pytest.fixture(params=CASES, ids=[one.connector + "-asked" * one.asks for one in CASES])
def meeting(
    request: pytest.FixtureRequest, authority: Authority, tmp_path: Path
) -> Iterator[Meeting]:
    case: Case = request.param
    context, certificate = authority.server(tmp_path)
    counterpart = case.make(context)
    with ExitStack() as stack:
        stack.enter_context(counterpart.running())
        settings = {
            **case.settings,
            "roots": authority.pem,
            "seconds": PATIENCE,
            "pins": [getattr(counterpart, "pin", transport.pin_of(certificate))],
        }
        neighbour = Neighbour("tinh", case.connector, counterpart.address, settings)
        yield Meeting(case, counterpart, neighbour, authority)


class TestEveryConnector:
    """The promises a connector makes to the outbox."""

    def test_tells_each_kind_in_the_agreed_form_and_keeps_a_receipt(self, meeting: Meeting) -> None:
        connector = meeting.connector()
        for message in meeting.messages():
            assert len(meeting.tell(connector, message)) == 64
        connector.close()
        assert meeting.counterpart.complaints == []
        assert meeting.counterpart.done

    def test_told_again_nothing_changes_there(self, meeting: Meeting) -> None:
        connector = meeting.connector()
        for message in meeting.messages():
            meeting.tell(connector, message)
        done = dict(meeting.counterpart.done)
        again = meeting.connector()
        for message in reversed(meeting.messages()):
            meeting.tell(again, message)
        connector.close()
        again.close()
        assert meeting.counterpart.done == done
        assert meeting.counterpart.repeats >= len(done)
        assert meeting.counterpart.conflicts == 0

    def test_an_answer_that_is_lost_leads_to_no_second_change(self, meeting: Meeting) -> None:
        message = meeting.messages()[0]
        first = meeting.connector()
        first.check()
        # nothing was sent on this connection since, so the loss is of the message's own answer
        meeting.counterpart.moods.extend(["lost", "lost"])
        with pytest.raises(NeighbourError):
            meeting.tell(first, message)
        first.close()
        carried_out = dict(meeting.counterpart.done)
        meeting.counterpart.moods.clear()
        second = meeting.connector()
        meeting.tell(second, message)
        second.close()
        assert carried_out.items() <= meeting.counterpart.done.items()
        assert meeting.counterpart.conflicts == 0

    @pytest.mark.parametrize("mood", sorted(HTTP))
    def test_says_what_kind_of_trouble_it_is_and_goes_on_afterwards(
        self, meeting: Meeting, mood: str
    ) -> None:
        expected = meeting.case.moods.get(mood)
        if expected is None:
            pytest.skip("this neighbour has no way to be so")
        connector = meeting.connector()
        message = meeting.messages()[0]
        meeting.counterpart.moods.extend([mood] * 2 if mood == "denied" else [mood])
        with pytest.raises(expected) as caught:
            meeting.tell(connector, message)
        assert caught.value.details["neighbour"] == "tinh"
        meeting.counterpart.moods.clear()
        meeting.tell(connector, message)
        connector.close()
        assert meeting.counterpart.conflicts == 0

    def test_does_not_wait_longer_than_it_was_told(self, meeting: Meeting) -> None:
        connector = meeting.connector()
        meeting.counterpart.moods.append("slow")
        begun = time.monotonic()
        with pytest.raises(NeighbourUnreachableError) as caught:
            meeting.tell(connector, meeting.messages()[0])
        connector.close()
        assert time.monotonic() - begun < SLOW
        assert caught.value.details["reason"] == "timeout"
        assert caught.value.rests

    def test_says_so_when_nobody_is_there(self, meeting: Meeting) -> None:
        with socket.create_server(("127.0.0.1", 0)) as unused:
            port = unused.getsockname()[1]
        address = re.sub(r":[0-9]+", f":{port}", meeting.neighbour.address)
        connector = meeting.connector(address=address)
        with pytest.raises(NeighbourUnreachableError):
            meeting.tell(connector, meeting.messages()[0])

    @pytest.mark.parametrize("how", ["root", "pin"])
    def test_tells_a_stranger_nothing(self, meeting: Meeting, how: str) -> None:
        if how not in meeting.case.strangers:
            pytest.skip("keys are known beforehand, no authority vouches for them")
        pin = "SHA256:AAAA" if meeting.case.connector == "drop-sftp" else "sha256/AAAA"
        wrong = {"roots": Authority.make().pem} if how == "root" else {"pins": [pin]}
        connector = meeting.connector(settings=wrong)
        with pytest.raises(NeighbourUntrustedError):
            meeting.tell(connector, meeting.messages()[0])
        connector.close()
        assert meeting.counterpart.requests == []

    def test_without_its_secrets_it_tells_nothing(self, meeting: Meeting) -> None:
        if not meeting.case.secrets:
            pytest.skip("this neighbour asks for no secret")
        connector = meeting.connector(secrets={})
        with pytest.raises(SecretMissingError):
            meeting.tell(connector, meeting.messages()[0])
        connector.close()
        assert meeting.counterpart.requests == []

    def test_a_check_tells_nothing_of_any_dossier(self, meeting: Meeting) -> None:
        connector = meeting.connector()
        assert connector.check().well
        connector.close()
        assert meeting.counterpart.done == {}

    def test_no_person_stands_in_an_address_or_in_the_log(
        self, meeting: Meeting, caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level(logging.DEBUG)
        connector = meeting.connector()
        for message in meeting.messages():
            meeting.tell(connector, message)
        connector.close()
        written = caplog.text + "".join(
            f"{one.path}{one.headers.get('content-disposition', '')}"
            for one in meeting.counterpart.requests
        )
        for trace in (cases.NUMBER, cases.NAME, "Đào", "Dao", PASSWORD):
            assert trace not in written
