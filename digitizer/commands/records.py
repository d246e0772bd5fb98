"""``digitizer journal`` and ``digitizer vault``: is what was written still what stands there?"""

from __future__ import annotations

import argparse
import dataclasses
from pathlib import Path
from typing import Any

from digitizer.commands.console import WRONG_USE, Console, add_command, write_file
from digitizer.commands.signing_keys import add_key_options, key_choice
from digitizer.commands.station import (
    add_maintainer_option,
    add_station_options,
    open_records,
    open_station,
)
from digitizer.errors import StoreDamagedError
from digitizer.files import read_file
from digitizer.model.journal import JournalRow
from digitizer.office import oversight
from digitizer.results.head_signing import LARGEST_PAGE, CheckedHead


def add(commands: Any) -> None:
    """Add the subcommands."""
    journal = add_command(
        commands,
        "journal",
        run_journal,
        help_text="Verify the journal, print or sign its head, or search it by person, dossier or"
        " officer.",
        example="digitizer journal verify --officer quantri",
    )
    journal.add_argument("what", choices=("verify", "head", "search"))
    journal.add_argument("--row", type=int, help="verify: number of a row kept outside")
    journal.add_argument("--hash", default="", help="verify: hash of that row")
    journal.add_argument("--page", type=Path, metavar="PDF", help="verify: a page kept outside")
    journal.add_argument("--out", type=Path, metavar="PDF", help="head: a page to print or sign")
    add_key_options(journal, required=False)
    journal.add_argument("--dossier", default="", metavar="CODE")
    journal.add_argument("--person", default="", metavar="NUMBER", help="personal number")
    journal.add_argument("--by", default="", metavar="LOGIN", help="who acted")
    journal.add_argument("--limit", type=int, default=1000)
    add_station_options(journal)
    vault = add_command(
        commands,
        "vault",
        run_vault,
        help_text="Read every file of the vault and name those that are damaged or missing.",
        example="digitizer vault verify --officer quantri",
    )
    vault.add_argument("what", choices=("verify",))
    add_station_options(vault)
    add_maintainer_option(vault)


def run_journal(arguments: argparse.Namespace, console: Console) -> int:
    """Verify, show the head, or search."""
    if (arguments.p12 or arguments.pkcs11 or arguments.windows) and not arguments.out:
        console.say(
            "Hãy ghi --out: tệp của trang đã ký.", "Give --out: where the signed page goes."
        )
        return WRONG_USE
    if (arguments.row is None) != (not arguments.hash):
        console.say("Hãy ghi cả --row và --hash.", "Give both --row and --hash.")
        return WRONG_USE
    station, officer = open_station(arguments, shared=True)
    with station:
        if arguments.what == "search":
            rows = station.store.journal.search(
                officer,
                dossier=arguments.dossier,
                person=arguments.person,
                officer=arguments.by,
                limit=arguments.limit,
            )
            console.answer(
                {"rows": [dataclasses.asdict(row) for row in rows]}, "\n".join(map(_line, rows))
            )
            return console.exit_code
        if arguments.what == "head" and arguments.out is not None:
            signs = arguments.p12 or arguments.pkcs11 or arguments.windows
            page = (
                station.heads.sign(officer, key_choice(arguments))
                if signs
                else station.heads.page(officer)
            )
            write_file(arguments.out, page)
        if arguments.what == "verify" and arguments.page is not None:
            checked = station.heads.check(officer, read_file(arguments.page, LARGEST_PAGE))
            return _told_of_page(checked, console)
        anchor = None if arguments.row is None else (arguments.row, arguments.hash)
        verdict = oversight.verify_journal(station.store, officer, anchor)
    console.answer(
        {"rows": verdict.rows, "head": verdict.head},
        f"{verdict.rows} dòng, nguyên vẹn; giá trị băm cuối {verdict.head}",
    )
    return console.exit_code


def _told_of_page(checked: CheckedHead, console: Console) -> int:
    verdict = checked.verdict
    signers = [one.owner for one in verdict.signers]
    console.answer(
        {
            "row": checked.row,
            "hash": checked.head,
            "rows": checked.rows_now,
            "signers": signers,
            "valid": verdict.valid,
            "problems": list(verdict.problems),
        },
        f"Nhật ký còn nguyên vẹn đến dòng {checked.row} của trang này (nay có {checked.rows_now} "
        f"dòng); chữ ký: {', '.join(signers) or 'chưa ký'}"
        f"{'' if verdict.valid or not signers else ' (' + ', '.join(verdict.problems) + ')'}",
    )
    return console.exit_code


def run_vault(arguments: argparse.Namespace, console: Console) -> int:
    """Read every file back."""
    with open_records(arguments) as (store, officer, _, _):
        count, bad = oversight.verify_vault(store, officer)
    for digest in bad:
        console.fail(digest, StoreDamagedError(digest=digest))
    console.answer({"files": count, "bad": list(bad)}, f"{count} tệp, {len(bad)} tệp hỏng hoặc mất")
    return console.exit_code


def _line(row: JournalRow) -> str:
    at = row.at.isoformat(timespec="seconds")
    return f"{row.seq:7}  {at}  {row.officer or '–':12}  {row.action:20}  {row.subject}"
