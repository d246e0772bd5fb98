"""``digitizer forms``: issue a one-stop form of a dossier or a period, signed or for a pen."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from typing import Any

from digitizer.commands.console import Console, add_command, write_file
from digitizer.commands.signing_keys import add_key_options, key_choice
from digitizer.commands.station import add_station_options, open_station
from digitizer.model.officer import Officer
from digitizer.model.result import IssuedForm
from digitizer.results.forms import FormDesk, FormRequest
from signing.model import office_time


def add(commands: Any) -> None:
    """Add the subcommand."""
    parser = add_command(
        commands,
        "forms",
        run,
        help_text="Issue a one-stop form of a dossier or a period: numbered, kept, and signed "
        "where a key is named. Without a form: list those the officer may issue.",
        example="digitizer forms form_receipt H92.33.12-261125-0001 --p12 lan.p12 --out receipt.pdf"
        " --officer lan",
    )
    parser.add_argument("form", nargs="?", metavar="FORM")
    parser.add_argument("dossier", nargs="?", metavar="DOSSIER")
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="NAME=TEXT",
        help="what only a person knows, such as new_due_date=2026-12-01 (may be given often)",
    )
    parser.add_argument("--from", dest="first", type=date.fromisoformat, metavar="DAY")
    parser.add_argument("--to", dest="last", type=date.fromisoformat, metavar="DAY")
    parser.add_argument(
        "--issued",
        metavar="DOSSIER",
        help="list what was issued in a dossier, newest first; with --out, write the newest again",
    )
    parser.add_argument("--preview", action="store_true", help="take no number and keep nothing")
    parser.add_argument("--out", type=Path, metavar="F.pdf", help="write the form there too")
    add_key_options(parser, required=False)
    add_station_options(parser)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Issue or show one form, or list."""
    typed = dict(one.partition("=")[::2] for one in arguments.set)
    if (
        any("=" not in one for one in arguments.set)
        or (arguments.first is None) != (arguments.last is None)
        or (arguments.preview and not arguments.out)
    ):
        return console.wrong_use(
            "Hãy ghi --set TÊN=NỘI_DUNG, cả --from và --to, và --out khi xem trước.",
            "Write --set NAME=TEXT, both --from and --to, and --out with --preview.",
        )
    station, officer = open_station(arguments, shared=True)
    with station:
        desk = station.forms
        if arguments.issued:
            return _list_issued(arguments, desk, officer, console)
        if not arguments.form:
            kinds = [{"form": one.code, "title": one.title} for one in desk.kinds(officer)]
            text = "\n".join(f"{one['form']}: {one['title']}" for one in kinds)
            console.answer({"forms": kinds}, text)
            return console.exit_code
        period = (arguments.first, arguments.last) if arguments.first else None
        wanted = FormRequest(arguments.form, arguments.dossier, period, typed)
        if arguments.preview:
            write_file(arguments.out, desk.preview(officer, wanted))
            console.answer({"preview": str(arguments.out)}, str(arguments.out))
            return console.exit_code
        keyed = arguments.p12 or arguments.pkcs11 or arguments.windows
        issued = desk.issue(officer, wanted, key_choice(arguments) if keyed else None)
        if arguments.out:
            write_file(arguments.out, desk.pdf(officer, issued.id))
    console.answer({"issued": _row(issued, signed=bool(keyed))}, issued.number)
    return console.exit_code


def _list_issued(
    arguments: argparse.Namespace, desk: FormDesk, officer: Officer, console: Console
) -> int:
    """List a dossier's issued forms, or those of one kind; write the newest where asked."""
    kept = desk.of_dossier(officer, arguments.issued)
    found = [one for one in kept if arguments.form in (None, one.template)]
    if arguments.out and found:
        write_file(arguments.out, desk.pdf(officer, found[0].id))
    rows = [
        {
            "form": one.template,
            "number": one.number,
            "dossier": one.dossier_code,
            "sha256": one.pdf_hash,
            "issued_at": one.issued_at,
        }
        for one in found
    ]
    if not rows:
        console.say("Chưa ban hành phiếu nào.", "No form has been issued.")
    lines = [f"{one.number} ({one.template}): {office_time(one.issued_at)}" for one in found]
    console.answer({"issued": rows}, "\n".join(lines))
    return console.exit_code


def _row(issued: IssuedForm, *, signed: bool) -> dict[str, Any]:
    return {
        "form": issued.template,
        "number": issued.number,
        "dossier": issued.dossier_code,
        "sha256": issued.pdf_hash,
        "signed": signed,
    }
