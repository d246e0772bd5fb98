"""The desk's self-test: each thing a day's work needs is tried in earnest, not looked up."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from digitizer.catalogue import Catalogue
from digitizer.errors import (
    BackupMissingError,
    BackupOldError,
    ClockOffError,
    DigitizerError,
    DiskFullError,
    FileUnreadableError,
    KeyExposedError,
    PassphraseNeededError,
    ScannerMissingError,
)
from digitizer.store import Store
from digitizer.store.backup import age_of
from digitizer.store.keys import Identity, Place, key_file, place_of
from ocr.errors import OcrError
from signing.errors import SigningError

NEEDED_BYTES = 2_000_000_000
"""Room a day's dossiers may need: about 2,000 colour pages."""
BACKUP_DAYS = 7
_CLOCK_TOLERANCE = 60.0


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was tried; ``error`` says what is wrong."""

    name: str
    detail: str
    error: DigitizerError | OcrError | SigningError | None = None
    advice: bool = False
    """The work goes on in spite of the error; it says what should be better."""


Attempt = Callable[[], str]


def run(
    folder: Path,
    more: Sequence[tuple[str, Attempt]] = (),
    only: Collection[str] = (),
    modules: Callable[[], tuple[str, ...]] = tuple,
) -> Iterator[Check]:
    """Try one thing after the other, in the order a dossier needs it, and ``more`` at the end.

    ``only`` names the ones to try; without it all are. ``modules`` returns what the administrator
    allows for tokens besides what the program knows.
    """
    return (
        _tried(name, attempt)
        for name, attempt in (
            ("recogniser", _recogniser),
            ("definitions", _definitions),
            ("fonts", _fonts),
            ("signing", _signing),
            ("store", _store),
            ("disk", lambda: _disk(folder)),
            ("token", lambda: _token(modules())),
            ("records", lambda: _records(folder)),
            ("key", lambda: _key(folder)),
            ("backup", lambda: _backup(folder)),
            *more,
        )
        if not only or name in only
    )


def _tried(name: str, attempt: Callable[[], str]) -> Check:
    try:
        return Check(name, attempt())
    except (DigitizerError, OcrError, SigningError) as error:
        # a desk without a scanner takes in files
        advice = name == "scanner" or isinstance(error, _ADVICE)
        return Check(name, error.code, error, advice=advice)


_ADVICE = (BackupMissingError, BackupOldError, KeyExposedError, ScannerMissingError)


def _token(allowed: tuple[str, ...]) -> str:
    from signing.plugged import list_tokens, present_modules

    modules = present_modules(allowed)
    found = list_tokens(modules, allowed=allowed)
    if not modules:
        return "no module of a token is installed; files with a key still sign"
    return f"{len(modules)} modules, {len(found)} tokens plugged in"


def _records(folder: Path) -> str:
    """Open the records beside whoever has them open, and compare the clock with the journal."""
    if Identity.read(folder) is None:
        return "no records here yet"
    try:
        with Store.open(folder, shared=True, station="self-test") as store:
            newest = store.journal.rows(1)
            ahead = (newest[0].at - datetime.now(UTC)).total_seconds() if newest else 0.0
            if ahead > _CLOCK_TOLERANCE:
                raise ClockOffError(seconds=round(ahead), source="nhật ký / the journal")
            return f"open and read; {newest[0].seq if newest else 0} rows of the journal"
    except PassphraseNeededError:
        return "under a passphrase; not opened"


def _key(folder: Path) -> str:
    if Identity.read(folder) is None:
        return "no records here yet"
    place = place_of(folder)
    if place is Place.FILE:
        raise KeyExposedError(place=str(key_file(folder)))
    return f"kept in the {place.value}"


def _backup(folder: Path) -> str:
    if Identity.read(folder) is None:
        return "no records here yet"
    days = age_of(folder, datetime.now(UTC))
    if days is None:
        raise BackupMissingError
    if days > BACKUP_DAYS:
        raise BackupOldError(days=round(days))
    return f"{days:.0f} days old"


def _recogniser() -> str:
    from ocr import letter_network
    from ocr.reader import check_recogniser

    version = check_recogniser("vie")
    letter_network.shipped()  # without it no value that was read twice becomes sure
    return version


def _definitions() -> str:
    catalogue = Catalogue.load()
    return f"{len(catalogue.document_types)} document types, {len(catalogue.procedures)} procedures"


def _fonts() -> str:
    from importlib.resources import files

    fonts = [
        f.name for f in files("resources").joinpath("fonts").iterdir() if f.name.endswith(".ttf")
    ]
    if not fonts:
        raise FileUnreadableError(name="resources/fonts")
    return ", ".join(sorted(fonts))


def _signing() -> str:
    """Sign a page with a throwaway key and judge it."""
    import io

    import pikepdf

    from digitizer.office.practice import KEY_PASSWORD, throwaway_key
    from signing.document import sign
    from signing.keys import open_pkcs12
    from signing.verify import check

    page = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.save(page)
    key = open_pkcs12(throwaway_key("self-test", ""), KEY_PASSWORD)
    at = datetime.now(UTC)
    signed = sign(page.getvalue(), key, field="person", appearance=None, reason="self-test", at=at)
    signer = check(signed, accept_test=True).signers[0]
    if not signer.intact:
        raise SigningError(problem=signer.problem)
    return f"PAdES {signer.level}, {signer.algorithm}"


def _store() -> str:
    with tempfile.TemporaryDirectory() as folder:
        store = Store.open(Path(folder), station="self-test", key=bytes(32))
        try:
            digest = store.vault.put(b"self-test")
            store.vault.get(digest)
        finally:
            store.close()
    return "encrypted store opens, writes and reads back"


def _disk(folder: Path) -> str:
    place = next(one for one in (folder, *folder.parents) if one.exists())
    free = shutil.disk_usage(place).free
    if free < NEEDED_BYTES:
        raise DiskFullError(name=str(place), free=free)
    return f"{free / 1e9:.0f} GB free at {place}"
