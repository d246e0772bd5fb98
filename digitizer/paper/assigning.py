"""Which label on a paper belongs to which field; the order of the definition decides doubts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from digitizer.model.doctype import FieldRule, Place
from digitizer.paper.labels import Hit, hits_on_row, in_order, undominated
from digitizer.paper.printed import Paper
from digitizer.vietnamese import compact


def by_label(rule: FieldRule) -> bool:
    """Return whether the field is found by its printed label."""
    by_place = rule.place in (Place.LINE, Place.TABLE, Place.ZONE)
    return bool(rule.labels) and not rule.region and not by_place


@dataclass(frozen=True)
class Assigned:
    """The labels that were found, by the fields they belong to."""

    by_field: dict[str, Hit]
    barriers: tuple[Hit, ...]
    """All of them, headings of blocks included: no value goes beyond one."""


def assign(rules: Sequence[FieldRule], paper: Paper) -> Assigned:
    """Give every field its label on the paper; the order of the definition decides doubts."""
    items, owners = _items(rules)
    labels = [label for item in items for label in item]
    hits: list[Hit] = []
    for number, row in enumerate(paper.rows):
        # a line in brackets explains (“Ký, ghi rõ họ, chữ đệm, tên”) and labels nothing
        if not (row.text.startswith("(") and ":" not in row.text):
            hits += undominated(hits_on_row(number, row, dict.fromkeys(labels)))
    keys = [{compact(label) for label in item} for item in items]
    wanted = [[hit for hit in hits if hit.label in item] for item in keys]
    chosen = in_order(wanted)
    taken = {(hit.row, hit.start) for hit in chosen if hit is not None}
    for number, hit in enumerate(chosen):
        # a label that stands only once may stand out of order
        spare = [h for h in wanted[number] if h.start == 0 and (h.row, h.start) not in taken]
        alone = sum(keys[number] == other for other in keys) == 1
        if hit is None and owners[number] and alone and len({h.row for h in spare}) == 1:
            chosen[number] = max(spare, key=lambda h: h.weight)
    by_field = {
        name: hit
        for names, hit in zip(owners, chosen, strict=True)
        if hit is not None
        for name in names
    }
    return Assigned(by_field, tuple(hit for hit in chosen if hit is not None))


def _items(rules: Sequence[FieldRule]) -> tuple[list[tuple[str, ...]], list[tuple[str, ...]]]:
    """Return what has to be found in order, sections included, and the fields of each item."""
    items: list[tuple[str, ...]] = []
    owners: list[tuple[str, ...]] = []
    before: FieldRule | None = None
    for rule in rules:
        if before and (before.labels, before.section) == (rule.labels, rule.section):
            owners[-1] = (*owners[-1], rule.name)
            before = rule
            continue
        changed = rule.section != (before.section if before else "")
        # the heading of a block may itself be the label of the field just before
        headed = rule.section in (*rule.labels, *(before.labels if before else ()))
        if rule.section and changed and not headed:
            items.append((rule.section,))
            owners.append(())
        items.append(rule.labels)
        owners.append((rule.name,))
        before = rule
    return items, owners
