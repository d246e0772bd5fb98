"""The smallest connector of docs/extending.md does what the page says."""

from __future__ import annotations

from pathlib import Path

import pytest
from typing_extensions import override

from digitizer.exchange.connector import Surroundings
from digitizer.exchange.errors import NeighbourError
from digitizer.model.message import MessageKind, Neighbour
from digitizer.settings import Settings
from tests.digitizer.exchange import cases
from tests.digitizer.exchange.certificates import Authority
from tests.digitizer.exchange.counterpart import Counterpart, Reply, Request
from tests.worked_examples import defined


class Door(Counterpart):
    """Hears the bell."""

    rung: tuple[str, ...] = ()

    @override
    def serve(self, request: Request) -> Reply:
        if request.method == "POST":
            assert request.path == "/ring"
            self.rung += (request.body.decode(),)
        return Reply(body=b"{}")


def test_the_smallest_connector_rings_once_however_often_it_is_told(tmp_path: Path) -> None:
    authority = Authority.make()
    context, _certificate = authority.server(tmp_path)
    door = Door(context)
    with door.running():
        neighbour = Neighbour("cua", "bell", door.address, {"roots": authority.pem})
        ringing = defined("connector")["Bell"](
            Surroundings(
                neighbour=neighbour,
                tables={},
                settings=Settings(),
                catalogue=cases.catalogue(),
                secrets=cases.KnownSecrets({}),
                files=cases.KnownFiles(),
            )
        )
        message = cases.message(MessageKind.RESULT, "released", neighbour="cua")
        assert ringing.check().well
        receipt = ringing.send(message)
        assert ringing.send(message) == receipt
        assert door.rung == (message.dossier_code,)
        door.moods.append("denied")
        with pytest.raises(NeighbourError):
            ringing.send(message)
        ringing.close()
