"""Regular expressions from definition files: only such as cannot hang the program."""

from __future__ import annotations

import re
import warnings

LONGEST_PATTERN = 240
LONGEST_TEXT = 240
_MOST_LONG_REPEATS = 4
_LONG = 5
_BRACES = re.compile(r"\{(\d*)(,?)(\d*)\}")
_BACK_REFERENCE = re.compile(r"\\[1-9]|\(\?P=")
_LOOK_AROUND = re.compile(r"\(\?(?!:|P<)")


def problem_of(pattern: str) -> str | None:
    """Return what forbids the pattern, or None.

    A pattern is bounded when no repeat stands over a group that itself repeats and only a few
    repeats are long; together with bounded text its work is bounded too.
    """
    if len(pattern) > LONGEST_PATTERN:
        return f"longer than {LONGEST_PATTERN} characters"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            re.compile(pattern)
    except (re.error, OverflowError, RecursionError, Warning) as error:
        return f"not a regular expression: {error}"
    if _BACK_REFERENCE.search(pattern) or _LOOK_AROUND.search(pattern):
        return "back-references and look-around are not allowed"
    return _repeats(pattern)


def _repeats(pattern: str) -> str | None:
    """Walk over the pattern once and judge its repeats."""
    open_groups: list[bool] = []
    closed_repeats = False
    long_repeats = 0
    position = 0
    while position < len(pattern):
        character = pattern[position]
        if character == "\\":
            position, closed_repeats = position + 2, False
            continue
        if character == "[":
            position, closed_repeats = _after_class(pattern, position), False
            continue
        length, most = _repeat_at(pattern, position)
        if length:
            if closed_repeats and most > 1:
                return "a repeat over a group that repeats"
            long_repeats += most >= _LONG
            open_groups = [True for _ in open_groups] if most > 1 else open_groups
            position, closed_repeats = position + length, False
            continue
        closed_repeats = False
        if character == "(":
            open_groups.append(False)
            position += 3 if pattern.startswith("(?:", position) else 1
            continue
        if character == ")" and open_groups:
            closed_repeats = open_groups.pop()
        position += 1
    return "too many long repeats" if long_repeats > _MOST_LONG_REPEATS else None


def _after_class(pattern: str, start: int) -> int:
    position = start + 1
    if pattern[position : position + 1] == "^":
        position += 1
    position += 1
    while position < len(pattern) and pattern[position] != "]":
        position += 2 if pattern[position] == "\\" else 1
    return position + 1


def _repeat_at(pattern: str, position: int) -> tuple[int, int]:
    """Return length and greatest count of the repeat at this place; length 0 if there is none."""
    character = pattern[position]
    if character in "*+":
        return _with_mood(pattern, position + 1) - position, LONGEST_TEXT
    if character == "?":
        return 1, 1
    braces = _BRACES.match(pattern, position) if character == "{" else None
    if braces is None:
        return 0, 0
    low, comma, high = braces.groups()
    most = int(high) if high else LONGEST_TEXT if comma else int(low or 0)
    return _with_mood(pattern, braces.end()) - position, most


def _with_mood(pattern: str, position: int) -> int:
    return position + 1 if pattern[position : position + 1] in ("?", "+") else position


def search(pattern: str, text: str) -> re.Match[str] | None:
    """Return where the pattern stands in the first characters of the text."""
    return re.search(pattern, text[:LONGEST_TEXT])
