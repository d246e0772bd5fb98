"""Oversight: whether journal and vault still say what was written; the head to sign each day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from digitizer.errors import JournalBrokenError
from digitizer.model.officer import Officer
from digitizer.model.rights import Action
from digitizer.office.sheets import Sheet, make
from digitizer.settings import Settings
from digitizer.store import Store

HEAD_FILE = "nhat-ky.json"
"""The attachment of a head page that says the same for machines."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What verifying the journal found: the rows that hold and the head of the chain."""

    rows: int
    head: str


def verify_journal(store: Store, by: Officer, anchor: tuple[int, str] | None = None) -> Verdict:
    """Go through the whole chain and journal that it was done.

    ``anchor`` is a row number and hash kept outside. Raises NotAllowedError, and
    JournalBrokenError with the first row that does not hold.
    """
    officer = store.officers.require(by, Action.READ_JOURNAL)
    bad = store.journal.verify(anchor)
    if bad is not None:
        raise JournalBrokenError(row=bad)
    rows, head = store.journal.head()
    store.journal.add(officer, "journal-verified", "journal", after=f"{rows} {head}")
    return Verdict(rows, head)


def verify_vault(store: Store, by: Officer) -> tuple[int, tuple[str, ...]]:
    """Read every file of the vault; return how many there are and which do not read back.

    Raises NotAllowedError, and MaintainerNeededError on an officer's connection to an office.
    """
    officer = store.officers.require(by, Action.CHECK_STORE)
    if store.is_shared:
        # which files there must be is more than any officer's own login may see
        store.root_key()
    expected = store.referenced()
    bad = store.vault.verify(expected)
    store.journal.add(
        officer, "vault-verified", "vault", after=f"{len(expected)} referenced, {len(bad)} bad"
    )
    return len(expected), bad


def head_sheet(store: Store, by: Officer, settings: Settings, at: datetime) -> bytes:
    """Return a page that states the journal's head, to be printed or signed and kept outside."""
    verdict = verify_journal(store, by)
    sheet = Sheet(
        title="XÁC NHẬN NHẬT KÝ HỆ THỐNG",
        rows=[
            ("Số dòng nhật ký", str(verdict.rows)),
            ("Giá trị băm cuối (SHA-256)", verdict.head),
            ("Thời điểm (UTC)", at.isoformat(timespec="seconds")),
        ],
        paragraphs=[
            "Toàn bộ nhật ký đã được kiểm tra và còn nguyên vẹn đến dòng nêu trên. Mọi dòng bị "
            "sửa, xóa hoặc đổi thứ tự về sau sẽ làm giá trị băm này không còn khớp.",
            f"Để kiểm tra lại: digitizer journal verify --row {verdict.rows} --hash {verdict.head}",
        ],
        signer="Người xác nhận",
        attachment=(HEAD_FILE, {"row": verdict.rows, "hash": verdict.head, "at": at.isoformat()}),
    )
    return make(sheet, settings, at)
