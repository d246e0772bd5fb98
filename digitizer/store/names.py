"""The search key of a name: đ is a letter no database folds, so the program does it."""

from __future__ import annotations


def name_key(name: str) -> str:
    """Return the name without marks and capitals, its words parted by single spaces."""
    from digitizer.vietnamese import fold

    return " ".join(fold(name).split())
