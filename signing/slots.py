"""The places that the rules name for visible signatures, and what stands in them.

Rules are data of the regime (``resources/rules/signature_placement.toml``). Imports nothing heavy.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class Slot:
    """A named place for a signature, as the rules have it."""

    name: str
    anchor: str
    """``top-left``, ``top-right``, or ``field`` where the document itself keeps a place free."""
    width: float
    height: float
    font_size: float
    image: bool
    lines: tuple[str, ...]
    legal_source: str
    confirmed: bool
    lines_with_image: tuple[str, ...] | None = None
    """What stands beside a picture; None: the same lines."""
    colour: str = ""
    """``blue`` or ``red``, where the picture must be of a colour."""
    image_size: float = 0.0
    """Millimetres a picture is wide that does not say so itself."""
    overlap: float = 0.0
    """How much of the earlier picture's width it covers, from the left."""
    smallest: float = 1.0
    """What it may shrink to on a full page, of its size; 1 where the rule names the type's size."""


@cache
def slots() -> Mapping[str, Slot]:
    """Return the slots of ``resources/rules/signature_placement.toml`` by name."""
    text = resources.files("resources").joinpath("rules", "signature_placement.toml")
    rules = tomllib.loads(text.read_text(encoding="utf-8"))
    return {
        name: Slot(
            name=name,
            anchor=facts["anchor"],
            width=float(facts["width"]),
            height=float(facts["height"]),
            font_size=float(facts["font_size"]),
            image=facts["image"],
            lines=tuple(facts["lines"]),
            legal_source=facts["legal_source"],
            confirmed=facts["confirmed"],
            lines_with_image=tuple(facts["lines_with_image"])
            if "lines_with_image" in facts
            else None,
            colour=facts.get("colour", ""),
            image_size=float(facts.get("image_size", 0)),
            overlap=float(facts.get("overlap", 0)),
            smallest=float(facts.get("smallest", 1)),
        )
        for name, facts in rules["slots"].items()
    }


def lines_of(slot: Slot, values: Mapping[str, str], *, pictured: bool = False) -> tuple[str, ...]:
    """Return a slot's lines with the values in them; ``{time}`` is left for the signing."""
    given = slot.lines_with_image if pictured and slot.lines_with_image is not None else slot.lines
    lines = []
    for line in given:
        text = line
        for name, value in values.items():
            text = text.replace(f"{{{name}}}", value)
        # a line whose only word is missing says nothing
        if text.strip() and not text.strip().endswith(":"):
            lines.append(text)
    return tuple(lines)
