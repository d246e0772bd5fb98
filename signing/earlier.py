"""Whether an earlier run has already signed a file: then it is neither signed nor written again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from signing.errors import SigningError
from signing.model import Level, SignerVerdict
from signing.revision import LARGEST_FILE, chunks_of
from signing.verify import check

RANKS = {level.label: rank for rank, level in enumerate(Level)}


def signed_earlier(
    source: Path, target: Path, field: str, level: Level, roots: Sequence[bytes] = ()
) -> SignerVerdict | None:
    """Return what is found in ``target`` when it is ``source`` signed in ``field``, else None.

    The file must begin with every byte of the source, and the signature be whole, unchanged since
    and at the level asked for or above.
    """
    try:
        size, base = target.stat().st_size, source.stat().st_size
        if not base < size <= LARGEST_FILE or not _begins_alike(source, target):
            return None
        verdict = check(target.read_bytes(), trust=roots)
    except (OSError, SigningError):
        return None
    own = next((one for one in verdict.signers if one.field == field), None)
    if own is None or not own.intact or own.modified_after:
        return None
    return own if RANKS.get(own.level, -1) >= RANKS[level.label] else None


def _begins_alike(source: Path, target: Path) -> bool:
    with target.open("rb") as stream:
        return all(stream.read(len(piece)) == bytes(piece) for piece in chunks_of(source))
