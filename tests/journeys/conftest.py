from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from digitizer.model.officer import Officer
from digitizer.office import practice
from digitizer.workstation import Workstation

SAMPLES = Path(__file__).parents[2] / "resources" / "samples"


@dataclass(frozen=True)
class Office:
    """A practice office in a folder of its own, with one officer a seat."""

    station: Workstation
    clerk: Officer
    supervisor: Officer
    records: Officer


@pytest.fixture(scope="session")
def samples() -> dict[str, practice.SampleDossier]:
    with practice.sample_dossiers() as found:
        return {one.name[:2]: one for one in found}


def open_office(folder: Path) -> Office:
    practice.write_site(folder)
    station = Workstation.open(folder, workers=2, key=bytes(range(32)))
    return Office(station, *practice.enlist(station.store))


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    found = open_office(tmp_path / "data")
    yield found
    found.station.close()


@pytest.fixture(scope="module")
def shared_office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    found = open_office(tmp_path_factory.mktemp("office") / "data")
    yield found
    found.station.close()
