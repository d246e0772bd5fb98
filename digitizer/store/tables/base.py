"""What every table is made of: the one metadata, and columns that many tables have."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

import sqlalchemy as sa


def one_of(column: str, words: Iterable[StrEnum]) -> sa.CheckConstraint:
    """Return the condition that a column holds one of these words, or nothing."""
    listed = ", ".join(f"'{word.value}'" for word in words)
    return sa.CheckConstraint(f"{column} in ({listed})", name=f"{column}_known")


REAL: sa.types.TypeEngine[float] = sa.Double().with_variant(sa.REAL(), "sqlite")

metadata = sa.MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)


def table(name: str, *parts: sa.schema.SchemaItem) -> sa.Table:
    """Return a table in the one metadata, strict on SQLite."""
    # autoincrement: the id of a removed page must never come to mean another page
    counted = any(isinstance(part, sa.Column) and part.name == "id" for part in parts)
    return sa.Table(name, metadata, *parts, sqlite_strict=True, sqlite_autoincrement=counted)


def text(name: str, *more: Any, **options: Any) -> sa.Column[str]:
    """Return a column of text that is never null."""
    return sa.Column(name, sa.Text, *more, nullable=False, **options)


def dossier_code() -> sa.Column[str]:
    """Return the column that says to which dossier a row belongs."""
    return text("dossier_code", sa.ForeignKey("dossier.code"))


def officer_id(name: str, *, nullable: bool = False) -> sa.Column[int]:
    """Return a column that names an officer."""
    return sa.Column(name, sa.Integer, sa.ForeignKey("officer.id"), nullable=nullable)


def identity() -> sa.Column[int]:
    """Return the column that numbers rows."""
    return sa.Column("id", sa.Integer, primary_key=True)
