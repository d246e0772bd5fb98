"""Reuse: what the warehouse already holds, so that no citizen hands the same paper in twice."""

from __future__ import annotations

import dataclasses
from datetime import date

from digitizer.model.document import Document
from digitizer.model.dossier import Dossier
from digitizer.model.procedure import Procedure
from digitizer.model.reuse import Offer
from digitizer.store import Store


def offers_for(
    store: Store,
    procedure: Procedure,
    dossier: Dossier,
    documents: tuple[Document, ...],
    on: date,
) -> tuple[Offer, ...]:
    """Return verified papers of this citizen that may stand for components not yet there.

    Only an exact citizen number finds anything: a similar number is another person's.
    """
    if not dossier.owner.personal_id:
        return ()
    wanted = _open_types(procedure, documents)
    found = store.people.offers(
        dossier.owner.personal_id,
        document_types=wanted.keys(),
        on=on,
        for_dossier=dossier.code,
    )
    return tuple(
        dataclasses.replace(offer, component=wanted[offer.document_type]) for offer in found
    )


def _open_types(procedure: Procedure, documents: tuple[Document, ...]) -> dict[str, str]:
    held = {document.type for document in documents}
    covered = {document.component for document in documents if document.reused_from is None}
    return {
        document_type: rule.code
        for rule in procedure.components
        if rule.reusable and rule.code not in covered
        for document_type in rule.document_types
        if document_type not in held
    }
