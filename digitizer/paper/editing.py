"""What a clerk does to pages: each act is one edit that can be undone, whatever came after.

The file as it came in is never touched. A page that was turned, cropped, split or merged keeps the
recipe by which its image was made; ``remake`` carries it out again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from digitizer.errors import NotFoundError, WrongStateError
from digitizer.model.document import AsideReason, Page
from digitizer.model.officer import Officer
from digitizer.store import Store
from digitizer.store.page_edits import Edit
from digitizer.store.page_rows import PageChange

Box = tuple[float, float, float, float]
"""Left, top, right and bottom as shares of the page, 0 to 1."""


@dataclass(frozen=True, slots=True)
class PageEditor:
    """Edits the pages of one dossier for one officer."""

    store: Store
    officer: Officer
    dossier_code: str

    def remove(self, page_ids: Sequence[int], reason: AsideReason = AsideReason.REMOVED) -> Edit:
        """Lay pages aside; they lie in the dossier's bin."""
        return self._do("remove", [PageChange(one, out=reason) for one in page_ids])

    def bring_back(self, page_ids: Sequence[int]) -> Edit:
        """Take pages out of the bin, to where they lay."""
        places = {one: self.store.edits.aside(one).page.number for one in page_ids}
        order: list[int | None] = [page.id for page in self._pages()]
        for page_id in sorted(page_ids, key=lambda one: places[one]):
            order.insert(min(places[page_id] - 1, len(order)), page_id)
        return self._do("bring-back", [PageChange(one, back=True) for one in page_ids], order)

    def rotate(self, page_ids: Sequence[int], degrees: float) -> Edit:
        """Turn pages clockwise."""
        step = {"do": "rotate", "degrees": degrees}
        return self._do("rotate", [self._remade(self._page(one), [step]) for one in page_ids])

    def crop(self, page_id: int, box: Box) -> Edit:
        """Keep only a part of a page."""
        page = self._page(page_id)
        return self._do("crop", [self._remade(page, [_crop(page, box)])])

    def split(self, page_id: int, at: float = 0.5) -> Edit:
        """Make two pages of a book's spread, left and right of ``at`` (a share of the width)."""
        page = self._page(page_id)
        left = self._remade(page, [_crop(page, (0, 0, at, 1))])
        right = self._remade(page, [_crop(page, (at, 0, 1, 1))])
        made = PageChange(None, columns=right.columns, like=page_id)
        order: list[int | None] = [one.id for one in self._pages()]
        order.insert(order.index(page_id) + 1, None)
        return self._do("split", [left, made], order)

    def merge(self, front_id: int, back_id: int) -> Edit:
        """Put the two sides of a card on one page; the page of the back goes into the bin."""
        front, back = self._page(front_id), self._page(back_id)
        if front_id == back_id:
            raise WrongStateError(page=front_id, state="same")
        recipe = {
            "from": [front.image_hash, back.image_hash],
            "steps": [{"do": "stack"}],
            "made": {one.image_hash: one.recipe for one in (front, back) if one.recipe},
        }
        return self._do(
            "merge",
            [
                PageChange(front_id, columns=self._columns(recipe, front.dpi)),
                PageChange(back_id, out=AsideReason.REMOVED),
            ],
        )

    def move(self, page_ids: Sequence[int], before: int | None) -> Edit:
        """Put pages, as they follow one another, before another page, or at the end."""
        moved = [page.id for page in self._pages() if page.id in set(page_ids)]
        rest: list[int | None] = [one.id for one in self._pages() if one.id not in set(moved)]
        place = len(rest) if before is None else rest.index(before)
        return self._do("reorder", [], [*rest[:place], *moved, *rest[place:]])

    def interleave(self, page_ids: Sequence[int]) -> Edit:
        """Put fronts and backs together that were scanned in two passes.

        The first half are the fronts; the second half the backs of the same stack turned over,
        which come in the other order. Raises WrongStateError when the halves are not equal.
        """
        chosen = [page.id for page in self._pages() if page.id in set(page_ids)]
        half, odd = divmod(len(chosen), 2)
        if odd or not half:
            raise WrongStateError(pages=len(chosen), state="odd")
        fronts, backs = chosen[:half], chosen[half:][::-1]
        woven = [one for pair in zip(fronts, backs, strict=True) for one in pair]
        rest: list[int | None] = [one.id for one in self._pages()]
        place = rest.index(chosen[0])
        others = [one for one in rest if one not in set(chosen)]
        return self._do("reorder", [], [*others[:place], *woven, *others[place:]])

    def move_to_document(self, page_ids: Sequence[int], document_id: int) -> Edit:
        """Make pages the last ones of another paper of the dossier; sorting leaves it so."""
        target = self.store.dossiers.document(document_id)
        if target.dossier_code != self.dossier_code or target.reused_from is not None:
            raise NotFoundError(document=document_id)
        pages = [page for page in self._pages() if page.id in set(page_ids)]
        shaped = {page.document_id for page in pages if page.document_id} | {document_id}
        stay = [one for one in target.pages if one not in set(page_ids)]
        changes = [
            PageChange(page.id, columns={"document_id": document_id, "position": place})
            for place, page in enumerate(pages, start=len(target.pages))
        ]
        moved = [page.id for page in pages]
        rest: list[int | None] = [one.id for one in self._pages() if one.id not in set(moved)]
        place = rest.index(stay[-1]) + 1 if stay else len(rest)
        order = [*rest[:place], *moved, *rest[place:]]
        return self._do("move", changes, order, decided=sorted(shaped))

    def move_to_component(self, page_ids: Sequence[int], component: str) -> Edit:
        """Make pages a paper of their own at the end of the dossier, for a component."""
        moved = [page for page in self._pages() if page.id in set(page_ids)]
        if not moved:
            raise NotFoundError(page=list(page_ids))
        changes = [
            PageChange(
                page.id,
                columns={
                    "document_id": None,
                    "position": 0,
                    "begins": component if page is moved[0] else "",
                },
            )
            for page in moved
        ]
        ids = {page.id for page in moved}
        rest = [page.id for page in self._pages() if page.id not in ids]
        return self._do("move", changes, [*rest, *(page.id for page in moved)])

    def replace(self, page_id: int, by_id: int) -> Edit:
        """Let a page taken in just now stand in another's place; the edit keeps the old one."""
        new = self._page(by_id)
        taken = {
            "original_hash": new.original_hash,
            "original_name": new.original_name,
            "original_page": new.original_page,
            "image_hash": new.image_hash,
            "width": new.width,
            "height": new.height,
            "dpi": new.dpi,
            "signed_original": new.signed_original,
            "recipe": new.recipe,
        }
        self._page(page_id)
        changes = [PageChange(page_id, columns=taken), PageChange(by_id, gone=True)]
        return self._do("replace", changes)

    def begin(self, page_id: int, component: str) -> Edit:
        """Say that a new paper begins with this page; ``component`` may be ``*`` or empty."""
        self._page(page_id)
        return self._do("begin", [PageChange(page_id, columns={"begins": component})])

    def undo(self) -> Edit:
        """Undo the latest edit that stands."""
        return self.store.edits.undo(self.officer, self.dossier_code)

    def redo(self) -> Edit:
        """Do again what was undone last."""
        return self.store.edits.redo(self.officer, self.dossier_code)

    # ---- within --------------------------------------------------------------------------------

    def _do(
        self,
        what: str,
        changes: Sequence[PageChange],
        order: Sequence[int | None] | None = None,
        decided: Sequence[int] = (),
    ) -> Edit:
        whole = order if order is not None else [page.id for page in self._pages()]
        return self.store.edits.change(
            self.officer, self.dossier_code, what, changes, order=whole, decided=decided
        )

    def _pages(self) -> tuple[Page, ...]:
        return self.store.dossiers.pages(self.dossier_code)

    def _page(self, page_id: int) -> Page:
        page = self.store.dossiers.page(page_id)
        if page.dossier_code != self.dossier_code:
            raise NotFoundError(page=page_id)
        return page

    def _remade(self, page: Page, steps: list[dict[str, object]]) -> PageChange:
        from ocr import derived

        before: dict[str, Any] = page.recipe or {"from": [page.image_hash], "steps": []}
        recipe = {**before, "steps": [*before["steps"], *steps]}
        return PageChange(
            page.id,
            columns=self._columns(recipe, page.dpi),
            matrix=derived.matrix(steps, page.width, page.height),
        )

    def _columns(self, recipe: Mapping[str, Any], dpi: float) -> dict[str, object]:
        from ocr import derived

        images = [self.store.vault.get(digest) for digest in recipe["from"]]
        made = derived.derive(images, recipe["steps"], dpi=dpi)
        return {
            "image_hash": self.store.vault.put(made.image),
            "width": made.width,
            "height": made.height,
            "recipe": dict(recipe),
        }


def remake(store: Store, page: Page) -> bytes:
    """Carry out a page's recipe again and return the image; without one, the image as it is."""
    from ocr import derived

    if not page.recipe:
        return store.vault.get(page.image_hash)
    recipe: Mapping[str, Any] = page.recipe
    images = [store.vault.get(digest) for digest in recipe["from"]]
    return derived.derive(images, recipe["steps"], dpi=page.dpi).image


def _crop(page: Page, box: Box) -> dict[str, object]:
    left, top, right, bottom = box
    return {
        "do": "crop",
        "box": [
            round(left * page.width),
            round(top * page.height),
            round(right * page.width),
            round(bottom * page.height),
        ],
    }
