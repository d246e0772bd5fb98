"""What the office's rules ask of each value when a dossier is handed over."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from digitizer.catalogue.reviewing import ReviewPolicy
from digitizer.model.doctype import DocumentType
from digitizer.model.document import Document
from digitizer.model.field import FieldValue, Look


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a dossier's values beside the usual."""

    looks: Mapping[int, Look]
    """By id of the value; the usual (a look in doubt) is not named."""
    machine_voices: tuple[int, ...] = ()
    """Values keyed twice of which the machine's is one of the two voices."""


def asked_of(
    values: Sequence[FieldValue],
    documents: Sequence[Document],
    types: Mapping[str, DocumentType],
    policy: ReviewPolicy,
    draw: Callable[[], float],
) -> Asked:
    """Return what the policy asks; ``draw`` gives numbers from 0 to 1 that nobody can foresee."""
    kinds = {one.id: types.get(one.type or "") for one in documents if one.reused_from is None}
    looks: dict[int, Look] = {}
    voices = []
    for value in values:
        kind = kinds.get(value.document_id)
        rule = kind.field(value.name) if kind else None
        if kind is None or rule is None:
            continue
        look = policy.look(kind, rule)
        taken_unseen = value.sure and value.decided_by is None and value.value
        if look in (Look.DOUBT, Look.FINDING, Look.NEVER) and taken_unseen:
            look = Look.SAMPLE if draw() < policy.sample_share else look
        if look is not Look.DOUBT:
            looks[value.id] = look
        if look is Look.TWICE and policy.machine_counts_as_one and taken_unseen:
            voices.append(value.id)
    return Asked(looks, tuple(voices))
