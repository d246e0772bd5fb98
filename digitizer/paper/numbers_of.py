"""Turns printed numbers of every kind into their stored form."""

from __future__ import annotations

import re
from decimal import Decimal

from digitizer.catalogue import Rules
from digitizer.paper.normalised import Normalised
from digitizer.vietnamese import digits, fold, mend_digits, parse_personal_number

_LETTERS = re.compile(r"[^\W\d_]+")
_AMOUNT = re.compile(r"\d{1,3}(?:[.,\s]\d{3})+(?!\d)|\d+")
_AREA = re.compile(r"(\d{1,9}(?:\.\d{1,3}){0,3}(?:,\d{1,4})?)\s?(m²|m2|ha|m)?(?![a-z0-9])")
_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})*|\d+", re.ASCII)
_PHONE = re.compile(r"0[35789]\d{8}|02\d{9}", re.ASCII)
_BOX_SIDES = re.compile(r"[|¦\[\]]")
_FEWEST_BOXES, _WIDEST_CELL = 8, 2


def personal_id(text: str, _rules: Rules) -> Normalised:
    """Return the twelve figures of a personal number."""
    boxed, read = _out_of_boxes(text)
    if parse_personal_number(boxed) is not None:
        return Normalised(boxed, accepted=True, plausible=False, mended=read)
    mended = mend_digits(text.replace(" ", ""))
    number = digits(mended) if mended.isascii() else ""
    if parse_personal_number(number) is not None:
        return Normalised(number, accepted=True)
    inside = [run for run in re.findall(r"\d+", mend_digits(text)) if len(run) == 12]
    if len(inside) == 1:
        return Normalised(inside[0], accepted=True, plausible=len(_LETTERS.findall(text)) == 0)
    return Normalised(number or text, accepted=False)


def _out_of_boxes(text: str) -> tuple[str, bool]:
    """Return the figures that stand in boxes of their own, and whether each was read as one.

    The sides of boxes are read as strokes; an “s” in one may be a five and an eight.
    """
    cells = [cell.replace(" ", "") for cell in _BOX_SIDES.split(text)]
    # what is left of the label stands in no box
    cells = [cell for cell in cells if 0 < len(cell) <= _WIDEST_CELL]
    if len(cells) < _FEWEST_BOXES:
        return "", False
    # “l0”, “5Ì”: a side stands close to its figure; beside figures a letter is mended
    mended = "".join(digits(cell) or mend_digits(f"{cell}00")[:-2] for cell in cells)
    if not (mended.isascii() and mended.isdecimal()):
        return "", False
    return mended, all(map(digits, cells))


def number_of(text: str, _rules: Rules) -> Normalised:
    """Return the only number printed."""
    runs = re.findall(r"\d+", mend_digits(text))
    if len(runs) != 1:
        return Normalised(text, accepted=False)
    return Normalised(str(int(runs[0])), accepted=True)


def money(text: str, _rules: Rules) -> Normalised:
    """Return the only sum printed, in đồng."""
    amounts = [digits(hit) for hit in _AMOUNT.findall(mend_digits(text.split("(", maxsplit=1)[0]))]
    words = fold(text.split("(", maxsplit=1)[0]).split()
    if len(amounts) != 1 or not {"trieu", "ty", "ti", "nghin"}.isdisjoint(words):
        return Normalised(text, accepted=False)
    return Normalised(str(int(amounts[0])), accepted=True)


def phone(text: str, _rules: Rules) -> Normalised:
    """Return a telephone number, the country code as a nought."""
    mended = mend_digits(text.replace(" ", "").replace(".", "").replace("-", ""))
    number = digits(mended)
    if mended.startswith("+84"):
        number = "0" + number[2:]
    return Normalised(number or text, accepted=_PHONE.fullmatch(number) is not None)


def area(text: str, _rules: Rules) -> Normalised:
    """Return an area in square metres; a comma parts decimals, a point thousands."""
    match = _AREA.search(fold(text))
    if match is None:
        return Normalised(text, accepted=False)
    number, unit = match.groups()
    whole, comma, rest = number.partition(",")
    # the raised two of “m²” is too small to be read; what is left of it is no letter or figure
    behind = text[match.end() :].strip(" .;:)")
    raised = bool(behind) and not any(character.isalnum() for character in behind)
    read_well = (unit in ("m²", "m2", "ha") and not behind) or (unit == "m" and raised)
    if not comma and not _THOUSANDS.fullmatch(whole):
        # a comma was read as a point
        whole, _, rest = number.partition(".")
        read_well = read_well and not rest
    if rest and not rest.isdecimal():
        # more points than any number has: “1.2.5”, “300,0.5”
        return Normalised(text, accepted=False)
    value = Decimal(f"{whole.replace('.', '')}.{rest or 0}")
    value = value * 10_000 if unit == "ha" else value
    return Normalised(f"{value.normalize():f}", accepted=True, plausible=read_well)
