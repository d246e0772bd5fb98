"""The organisation profile: a desk's set-up as one signed file, checked before it is used.

It holds what an administrator would put into a data folder: locked settings, printer and scanner,
procedures, document types, templates, scan profiles, signing rules and the trusted roots. It is
signed with Ed25519 by the organisation's key, whose fingerprint the desk is told once; a later
profile must be by the same key and have a higher number. What was installed is compared with
the profile each time the records are opened.

Form: one line ``digitizer-profile 1 KEY SIGNATURE`` (base64), then JSON. The signature covers
the JSON's bytes with the word and the form's number before them.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from digitizer.errors import (
    DefinitionError,
    FileUnreadableError,
    ProfileAlteredError,
    ProfileExpiredError,
    ProfileOlderError,
    ProfileRefusedError,
    ProfileUnknownKeyError,
)
from digitizer.store.files import disk_errors

HEAD = b"digitizer-profile 1"
ENDING = ".digitizer-profile"
FOLDER = "profile"
"""The folder inside the data folder where the profile in force stands."""
IN_FORCE, COMING, KEY = "in-force", "coming", "key"
LARGEST = 20_000_000
MOST_FILES = 2000
ALLOWED_ROOTS = ("site.toml", "signing.toml")
ALLOWED_FOLDERS = ("office", "trust")
_ENDINGS = (".toml", ".typ", ".pem", ".crt", ".cer", ".csv", ".png", ".svg", ".pdf")

Check = Callable[[Path], None]
"""Refuses a folder whose files do not make a working desk, by DefinitionError."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What one profile says."""

    name: str
    number: int
    """Rises with every profile of the organisation; an older one is refused."""
    issued: date
    expires: date
    files: Mapping[str, bytes] = field(repr=False)
    """Path below the data folder → content."""
    key: bytes = field(repr=False)
    """The public key that signed, raw."""

    @property
    def fingerprint(self) -> str:
        """The key's fingerprint as it is read out on the telephone."""
        return fingerprint(self.key)


def fingerprint(key: bytes) -> str:
    """Return a public key's fingerprint in groups of four."""
    digits = hashlib.sha256(key).hexdigest()[:32].upper()
    return " ".join(digits[start : start + 4] for start in range(0, len(digits), 4))


def make(
    source: Path, *, name: str, number: int, issued: date, expires: date, key: Ed25519PrivateKey
) -> bytes:
    """Return the signed profile of a folder that is laid out like a data folder.

    Raises DefinitionError for a file that does not belong into a profile.
    """
    files = {}
    for path in sorted(source.rglob("*")):
        if path.is_dir():
            continue
        inner = path.relative_to(source).as_posix()
        _demand_allowed(inner)
        with disk_errors(path):
            files[inner] = path.read_bytes()
    if not files:
        raise DefinitionError(file=source.name, key="", nearest="", problem="no file to deploy")
    content = {
        "name": name,
        "number": number,
        "issued": issued.isoformat(),
        "expires": expires.isoformat(),
        "files": {path: base64.b64encode(data).decode() for path, data in files.items()},
    }
    body = json.dumps(content, ensure_ascii=False, sort_keys=True, indent=1).encode()
    public = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    words = (HEAD, base64.b64encode(public), base64.b64encode(key.sign(HEAD + b"\n" + body)))
    return b" ".join(words) + b"\n" + body


def read(data: bytes) -> Profile:
    """Return a profile whose signature fits its content.

    Whose key it is and whether it still counts is for ``install`` to say. Raises
    ProfileRefusedError, and ProfileAlteredError when the signature does not fit.
    """
    if len(data) > LARGEST:
        raise ProfileRefusedError(reason="too large")
    head, _, body = data.partition(b"\n")
    words = head.split(b" ")
    if b" ".join(words[:2]) != HEAD or len(words) != 4:
        raise ProfileRefusedError(reason="not a profile of this form")
    try:
        key, signature = (base64.b64decode(one, validate=True) for one in words[2:])
        Ed25519PublicKey.from_public_bytes(key).verify(signature, HEAD + b"\n" + body)
    except (binascii.Error, ValueError) as error:
        raise ProfileRefusedError(reason="key or signature has no known form") from error
    except InvalidSignature as error:
        raise ProfileAlteredError(file="") from error
    # only what is signed is parsed
    try:
        content = json.loads(body)
        return _profile(content, key)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise ProfileRefusedError(reason=type(error).__name__) from error


def _profile(content: Mapping[str, Any], key: bytes) -> Profile:
    files = {str(one): base64.b64decode(text) for one, text in content["files"].items()}
    if len(files) > MOST_FILES:
        raise ProfileRefusedError(reason="too many files")
    for path in files:
        _demand_allowed(path)
    return Profile(
        name=str(content["name"]),
        number=int(content["number"]),
        issued=date.fromisoformat(content["issued"]),
        expires=date.fromisoformat(content["expires"]),
        files=files,
        key=key,
    )


