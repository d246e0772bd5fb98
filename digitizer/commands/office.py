"""``digitizer office init``: the database of an office with many desks."""

from __future__ import annotations

import argparse
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from digitizer.commands.console import Console, add_command, ask_secret
from digitizer.commands.staff import NEW_PASSWORD_VARIABLE
from digitizer.model.officer import Role

if TYPE_CHECKING:
    from digitizer.objects import Access

S3_KEY_VARIABLE, S3_SECRET_VARIABLE = "DIGITIZER_S3_KEY", "DIGITIZER_S3_SECRET"
S3_REGION_VARIABLE = "DIGITIZER_S3_REGION"


def add(commands: Any) -> None:
    """Add the subcommand."""
    parser = add_command(
        commands,
        "office",
        run,
        help_text="Make an office's PostgreSQL database with roles, tables, rules and grants,"
        " or bring it up to date.",
        example="digitizer office init postgresql://postgres@server/phuong_mau --login quantri"
        " --name 'Nguyễn Văn Quản'",
    )
    parser.add_argument("what", choices=("init",))
    parser.add_argument("url", metavar="URL", help="address, as somebody who may make databases")
    parser.add_argument("--login", default="", help="the first administrator's login")
    parser.add_argument("--name", default="", help="the first administrator's full name")
    parser.add_argument("--worker", default="", help="give a reading machine of this name a login")
    parser.add_argument(
        "--vault",
        default="",
        metavar="ADDRESS",
        help="keep files in an S3-compatible store, s3://server:9000/bucket; its access key and"
        f" secret come from ${S3_KEY_VARIABLE} and ${S3_SECRET_VARIABLE}",
    )


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Make the database, and its first administrator while there is none."""
    from digitizer.store import office_database

    url = office_database.parsed(arguments.url)
    if url.password is None and "PGPASSWORD" in os.environ:
        url = url.set(password=os.environ["PGPASSWORD"])
    office_database.found_office(url)
    if arguments.vault:
        _keep_vault(url, arguments.vault)
    with tempfile.TemporaryDirectory() as unused:
        folder = Path(unused)
        with office_database.open_as_owner(
            url, folder=folder, vault_folder=folder, station="office init"
        ) as store:
            present = store.officers.all()
            if not present:
                if not (arguments.login and arguments.name):
                    return console.wrong_use(
                        "Hãy ghi --login và --name của người quản trị đầu tiên.",
                        "Give --login and --name of the first administrator.",
                    )
                store.officers.create(
                    None,
                    login=arguments.login,
                    name=arguments.name,
                    roles={Role.ADMINISTRATOR},
                    password=ask_secret(NEW_PASSWORD_VARIABLE, f"{arguments.login}: "),
                )
            count = len(store.officers.all())
    answer: dict[str, Any] = {}
    if arguments.worker:
        # shown once: it is kept on that machine and nowhere else
        answer["worker_password"] = office_database.make_worker(url, arguments.worker)
    address = office_database.without_login(url)
    vault = arguments.vault or "…"
    console.answer(
        {"database": address, "officers": count, **answer},
        f'{address}: {count} cán bộ\nsite.toml:\n  database = "{address}"\n  vault = "{vault}"'
        + "".join(f"\n{arguments.worker}: {word}" for word in answer.values()),
    )
    return console.exit_code


def access_from_environment() -> Access:
    """Return what opens a store of files, as the environment names it."""
    from digitizer.objects import Access

    return Access(
        os.environ.get(S3_KEY_VARIABLE, ""),
        os.environ.get(S3_SECRET_VARIABLE, ""),
        os.environ.get(S3_REGION_VARIABLE, "us-east-1"),
    )


def _keep_vault(url: Any, address: str) -> None:
    """Try the store of files in earnest, then keep its access where every desk finds it."""
    from digitizer.objects import ObjectStore, Place
    from digitizer.store.office_vault import keep_access

    access = access_from_environment()
    store = ObjectStore(Place.parsed(address), access)
    store.put("self-test", b"self-test")
    store.get("self-test")
    store.remove("self-test")
    keep_access(url, access)
