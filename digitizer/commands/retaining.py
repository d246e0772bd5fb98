"""``digitizer retention``: what is past its time, erasing it, and what is held on a person."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from digitizer.commands.console import Console, add_command, write_file, write_json
from digitizer.commands.station import add_maintainer_option, add_station_options, open_records
from digitizer.office import keeping_time
from digitizer.workstation import OFFICE_FOLDER

WHAT = ("due", "hold", "lift", "erase", "person")


def add(commands: Any) -> None:
    """Add the subcommand."""
    parser = add_command(
        commands,
        "retention",
        run,
        help_text="List dossiers past their time, hold or erase one, export a person's data.",
        example="digitizer retention erase H00.01.01-060102-0001 --decision 12/QĐ-UBND"
        " --out bien-ban.pdf --officer vanthu",
    )
    parser.add_argument("what", choices=WHAT)
    parser.add_argument("name", nargs="?", default="", help="dossier code, or a personal number")
    parser.add_argument("--decision", default="", help="erase: number and date of the decision")
    parser.add_argument("--reason", default="", help="hold: why it must not be erased")
    parser.add_argument("--out", type=Path, help="erase: the certificate; person: a folder")
    add_station_options(parser)
    add_maintainer_option(parser)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Do one thing about keeping."""
    needs = {"erase": bool(arguments.out and arguments.decision), "person": bool(arguments.out)}
    needs["hold"] = bool(arguments.reason)
    if arguments.what != "due" and not (arguments.name and needs.get(arguments.what, True)):
        return console.wrong_use(
            "Thiếu mã, lý do, quyết định hoặc --out.", "Code, reason or --out is missing."
        )
    with open_records(arguments) as (store, officer, settings, station):
        retention = keeping_time.retention_of(store)
        answer: dict[str, Any] = {}
        match arguments.what:
            case "due":
                folder = store.folder / OFFICE_FOLDER
                found = keeping_time.due(
                    store, officer, station.catalogue.procedures, datetime.now(UTC), folder
                )
                answer["due"] = [
                    {"dossier": one.code, "procedure": one.procedure, "since": one.issued_at}
                    for one in found
                ]
            case "hold":
                answer["hold"] = retention.hold(officer, arguments.name, arguments.reason)
            case "lift":
                answer["lifted"] = retention.lift(officer, arguments.name)
            case "erase":
                erased, certificate = keeping_time.erase(
                    store, officer, arguments.name, arguments.decision, settings
                )
                write_file(arguments.out, certificate)
                answer |= {"rows": dict(erased.rows), "files": len(erased.files)}
            case _:
                answer["files"] = _export(store, officer, arguments)
    console.answer(answer, "\n".join(f"{name}: {value}" for name, value in answer.items()))
    return console.exit_code


def _export(store: Any, officer: Any, arguments: argparse.Namespace) -> int:
    """Write everything held on a person into a folder: one JSON file, and the files it names."""
    found = keeping_time.retention_of(store).about_person(officer, arguments.name)
    write_json(arguments.out / "person.json", found)
    digests = set()
    for dossier in found["dossiers"]:
        digests |= {page["original_hash"] for page in dossier["pages"]}
        digests |= {one["signed_hash"] or one["pdf_hash"] for one in dossier["results"]}
        digests |= {one["pdf_hash"] for one in dossier["forms"]}
    for digest in sorted(digests):
        write_file(arguments.out / "files" / digest, store.vault.get(digest))
    return len(digests)
