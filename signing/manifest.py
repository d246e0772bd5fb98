"""What a batch has signed, written beside it: a file cut back to an earlier signature looks whole.

A file that has grown since (the agency's seal, an archive timestamp) still begins with what is
written down here; one that is shorter, or begins otherwise, is not what was handed over.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from signing.errors import ManifestUnreadableError
from signing.journal import BatchReport, Outcome
from signing.model import Verdict
from signing.revision import chunks_of

VERSION = 1
LARGEST = 50_000_000


@dataclass(frozen=True, slots=True)
class Expected:
    """What is known of one signed file."""

    name: str
    size: int
    sha256: str
    fields: tuple[str, ...]
    """Who must have signed, in order."""
    owner: str = ""
    serial: str = ""
    """Of the certificate that signed last."""

    def differs(self, pdf: bytes) -> str:
        """Return the code of what is wrong with a file's bytes, or nothing."""
        if len(pdf) < self.size:
            return "shorter-than-signed"
        whole = hashlib.sha256(pdf[: self.size]).hexdigest() == self.sha256
        return "" if whole else "differs-from-manifest"


def against_list(verdict: Verdict, pdf: bytes, known: Expected | None) -> Verdict:
    """Return the verdict with what a list says of the file; None is a file it does not name."""
    wrong = known.differs(pdf) if known else "differs-from-manifest"
    if not wrong:
        return verdict
    return replace(verdict, valid=False, problems=(*verdict.problems, wrong))


def manifest_of(
    report: BatchReport, before: Mapping[str, Iterable[str]] | None = None
) -> tuple[Expected, ...]:
    """Return what a batch has finished; ``before`` names fields signed earlier, by document."""
    signer = report.signer
    return tuple(
        Expected(
            name=one.target.name,
            size=one.target.stat().st_size,
            sha256=one.sha256,
            fields=(*(before or {}).get(one.name, ()), one.field),
            owner=signer.owner if signer else "",
            serial=signer.serial if signer else "",
        )
        for one in report.documents
        if one.outcome is Outcome.DONE
    )


def to_json(files: Iterable[Expected], *, at: datetime | None = None) -> str:
    """Return a manifest as a JSON document."""
    made = (at or datetime.now(UTC)).isoformat()
    document = {"version": VERSION, "made_at": made, "files": [asdict(one) for one in files]}
    return json.dumps(document, ensure_ascii=False, indent=2)


def read_manifest(path: Path) -> dict[str, Expected]:
    """Return the files of a manifest by name. Raises ManifestUnreadableError."""
    try:
        if path.stat().st_size > LARGEST:
            raise ManifestUnreadableError(path=path.name)
        document = json.loads(b"".join(chunks_of(path)))
        if document["version"] != VERSION:
            raise ManifestUnreadableError(path=path.name)
        found = {}
        for facts in document["files"]:
            known = {key: str(facts.get(key, "")) for key in ("name", "sha256", "owner", "serial")}
            fields = tuple(str(one) for one in facts["fields"])
            found[known["name"]] = Expected(size=int(facts["size"]), fields=fields, **known)
    except (OSError, ValueError, TypeError, LookupError) as error:
        raise ManifestUnreadableError(path=path.name) from error
    return found