def _demand_allowed(path: str) -> None:
    """Refuse a path that leads elsewhere or to something a profile must not bring."""
    parts = PurePosixPath(path).parts
    inside = path in ALLOWED_ROOTS or (len(parts) > 1 and parts[0] in ALLOWED_FOLDERS)
    plain = all(one not in (".", "..") and "\\" not in one and ":" not in one for one in parts)
    if not inside or not plain or PurePosixPath(path).suffix not in _ENDINGS:
        raise DefinitionError(file=path, key="", nearest="", problem="does not belong in a profile")


def in_force(folder: Path) -> Profile | None:
    """Return the profile this data folder was set up by, or None."""
    path = folder / FOLDER / IN_FORCE
    return read(_bytes(path)) if path.exists() else None


def install(
    folder: Path, data: bytes, *, today: date, told: str, check: Check, stage: Path
) -> Profile:
    """Set a data folder up by a profile; nothing changes when it is refused.

    ``told`` is the key's fingerprint as the organisation gave it; needed for the first profile of
    a desk. ``stage`` is an empty folder in which the set-up is tried by ``check`` first.
    Raises ProfileRefusedError, ProfileAlteredError, ProfileUnknownKeyError, ProfileExpiredError,
    ProfileOlderError, DefinitionError.
    """
    profile = read(data)
    _demand_key(folder, profile, told)
    if profile.expires < today:
        raise ProfileExpiredError(name=profile.name, date=profile.expires.isoformat())
    before = in_force(folder)
    if before is not None and profile.number < before.number:
        raise ProfileOlderError(number=profile.number, installed=before.number)
    for path, content in profile.files.items():
        target = stage / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    check(stage)
    own = folder / FOLDER
    with disk_errors(own):
        own.mkdir(parents=True, exist_ok=True)
        _write(own / KEY, profile.key)
        # from here on the set-up is completed even if the program is killed
        _write(own / COMING, data)
    complete(folder)
    return profile


def complete(folder: Path) -> None:
    """Finish an installation that was begun: put its files in place, take the former's away."""
    own = folder / FOLDER
    coming = own / COMING
    if not coming.exists():
        return
    data = _bytes(coming)
    profile, before = read(data), in_force(folder)
    _demand_key(folder, profile, "")
    with disk_errors(folder):
        for path, content in profile.files.items():
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            _write(target, content)
        for path in before.files.keys() - profile.files.keys() if before is not None else ():
            (folder / path).unlink(missing_ok=True)
        coming.replace(own / IN_FORCE)


def repair(folder: Path) -> Profile | None:
    """Put every file back as the profile has it; what else lies in ``trust`` is removed."""
    profile = in_force(folder)
    if profile is not None:
        _demand_key(folder, profile, "")
        with disk_errors(folder):
            for path in _trusted(folder):
                if path not in profile.files:
                    (folder / path).unlink()
            (folder / FOLDER / IN_FORCE).replace(folder / FOLDER / COMING)
        complete(folder)
    return profile


def require_untouched(folder: Path) -> Profile | None:
    """Return the profile in force after comparing every deployed file with it.

    Raises ProfileAlteredError naming the first file that is not as it was deployed, and
    ProfileUnknownKeyError when the profile is not by the key this desk was told.
    """
    complete(folder)
    profile = in_force(folder)
    if profile is None:
        return None
    _demand_key(folder, profile, "")
    for path, content in profile.files.items():
        target = folder / path
        if not target.is_file() or _bytes(target) != content:
            raise ProfileAlteredError(file=path)
    for path in _trusted(folder):
        # a root that the organisation did not send would make a stranger's signatures good
        if path not in profile.files:
            raise ProfileAlteredError(file=path)
    return profile


def _trusted(folder: Path) -> Iterator[str]:
    trust = folder / "trust"
    if trust.is_dir():
        yield from (f"trust/{one.name}" for one in sorted(trust.iterdir()))


def _demand_key(folder: Path, profile: Profile, told: str) -> None:
    pinned = folder / FOLDER / KEY
    if pinned.exists():
        if _bytes(pinned) != profile.key:
            raise ProfileUnknownKeyError(fingerprint=profile.fingerprint)
    elif "".join(told.split()).upper() != profile.fingerprint.replace(" ", ""):
        raise ProfileUnknownKeyError(fingerprint=profile.fingerprint)


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except OSError as error:
        raise FileUnreadableError(name=path.name, reason=error.strerror or "") from error


def _write(path: Path, data: bytes) -> None:
    part = path.with_name(path.name + ".part")
    with part.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
