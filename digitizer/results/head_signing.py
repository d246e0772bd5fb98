"""The journal's head as a signed page: what is kept outside shows any later change of the journal.

A person prints or signs the page each day. It names the last row and its hash, in words and as a
JSON attachment; held against the journal later, a row that was altered, taken out or cut off up to
that day no longer fits, whoever holds the store's key.
"""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from datetime import UTC, datetime

from digitizer.errors import EngineError, HeadPageError
from digitizer.model.officer import Officer
from digitizer.office import oversight
from digitizer.results.form_signing import FormSigning
from digitizer.results.keys import KeyChoice
from digitizer.store import Store
from signing.errors import SigningError
from signing.model import Verdict

LARGEST_PAGE = 20_000_000
REASON = "Xác nhận nhật ký hệ thống trong ngày"


@dataclass(frozen=True, slots=True)
class CheckedHead:
    """A page that was held against the journal: it fits; its signatures are judged beside it."""

    row: int
    head: str
    rows_now: int
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class HeadSigning:
    """Makes, signs and checks pages that state the journal's head."""

    store: Store
    signing: FormSigning

    def page(self, officer: Officer, at: datetime | None = None) -> bytes:
        """Return the page after the whole journal was verified.

        Raises NotAllowedError, JournalBrokenError.
        """
        moment = at or datetime.now(UTC)
        return oversight.head_sheet(self.store, officer, self.signing.settings, moment)

    def sign(self, officer: Officer, choice: KeyChoice) -> bytes:
        """Return the page signed with the officer's own certificate; the journal keeps that.

        Raises NotAllowedError, JournalBrokenError, EngineError.
        """
        pdf = self.page(officer)
        with self.signing.opened(officer, choice, reason=REASON) as sign:
            signed = sign(pdf)
        row, head = stated(pdf)
        self.store.journal.add(officer, "head-signed", "journal", after=f"{row} {head}")
        return signed

    def check(self, officer: Officer, pdf: bytes) -> CheckedHead:
        """Hold a page that was kept outside against the journal and judge its signatures.

        Raises NotAllowedError, HeadPageError for what is no such page, and JournalBrokenError where
        the journal no longer fits it.
        """
        row, head = stated(pdf)
        try:
            verdict = self.signing.judge(pdf, ())
        except SigningError as error:
            raise EngineError(error.code, **error.details) from error
        found = oversight.verify_journal(self.store, officer, (row, head))
        return CheckedHead(row, head, found.rows, verdict)


def stated(pdf: bytes) -> tuple[int, str]:
    """Return the row and the hash that a page states.

    Raises HeadPageError.
    """
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(pdf[: LARGEST_PAGE + 1])) as document:
            attached = document.attachments[oversight.HEAD_FILE].get_file().read_bytes()
        content = json.loads(attached)
        return int(content["row"]), str(content["hash"])
    except (pikepdf.PdfError, KeyError, TypeError, ValueError) as error:
        raise HeadPageError(reason=type(error).__name__) from error
