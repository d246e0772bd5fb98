"""What sorting has learned from this office: kept with the store, grown when officers confirm."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from digitizer.errors import StoreDamagedError
from digitizer.model.document import Document
from digitizer.model.officer import Officer
from digitizer.paper.likeness import Confirmed, KindModel, features_of, packed, unpacked
from digitizer.paper.recognition import kept_text
from digitizer.store import KnownPage, Store

# for a person to choose: a paper is never taken for it by likeness
_NEVER = ("other_paper",)


@dataclass
class Learning:
    """The model of one store, read anew when somebody confirmed a kind since."""

    store: Store
    _mark: tuple[int, str] | None = field(default=None, init=False)
    _model: KindModel | None = field(default=None, init=False)

    def model(self) -> KindModel:
        """Return what is known by now."""
        mark = self.store.dossiers.known_kinds_mark()
        if self._model is None or mark != self._mark:
            model = KindModel.shipped()
            model.learn(
                Confirmed(one.type, one.first, unpacked(one.features))
                for one in self.store.dossiers.known_kinds()
                if one.type not in _NEVER
            )
            self._mark, self._model = mark, model
        return self._model

    def confirm(self, officer: Officer, documents: Sequence[Document]) -> None:
        """Keep what the pages of these papers look like: the officer stands for their kinds."""
        pages = []
        for document in documents:
            if document.type is None or document.type in _NEVER or document.reused_from is not None:
                continue
            for place, page_id in enumerate(document.pages):
                features = self._features(page_id)
                if features:
                    pages.append(KnownPage(page_id, document.type, place == 0, features))
        self.store.dossiers.confirm_kinds(officer, pages)

    def _features(self, page_id: int) -> str:
        text_hash = self.store.dossiers.page(page_id).text_hash
        if text_hash is None:
            return ""
        try:
            found = features_of(kept_text(self.store, text_hash))
        except StoreDamagedError:
            # words that do not read back teach nothing; the check of the store names them
            return ""
        return packed(found) if found else ""
