"""Document types: how a kind of paper is recognised and where its fields stand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple


class Reads(StrEnum):
    """The kind of value a field holds; it chooses the normaliser and the checks of the kind."""

    TEXT = "text"
    NAME = "name"
    DATE = "date"
    YEAR = "year"
    SEX = "sex"
    PERSONAL_ID = "personal-id"
    NUMBER = "number"
    MONEY = "money"
    PHONE = "phone"
    ADDRESS = "address"
    NATIONALITY = "nationality"
    ETHNICITY = "ethnicity"
    CODE = "code"
    AREA = "area"
    """An area in square metres, stored with a decimal point."""


class Place(StrEnum):
    """Where a value stands with regard to its label."""

    RIGHT = "right"
    BELOW = "below"
    BETWEEN = "between"
    LINE = "line"
    """The line that matches ``pattern``, or that says what a label says; no label before it."""
    TABLE = "table"
    """Rows of a table under the ``labels``; ``pattern`` tells the cell that begins an entry."""
    ZONE = "zone"
    """What stands in ``zone``: a part of one page, or of the ground beside ``anchor``."""


class Privacy(StrEnum):
    """The class of personal data by Luật 91/2025/QH15 and NĐ 356/2025/NĐ-CP."""

    NONE = "none"
    BASIC = "basic"
    SENSITIVE = "sensitive"


class Column(NamedTuple):
    """One column of a table, in the order in which the form prints them."""

    name: str
    """``ordinal`` for the numbers of the entries."""
    title: str
    """The words of its heading."""
    reads: Reads = Reads.TEXT


@dataclass(frozen=True, slots=True)
class FieldRule:
    """How one field of a document type is found, read and judged."""

    name: str
    title: str
    """The Vietnamese name the office uses, shown beside the value."""
    labels: tuple[str, ...]
    reads: Reads = Reads.TEXT
    place: Place = Place.RIGHT
    until: tuple[str, ...] = ()
    """Labels that end the value when they stand on the same line."""
    section: str = ""
    """Heading below which the label is looked for (mother, father, declarant…)."""
    lines: int = 1
    """How many printed lines the value may run over."""
    pattern: str = ""
    qr: int = -1
    """Position in the card's QR text, or -1."""
    mrz: str = ""
    """Name of the MRZ part that holds the same fact, or empty."""
    required: bool = False
    sensitive: bool = False
    """Sensitive personal data by NĐ 356/2025: masked in lists and logs."""
    checks: tuple[str, ...] = ()
    region: str = ""
    """Part of the page the value stands in: ``top-left``, ``top-right``, ``bottom-right``…

    ``dateline`` is the last line with a place and a day, over the signature; with ``labels`` it is
    where the value stands when none of them is on the paper.
    """
    zone: tuple[float, float, float, float] | None = None
    """Left, top, right, bottom in shares of the page's width and height; with ``anchor``, counted
    from the left and top of those words."""
    zone_page: int = 1
    """Which page of the paper a zone without ``anchor`` lies on, counted from 1."""
    anchor: str = ""
    """Printed words that the zone lies beside; empty when it lies on the page itself."""
    privacy: Privacy = Privacy.NONE
    unconfirmed: bool = False
    """Written down from memory: sure only where the paper bears the wording out and two agree."""
    values: tuple[str, ...] = ()
    """The only wordings a law leaves for the value; what is none of them is kept as printed."""
    columns: tuple[Column, ...] = ()
    """Of a table: its columns from left to right."""
    key_column: int = 0
    """Of a table: which of the columns ``pattern`` tells."""
    shape: str = ""
    """How the whole value is written; what is written otherwise is kept, and is never sure."""
    passage: tuple[str, ...] = ()
    """Words of a sentence that may hold the value where no label of its own is printed.

    They begin their line; behind an ellipsis they may stand anywhere.
    """
    not_below: tuple[str, ...] = ()
    """Of a signer: offices below which somebody else signs, “Giám đốc” where a clerk is wanted."""
    passage_pattern: str = ""
    """What of that sentence is the value; without ``passage``, of any part of a line by itself."""


@dataclass(frozen=True, slots=True)
class PersonRule:
    """Which fields of a paper speak of one person, so that papers can be compared."""

    role: str
    """Word of the definition for the person: ``mother``, ``declarant``, ``holder``…"""
    name: str
    personal_id: str = ""
    birth_date: str = ""
    """Field with the birth date or only its year."""
    sex: str = ""


@dataclass(frozen=True, slots=True)
class DocumentType:
    """A kind of paper as its definition file describes it."""

    code: str
    name: str
    titles: tuple[str, ...]
    anchors: tuple[str, ...]
    fields: tuple[FieldRule, ...]
    not_with: tuple[str, ...] = ()
    """Titles that rule this type out."""
    codes: tuple[str, ...] = ()
    """Kinds of machine code that speak for this type: ``qr-cccd``, ``mrz-td1``."""
    sides: int = 1
    """Most pages one such paper has; 0 when there is no limit."""
    reusable: bool = False
    person_fields: tuple[str, ...] = ()
    """Fields that name whose paper this is: personal number first, then name."""
    organisation_fields: tuple[str, ...] = ()
    """Fields that name whose paper this is when it is an organisation's: number, then name."""
    true_from: str = ""
    """Field with the day from which the paper holds."""
    succession: str = ""
    """Word shared by kinds of which a person has one at a time: a newer one ends an older one."""
    valid_days: int | None = None
    legal_source: str = ""
    effective_from: date | None = None
    effective_to: date | None = None
    persons: tuple[PersonRule, ...] = ()
    unconfirmed: bool = False
    """The layout was written down from memory: what is true of such a field is true of all."""
    any_order: tuple[str, ...] = ()
    """Headings of blocks that stand in any order, or side by side: the wife's, the husband's."""
    column_heads: tuple[tuple[str, ...], ...] = ()
    """Headings of the columns of values, one for each person, in a table with labels on its left;
    several wordings of each."""
    headings: tuple[tuple[str, ...], ...] = ()
    """What else stands above a block: first its section, or the label of its name, then headings
    that name the same person without asking for anything: “Người được khai sinh”, “Mẹ”."""
    sides_of: tuple[str, ...] = ()
    """Kinds, front then back, whose papers this one shows together on one page."""
    declared: bool = False
    """What a citizen says on it is a declaration: it never outranks a paper an authority issued."""
    basis: str = ""
    """Fingerprint of the definition, part of the basis of every value read with it."""

    def field(self, name: str) -> FieldRule | None:
        """Return the field rule with this name."""
        return next((rule for rule in self.fields if rule.name == name), None)
