"""Sensitive values, taken out of what an officer sees who has no right to them, pixels and all.

Which fields are sensitive stands in the definitions (``privacy = "sensitive"``, NĐ 356/2025), who
may see them in ``rights.toml``.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from digitizer.catalogue import Catalogue
from digitizer.model.doctype import Privacy
from digitizer.model.document import Document
from digitizer.model.field import Evidence, FieldValue
from digitizer.model.officer import Officer
from digitizer.model.rights import Action, may, require
from digitizer.model.witness import CardWitnesses
from digitizer.paper.verification import blinded
from digitizer.store import Store
from ocr.model import Box, PageText

_MARGIN = 60
"""Per cent of a place's height that is shown around it."""
_AROUND = 6
"""Pixels by which a covered place reaches beyond what was read."""


@dataclass(frozen=True, slots=True)
class Shield:
    """What one officer may see of values, pages and cards."""

    store: Store
    catalogue: Catalogue
    officer: Officer

    @property
    def open(self) -> bool:
        """Whether nothing is kept from this officer."""
        return may(self.officer, Action.VIEW_SENSITIVE)

    def may_see(self, document_type: str | None, field: str) -> bool:
        """Return whether the officer may see this field's values."""
        return self.open or not self._is_sensitive(document_type, field)

    def require(self, document_type: str | None, field: str) -> None:
        """Raise NotAllowedError unless the officer may see this field's values."""
        if not self.may_see(document_type, field):
            require(self.officer, Action.VIEW_SENSITIVE)

    def require_whole(self, document: Document) -> None:
        """Raise NotAllowedError when something on the document is kept from the officer."""
        kind = self.catalogue.document_types.get(document.type or "")
        for rule in kind.fields if kind else ():
            self.require(document.type, rule.name)

    def values(self, dossier_code: str, values: Sequence[FieldValue]) -> tuple[FieldValue, ...]:
        """Return a dossier's values as the officer may see them, blind ones blinded."""
        seen = tuple(map(blinded, values))
        if self.open:
            return seen
        kept = self._kept(dossier_code, seen)
        return tuple(_hidden(one) if one.id in kept else one for one in seen)

    def places(self, dossier_code: str, page_id: int) -> list[Evidence]:
        """Return the places of a page that are kept from the officer."""
        if self.open:
            return []
        values = self.store.dossiers.values(dossier_code)
        kept = self._kept(dossier_code, values)
        return [
            place
            for one in values
            if one.id in kept
            for place in one.evidence
            if place.page_id == page_id
        ]

    def cards(
        self, dossier_code: str, cards: tuple[CardWitnesses, ...]
    ) -> tuple[CardWitnesses, ...]:
        """Return what witnesses of cards say, without the facts kept from the officer."""
        if self.open:
            return cards
        kinds = self._kinds(dossier_code)
        return tuple(
            replace(
                card,
                facts=tuple(
                    fact
                    for fact in card.facts
                    if all(self.may_see(kinds.get(one), fact.name) for one in card.document_ids)
                ),
            )
            for card in cards
        )

    def _kept(self, dossier_code: str, values: Sequence[FieldValue]) -> frozenset[int]:
        kinds = self._kinds(dossier_code)
        return frozenset(
            one.id for one in values if not self.may_see(kinds.get(one.document_id), one.name)
        )

    def _kinds(self, dossier_code: str) -> Mapping[int, str | None]:
        return {one.id: one.type for one in self.store.dossiers.documents(dossier_code)}

    def _is_sensitive(self, document_type: str | None, field: str) -> bool:
        kind = self.catalogue.document_types.get(document_type or "")
        rule = kind.field(field) if kind else None
        return rule is not None and rule.privacy is Privacy.SENSITIVE


def _hidden(value: FieldValue) -> FieldValue:
    """Return a value without anything it says; where it stands stays known."""
    return replace(value, value="", raw="", alternatives=(), hidden=True)


def covered(image: bytes, places: Sequence[Evidence]) -> bytes:
    """Return a page's image with these places painted over, as PNG; as it is without places."""
    if not places:
        return image
    # half a second of import that only who may not see everything waits for
    from PIL import Image, ImageDraw

    with Image.open(io.BytesIO(image)) as opened:
        page = opened.convert("RGB")
    pen = ImageDraw.Draw(page)
    for one in places:
        pen.rectangle(
            (one.left - _AROUND, one.top - _AROUND, one.right + _AROUND, one.bottom + _AROUND),
            fill=(96, 96, 96),
        )
    out = io.BytesIO()
    page.save(out, "PNG")
    return out.getvalue()


def cut_out(image: bytes, place: Evidence, rotation: int) -> bytes:
    """Return one place of a page's image with a margin, turned upright, as PNG.

    ``rotation`` is by how many degrees clockwise the page is turned to stand upright.
    """
    from PIL import Image

    margin = _MARGIN * max(place.bottom - place.top, 1) // 100
    with Image.open(io.BytesIO(image)) as opened:
        box = (
            max(place.left - margin, 0),
            max(place.top - margin, 0),
            min(place.right + margin, opened.width),
            min(place.bottom + margin, opened.height),
        )
        cut = opened.convert("RGB").crop(box).rotate(-rotation, expand=True)
    out = io.BytesIO()
    cut.save(out, "PNG")
    return out.getvalue()


def without(text: PageText, places: Sequence[Evidence]) -> PageText:
    """Return a page's text without the words that stand on these places."""
    return replace(text, words=tuple(word for word in text.words if not _on(word.box, places)))


def _on(box: Box, places: Sequence[Evidence]) -> bool:
    return any(
        box.left < one.right
        and one.left < box.right
        and box.top < one.bottom
        and one.top < box.bottom
        for one in places
    )
