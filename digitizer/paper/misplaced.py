"""Values that may be another person's: two columns read as one, blocks whose heading is missing.

How a value is read says nothing of whose it is. A paper may set two persons side by side, or in
another order than the definition; what tells them apart is then the heading of each, or the gap
between the columns. Where neither tells, nothing of it is sure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from itertools import pairwise

from digitizer.model.doctype import DocumentType, FieldRule, Place, Reads
from digitizer.paper.assigning import by_label
from digitizer.paper.labels import Hit
from digitizer.paper.layout import Piece
from digitizer.paper.printed import Lines
from digitizer.vietnamese import compact

_GAP = 2.0
"""Space between two words, in heights of the type, that no sentence has."""
# figures are spaced out by hand and in boxes: “30 / 12 / 1996”
_SPACED = frozenset({Reads.PERSONAL_ID, Reads.DATE, Reads.NUMBER, Reads.PHONE, Reads.YEAR})


def spans_columns(document_type: DocumentType, values: Mapping[str, Lines]) -> frozenset[str]:
    """Return the fields whose words stand on both sides of a wide gap of their line."""
    return frozenset(
        rule.name
        for rule in document_type.fields
        if rule.place is not Place.TABLE and rule.reads not in _SPACED
        if any(_is_parted(line) for line in values.get(rule.name, ()))
    )


def _is_parted(line: tuple[Piece, ...]) -> bool:
    words = [piece for piece in line if piece.key]
    return any(
        after.box.left - before.box.right > _GAP * max(before.box.height, after.box.height)
        # dotted leaders between them were printed there to be filled in
        and before.text[-1:] not in "._…"
        for before, after in pairwise(words)
    )


def without_heading(
    document_type: DocumentType, hits: Mapping[str, Hit], barriers: Collection[Hit]
) -> frozenset[str]:
    """Return the fields with a label that other persons have too, where their own name is missing.

    “Dân tộc” stands once for each; which is whose only the label of the name before it says.
    """
    ruled = [rule for rule in document_type.fields if by_label(rule)]
    owners = Counter(key for rule in ruled for key in {compact(one) for one in rule.labels})
    found = {hit.label for hit in barriers}
    unsafe: set[str] = set()
    head: FieldRule | None = None
    for rule in ruled:
        shared = all(owners[compact(label)] > 1 for label in rule.labels)
        if not shared:
            head = rule
        elif rule.section:
            own = next((one for one in ruled if rule.section in one.labels), None)
            wordings = (rule.section,) if own is None else own.labels
            if found.isdisjoint(compact(one) for one in wordings):
                unsafe.add(rule.name)
        elif head is not None and head.reads is Reads.NAME and head.name not in hits:
            unsafe.add(rule.name)
    return frozenset(unsafe)
