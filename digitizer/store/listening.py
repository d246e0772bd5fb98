"""Hearing what other desks write: PostgreSQL's LISTEN on a connection of its own."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

import psycopg
from sqlalchemy.engine import URL

from digitizer.store.postgres import CHANNEL

_log = logging.getLogger(__name__)
_GLANCE = 0.5
_LONGEST_WAIT = 30.0


def listen(
    url: URL, station: str, heard: Callable[[str], None], lost: Callable[[], None]
) -> Callable[[], None]:
    """Call ``heard`` for every journal row of another station; return what stops it."""
    stopping = threading.Event()
    ear = threading.Thread(
        target=_hear, args=(url, station, heard, lost, stopping), name="listening", daemon=True
    )
    ear.start()

    def stop() -> None:
        stopping.set()
        ear.join(timeout=5)

    return stop


def _hear(
    url: URL,
    station: str,
    heard: Callable[[str], None],
    lost: Callable[[], None],
    stopping: threading.Event,
) -> None:
    wait, broken = 1.0, False
    while not stopping.is_set():
        try:
            with psycopg.connect(
                host=url.host,
                port=url.port,
                dbname=url.database,
                user=url.username,
                password=url.password,
                autocommit=True,
                connect_timeout=5,
            ) as connection:
                connection.execute(f'LISTEN "{CHANNEL}"')
                if broken:
                    # whatever was written meanwhile was not heard
                    heard("")
                wait, broken = 1.0, False
                _pass_on(connection, station, heard, stopping)
        except psycopg.Error:
            if not broken and not stopping.is_set():
                _log.warning("the office's server does not answer")
                lost()
            broken = True
            stopping.wait(wait)
            wait = min(_LONGEST_WAIT, wait * 2)


def _pass_on(
    connection: psycopg.Connection,
    station: str,
    heard: Callable[[str], None],
    stopping: threading.Event,
) -> None:
    while not stopping.is_set():
        for notice in connection.notifies(timeout=_GLANCE):
            by, _, what = notice.payload.partition("\t")
            if by != station:
                heard(what)
            if stopping.is_set():
                return
