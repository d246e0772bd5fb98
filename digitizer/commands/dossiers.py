"""``digitizer import`` and ``digitizer dossiers``: dossiers of this desk from the command line."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from digitizer.commands import placing
from digitizer.commands.console import Console, add_command, ask_file_password, process_count
from digitizer.commands.station import add_station_options, open_station
from digitizer.errors import DiskFullError, FileUnreadableError
from digitizer.model.dossier import DossierState, Owner
from digitizer.model.view import DossierSummary


def add(commands: Any) -> None:
    """Add the subcommands."""
    taking = add_command(
        commands,
        "import",
        run_import,
        help_text="Open a dossier for a procedure, take files into it and read them.",
        example="digitizer import scans/ --procedure 1.004873 --officer lan",
    )
    taking.add_argument(
        "paths", nargs="*", type=Path, metavar="PATH", help="files or folders of files"
    )
    where = taking.add_mutually_exclusive_group(required=True)
    where.add_argument("--procedure", metavar="CODE", help="open a new dossier for this procedure")
    where.add_argument(
        "--into",
        metavar="DOSSIER",
        help="go on with a dossier: take in what is missing (nothing twice), read what is unread",
    )
    taking.add_argument("--owner", default="", metavar="NUMBER", help="the owner's personal number")
    taking.add_argument(
        "--workers",
        type=process_count,
        metavar="N",
        help="processes that read pages (default: as the settings say, else one per core)",
    )
    add_station_options(taking)
    listing = add_command(
        commands,
        "dossiers",
        run_list,
        help_text="List the dossiers of this desk, open ones by deadline, issued ones last.",
        example="digitizer dossiers --state verifying --officer lan",
    )
    listing.add_argument("--state", choices=[state.value for state in DossierState])
    listing.add_argument("--limit", type=int, default=200)
    add_station_options(listing)


def run_import(arguments: argparse.Namespace, console: Console) -> int:
    """Take files into a dossier; a file that cannot be taken is said, the others go on."""
    if not arguments.paths and not arguments.into:
        return console.wrong_use(
            "Hãy ghi tệp hoặc thư mục cần nhận.", "Name the files or folders to take in."
        )
    station, officer = open_station(arguments, workers=arguments.workers)
    with station:
        if arguments.into:
            dossier = station.paper.view(officer, arguments.into).dossier
        else:
            dossier = station.paper.open_dossier(
                officer, arguments.procedure, Owner(personal_id=arguments.owner)
            )
        # said before anything can go wrong: a power cut leaves this dossier to go on with
        console.say(
            "Hồ sơ {code}. Nếu bị dừng giữa chừng, làm tiếp bằng --into {code}.",
            "Dossier {code}. If this is stopped half-way, go on with --into {code}.",
            code=dossier.code,
        )
        try:
            taken = station.paper.take_in(
                officer,
                dossier.code,
                files_in(arguments.paths),
                report=console.progress,
                ask=ask_file_password,
            )
            console.note(taken.failures)
            read = station.paper.read(officer, dossier.code, report=console.progress)
            console.note(read.failures)
        except DiskFullError as error:
            return _no_room(dossier.code, error, console)
        view = station.paper.view(officer, dossier.code)
        places = station.intake.whereabouts(officer, dossier.code, taken.pages, read.sent_to)
    missing = [one.name for one in view.missing]
    console.answer(
        {
            "dossier": dossier.code,
            "pages": len(view.pages),
            "documents": [{"id": one.id, "type": one.type} for one in view.documents],
            "missing": missing,
            "places": placing.rows(places),
        },
        f"{dossier.code}: {len(view.pages)} trang, {len(view.documents)} giấy tờ"
        + (f"; còn thiếu: {'; '.join(missing)}" if missing else "")
        + f"\n{placing.lines(places, console.language)}",
    )
    return console.exit_code


def _no_room(dossier: str, error: DiskFullError, console: Console) -> int:
    """Say that what was taken in is kept, and how to go on; the same words again would open two."""
    console.fail(dossier, error)
    console.say(
        "Các trang đã nhận vẫn còn trong hồ sơ {code}. Có chỗ trống rồi thì chạy lại với các tệp "
        "ấy và --into {code}, không dùng --procedure.",
        "The pages taken in are kept in dossier {code}. With room again, run this with the same "
        "files and --into {code} instead of --procedure.",
        code=dossier,
    )
    console.answer({"dossier": dossier})
    return console.exit_code


def files_in(paths: list[Path]) -> list[Path]:
    """Return the named files, and those directly inside the named folders, by name.

    Raises FileUnreadableError for a folder that may not be looked into.
    """
    found: list[Path] = []
    for path in paths:
        try:
            inside = [one for one in path.iterdir() if one.is_file()] if path.is_dir() else [path]
        except OSError as error:
            raise FileUnreadableError(name=str(path), reason=error.strerror or "") from error
        found += sorted(inside)
    return found


def run_list(arguments: argparse.Namespace, console: Console) -> int:
    """List dossiers."""
    station, officer = open_station(arguments)
    with station:
        states = [DossierState(arguments.state)] if arguments.state else []
        rows = station.paper.summaries(officer, states, limit=arguments.limit)
    console.answer({"dossiers": [_row(row) for row in rows]}, "\n".join(_line(row) for row in rows))
    return console.exit_code


def _row(row: DossierSummary) -> dict[str, Any]:
    return {
        "code": row.dossier.code,
        "procedure": row.dossier.procedure,
        "state": row.dossier.state.value,
        "received_at": row.dossier.received_at.isoformat(),
        "due_at": row.dossier.due_at.isoformat(),
        "pages": row.page_count,
        "unread": row.unread_count,
        "open_fields": row.open_count,
        "result": row.result_state,
    }


def _line(row: DossierSummary) -> str:
    return (
        f"{row.dossier.code}  {row.dossier.state.value:10}  {row.dossier.procedure:10}"
        f"  {row.page_count:3} tr.  {row.open_count:3} ?"
        + (f"  {row.unread_count} chưa đọc" if row.unread_count else "")
    )
