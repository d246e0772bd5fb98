"""A real PostgreSQL server for the tests: started once, by an ordinary user, on loopback only."""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from sqlalchemy.engine import URL


@dataclass(frozen=True)
class Server:
    """A running server and how its administrator logs in."""

    port: int
    password: str
    folder: Path
    user: str | None
    more: str = ""
    """Further options of the server."""

    def url(self, database: str) -> URL:
        return URL.create("postgresql", "admin", self.password, "127.0.0.1", self.port, database)

    def run(self, statement: str, database: str = "postgres") -> None:
        with psycopg.connect(
            host="127.0.0.1",
            port=self.port,
            user="admin",
            password=self.password,
            dbname=database,
            autocommit=True,
        ) as connection:
            connection.execute(statement)

    def psql(self, role: str, password: str, database: str, statement: str) -> str:
        """Run SQL in psql as somebody would by hand; return what it printed or why not."""
        done = subprocess.run(
            [
                "psql",
                "-X",
                "-A",
                "-t",
                "-v",
                "ON_ERROR_STOP=1",
                "-h",
                "127.0.0.1",
                "-p",
                str(self.port),
                "-U",
                role,
                "-c",
                statement,
                database,
            ],
            env={**os.environ, "PGPASSWORD": password},
            capture_output=True,
            text=True,
            check=False,
        )
        return done.stdout.strip() if done.returncode == 0 else f"refused: {done.stderr.strip()}"

    def control(self, *words: str) -> None:
        subprocess.run(
            _as_user(
                self.user, [str(_programs() / "pg_ctl"), "-D", str(self.folder / "data"), *words]
            ),
            check=True,
            capture_output=True,
            cwd=self.folder,
        )

    def start(self) -> None:
        options = (
            f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1 -c fsync=off"
            f" -c max_connections=60 -c shared_buffers=64MB {self.more}"
        )
        self.control("-w", "-l", str(self.folder / "log"), "-o", options, "start")

    def stop(self, mode: str = "fast") -> None:
        self.control("-m", mode, "-w", "stop")


@contextmanager
def running(kept: Path | None = None, more: str = "") -> Iterator[Server]:
    """Make a cluster, start it, and remove it afterwards.

    ``kept`` is a folder for a cluster that stays: one that is there already is started again.
    """
    user = None if os.getuid() else _ordinary_user()
    folder = kept or Path(tempfile.mkdtemp(prefix="digitizer-pg-"))
    folder.mkdir(exist_ok=True)
    if not (folder / "password").exists():
        _make_cluster(folder, user)
    password = (folder / "password").read_text()
    server = Server(_free_port(), password, folder, user, more)
    watcher = _watch(folder, "" if kept else "remove")
    try:
        server.start()
        yield server
    finally:
        # its end is what the watcher waits for: the same stop for a run that ends and one killed
        assert watcher.stdin is not None
        watcher.stdin.close()
        watcher.wait(timeout=90)


def _make_cluster(folder: Path, user: str | None) -> None:
    (folder / "password").write_text(secrets.token_hex(8))
    if user is not None:
        for path in (folder, folder / "password"):
            shutil.chown(path, user)
    subprocess.run(
        _as_user(
            user,
            [
                str(_programs() / "initdb"),
                "-D",
                str(folder / "data"),
                "-U",
                "admin",
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--no-sync",
                "--data-checksums",
                f"--pwfile={folder / 'password'}",
            ],
        ),
        check=True,
        capture_output=True,
        cwd=folder,
    )


_WATCHER = """
import os, shutil, signal, sys, time
folder, then = sys.argv[1:]
sys.stdin.buffer.read()
try:
    with open(os.path.join(folder, "data", "postmaster.pid")) as file:
        server = int(file.readline())
    # what is kept is shut down in order; what is removed need not be
    os.kill(server, signal.SIGQUIT if then else signal.SIGINT)
    for _ in range(200 if then else 1200):
        os.kill(server, 0)
        time.sleep(0.05)
    os.kill(server, signal.SIGKILL)
except (OSError, ValueError):
    pass
if then:
    shutil.rmtree(folder, ignore_errors=True)
"""


def _watch(folder: Path, then: str) -> subprocess.Popen[bytes]:
    """Start what stops the server and removes its folder once this process is gone, however.

    It reads from a pipe that only this process holds open, so the system tells it of any end; in
    a session of its own, Ctrl+C and a kill of the whole group do not reach it.
    """
    return subprocess.Popen(
        [sys.executable, "-c", _WATCHER, str(folder), then],
        stdin=subprocess.PIPE,
        start_new_session=True,
    )


def _programs() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"))
    if not found:
        raise AssertionError("PostgreSQL is missing: install what tools/packages.txt names")
    return found[-1].parent


def _ordinary_user() -> str:
    # the server refuses to run as root; the package makes this user
    return pwd.getpwnam("postgres").pw_name


def _as_user(user: str | None, words: list[str]) -> list[str]:
    return (
        words
        if user is None
        else ["setpriv", f"--reuid={user}", f"--regid={user}", "--clear-groups", *words]
    )


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
