"""The worked examples of docs/extending.md, taken out of the page as it stands."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

_PAGE = Path(__file__).parents[1] / "docs" / "extending.md"


def example(name: str) -> str:
    """Return the fenced block that stands behind the mark of an example."""
    page = _PAGE.read_text(encoding="utf-8")
    found = re.search(rf"<!-- example: {name} -->\n```\w+\n(.*?)```", page, re.DOTALL)
    assert found is not None, name
    return found[1]


def defined(name: str) -> dict[str, Any]:
    """Run an example's code and return what it defines."""
    space: dict[str, Any] = {"__name__": "example"}
    exec(compile(example(name), f"docs/extending.md: {name}", "exec"), space)  # noqa: S102 - ours
    return space
