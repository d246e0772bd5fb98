"""``digitizer worker``: a machine that reads pages and makes papers ready for the whole office."""

from __future__ import annotations

import argparse
import os
import platform
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from digitizer.commands.console import Console, add_command, process_count
from digitizer.commands.station import PASSWORD_VARIABLE
from digitizer.errors import DefinitionError, NotFoundError
from digitizer.settings import Settings, data_folder, load

if TYPE_CHECKING:
    from digitizer.workqueue import QueueState


def add(commands: Any) -> None:
    """Add the subcommand."""
    parser = add_command(
        commands,
        "worker",
        run,
        help_text="Read pages and make papers ready for all desks of an office until stopped; on a"
        " single desk until nothing waits.",
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
    folder = arguments.data or data_folder()
    settings = load(folder)
    if settings.database:
        return _for_office(arguments, console, folder, settings)
    return _on_desk(arguments, console, folder)


def _for_office(
    arguments: argparse.Namespace, console: Console, folder: Path, settings: Settings
) -> int:
    from digitizer.store import office_database
    from digitizer.store.office_vault import vault_place
    from digitizer.workqueue import queue_of
    from digitizer.workqueue.office import Worker
    from digitizer.workstation import Workstation

    if not settings.vault:
        raise DefinitionError(file="site.toml", key="vault", nearest="", problem="not set")
    name = arguments.name or re.sub("[^a-z0-9_]", "_", platform.node().casefold())
    at_once = arguments.workers or os.cpu_count() or 1
    store = office_database.connect_worker(
        office_database.parsed(settings.database),
        name,
        os.environ.get(PASSWORD_VARIABLE, ""),
        folder=folder,
        vault_folder=vault_place(settings.vault),
        station=f"worker {name}",
    )
    with Workstation.of_worker(store, folder, at_once) as station:
        if not arguments.status:
            _greet(console, name)
            worker = Worker(store, station.handlers, name, at_once=at_once)
            worker.run(until_empty=arguments.until_empty)
        return _told(console, queue_of(store).state())


def _on_desk(arguments: argparse.Namespace, console: Console, folder: Path) -> int:
    """Take the jobs of a single desk's own queue, while its window is closed."""
    from digitizer.store.keys import Identity
    from digitizer.workqueue import queue_of
    from digitizer.workstation import Workstation

    if Identity.read(folder) is None:
        raise NotFoundError(name=str(folder))
    with Workstation.open(
        folder, workers=arguments.workers, shared=bool(arguments.status)
    ) as station:
        if not arguments.status:
            _greet(console, platform.node())
            helper = station.helper()
            helper.ask_for_pages()
            helper.run_until_empty()
        return _told(console, queue_of(station.store).state())


def _greet(console: Console, name: str) -> None:
    console.say(
        "Máy {name} đang làm các việc chờ; Ctrl+C để dừng.",
        "{name} is taking jobs; Ctrl+C stops it.",
        name=name,
    )


def _told(console: Console, state: QueueState) -> int:
    console.answer(
        {
            "waiting": state.waiting,
            "running": state.running,
            "failed": state.failed,
            "workers": state.workers,
        },
        f"{state.waiting} việc chờ, {state.running} đang làm, {state.failed} để riêng,"
        f" {state.workers} máy",
    )
    return console.exit_code
