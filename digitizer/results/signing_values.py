"""What the signing queues tell: what waits, what blocks, what became of a batch."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from digitizer.errors import SentBackError
from digitizer.model.result import Result, ResultState, SignerRole
from digitizer.model.view import ItemFailure
from signing.model import CertificateInfo

BEFORE = {SignerRole.PERSON: ResultState.COMPOSED, SignerRole.AGENCY: ResultState.SIGNED}
"""The state in which a result waits in each queue."""
EXPECTED = {
    SignerRole.PERSON: (SignerRole.PERSON.value,),
    SignerRole.AGENCY: (SignerRole.PERSON.value, SignerRole.AGENCY.value),
}
"""The fields that must have signed once a queue is done with a file."""
SIGNED_STAGES = frozenset({"signed", "timestamped", "long-term", "archived", "done"})


@dataclass(frozen=True, slots=True)
class QueueItem:
    """One result that waits for a signature, and what stands in its way."""

    result: Result
    owner: str
    """Name of the dossier's owner."""
    due_at: datetime
    blocks: tuple[ItemFailure, ...] = ()
    """Why it cannot be signed now; empty when nothing stands in its way."""
    stage: str = ""
    """How far an earlier batch has brought it: a signed file waits for its timestamp."""

    @property
    def sent_back(self) -> bool:
        """Whether it must be composed again before anybody may sign it."""
        return any(one.code == SentBackError.code for one in self.blocks)

    @property
    def waits(self) -> bool:
        """Whether the file is signed and goes on without the key."""
        return self.stage in SIGNED_STAGES


@dataclass(frozen=True, slots=True)
class Preflight:
    """What will be signed, by whom and with which certificate, and what blocks."""

    role: SignerRole
    items: tuple[QueueItem, ...]
    certificate: CertificateInfo | None
    blocks: tuple[ItemFailure, ...]
    """What stands in the way of the whole batch."""

    @property
    def ready(self) -> tuple[QueueItem, ...]:
        """The items nothing stands in the way of."""
        return () if self.blocks else tuple(one for one in self.items if not one.blocks)


@dataclass(frozen=True, slots=True)
class Signed:
    """What became of one document of a batch."""

    result_id: int
    number: str
    dossier_code: str
    outcome: str
    """``done``, ``waiting``, ``failed`` or ``untouched``."""
    sha256_before: str
    sha256_after: str = ""
    signed_at: datetime | None = None
    timestamp_at: datetime | None = None
    failure: ItemFailure | None = None
    valid: bool | None = None
    """The verdict right after signing; None where there is no signed file yet."""
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SigningReport:
    """What became of a whole batch; it also says who must have signed each file."""

    role: SignerRole
    officer: str
    level: str
    signer: CertificateInfo | None
    started_at: datetime
    ended_at: datetime
    documents: tuple[Signed, ...]
    stopped_by: ItemFailure | None = None
    stopped: bool = False

    def count(self, outcome: str) -> int:
        """Return how many documents ended so."""
        return sum(one.outcome == outcome for one in self.documents)

    @property
    def expected(self) -> tuple[str, ...]:
        """The fields that must have signed each finished file."""
        return EXPECTED[self.role]


@dataclass(frozen=True, slots=True)
class StepTold:
    """One document has come one step further."""

    result_id: int
    stage: str
    code: str = ""
