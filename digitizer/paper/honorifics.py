"""Forms of address before a person's name: “Kính gửi: Ông Trịnh Đình Khôi”, “ông (bà): …”."""

from __future__ import annotations

from collections.abc import Sequence

from digitizer.catalogue import shipped_rules
from digitizer.model.doctype import DocumentType, FieldRule, Reads
from digitizer.paper.layout import Piece

_FORMS = frozenset({"ông", "bà", "ông/bà", "bà/ông", "(ông)", "(bà)", "ông(bà)", "ông/(bà)"})
_MOST_WORDS = 7
_FEWEST_NAMES = 3
"""Of “Ông Cao Thắng” the first word may be the family's name."""


def without_address(
    rule: FieldRule, document_type: DocumentType, lines: Sequence[tuple[Piece, ...]]
) -> Sequence[tuple[Piece, ...]]:
    """Return a person's name without the form of address before it.

    The holder on a land certificate stays as printed, “Bà Tạ Thùy Uyên, CCCD số …”.
    """
    names = rule.reads is Reads.NAME or rule.name in document_type.person_fields
    if not names or len(lines) != 1 or len(lines[0]) > _MOST_WORDS:
        return lines
    words = [piece.text for piece in lines[0]]
    end = form_of_address(words)
    return [lines[0][end:]] if end and len(words) - end >= _FEWEST_NAMES else lines


def is_addressed(value: str) -> bool:
    """Return whether the first word of a name may be a form of address: “Ông Cao Thắng”."""
    words = value.split()
    end = form_of_address(words)
    return end > 0 and len(words) - end < _FEWEST_NAMES


def form_of_address(words: Sequence[str]) -> int:
    """Return behind which word a form of address ends that a name follows, or 0.

    Only where a family's name follows: Ông itself is one, “Ông Ích Khiêm”.
    """
    end = 0
    while end < len(words) and words[end].strip(":.").lower() in _FORMS:
        end += 1
    if not end or end >= len(words):
        return 0
    alone = words[end].strip(",.;").lower() in shipped_rules().family_names
    told = words[end - 1].endswith(":") and words[end][:1].isupper()
    return end if alone or told else 0
