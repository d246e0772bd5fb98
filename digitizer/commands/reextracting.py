"""``digitizer reextract``: read everything stored of a type again, from the stored words."""

from __future__ import annotations

import argparse
from typing import Any

from digitizer.commands.console import Console, add_command
from digitizer.commands.station import add_station_options, open_station
from digitizer.model.doctype import DocumentType
from digitizer.paper.reextracting import Change, Comparison

_SHOWN = 40
_LOCKED = {"person": "người đã quyết định", "handed-on": "hồ sơ đã chuyển đi"}


def add(commands: Any) -> None:
    """Add the subcommand."""
    parser = add_command(
        commands,
        "reextract",
        run,
        help_text="Show what a type's definition would change on all stored papers; apply it.",
        example="digitizer reextract birth_certificate --officer quantri",
    )
    parser.add_argument("type", metavar="TYPE")
    parser.add_argument("--apply", action="store_true", help="change what may be changed")
    parser.add_argument("--most", type=int, metavar="N", help="look at the latest N papers only")
    add_station_options(parser)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Compare, and with --apply renew; values a person decided stay."""
    station, officer = open_station(arguments)
    with station:
        kind = station.catalogue.document_type(arguments.type)
        if arguments.apply:
            found = station.design.apply(officer, kind.code, report=console.progress)
        else:
            found = station.design.preview(
                officer, kind, most=arguments.most, report=console.progress
            )
    console.answer(_as_data(found, applied=arguments.apply), _as_text(found, kind))
    return console.exit_code


def _as_data(found: Comparison, *, applied: bool) -> dict[str, Any]:
    return {
        "applied": applied,
        "papers": found.papers,
        "values": found.values,
        "changed": found.changed,
        "locked": found.locked,
        "unreadable": found.unreadable,
        "seconds": round(found.seconds, 3),
        "changes": [_change(one) for one in found.changes],
    }


def _change(one: Change) -> dict[str, Any]:
    return {
        "document": one.document_id,
        "dossier": one.dossier_code,
        "page": one.page_id,
        "field": one.field,
        "before": one.before,
        "after": one.after,
        "sure": one.sure,
        "locked": None if one.lock is None else one.lock.value,
    }


def _as_text(found: Comparison, kind: DocumentType) -> str:
    lines = [
        f"{kind.name}: {found.papers} giấy tờ, {found.changed} giá trị đổi"
        f" ({found.locked} giữ nguyên), {found.seconds:.1f} s"
    ]
    for one in found.changes[:_SHOWN]:
        lock = f"  [{_LOCKED[one.lock.value]}]" if one.lock else ""
        lines.append(f"  {one.dossier_code} {one.field}: “{one.before}” → “{one.after}”{lock}")
    if found.changed > _SHOWN:
        lines.append(f"  … {found.changed - _SHOWN} thay đổi nữa (--json)")
    return "\n".join(lines)
