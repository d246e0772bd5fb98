"""``digitizer person``, ``corrections``, ``search``: what the warehouse holds, righted, found."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from digitizer.commands.console import Console, add_command
from digitizer.commands.station import add_station_options, open_station
from digitizer.model.clock import OFFICE_TIME
from digitizer.model.place import FactPlace, PlaceCount, Standing
from digitizer.model.reuse import WarehouseRow
from digitizer.model.search import PageHit, TextQuery
from digitizer.model.warehouse import Correction, StaleUse
from digitizer.vietnamese import nfc


def add(commands: Any) -> None:
    """Add the subcommands."""
    person = add_command(
        commands,
        "person",
        run_person,
        help_text="Show what the warehouse holds of a person or an organisation: each value, since "
        "when it holds, since when it is known, and where it came from.",
        example="digitizer person 040195007434 --officer lan --json",
    )
    person.add_argument("holder", metavar="ID", help="citizen number, or an organisation's number")
    person.add_argument(
        "--known-at", type=_moment, metavar="TIME", help="as the warehouse stood then (ISO 8601)"
    )
    person.add_argument("--true-on", type=_day, metavar="DAY", help="what held on that day")
    add_station_options(person)
    places = add_command(
        commands,
        "places",
        run_places,
        help_text="Count the verified addresses in each administrative unit in force, list those "
        "in one, or say anew where they lie after the table of units changed.",
        example="digitizer places --unit 21211 --officer lan",
    )
    places.add_argument("--unit", default="", metavar="CODE", help="list those in this commune")
    places.add_argument(
        "--province", default="", metavar="NAME", help="list those in this province"
    )
    places.add_argument(
        "--derive", action="store_true", help="first derive those of older tables anew"
    )
    add_station_options(places)
    righting = add_command(
        commands,
        "corrections",
        run_corrections,
        help_text="List corrections and the dossiers that rest on corrected values; propose, "
        "approve, refuse or settle one.",
        example='digitizer corrections propose 17 --value 1984-01-02 --reason "…" --officer lan',
    )
    righting.add_argument(
        "act", nargs="?", default="list", choices=["list", "propose", "approve", "refuse", "settle"]
    )
    righting.add_argument("number", nargs="?", type=int, help="of the fact, or of the correction")
    righting.add_argument("--value", help="what is right (propose)")
    righting.add_argument("--reason", help="why, or what was done (propose, refuse, settle)")
    righting.add_argument("--dossier", help="the dossier that is settled (settle)")
    add_station_options(righting)
    search = add_command(
        commands,
        "search",
        run_search,
        help_text="Search the text of scans, with or without marks.",
        example='digitizer search "nguyen van an" --type birth_certificate --officer lan',
    )
    search.add_argument("words", nargs="?", default="")
    search.add_argument("--type", dest="document_type", default="", metavar="CODE")
    search.add_argument("--procedure", default="", metavar="CODE")
    search.add_argument("--state", default="")
    search.add_argument("--from", dest="first", type=_day, metavar="DAY")
    search.add_argument("--to", dest="last", type=_day, metavar="DAY")
    search.add_argument("--save", metavar="NAME", help="keep this search under a name")
    search.add_argument("--saved", metavar="NAME", help="search as kept under this name")
    search.add_argument(
        "--index", action="store_true", help="index pages read before there was an index"
    )
    add_station_options(search)


def run_person(arguments: argparse.Namespace, console: Console) -> int:
    """Show the facts of one holder; the look is journaled."""
    station, officer = open_station(arguments, shared=True)
    with station:
        rows = station.warehouse.facts(
            officer, arguments.holder, known_at=arguments.known_at, true_on=arguments.true_on
        )
    console.answer(
        {"personal_id": arguments.holder, "facts": [_fact(row) for row in rows]},
        "\n".join(map(_fact_line, rows)),
    )
    return console.exit_code


def run_places(arguments: argparse.Namespace, console: Console) -> int:
    """Count or list addresses by the unit they lie in; deriving them anew when asked."""
    station, officer = open_station(arguments, shared=True)
    with station:
        desk = station.warehouse
        derived = desk.derive_places(officer) if arguments.derive else 0
        if arguments.unit or arguments.province:
            rows = desk.living_in(
                officer, unit_code=arguments.unit, province=nfc(arguments.province)
            )
            console.answer(
                {"derived": derived, "facts": [_fact(row) for row in rows]},
                "\n".join(map(_fact_line, rows)),
            )
            return console.exit_code
        counted = desk.places(officer)
    console.answer(
        {"derived": derived, "places": [asdict(one) for one in counted]},
        "\n".join(map(_count_line, counted)),
    )
    return console.exit_code


def _count_line(one: PlaceCount) -> str:
    where = f"{one.unit_code}  {one.unit}" if one.unit_code else one.province
    return f"{where or '(chưa rõ đơn vị)'}: {one.facts} ({one.persons} người)"


def run_corrections(arguments: argparse.Namespace, console: Console) -> int:
    """List, propose, decide or settle."""
    if arguments.act != "list" and arguments.number is None:
        return console.wrong_use("Hãy cho biết số thứ tự.", "Name the number.")
    station, officer = open_station(arguments, shared=True)
    with station:
        desk, number, reason = station.warehouse, arguments.number, arguments.reason or ""
        done: dict[str, Any] = {}
        if arguments.act == "propose":
            done["correction"] = desk.propose(officer, number, arguments.value or "", reason)
        elif arguments.act == "approve":
            done["dossiers"] = list(desk.approve(officer, number))
        elif arguments.act == "refuse":
            desk.refuse(officer, number, reason)
        elif arguments.act == "settle":
            desk.settle(officer, arguments.dossier or "", number, reason)
        waiting, stale = desk.corrections(officer), desk.stale_uses(officer)
    console.answer(
        {**done, "waiting": [_correction(x) for x in waiting], "stale": [_stale(x) for x in stale]},
        "\n".join([*map(_correction_line, waiting), *map(_stale_line, stale)]),
    )
    return console.exit_code


def run_search(arguments: argparse.Namespace, console: Console) -> int:
    """Search the text of pages."""
    query = TextQuery(
        words=arguments.words,
        document_type=arguments.document_type,
        procedure=arguments.procedure,
        state=arguments.state,
        received_from=arguments.first,
        received_to=arguments.last,
    )
    station, officer = open_station(arguments, shared=True)
    with station:
        desk = station.warehouse
        indexed = desk.index_missing(officer) if arguments.index else 0
        kept = {one.name: one.query for one in desk.saved_searches(officer)}
        if arguments.saved is not None:
            if arguments.saved not in kept:
                return console.wrong_use(
                    "Không có tìm kiếm nào tên «{name}». Đang có: {known}.",
                    "There is no search called {name}. There are: {known}.",
                    name=arguments.saved,
                    known=", ".join(kept) or "–",
                )
            query = kept[arguments.saved]
        if arguments.save:
            desk.save_search(officer, arguments.save, query)
            kept[arguments.save] = query
        hits = desk.search(officer, query) if query.words else ()
    console.answer(
        {"indexed": indexed, "saved": sorted(kept), "pages": [_hit(one) for one in hits]},
        "\n".join(map(_hit_line, hits)),
    )
    return console.exit_code


def _moment(text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is no time like 2026-11-25T08:00") from error
    return at if at.tzinfo else at.replace(tzinfo=OFFICE_TIME)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day like 2026-11-25") from error


def _fact(row: WarehouseRow) -> dict[str, Any]:
    end = row.end
    return {
        "number": row.number,
        "document_type": row.document_type,
        "field": row.field,
        "value": row.value,
        "personal_id": row.personal_id,
        "organisation": row.organisation,
        "dossier": row.dossier_code,
        "page": row.page_id,
        "box": row.box,
        "method": row.method,
        "basis": row.basis,
        "legal_source": row.legal_source,
        "verified_by": row.verified_by,
        "true_from": _iso(row.true_from),
        "true_to": _iso(end.true_to) if end else None,
        "known_from": _iso(row.verified_at),
        "known_to": _iso(end.at) if end and end.kind.value == "corrected" else None,
        "verified_at": _iso(row.verified_at),
        "valid_to": _iso(row.valid_to),
        "corrects": row.corrects,
        "ended": end.kind.value if end else None,
        "next": end.next_fact if end else None,
        "place": _place(row.place),
    }


def _place(place: FactPlace | None) -> dict[str, Any] | None:
    if place is None:
        return None
    return {
        "standing": place.standing.value,
        "unit_code": place.unit_code,
        "unit": place.unit,
        "province": place.province,
        "units_version": place.version,
    }


def _iso(when: date | datetime | None) -> str | None:
    return None if when is None else when.isoformat()


def _fact_line(row: WarehouseRow) -> str:
    ended = {"corrected": "đã đính chính", "succeeded": "đã có giấy tờ mới"}
    end = f" [{ended[row.end.kind.value]}]" if row.end else ""
    return (
        f"{row.number}  {row.document_type}.{row.field}: {row.value}{end}{_today(row.place)}"
        f"  ({row.dossier_code}, {row.verified_by}, {row.verified_at:%d/%m/%Y})"
    )


def _today(place: FactPlace | None) -> str:
    if place is None or place.standing is not Standing.MAPPED:
        return ""
    return f" [nay thuộc {place.unit or place.province}]"


def _correction(one: Correction) -> dict[str, Any]:
    return {
        "correction": one.id,
        "fact": one.fact_id,
        "personal_id": one.personal_id,
        "document_type": one.document_type,
        "field": one.field,
        "old": one.old_value,
        "new": one.value,
        "reason": one.reason,
        "dossier": one.dossier_code,
        "proposed_by": one.proposed_by,
        "proposed_at": _iso(one.proposed_at),
    }


def _correction_line(one: Correction) -> str:
    return (
        f"{one.id}  {one.document_type}.{one.field}: {one.old_value} → {one.value}"
        f"  ({one.proposed_by}: {one.reason})"
    )


def _stale(one: StaleUse) -> dict[str, Any]:
    return {
        "dossier": one.dossier_code,
        "state": one.dossier_state,
        "fact": one.fact_id,
        "document_type": one.document_type,
        "field": one.field,
        "old": one.old_value,
        "new": one.new_value,
        "at": _iso(one.at),
    }


def _stale_line(one: StaleUse) -> str:
    return (
        f"! {one.dossier_code}: {one.document_type}.{one.field} {one.old_value} → {one.new_value}"
    )


def _hit(one: PageHit) -> dict[str, Any]:
    return {
        "page": one.page_id,
        "dossier": one.dossier_code,
        "owner": one.owner_name,
        "document_type": one.document_type,
        "state": one.state,
        "received_at": _iso(one.received_at),
        "lines": list(one.lines),
    }


def _hit_line(one: PageHit) -> str:
    lines = "".join(f"\n    {line}" for line in one.lines)
    return f"{one.dossier_code}  {one.document_type or '?'}  {one.owner_name}{lines}"
