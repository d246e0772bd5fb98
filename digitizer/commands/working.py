"""``digitizer worker``: a machine that reads pages for the whole office."""

from __future__ import annotations

import argparse
import os
import platform
import re
from pathlib import Path
from typing import Any

from digitizer.commands.console import Console, add_command, process_count
from digitizer.commands.station import PASSWORD_VARIABLE
from digitizer.errors import DefinitionError
from digitizer.settings import data_folder, load


def add(commands: Any) -> None:
    """Add the subcommand."""
    parser = add_command(
        commands,
        "worker",
        run,
        help_text="Read pages for all desks of an office until stopped.",
        example="digitizer worker --name may_doc_1",
    )
    parser.add_argument("--data", type=Path, metavar="DIR", help="folder with the site.toml")
    parser.add_argument("--name", default="", help="the name given at “office init --worker”")
    parser.add_argument(
        "--workers", type=process_count, metavar="N", help="pages at once (default: a core each)"
    )
    parser.add_argument("--until-empty", action="store_true", help="end when nothing waits")
    parser.add_argument("--status", action="store_true", help="only say how the queue stands")


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Work, or say how the queue stands."""
    from digitizer.paper.shared_reading import SharedReading, Worker
    from digitizer.store import office_database
    from digitizer.store.office_vault import vault_place
    from ocr.reader import Reader

    folder = arguments.data or data_folder()
    settings = load(folder)
    if not (settings.database and settings.vault):
        raise DefinitionError(file="site.toml", key="database", nearest="", problem="not set")
    name = arguments.name or re.sub("[^a-z0-9_]", "_", platform.node().casefold())
    at_once = arguments.workers or os.cpu_count() or 1
    with office_database.connect_worker(
        office_database.parsed(settings.database),
        name,
        os.environ.get(PASSWORD_VARIABLE, ""),
        folder=folder,
        vault_folder=vault_place(settings.vault),
        station=f"worker {name}",
    ) as store:
        if not arguments.status:
            with Reader(at_once) as reader:
                console.say(
                    "Máy {name} đang đọc trang; Ctrl+C để dừng.",
                    "{name} is reading pages; Ctrl+C stops it.",
                    name=name,
                )
                worker = Worker(store, reader, name, at_once=at_once)
                worker.run(until_empty=arguments.until_empty)
        state = SharedReading(store).state()
    console.answer(
        {
            "waiting": state.waiting,
            "running": state.running,
            "failed": state.failed,
            "workers": state.workers,
        },
        f"{state.waiting} trang chờ, {state.running} đang đọc, {state.failed} để riêng,"
        f" {state.workers} máy",
    )
    return console.exit_code
