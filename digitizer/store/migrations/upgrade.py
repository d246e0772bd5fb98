"""Running the migrations from inside the program; importing this imports Alembic."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy.engine import Connection

from digitizer.store.schema import HEAD


def configuration() -> Config:
    """Return Alembic's configuration; there is no alembic.ini to lose."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.set_main_option("path_separator", "newline")
    return config


def upgrade(connection: Connection) -> None:
    """Bring the database to the schema this program knows, inside the caller's transaction."""
    config = configuration()
    config.attributes["connection"] = connection
    command.upgrade(config, HEAD)
