"""What the database says about its own file, in the program's words."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa

from digitizer import messages
from digitizer.errors import FileUnreadableError
from digitizer.store import sqlite


def write(connection: sa.Connection, command: str) -> None:
    connection.exec_driver_sql(command)
    connection.exec_driver_sql("CREATE TABLE page (id INTEGER)")


@pytest.mark.parametrize("command", ["", "PRAGMA query_only = ON"])
def test_a_database_that_cannot_be_opened_or_written_asks_to_check_path_and_rights(
    tmp_path: Path, command: str
) -> None:
    path = tmp_path / "store.db" if command else tmp_path / "no folder" / "store.db"
    engine = sqlite.make_engine(path, bytes(32))
    with pytest.raises(sqlite.ERRORS) as caught, engine.connect() as connection:
        write(connection, command)
    engine.dispose()
    found = sqlite.situation(caught.value, writing=True)
    assert isinstance(found, FileUnreadableError)
    assert "store.db" in messages.sentence(found, "vi")
