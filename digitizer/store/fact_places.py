"""Where the addresses of verified facts lie: kept beside them, derived anew, counted, found."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import sqlalchemy as sa

from digitizer.model.officer import Officer
from digitizer.model.place import FactPlace, PlaceCount
from digitizer.model.reuse import WarehouseRow
from digitizer.model.rights import Action
from digitizer.store import schema
from digitizer.store.facts import STANDING, as_row, place_row, with_ends
from digitizer.store.records import Records

_FACT, _PLACE = schema.fact, schema.fact_place


class FactPlaces(Records):
    """Keeps the units of addresses; the addresses themselves are never changed."""

    def outdated(
        self, version: str, addresses: Collection[tuple[str, str]], limit: int
    ) -> dict[int, str]:
        """Return standing addresses, by the fact's number, that were not derived by this version.

        ``addresses`` are the kinds of paper and their fields that hold one.
        """
        query = (
            with_ends()
            .where(
                STANDING,
                sa.tuple_(_FACT.c.document_type, _FACT.c.field).in_(list(addresses)),
                _PLACE.c.version.is_(None) | (_PLACE.c.version != version),
            )
            .order_by(_FACT.c.id)
            .limit(limit)
        )
        with self._database.read() as connection:
            return {row.id: row.value for row in connection.execute(query)}

    def keep(self, officer: Officer, places: Mapping[int, FactPlace]) -> None:
        """Keep where addresses lie, in place of what was derived before."""
        if not places:
            return
        with self._database.write() as work:
            actor = work.actor(officer, Action.VERIFY)
            query = sa.select(_PLACE.c.fact_id).where(_PLACE.c.fact_id.in_(list(places)))
            there = set(work.execute(query).scalars())
            rows = [place_row(work, number, place) for number, place in places.items()]
            added = [row for row in rows if row["fact_id"] not in there]
            changed = [row for row in rows if row["fact_id"] in there]
            if added:
                work.connection.execute(sa.insert(_PLACE), added)
            if changed:
                update = sa.update(_PLACE).where(_PLACE.c.fact_id == sa.bindparam("number"))
                work.connection.execute(
                    update, [{"number": row.pop("fact_id"), **row} for row in changed]
                )
            versions = sorted({place.version for place in places.values()})
            work.journal(actor, "places-derived", ", ".join(versions), after={"facts": len(places)})

    def counts(self) -> tuple[PlaceCount, ...]:
        """Return how many standing addresses lie in each unit; what is not certain has no name."""
        query = (
            with_ends()
            .with_only_columns(
                _PLACE.c.province,
                _PLACE.c.unit_code,
                _PLACE.c.unit,
                sa.func.count().label("facts"),
                sa.func.count(_FACT.c.personal_id.distinct()).label("persons"),
            )
            .where(STANDING, _PLACE.c.fact_id.is_not(None))
            .group_by(_PLACE.c.province, _PLACE.c.unit_code, _PLACE.c.unit)
            .order_by(_PLACE.c.province, _PLACE.c.unit_code, _PLACE.c.unit)
        )
        with self._database.read() as connection:
            return tuple(
                PlaceCount(row.province, row.unit_code, row.unit, row.facts, row.persons)
                for row in connection.execute(query)
            )

    def within(
        self, *, unit_code: str = "", province: str = "", limit: int = 500
    ) -> tuple[WarehouseRow, ...]:
        """Return the standing addresses that lie in a commune, or in a province, newest first."""
        query = with_ends().where(STANDING).order_by(_FACT.c.id.desc()).limit(limit)
        if unit_code:
            query = query.where(_PLACE.c.unit_code == unit_code)
        if province:
            query = query.where(_PLACE.c.province == province)
        if not (unit_code or province):
            return ()
        with self._database.read() as connection:
            return tuple(as_row(row) for row in connection.execute(query))
