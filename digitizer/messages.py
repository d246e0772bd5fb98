"""Sentences for situations: errors and findings by code, in Vietnamese and English.

They are data (``resources/messages/*.toml``) so that the command line and the window say the same
words, and so that an office's own wording can be reviewed by people who do not program.
"""

from __future__ import annotations

import re
import string
import tomllib
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from importlib.resources import files

from digitizer.model.clock import shown

UNKNOWN = "unforeseen"
_PART = re.compile(r"\[([^\[\]]*\{(\w+)\}[^\[\]]*)\]")
"""Words of a sentence that are left out, with their brackets, where their place is empty."""
_STORED = re.compile(r"\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}:\d{2}(?:\.\d+)?[+-]\d{2}:\d{2})?")
_DAY_LENGTH = 10


@cache
def _catalogue() -> dict[str, dict[str, str]]:
    entries: dict[str, dict[str, str]] = {}
    for entry in sorted(files("resources").joinpath("messages").iterdir(), key=lambda e: e.name):
        if entry.name.endswith(".toml"):
            entries |= tomllib.loads(entry.read_text(encoding="utf-8"))
    return entries


def codes() -> frozenset[str]:
    """Return every code that has a sentence."""
    return frozenset(_catalogue())


def has(code: str) -> bool:
    """Return whether there is a sentence for the code."""
    return code in _catalogue()


class _Gaps(dict[str, object]):
    """Shows a missing place as an ellipsis: a half sentence beats a crash while reporting one."""

    def __missing__(self, key: str) -> str:
        return "…"


def say(code: str, language: str, details: Mapping[str, object] | None = None) -> str:
    """Return the sentence for a code; an unknown code gets the sentence for the unforeseen."""
    entries = _catalogue()
    entry = entries.get(code) or entries[UNKNOWN]
    places = _Gaps({"code": code})
    places |= {name: _as_written(value) for name, value in (details or {}).items()}
    if "problem" in places:
        places["problem"] = problem(str(places["problem"]), language)
    text = entry.get(language) or entry["en"]
    whole = _PART.sub(lambda part: part[1] if places.get(part[2]) else "", text)
    return string.Formatter().vformat(whole, (), places)


def _as_written(value: object) -> object:
    """Return a day or moment in stored form as the office writes it, anything else as it is."""
    if not isinstance(value, str) or not _STORED.fullmatch(value):
        return value
    try:
        at = datetime.fromisoformat(value)
    except ValueError:
        return value  # figures like those of a day, but none
    if len(value) == _DAY_LENGTH:
        return at.strftime("%d/%m/%Y")
    return shown(at)


def problem(said: str, language: str) -> str:
    """Return what is wrong with a file in the language, as far as there are words for it."""
    if language == "vi":
        for pattern, words in _problems():
            if found := pattern.fullmatch(said):
                return words.format_map(found.groupdict())
    return said.removeprefix("Value error, ")


@cache
def _problems() -> tuple[tuple[re.Pattern[str], str], ...]:
    text = files("resources").joinpath("problems.toml").read_text(encoding="utf-8")
    return tuple(
        (re.compile(_pattern(one["en"]), re.DOTALL), one["vi"])
        for one in tomllib.loads(text)["problem"]
    )


def _pattern(said: str) -> str:
    parts = string.Formatter().parse(said)
    return "".join(
        re.escape(text) + (f"(?P<{name}>.+?)" if name else "") for text, name, _, _ in parts
    )


def sentence(situation: object, language: str) -> str:
    """Return the sentence for an error, a finding or a failed item."""
    code = getattr(situation, "engine_code", None) or getattr(situation, "code", None) or UNKNOWN
    details = getattr(situation, "details", None)
    return say(str(code), language, details if isinstance(details, Mapping) else None)


@cache
def _actions() -> dict[str, dict[str, str]]:
    text = files("resources").joinpath("journal.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def action(code: str, language: str) -> str:
    """Return what a row of the journal says was done; the code itself where no words are known."""
    return _actions().get(code, {}).get(language, code)
