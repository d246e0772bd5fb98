"""Where addresses lie is kept beside the facts, on both databases, by those who verify."""

from __future__ import annotations

from dataclasses import replace

import pytest

from digitizer.errors import NotAllowedError
from digitizer.model.place import FactPlace, PlaceCount, Standing
from tests.digitizer.store.office import OWNER, Office

pytestmark = pytest.mark.both_databases

PLACE = FactPlace(
    "2025-07-01/aaaaaaaa",
    Standing.MAPPED,
    "21031",
    "phường Mẫu, tỉnh Quảng Ngãi",
    "Tỉnh Quảng Ngãi",
)
OPEN = FactPlace("2025-07-01/aaaaaaaa", Standing.AMBIGUOUS)
HOME = [("cccd", "home")]


def with_addresses(office: Office) -> None:
    document = office.verified()
    home = office.fact(document, field="home", value="Phường Mẫu cũ, Quảng Ngãi", place=PLACE)
    other = office.fact(document, field="origin", value="Phường Hai, Quảng Ngãi", place=OPEN)
    office.store.people.load(office.supervisor, [home, other])


def test_a_place_enters_with_its_fact_and_is_counted_and_found(office: Office) -> None:
    with_addresses(office)
    places = {row.field: row.place for row in office.store.people.rows(OWNER.personal_id)}
    assert places == {"full_name": None, "home": PLACE, "origin": OPEN}
    desk = office.store.fact_places
    assert set(desk.counts()) == {
        PlaceCount(PLACE.province, PLACE.unit_code, PLACE.unit, 1, 1),
        PlaceCount("", "", "", 1, 1),
    }
    assert [row.field for row in desk.within(unit_code="21031")] == ["home"]
    assert [row.field for row in desk.within(province="Tỉnh Quảng Ngãi")] == ["home"]
    assert desk.within(unit_code="99999") == ()
    assert desk.within() == ()


def test_a_newer_version_takes_the_place_of_the_older_and_the_fact_stays(office: Office) -> None:
    with_addresses(office)
    desk = office.store.fact_places
    assert desk.outdated(PLACE.version, HOME, 9) == {}
    (number,) = desk.outdated("2027-01-01/bbbbbbbb", HOME, 9)
    newer = replace(PLACE, version="2027-01-01/bbbbbbbb", unit_code="30001")
    with pytest.raises(NotAllowedError):
        desk.keep(office.clerk, {number: newer})
    desk.keep(office.supervisor, {number: newer})
    fact = office.store.people.fact(number)
    assert (fact.value, fact.place) == ("Phường Mẫu cũ, Quảng Ngãi", newer)
    assert desk.outdated(newer.version, HOME, 9) == {}
