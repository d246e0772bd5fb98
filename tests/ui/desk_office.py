"""A practice office with dossiers in the states screens show; pages are drawn, not recognised."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from digitizer.model.dossier import Dossier
from digitizer.model.field import Absence
from digitizer.model.officer import Officer, Role
from digitizer.office import practice
from digitizer.paper.verification import needs_person
from digitizer.workstation import Workstation
from tests.ui import field_office
from tests.ui.field_office import Office


@dataclass(frozen=True)
class DeskOffice:
    """The opened data folder and one officer a seat."""

    folder: Path
    station: Workstation
    clerk: Officer
    supervisor: Officer
    records: Officer
    administrator: Officer
    fields: Office


def open_office(folder: Path) -> DeskOffice:
    """Make a practice office."""
    opened = field_office.open_office(folder)
    everybody = opened.station.store.officers.all()

    def holder(role: Role) -> Officer:
        return next(one for one in everybody if one.roles == {role})

    return DeskOffice(
        folder,
        opened.station,
        holder(Role.CLERK),
        holder(Role.SUPERVISOR),
        holder(Role.RECORDS),
        holder(Role.ADMINISTRATOR),
        opened,
    )


def returned_dossier(office: DeskOffice, reason: str) -> Dossier:
    """Give the clerk a dossier back."""
    dossier = field_office.submit_dossier(office.fields)
    return office.station.paper.return_to_clerk(office.supervisor, dossier.code, reason)


def verified_dossier(office: DeskOffice) -> Dossier:
    """Take a dossier as far as the records officer's queue."""
    paper = office.station.paper
    dossier = field_office.submit_dossier(office.fields)
    view = paper.view(office.supervisor, dossier.code)
    for value in view.values:
        if needs_person(value, view.findings):
            absence = None if value.value else Absence.BLANK
            paper.decide(
                office.supervisor, value.id, value.version, absence=absence, reason="xem ảnh"
            )
    return paper.verify(office.supervisor, dossier.code)


def password() -> str:
    """Return the password all practice officers share."""
    return practice.PASSWORD
