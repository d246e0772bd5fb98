"""A form told part by part: what is printed, what is filled in and what the truth expects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from tools.samples.papers import Paper, split_day, title
from tools.samples.people import day
from tools.samples.places import OFFICE

Part = dict[str, object]
SIGNERS = ("Trần Quốc Vượng", "Lê Thị Bích Đào", "Nguyễn Hữu Thọ", "Phạm Thị Thùy Trang")


@dataclass(frozen=True)
class Entry:
    """One label with the value behind it; ``true`` is the value in stored form."""

    label: str
    name: str
    value: str
    true: str | None = None
    lines: int = 1
    width: float = 1.0
    other: str = ""
    """Another wording of the label, printed by the layout that nothing is tuned on."""

    @property
    def part(self) -> Part:
        """The entry as the template wants it."""
        return {
            "kind": "row",
            "label": self.label,
            "name": self.name,
            "lines": self.lines,
            "width": self.width,
            "other": self.other,
        }


def dated(label: str, name: str, value: date, **more: object) -> Entry:
    """An entry that holds a date, printed dd/mm/yyyy."""
    return Entry(label, name, day(value), value.isoformat(), **more)  # type: ignore[arg-type]


def silent(label: str, value: str, **more: object) -> Entry:
    """An entry that is printed but is no field of the definition."""
    key = f"also_{sum(map(ord, label + value)) % 9973}"
    return Entry(label, key, value, "", **more)  # type: ignore[arg-type]


@dataclass
class Form:
    """A form under construction; every method adds one part and returns the form."""

    document_type: str
    parts: list[Part] = field(default_factory=list)
    values: dict[str, object] = field(default_factory=dict)
    truth: dict[str, str] = field(default_factory=dict)

    def _enter(self, entries: Sequence[Entry]) -> None:
        for one in entries:
            self.values[one.name] = one.value
            true = one.value if one.true is None else one.true
            if true:
                self.truth[one.name] = true

    def motto(self, code: str = "") -> Form:
        """The national motto, with the form's code above it where it has one."""
        if code:
            self.parts.append({"kind": "code", "text": code})
        self.parts.append({"kind": "motto"})
        return self

    def head(
        self,
        parent: str,
        own: str,
        *,
        number: Entry | None = None,
        issued: tuple[str, date] | None = None,
        issuer: str = "issuer",
    ) -> Form:
        """A letterhead: parent and own name at the left, number below, place and day at right."""
        place = title(OFFICE.commune.partition(" ")[2]) if issued else ""
        days = split_day(issued[1]) if issued else {}
        if number is not None:
            self._enter([number])
        if issued:
            self.truth[issued[0]] = issued[1].isoformat()
        if issuer:
            self.truth[issuer] = own
        self.parts.append(
            {
                "kind": "head",
                "parent": parent,
                "own": own,
                "number": "" if number is None else number.name,
                "number_label": "" if number is None else number.label,
                "place": place,
                "date": issued[0] if issued else "",
                "day": days.get("made_day", ""),
                "month": days.get("made_month", ""),
                "year": days.get("made_year", ""),
            }
        )
        return self

    def title(self, *lines: str, under: str = "") -> Form:
        """The name of the form."""
        self.parts.append({"kind": "title", "lines": list(lines), "under": under})
        return self

    def row(self, *entries: Entry) -> Form:
        """Entries one below the other."""
        self._enter(entries)
        self.parts += [one.part for one in entries]
        return self

    def line(self, *entries: Entry) -> Form:
        """Entries side by side."""
        self._enter(entries)
        self.parts.append({"kind": "line", "items": [one.part for one in entries]})
        return self

    def pair(self, left: Sequence[Entry], right: Sequence[Entry]) -> Form:
        """Two columns of entries."""
        self._enter([*left, *right])
        self.parts.append(
            {
                "kind": "pair",
                "left": [one.part for one in left],
                "right": [one.part for one in right],
            }
        )
        return self

    def heading(self, text: str) -> Form:
        """A heading in bold type."""
        self.parts.append({"kind": "heading", "text": text})
        return self

    def text(self, text: str) -> Form:
        """A sentence that is printed on every such form."""
        self.parts.append({"kind": "text", "text": text})
        return self

    def table(
        self,
        name: str,
        heads: Sequence[str],
        rows: Sequence[Sequence[str]],
        *,
        widths: Sequence[float],
        true: str,
        left: Sequence[int] = (1,),
        size: float = 1.0,
    ) -> Form:
        """A ruled table; the columns named in ``left`` are not centred."""
        self.values[name] = ""
        self.truth[name] = true
        aligns = ["left" if number in left else "center" for number in range(len(heads))]
        self.parts.append(
            {
                "kind": "table",
                "name": name,
                "heads": list(heads),
                "rows": [list(one) for one in rows],
                "widths": list(widths),
                "aligns": aligns,
                "size": size,
            }
        )
        return self

    def dated(self, name: str, value: date, *, lead: str = "") -> Form:
        """The line “…, ngày … tháng … năm …” before a signature."""
        days = split_day(value)
        self.truth[name] = value.isoformat()
        self.parts.append(
            {
                "kind": "dated",
                "lead": lead,
                "name": name,
                "place": title(OFFICE.commune),
                "day": days["made_day"],
                "month": days["made_month"],
                "year": days["made_year"],
            }
        )
        return self

    def signed(self, *columns: Part) -> Form:
        """Columns for signatures."""
        self.parts.append({"kind": "signature", "columns": list(columns)})
        return self

    def signer(self, *lines: str, name: str, field_name: str = "signer") -> Form:
        """The signature of the person in office at the right, over the seal."""
        if field_name:
            self.truth[field_name] = name
        own = column(*lines, name=name, signed=True, sealed=True, field_name=field_name)
        return self.signed(column(), own)

    def paper(self, stamps: Mapping[str, str]) -> Paper:
        """The finished paper."""
        values = {**self.values, "form": self.parts}
        return Paper(self.document_type, values, self.truth, stamps)


def column(
    *lines: str,
    note: str = "",
    name: str = "",
    signed: bool = False,
    sealed: bool = False,
    field_name: str = "",
) -> Part:
    """One column of signatures."""
    return {
        "lines": list(lines),
        "note": note,
        "name": name,
        "signed": signed,
        "sealed": sealed,
        "field": field_name,
    }


def sealed(text: str) -> dict[str, str]:
    """A signature under a seal with this lettering."""
    return {"signature": "signature", "seal": f"seal:{text.upper()}"}


SIGNED = {"signature": "signature"}
