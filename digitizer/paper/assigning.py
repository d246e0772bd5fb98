"""Which label on a paper belongs to which field; the order of the definition decides doubts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations
from typing import NamedTuple

from digitizer.model.doctype import FieldRule, Place, Reads
from digitizer.paper.labels import Hit, hits_on_row, in_order, undominated
from digitizer.paper.printed import Paper
from digitizer.paper.regions import DATELINE
from digitizer.vietnamese import compact


def by_label(rule: FieldRule) -> bool:
    """Return whether the field is found by its printed label."""
    by_place = rule.place in (Place.LINE, Place.TABLE, Place.ZONE)
    return bool(rule.labels) and rule.region in ("", DATELINE) and not by_place


@dataclass(frozen=True)
class Assigned:
    """The labels that were found, by the fields they belong to."""

    by_field: dict[str, Hit]
    barriers: tuple[Hit, ...]
    """All of them, headings of blocks included: no value goes beyond one."""
    loose: frozenset[str] = frozenset()
    """Fields of the last block that stand in another order than the definition's: nothing tells
    where the block ends."""


def assign(rules: Sequence[FieldRule], paper: Paper, any_order: Sequence[str] = ()) -> Assigned:
    """Give every field its label on the paper; the order of the definition decides doubts.

    ``any_order``: headings of blocks that may stand in any order. That order is taken in which the
    labels found say most.
    """
    labels = [label for item in _items(rules)[0] for label in item]
    hits: list[Hit] = []
    for number, row in enumerate(paper.rows):
        # a line in brackets explains (“Ký, ghi rõ họ, chữ đệm, tên”) and labels nothing
        if not (row.text.startswith("(") and ":" not in row.text):
            hits += undominated(hits_on_row(number, row, dict.fromkeys(labels)))
    ways = [_in_their_order(one, hits) for one in _orders(rules, any_order, hits)]
    owners, keys, wanted, chosen = max(
        ways, key=lambda way: sum(hit.weight for hit in way.chosen if hit is not None)
    )
    taken = {(hit.row, hit.start) for hit in chosen if hit is not None}
    headings = _headings(rules, keys, chosen)
    out_of_order: list[int] = []
    last_row = max((hit.row for hit in chosen if hit is not None), default=-1)
    for number, hit in enumerate(chosen):
        # a label that stands only once may stand out of order
        once = len({(h.row, h.start) for h in wanted[number]}) == 1
        spare = [
            h
            for h in wanted[number]
            if (h.start == 0 or (once and _ends_in_colon(paper, h)))
            and (h.row, h.start) not in taken
            and not any(_is_above(h, headings[name]) for name in owners[number] if name in headings)
        ]
        alone = sum(keys[number] == other for other in keys) == 1
        if hit is None and owners[number] and alone and _stand_together(spare):
            chosen[number] = max(spare, key=lambda h: h.weight)
            # in the midst of the others it is theirs; behind all of them it may be who signs
            out_of_order += [number] if spare[0].row > last_row else []
    names = {rule.name for rule in rules if rule.reads is Reads.NAME}
    heads = [
        _stands_once(keys, number) and (not owned or not names.isdisjoint(owned))
        for number, owned in enumerate(owners)
    ]
    plain = [[h for h in item if h.start == 0 or _ends_in_colon(paper, h)] for item in wanted]
    # on a card all is one person's; elsewhere a label out of order may be another's
    on_card = any(rule.qr >= 0 or rule.mrz for rule in rules)
    loose = _assign_within_blocks(owners, heads, plain, chosen)
    loose += [] if on_card else out_of_order
    by_field = {
        name: hit
        for names, hit in zip(owners, chosen, strict=True)
        if hit is not None
        for name in names
    }
    return Assigned(
        by_field,
        tuple(hit for hit in chosen if hit is not None),
        frozenset(name for number in loose for name in owners[number]),
    )


def _headings(
    rules: Sequence[FieldRule], keys: Sequence[set[str]], chosen: Sequence[Hit | None]
) -> dict[str, Hit]:
    """Return the heading found of the block that each field belongs to."""
    found = {}
    for rule in rules:
        key = compact(rule.section)
        hits = [hit for item, hit in zip(keys, chosen, strict=True) if key and key in item]
        heading = next((hit for hit in hits if hit is not None), None)
        if heading is not None:
            found[rule.name] = heading
    return found


def _is_above(hit: Hit, heading: Hit) -> bool:
    return (hit.row, hit.start) < (heading.row, heading.start)


def _stands_once(keys: Sequence[set[str]], number: int) -> bool:
    """Return whether no other item has a wording of this one."""
    return all(keys[number].isdisjoint(other) for n, other in enumerate(keys) if n != number)


def _assign_within_blocks(
    owners: Sequence[tuple[str, ...]],
    heads: Sequence[bool],
    wanted: Sequence[Sequence[Hit]],
    chosen: list[Hit | None],
) -> list[int]:
    """Give labels that stand in their block, but not in the order of the definition, their field.

    Forms print a person's residence before her paper or behind it. A block lies between two of the
    ``heads``, names and headings that no other block has; both have to be on the paper, and the
    label once between them. Returned are the items of the last block, behind which nothing ends it.
    """
    loose = []
    for number, hit in enumerate(chosen):
        if hit is not None or not owners[number] or heads[number]:
            continue
        before = next((n for n in range(number - 1, -1, -1) if heads[n]), None)
        # a heading that is not on the paper parts nothing; a name may be there, and misread
        parting = (
            n for n in range(number + 1, len(heads)) if heads[n] and (owners[n] or chosen[n])
        )
        behind = next(parting, None)
        first = None if before is None else chosen[before]
        last = None if behind is None else chosen[behind]
        if first is None or (behind is not None and last is None):
            continue
        taken = {(one.row, one.start) for one in chosen if one is not None}
        inside = [
            one
            for one in wanted[number]
            if (first.row, first.end) <= (one.row, one.start)
            and (last is None or (one.row, one.end) <= (last.row, last.start))
            and (one.row, one.start) not in taken
        ]
        if len({(one.row, one.start) for one in inside}) == 1:
            chosen[number] = max(inside, key=lambda one: one.weight)
            loose += [number] if last is None else []
    return loose


def _stand_together(hits: Sequence[Hit]) -> bool:
    """Return whether the hits are one label: on one row, or on two for its two languages."""
    rows = {hit.row for hit in hits}
    return bool(rows) and max(rows) - min(rows) <= 1


def _ends_in_colon(paper: Paper, hit: Hit) -> bool:
    return paper.rows[hit.row].pieces[hit.end - 1].text.endswith(":")


_MOST_PERMUTED = 2
"""Blocks that are tried in all orders."""
_BESIDE = 2
"""Rows between two labels of one thing."""


class _Way(NamedTuple):
    """What is found where the fields stand in one order."""

    owners: list[tuple[str, ...]]
    keys: list[set[str]]
    wanted: list[list[Hit]]
    chosen: list[Hit | None]


def _in_their_order(rules: Sequence[FieldRule], hits: Sequence[Hit]) -> _Way:
    items, owners = _items(rules)
    keys = [{compact(label) for label in item} for item in items]
    wanted = [
        _first_wordings(item, [hit for hit in hits if hit.label in own])
        for item, own in zip(items, keys, strict=True)
    ]
    return _Way(owners, keys, wanted, in_order(wanted))


def _first_wordings(labels: Sequence[str], hits: Sequence[Hit]) -> list[Hit]:
    """Return the hits without those beside which a wording stands that is listed before theirs.

    Where a form asks for “Giấy tờ tùy thân” and, in the next row, for “Số định danh cá nhân”, the
    paper is the former; the number alone stands for it where no paper is asked for.
    """
    order = {compact(label): number for number, label in enumerate(labels)}
    return [
        hit
        for hit in hits
        if not any(
            order[other.label] < order[hit.label] and 0 < abs(other.row - hit.row) <= _BESIDE
            for other in hits
        )
    ]


def _orders(
    rules: Sequence[FieldRule], any_order: Sequence[str], hits: Sequence[Hit]
) -> Iterator[Sequence[FieldRule]]:
    """Yield the fields as defined, and with their blocks in the other orders they may stand in.

    Two blocks are tried both ways; of more only the order of their headings is, for time.
    """
    blocks = {heading: _block(rules, heading) for heading in any_order}
    known = [block for block in blocks.values() if block]
    ways: Iterable[Sequence[Sequence[FieldRule]]] = permutations(known)
    if len(known) > _MOST_PERMUTED:
        ways = (known, [blocks[one] for one in _as_printed(rules, list(blocks), hits)])
    for order in ways:
        places = {id(rule): n for n, rule in enumerate(rules)}
        arranged = list(rules)
        slots = sorted(places[id(rule)] for block in known for rule in block)
        for slot, rule in zip(slots, (rule for block in order for rule in block), strict=True):
            arranged[slot] = rule
        yield arranged


def _as_printed(rules: Sequence[FieldRule], blocks: list[str], hits: Sequence[Hit]) -> list[str]:
    """Return the headings of blocks in the order in which the paper has them."""
    places = {}
    for heading in blocks:
        own = {compact(heading)}
        for rule in rules:
            if heading in rule.labels:
                own |= {compact(label) for label in rule.labels}
        best = max(
            (hit for hit in hits if hit.label in own), key=lambda hit: hit.weight, default=None
        )
        if best is not None:
            places[heading] = (best.row, best.start)
    # one that is not found keeps its place
    found = iter(sorted(places, key=places.__getitem__))
    return [next(found) if heading in places else heading for heading in blocks]


def _block(rules: Sequence[FieldRule], heading: str) -> list[FieldRule]:
    """Return the fields of a block: its heading may be the label of the first of them."""
    return [rule for rule in rules if heading == rule.section or heading in rule.labels]


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
