"""An office whose pages were never scanned: words made by hand, stored as if read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from digitizer.model.document import CopyKind, Document
from digitizer.model.dossier import Channel, Owner
from digitizer.model.officer import Officer
from digitizer.office import practice
from digitizer.paper.recognition import keep_text
from digitizer.paper.understanding import Understanding
from digitizer.store import NewDocument
from digitizer.workstation import Workstation
from ocr.model import PageText

PROCEDURE = "1.004873"


@dataclass(frozen=True)
class DesignOffice:
    """A practice office with its administrator."""

    station: Workstation
    clerk: Officer
    supervisor: Officer
    administrator: Officer

    @classmethod
    def open(cls, folder: Path) -> DesignOffice:
        practice.write_site(folder)
        station = Workstation.open(folder, workers=1, key=bytes(range(32)))
        clerk, supervisor, _records = practice.enlist(station.store)
        admin = next(one for one in station.store.officers.all() if one.login == "quantri")
        return cls(station, clerk, supervisor, admin)

    @property
    def machine(self) -> Understanding:
        return Understanding(self.station.store, self.station.catalogue, self.station.reader)

    def dossier(self, code: str) -> str:
        now = datetime.now(UTC)
        return self.station.store.dossiers.create(
            self.clerk,
            code=code,
            procedure=PROCEDURE,
            owner=Owner("Trần Thị Mẫu", "051195007434"),
            channel=Channel.COUNTER,
            received_at=now,
            due_at=now,
        ).code

    def page(self, dossier: str, text: PageText, image: bytes = b"") -> int:
        """Store a page with its words as if it had been scanned and read."""
        store = self.station.store
        words = keep_text(store, text)
        digest = store.vault.put(image) if image else words
        page = store.dossiers.add_page(
            self.clerk,
            dossier_code=dossier,
            original_hash=words,
            original_name="quet.png",
            original_page=len(store.dossiers.pages(dossier)) + 1,
            image_hash=digest,
            width=text.width,
            height=text.height,
            dpi=text.dpi,
            signed_original=False,
        )
        store.dossiers.page_read(page.id, words)
        return page.id

    def papers(
        self, dossier: str, pages: Sequence[tuple[str | None, int]], *, extract: bool = True
    ) -> tuple[Document, ...]:
        """Say what kind of paper each page is, and read its fields."""
        documents = self.station.store.dossiers.save_documents(
            dossier,
            [
                NewDocument(kind, 0.9, None, CopyKind.ORIGINAL, (page_id,))
                for kind, page_id in pages
            ],
        )
        for one in documents:
            if extract and one.type is not None:
                self.machine.extract(one)
        return documents
